"""The sentences of the pages that state what solving gives: their words, with the numbers from solves.

A field in braces is a number that a plan gives. `python -m tests.kenya.write` writes the numbers into the pages,
`test_claims.py` compares them.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.kenya import cells_of_plans as shown
from tests.kenya import pages, prices, trade
from tests.kenya.measured import totals, without, worth_of
from tests.kenya.pages import printed
from tests.kenya.solving import MILLION, Kenya, Sets, amounts, decision, level
from tests.kenya.tables import HUB, README, TABLES, VERDICTS

Values = Callable[[Kenya], Iterable[str]]
FIELD = re.compile(r"\{\}")
NUMBER = r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?"
GOLD_IN_DORE, OUNCES_PER_KG, EARLIER_PRICE = 0.9, 32.1507, 2_100.0
METHOD = "method.md"
HUB_ALLOY, HUB_CONCENTRATE, HUB_FEED = 0.5618 * 28_980, 10_311.0, 10_301.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause of a page with a field for each number, and what the numbers are."""

    page: str
    words: str
    values: Values

    def stated(self, kenya: Kenya) -> str:
        """Return the clause with the numbers that solving gives."""
        return self.words.format(*self.values(kenya))

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the clause looks like in the page, whatever its numbers and wherever its lines break."""
        parts = [re.escape(part) for part in FIELD.split(self.words)]
        return re.compile(f"({NUMBER})".join(part.replace("\\ ", r"\s+") for part in parts))


def _millions(value: float, form: str = ",.1f") -> str:
    return printed(value / MILLION, form)


def _whole(value: float) -> str:
    return printed(value, ",.0f")


def _percent(part: float, whole: float) -> str:
    return printed(100 * part / whole, ",.0f")


def _turn(mark: str) -> str:
    """Return the turning point of a row of verdicts, as its page prints it."""
    table = next(table for table in TABLES if table.place.heading == VERDICTS and table.turns)
    return next(cells["turns at"] for cells in pages.rows(table.place) if cells["#"] == mark)


def _rare(decision_: str, plant: str, moved: str, column: str = "with the step") -> str:
    """Return a turning point of the rare earths, as its page prints it."""
    table = next(table for table in TABLES if table.place.first == "decision")
    row = next(
        cells
        for cells in pages.rows(table.place)
        if (cells["decision"], cells["plant, kt/y"], cells["moved"]) == (decision_, plant, moved)
    )
    return row[column]


def _rounded(cell: str) -> str:
    return _whole(pages.number(cell))


def _gain(kenya: Kenya, scenario: str, sets: Sets = (), over: str = "") -> float:
    return kenya.plan(scenario, sets).objective - kenya.plan(over).objective


def mrima(kenya: Kenya) -> list[str]:
    """Return what both minerals of Mrima are worth together: NPV, share, State, job-years."""
    both = without(kenya, "niobium", sets=without(kenya, "rare-earths"))
    worth = totals(kenya) - totals(kenya, sets=both)
    share = _percent(worth.value, totals(kenya).value)
    return [_whole(worth.value), share, _whole(worth.state), _whole(worth.jobs)]


def diggers(kenya: Kenya) -> list[str]:
    """Return the job-years of artisanal diggers and of all."""
    supplies = kenya.read.case["supplies"]
    per_tonne = supplies["jobs_per_unit"][supplies.rows["asm-ore"]]
    dug = sum(amount for (supply, _), amount in amounts(kenya.plan(), "supply").items() if supply == "asm-ore")
    return [_whole(dug * per_tonne), _whole(totals(kenya).jobs)]


def row_three(kenya: Kenya) -> list[str]:
    """Return the share of a plant just past row 3's figure, what a whole one loses there, and where it pays."""
    command = pages.all_commands()["3"]
    built = sum(
        a for (name, *_), a in amounts(kenya.plan(command.scenario, command.sets), "build").items() if name == "crack-17kt5"
    )
    loss = kenya.plan().objective - kenya.plan("whole-crack-17kt5", command.sets).objective
    return [_percent(built, 43_210.0), _whole(loss / MILLION), _rare("crack to carbonate", "17.5", "capital", "a whole plant")]


