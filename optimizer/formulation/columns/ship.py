"""Columns `ship[l, m, n]`: material moved between sites."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.columns import ORDINARY
from optimizer.formulation.columns.royalties import sale_royalties
from optimizer.formulation.formulation import Formulation
from optimizer.law.charges import Charges, Shipments
from optimizer.law.schedule import AT_IMPORT, INTO_HOME, Goods, Schedule

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ON_LEAVING = ("export_levy",)


def add_ship_columns(formulation: Formulation) -> None:
    """Add `ship[l, m, n] >= 0`, units of material m leaving over lane l in node n.

    Contributes per unit: freight. Goods that leave the country this way count as exports at their reference value:
    export_value, export_levy, and of home ore royalty on sale and exported_raw. Goods that enter a country that they are not
    from bear its charges on their reference value and the freight to the border: import_duty at home, transfer_duty elsewhere.
    """
    case = formulation.case
    hauls = formulation.streams.transfers
    program = formulation.program
    lanes = case["lanes"]
    materials = case["materials"]
    origins = formulation.origin_keys(hauls.origin)
    keys = [(lanes.keys[a], materials.keys[b], *o) for a, b, o in zip(hauls.lane, hauls.material, origins, strict=True)]
    offered = hauls.open_share > 0
    columns = program.add_columns("ship", keys, offered, formulation.units(hauls.material))
    formulation.columns["ship"] = columns
    program.contribute("freight", columns, hauls.freight)
    program.contribute("local_cost", columns, hauls.freight * np.nan_to_num(case.numbers("lanes", "local_share")[hauls.lane]))
    _contribute_border(formulation, columns)


def _contribute_border(formulation: Formulation, columns: Ints) -> None:
    case = formulation.case
    hauls = formulation.streams.transfers
    home = case.home_country
    countries = formulation.country_of_sites()
    start = countries[case.position("lanes", "from_site")[hauls.lane]]
    sites = case["sites"].rows
    end = np.array([countries[sites[to]] for to in case["lanes"]["to"][hauls.lane]], dtype=object)
    leaving = np.flatnonzero((start == home) & (end != home))
    reference = np.nan_to_num(case.numbers("materials", "reference_value_per_unit"))
    if len(leaving):
        _contribute_export(formulation, columns[leaving], leaving, reference[hauls.material[leaving]], end)
    origins = [formulation.streams.origins[origin].country or home for origin in hauls.origin]
    foreign = (start != end) & (np.array(origins, dtype=object) != end)
    landed = reference[hauls.material] + (hauls.freight - hauls.inland)
    for measure, kinds, there in (
        ("import_duty", INTO_HOME, foreign & (end == home)),
        ("transfer_duty", AT_IMPORT, foreign & (end != home)),
    ):
        entering = np.flatnonzero(there)
        if len(entering):
            charges = _charges(formulation, entering, landed[entering], end, kinds)
            formulation.program.contribute(measure, columns[entering], charges)


def _contribute_export(formulation: Formulation, columns: Ints, leaving: Ints, value: Floats, end: NDArray[np.object_]) -> None:
    case = formulation.case
    hauls = formulation.streams.transfers
    program = formulation.program
    material = hauls.material[leaving]
    program.contribute("export_value", columns, value)
    ours = formulation.streams.home_ore[hauls.origin[leaving]][:, np.newaxis]
    program.contribute("royalty", columns, ours * sale_royalties(formulation, material, value))
    program.contribute("export_levy", columns, _charges(formulation, leaving, value, end, ON_LEAVING))
    contents = formulation.streams.contents
    for position, mineral in enumerate(case["minerals"].keys):
        program.contribute(f"exported_raw[{mineral}]", columns, ours * contents.raw_contained[material, position])


def _charges(formulation: Formulation, entries: Ints, value: Floats, end: NDArray[np.object_], kinds: tuple[str, ...]) -> Floats:
    """Return the charges of some kinds per unit shipped on these hauls, under no programme; levies are due at loading."""
    case = formulation.case
    hauls = formulation.streams.transfers
    schedule = Schedule(case)
    charges = Charges(case)
    total = np.zeros_like(value)
    tonnes = case.numbers("materials", "tonnes_per_unit")
    for entry, haul in enumerate(entries):
        material = hauls.material[[haul]]
        origin = formulation.streams.origins[hauls.origin[haul]].country or case.home_country
        goods = Goods(str(case["materials"]["hs_code"][material[0]]), origin, str(end[haul]))
        contained = np.moveaxis(formulation.streams.contents.contained[material], 1, 0)
        shipments = Shipments(value[[entry]], tonnes[material], contained, hauls.parcel_tonnes[[haul]])
        transit = 0.0 if kinds == ON_LEAVING else float(case["lanes"]["transit_days"][hauls.lane[haul]])
        for amount in charges.amounts(schedule.segments(goods, ORDINARY, transit, kinds), shipments).values():
            total[entry] += amount[0]
    return total
