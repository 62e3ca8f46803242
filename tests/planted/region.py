"""One region of a planted case: mines, a plant and a port, repeated as often as the case is to be large."""

from tests.planted.network import add_lane, add_process, add_site, add_stock, add_supply
from tests.planted.world import World

MILL = {"conc": (0.06, 0.095)}
SMELT = {"acid": (-0.4, -0.2), "alloy": (180.0, 250.0), "oxide": (0.2, 0.3), "slag": (0.2, 0.4)}
BAKE = {"acid": (-0.2, -0.1), "alloy": (100.0, 200.0), "slag": (0.3, 0.5)}
MAGNET = {"steel": (-0.6, -0.3), "magnet": (0.3, 1.0), "dust": (0.01, 0.05)}


def add_hub(world: World) -> None:
    """Add a hub abroad that sends on what regions ship to it."""
    add_site(world, "hub", "port", "TZ")
    add_lane(world, "sea-hub-us", "hub", "us", ["alloy"])
    add_lane(world, "sea-hub-cn", "hub", "cn", ["conc"], dock=True)
    if world.has("plant-abroad"):
        add_supply(world, "acid-hub", "hub", "acid", mined=False)
        add_process(world, "smelt-hub", "hub", "conc", BAKE, {})


def add_region(world: World, number: int) -> None:
    """Add region `number`, joined to the one before where the case has lanes across."""
    mine, plant, port = f"mine{number}", f"plant{number}", f"port{number}"
    for site, kind in ((mine, "mine"), (plant, "plant"), (port, "port")):
        add_site(world, site, kind)
    power, steam = f"power{number}", f"steam{number}"
    world.resources += [power, *([steam] if world.has("steam") else [])]
    world.sheet.add("resources", id=power, unit="MWh", name=f"Power of region {number}")
    if world.has("steam"):
        world.sheet.add("resources", id=steam)
    _add_supplies(world, number, mine, plant)
    gives = {steam: (-2.0, -1.0)} if world.has("steam") else {}
    takes = {steam: (0.5, 1.5)} if world.has("steam") else {}
    add_process(world, f"mill{number}", mine, "ore", MILL, {})
    add_process(world, f"smelt{number}", plant, "conc", SMELT, {power: (1.0, 4.0), **gives})
    if world.has("bake"):
        add_process(world, f"bake{number}", plant, "conc", BAKE, {power: (0.5, 2.0)}, open_always=False)
    if world.has("magnet"):
        add_process(world, f"magnet{number}", port, "oxide", MAGNET, {power: (2.0, 9.0), **takes})
    _add_lanes(world, number, mine, plant, port)
    _add_second_mine(world, number, plant)
    if world.has("stocks"):
        for site, material in ((mine, "conc"), (plant, "oxide"), (port, "alloy"), (port, "conc")):
            if world.chance(0.6):
                add_stock(world, site, material)


def _add_supplies(world: World, number: int, mine: str, plant: str) -> None:
    add_supply(world, f"pit{number}", mine, "ore")
    add_supply(world, f"face{number}", mine, "ore", open_always=False)
    add_supply(world, f"acid{number}", plant, "acid", mined=False, origin="CN" if world.has("import-charges") else "")
    if world.has("dig"):
        add_process(world, f"dig{number}", plant, "", {"acid": (0.5, 2.0)}, {}, open_always=False)
    if world.has("magnet"):
        add_supply(world, f"steel{number}", f"port{number}", "steel", mined=False)


def _add_lanes(world: World, number: int, mine: str, plant: str, port: str) -> None:
    add_lane(world, f"road{number}", mine, plant, ["conc"] + (["ore"] if world.has("second-mine") else []))
    add_lane(world, f"rail{number}", mine, port, ["conc"])
    add_lane(world, f"truck{number}", plant, port, ["alloy", "oxide"])
    add_lane(world, f"sea{number}-us", port, "us", ["alloy", "oxide"])
    add_lane(world, f"sea{number}-cn", port, "cn", ["conc"], dock=True)
    add_lane(world, f"sea{number}-eu", port, "eu", ["conc", *(["magnet"] if world.has("magnet") else [])])
    if world.has("home-sale"):
        add_lane(world, f"sale{number}", plant, "nairobi", ["oxide"])
    if world.has("acid-by-lane"):
        add_supply(world, f"tanker{number}", port, "acid", mined=False)
        add_lane(world, f"return{number}", port, plant, ["acid"])
    if world.has("hub"):
        add_lane(world, f"coast{number}", port, "hub", ["alloy", "conc"])
    if world.has("cross-lanes") and number > 1:
        add_lane(world, f"cross{number}", f"plant{number - 1}", port, ["alloy", "oxide"])
        add_lane(world, f"over{number}", mine, f"plant{number - 1}", ["conc"])


def _add_second_mine(world: World, number: int, plant: str) -> None:
    """Add a mine without a mill: its lanes carry whatever is there, which is ore alone."""
    if world.has("second-mine"):
        quarry = f"quarry{number}"
        add_site(world, quarry, "mine")
        add_supply(world, f"quarry{number}", quarry, "ore", open_always=False)
        add_process(world, f"millp{number}", plant, "ore", MILL, {})
        add_lane(world, f"trail{number}", quarry, plant, ["ore"], listed=False)
        add_lane(world, f"direct{number}", quarry, "cn", ["ore"], listed=False)