def whole_ban(kenya: Kenya) -> list[str]:
    """Return the share of a plant under a ban, and the values with whole plants and with the ore in the ground."""
    cells = {"whole plants": "ban-17kt5"}
    suited = kenya.plan("ban-17kt5", (("limits[whole-crack-17kt5].active", "true"),))
    return [
        shown.share_of_plant(kenya, cells).removesuffix(" %"),
        _millions(kenya.plan("whole-ban-17kt5").objective),
        _millions(kenya.plan("ban-narrow").objective),
        _millions(suited.objective),
    ]


def ban_alone(kenya: Kenya) -> list[str]:
    """Return what a ban with small plants costs: NPV, State, job-years."""
    lost = totals(kenya) - totals(kenya, "ban-narrow")
    return [_whole(lost.value), _whole(lost.state), _whole(lost.jobs)]


def ban_with_plants(kenya: Kenya) -> list[str]:
    """Return what is mined under a ban with large plants, and what it costs or brings."""
    lost = totals(kenya) - totals(kenya, "ban-17kt5")
    mined = shown.mined_share(kenya, {"choice": "ban-17kt5"}).removesuffix(" %")
    return [mined, _whole(lost.value), printed(lost.state, ",.1f"), _whole(-lost.jobs)]


def levy(kenya: Kenya) -> list[str]:
    """Return what a levy of 20 % brings the State and takes from all together."""
    change = totals(kenya, "levy-ree-concentrate") - totals(kenya)
    return [_whole(change.state), _whole(-change.value)]


def levies(kenya: Kenya) -> list[str]:
    """Return what the levies take, and what artisanal gold pays of the community levy."""
    gone: Sets = (("royalties[instrument=community-levy].active", "false"), ("royalties[gold-development].active", "false"))
    taken = totals(kenya).state - totals(kenya, sets=gone).state
    asm = totals(kenya, sets=(("supplies[asm-ore].max_per_year", "0"),))
    isulu_alone: Sets = (("supplies[asm-ore].max_per_year", "0"), ("royalties[gold-community].rate", "0"))
    of_isulu = asm.state - totals(kenya, sets=isulu_alone).state
    of_gold = totals(kenya).state - totals(kenya, sets=(("royalties[gold-community].rate", "0"),)).state
    return [printed(taken, ".1f"), printed(of_gold - of_isulu, ".1f")]


def agoa(kenya: Kenya) -> list[str]:
    """Return what AGOA to 2036 gains at the prices of the base, and the least and most where oxides are made."""
    table = next(table for table in TABLES if table.place.first == "plants of 17.5 kt/y")
    made = [pages.number(cells["AGOA to 2036"]) for cells in pages.rows(table.place) if cells["oxide, USD/kg"] != "87.8"]
    return [_millions(_gain(kenya, "agoa-throughout")), f"{min(made):.1f}", f"{max(made):.1f}"]


def diversion(kenya: Kenya) -> list[str]:
    """Return duty saved on paper and what is earned, under AGOA throughout."""
    saved = trade.saved_under(kenya.plan("agoa-throughout"), "agoa")
    return [printed(saved, ".2f"), _millions(_gain(kenya, "agoa-throughout"), ".2f")]


def shared_duty(kenya: Kenya) -> list[str]:
    """Return what AGOA gains if American buyers bear half of duty and fees: to be built, and standing."""
    shared: Sets = (("markets[us].duty_incidence", "0.5"),)
    pairs = (("", "agoa-throughout"), ("plants-exist", "plants-exist-agoa"))
    return [
        _millions(kenya.plan(renewed, shared).objective - kenya.plan(base, shared).objective, ".2f") for base, renewed in pairs
    ]


