"""The cells of the tables on AGOA and on the hub."""

from tests.kenya import trade
from tests.kenya.cells_of_plans import Shows, first, plan_of
from tests.kenya.pages import Cells, number, printed
from tests.kenya.solving import MILLION, Kenya, Sets, decision
from tests.kenya.turns import MOVED, THOUSAND

AGOA_TO_2028: Sets = (("programmes[agoa].end", "2028-12-31"),)
AGOA_TO_2036: Sets = (("programmes[agoa].end", "2036-12-31"),)
RULING: Sets = (("materials[ndpr-oxide].hs_code", "2846.90.20"),)
STANDING: Sets = (
    ("processes[ree-crack].max_per_year", "43210"),
    ("processes[ree-separate].max_per_year", "32468"),
    ("processes[ndpr-metal].max_per_year", "3650"),
)


def regime_npv(kenya: Kenya, cells: Cells) -> str:
    """Return the value under a regime."""
    return printed(kenya.plan(trade.scenario_of(first(cells))).objective / MILLION, ",.2f")


def regime_change(kenya: Kenya, cells: Cells) -> str:
    """Return the value beside that of the plan it is compared with."""
    regime = first(cells)
    plan = kenya.plan(trade.scenario_of(regime))
    return printed((plan.objective - trade.reference(kenya, regime).objective) / MILLION, "+,.2f")


def regime_static(kenya: Kenya, cells: Cells) -> str:
    """Return what a count without new plans would find."""
    return printed(trade.static(kenya, first(cells)) / MILLION, ",.2f")


def regime_saved(kenya: Kenya, cells: Cells) -> str:
    """Return the duty saved on claims actually made."""
    regime = first(cells)
    return printed(trade.saved_by_claims(kenya.plan(trade.scenario_of(regime)), regime), ",.2f")


def regime_sales(kenya: Kenya, cells: Cells) -> str:
    """Return the sales to America."""
    return printed(trade.american_sales(kenya.plan(trade.scenario_of(first(cells)))), ",.2f")


def _branch(cells: Cells) -> tuple[str, Sets]:
    price = number(cells["oxide, USD/kg"]) * THOUSAND
    moves = MOVED[cells["moved"]](price)
    if first(cells) == "standing in 2027":
        return "plants-exist", (*STANDING, *moves)
    return "refinery-17kt5", moves


def _worth_of(more: Sets) -> Shows:
    def show(kenya: Kenya, cells: Cells) -> str:
        scenario, sets = _branch(cells)
        gain = kenya.plan(scenario, (*sets, *more)).objective - kenya.plan(scenario, sets).objective
        return printed(gain / MILLION, ",.1f")

    return show


def worth_npv(kenya: Kenya, cells: Cells) -> str:
    """Return the value without AGOA."""
    return printed(kenya.plan(*_branch(cells)).objective / MILLION, ",.1f")


worth_of_agoa_2028 = _worth_of(AGOA_TO_2028)
worth_of_agoa_2036 = _worth_of(AGOA_TO_2036)
worth_of_ruling = _worth_of(RULING)


def line_duty(kenya: Kenya, cells: Cells) -> str:
    """Return the American duty on a line."""
    table = kenya.read.case["tariffs"]
    return f"{100 * table['ad_valorem'][table.rows[f'us-{first(cells)}-mfn']]:.1f} %"


def line_in(scenario: str) -> Shows:
    """Return what it is worth, in a scenario, that one line alone is free."""

    def show(kenya: Kenya, cells: Cells) -> str:
        free: Sets = ((f"tariffs[us-{first(cells)}-mfn].ad_valorem", "0"),)
        gain = kenya.plan(scenario, free).objective - kenya.plan(scenario).objective
        return printed(gain / MILLION, ",.2f")

    return show


def over_agoa(kenya: Kenya, cells: Cells) -> str:
    """Return the value over that of AGOA throughout."""
    gain = plan_of(kenya, cells).objective - kenya.plan("agoa-throughout").objective
    return printed(gain / MILLION, "+,.1f")


def niobium_bought(kenya: Kenya, cells: Cells) -> str:
    """Return the niobium concentrate bought."""
    return printed(trade.bought(plan_of(kenya, cells), trade.NIOBIUM_FEED), ",.0f")


def rare_earths_bought(kenya: Kenya, cells: Cells) -> str:
    """Return the rare-earth feed bought."""
    return printed(trade.bought(plan_of(kenya, cells), trade.RARE_EARTH_FEED), ",.0f")


def home_smelted(kenya: Kenya, cells: Cells) -> str:
    """Return the niobium of home ore that is smelted."""
    return printed(decision(plan_of(kenya, cells), "niobium").processed, ",.0f")


def mixed_claims(kenya: Kenya, cells: Cells) -> str:
    """Return the sales with foreign feed that claim AGOA."""
    return printed(trade.mixed_claims(plan_of(kenya, cells), "agoa"), ",.0f")


def saved_under_agoa(kenya: Kenya, cells: Cells) -> str:
    """Return the duty that AGOA's claims save."""
    return printed(trade.saved_under(plan_of(kenya, cells), "agoa"), ",.2f")