def hub_per_tonne(kenya: Kenya) -> list[str]:
    """Return per tonne of concentrate: royalty and levy on alloy, on concentrate, import charges, and the difference."""
    table = kenya.read.case["royalties"]
    rate = sum(table["rate"][table.rows[name]] for name in ("niobium-sold", "niobium-community"))
    alloy, concentrate, charges = rate * HUB_ALLOY, rate * HUB_CONCENTRATE, 0.045 * HUB_FEED
    return [_whole(alloy), _whole(concentrate), _whole(charges), _whole(alloy - concentrate - charges)]


def hub_gain(kenya: Kenya) -> list[str]:
    """Return what the hub gains on the law as it stands, beside the base."""
    lapsed: Sets = (("programmes[agoa].end", "2026-12-31"),)
    return [_millions(_gain(kenya, "regional-hub", lapsed))]


def hub_cumulation(kenya: Kenya) -> list[str]:
    """Return what cumulation is worth in the hub."""
    return [_millions(_gain(kenya, "regional-hub", over="hub-no-cumulation"))]


def hub_ruling(kenya: Kenya) -> list[str]:
    """Return what a ruling on separation is worth in the hub with the oxide at 144."""
    dear: Sets = (("demands[material=ndpr-oxide].price_per_unit", "144000"),)
    ruled = kenya.plan("regional-hub-substantial", dear).objective
    return [_millions(ruled - kenya.plan("regional-hub", dear).objective)]


def smelter(kenya: Kenya) -> list[str]:
    """Return the capacity of the hub's smelter."""
    built = amounts(kenya.plan("regional-hub"), "build")
    return [_whole(sum(amount for (name, *_), amount in built.items() if name == "ferroniobium-hub"))]


def soda_left(kenya: Kenya) -> list[str]:
    """Return the share of the ash that stops just below the turning point."""
    command = pages.all_commands()["10"]
    kept = level(kenya.plan(command.scenario, command.sets), "soda-ash")
    return [printed(100 * (1 - kept / level(kenya.plan(), "soda-ash")), ".0f")]


def soda_sold(kenya: Kenya) -> list[str]:
    """Return the ash sold in a year of the base, kt."""
    made = level(kenya.plan(), "soda-ash") * 0.5714 / len(kenya.read.case.timeline.ids)
    return [_whole(made / 1000)]


def recovered(kenya: Kenya) -> list[str]:
    """Return the gold in the ore that is processed, and what of it is sold, kg."""
    sold = sum(amount for (_, demand, *_), amount in amounts(kenya.plan(), "sell").items() if "gold-dore" in demand)
    return [_whole(decision(kenya.plan(), "gold").processed), _whole(0.9 * sold)]


def isulu_revenue(kenya: Kenya) -> list[str]:
    """Return what Isulu's yearly ore earns at 2,100 USD an ounce, MUSD."""
    supplies, flows = kenya.read.case["supplies"], kenya.read.case["process_flows"]
    ore = supplies["max_per_year"][supplies.rows["isulu-ore"]]
    dore = flows["amount_per_unit"][flows.rows["isulu-cil,gold-dore"]]
    return [_whole(ore * dore * GOLD_IN_DORE * OUNCES_PER_KG * EARLIER_PRICE / MILLION)]


def no_brakes(kenya: Kenya) -> list[str]:
    """Return NdPr outside China at which the mine itself stops, from row 1."""
    basket = pages.number(_turn("1")) / (prices.PAID_CONCENTRATE * prices.IN_CONCENTRATE)
    ndpr = (basket - prices.OTHER_OXIDES["china"]) / prices.NDPR_SHARE
    return [_turn("1"), printed(basket / 1000, ".1f"), printed(ndpr / 1000, ".1f")]


def _of(page: str, words: str, values: Values) -> Claim:
    return Claim(page, words, values)


CLAIMS = (
    _of(README, "Gold is {} % of the value", lambda k: [_percent(worth_of(k, "gold").value, totals(k).value)]),
    _of(README, "is {} MUSD, {} %; it pays State and communities {} MUSD and gives {} job-years", mrima),
    _of(README, "{} of {} job-years", diggers),
    _of(
        README,
        "would add {} MUSD, on estimates",
        lambda k: [_millions(worth_of(k, "manganese", "unproven-deposits").value * MILLION)],
    ),
    _of(README, "where ore costs less than {} USD/t", lambda _: [_turn("12")]),
    _of(README, "needs power at {} USD/kWh", lambda _: [f"{pages.number(_turn('14')) / 1000:.3f}"]),
    _of(README, "ferromanganese {} USD/t", lambda _: [_turn("15")]),
    _of(README, "flake {} USD/t", lambda _: [_turn("16")]),
    _of(README, "needs {} USD per tonne of carbonate", lambda _: [_turn("17")]),
    _of(README, "if they fetch more than {} USD/kg", lambda _: [_whole(pages.number(_turn("24")) / 1000)]),
    _of(README, "would add {} MUSD beside", lambda k: [_millions(_gain(k, "magnets", over="ndpr-144-17kt5"))]),
    _of(README, "carbonate pays from {}", lambda _: [_rounded(_rare("crack to carbonate", "17.5", "all outside China"))]),
    _of(README, "oxides from {}", lambda _: [_rounded(_rare("separate to oxides", "17.5", "oxide alone"))]),
    _of(
        README,
        "With the step capital must fall to {}, without it to {}",
        lambda _: [_rare("crack to carbonate", "5", "capital"), _rare("crack to carbonate", "5", "capital", "without it")],
    ),
    _of(
        README,
        "a whole cracking plant of 17.5 kt/y from {}, with a whole separation plant behind it from {}",
        lambda _: [
            _rounded(_rare("crack to carbonate", "17.5", "all outside China", "a whole plant")),
            _rounded(_rare("separate to oxides", "17.5", "all outside China", "a whole plant")),
        ],
    ),
    _of(README, "row 3 builds {} % of a cracking plant; a whole one loses {} MUSD there and pays only below {}", row_three),
    _of(
        README,
        "builds {} % of one. A whole mine with a whole plant is then worth {}, less than the ore in the ground, "
        "{}; with a mine of the size that suits the plant it is {}",
        whole_ban,
    ),
    _of(README, "the country loses {} MUSD, the State {} of them, and {} job-years are gone", ban_alone),
    _of(
        README,
        "{} % of the ore is mined and cracked; the country still earns {} MUSD less, the State {} less, "
        "and there are {} job-years more",
        ban_with_plants,
    ),
    _of(README, "At 20 % it receives {} MUSD more while all together earn {} less", levy),
    _of(README, "The levies take {} MUSD; {} of it from artisanal gold", levies),
    _of(README, "To 2036: {} MUSD at the prices of the base, {} to {} where", agoa),
    _of(README, "{} are saved on paper and {} earned", diversion),
    _of(README, "the gains would be {} and, with plants of 5 kt/y standing, {}", shared_duty),
    _of(README, "must fetch USD {}/t delivered, a basket of {} per kg, NdPr at {}", no_brakes),
    _of(README, "{} % of the ash would stop", soda_left),
    _of(README, "sells {} kt of ash a year", soda_sold),
    _of(README, "ferroniobium alone fell to {} USD/t", lambda _: [_turn("6a")]),
    _of(README, "{} kg of gold in the ore, {} kg sold", recovered),
    _of(METHOD, "that earns {} MUSD", isulu_revenue),
    _of(
        HUB,
        "Kenya's own niobium, {} t being exported in the base",
        lambda k: [_whole(decision(k.plan(), "niobium").exported_raw)],
    ),
    _of(HUB, "worth {} million beside the base", hub_gain),
    _of(HUB, "Cumulation is worth {} million", hub_cumulation),
    _of(
        HUB,
        "a royalty and levy of USD {} per tonne of concentrate, concentrate sold raw {}, "
        "bought concentrate none but import charges of {}",
        lambda k: hub_per_tonne(k)[:3],
    ),
    _of(HUB, "saves {} per tonne", lambda k: hub_per_tonne(k)[3:]),
    _of(HUB, "the ruling on separation is worth {} million", hub_ruling),
    _of(HUB, "A plant of {} t/y smelts bought niobium", smelter),
)
