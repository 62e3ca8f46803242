"""What each column of the pages' tables shows, as a function of solved plans: one list for the writer and for the tests.

A column that is not named here is text. `python -m tests.kenya.write` fills every named cell from solves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.kenya import cells_of_plans as shown
from tests.kenya import cells_of_trade as traded
from tests.kenya import cells_of_verdicts as verdicts
from tests.kenya import turns as turning
from tests.kenya.pages import Cells, Place
from tests.kenya.solving import Kenya
from tests.kenya.turns import Does

Shows = Callable[[Kenya, Cells], str]
README, HUB, SCENARIO_PAGE = "README.md", "hub.md", "scenarios.md"


def _always(_cells: Cells) -> bool:
    return True


def _only(column: str, *values: str) -> Callable[[Cells], bool]:
    return lambda cells: cells[column].strip("`") in values


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page.

    Attributes:
        place: Where it stands.
        shows: Per column its text, from the cells of the row.
        turns: Per column that prints where a verdict turns: what is done, by the value of the figure.
        now: Where the search for a turning point starts.
        form: How a turning point is printed.
        fast: Whether a row is tested in the ordinary suite.
    """

    place: Place
    shows: Mapping[str, Shows] = field(default_factory=dict)
    turns: Mapping[str, Callable[[Kenya, Cells], Does]] = field(default_factory=dict)
    now: Callable[[Kenya, Cells], float] = lambda _kenya, _cells: 1.0
    form: Callable[[float], str] = turning.four_digits
    fast: Callable[[Cells], bool] = _always


FRONT = "What to do with each mineral"
DECIDES = "What decides the rare earths"
STATE = "What the State could do instead"
AGOA = "What AGOA is worth, and why"
VERDICTS = "Where each verdict turns"
SCENARIOS = "Scenarios"

TOTALS: Mapping[str, Shows] = {
    "NPV, MUSD": shown.npv,
    "change": shown.change,
    "State, MUSD": shown.state,
    "jobs, job-years": shown.jobs,
    "outlay, MUSD": shown.outlay,
}

TABLES = (
    Table(
        Place(README, FRONT, "mineral"),
        {
            "NPV, MUSD": shown.mineral_npv,
            "share of NPV": shown.mineral_share,
            "State, MUSD": shown.mineral_state,
            "jobs, job-years": shown.mineral_jobs,
            "outlay, MUSD": shown.mineral_outlay,
        },
    ),
    Table(
        Place(README, FRONT, "if its ore were proven"),
        {
            "verdict": shown.supposed_verdict,
            "NPV, MUSD": shown.supposed_npv,
            "State, MUSD": shown.supposed_state,
            "jobs, job-years": shown.supposed_jobs,
            "outlay, MUSD": shown.supposed_outlay,
        },
        fast=_only("if its ore were proven", "Manganese", "Lithium"),
    ),
    Table(
        Place(README, DECIDES, "decision"),
        turns={
            "with the step": lambda kenya, cells: turning.rare_earths_do(kenya, cells, ()),
            "without it": lambda kenya, cells: turning.rare_earths_do(kenya, cells, turning.NO_STEP),
            "a whole plant": turning.whole_plant_pays,
        },
        now=shown.moved_now,
        form=turning.one_decimal,
        fast=turning.is_fast,
    ),
    Table(
        Place(README, DECIDES, "prices"),
        {
            "NPV, MUSD": shown.npv,
            "State, MUSD": shown.state,
            "gold, share of NPV": shown.gold_share,
            "rare earths, NPV": shown.rare_earths_npv,
            "cracked": shown.cracked,
            "separated": shown.separated,
        },
        fast=_only("prices", "base"),
    ),
    Table(
        Place(README, DECIDES, "whole plants"),
        {
            "NPV, MUSD": shown.npv,
            "State, MUSD": shown.state,
            "share of a plant built": shown.share_of_plant,
        },
        fast=_only("whole plants", "whole-crack-17kt5"),
    ),
    Table(
        Place(README, STATE, "choice"),
        {**TOTALS, "mined": shown.mined_share, "cracked": shown.cracked},
        fast=_only("choice", "the base", "levy 20 %"),
    ),
    Table(
        Place(README, STATE, "tonnes a year"),
        turns={
            "5 kt/y": turning.floor_pays("5"),
            "17.5 kt/y": turning.floor_pays("17.5"),
            "17.5 kt/y, whole": turning.whole_floor_pays("17.5"),
        },
        now=lambda _kenya, _cells: turning.FLOOR_NOW,
        form=turning.one_decimal,
        fast=lambda _cells: False,
    ),
    Table(
        Place(README, AGOA, "regime"),
        {
            "NPV, MUSD": traded.regime_npv,
            "change": traded.regime_change,
            "static": traded.regime_static,
            "saved by claims": traded.regime_saved,
            "US sales": traded.regime_sales,
        },
    ),
    Table(
        Place(README, AGOA, "plants of 17.5 kt/y"),
        {
            "NPV without AGOA, MUSD": traded.worth_npv,
            "AGOA to 2028": traded.worth_of_agoa_2028,
            "AGOA to 2036": traded.worth_of_agoa_2036,
            "ruling": traded.worth_of_ruling,
        },
        fast=lambda cells: (cells["oxide, USD/kg"], cells["moved"]) == ("144", "all outside China"),
    ),
    Table(
        Place(README, AGOA, "line"),
        {
            "duty": traded.line_duty,
            "base": traded.line_in(""),
            "oxide at 144": traded.line_in("ndpr-144-17kt5"),
            "plants standing, 144": traded.line_in("plants-exist-17kt5"),
            "unproven ore": traded.line_in("unproven-deposits"),
            "magnets": traded.line_in("magnets"),
        },
        fast=_only("line", "7202.93.80"),
    ),
    Table(
        Place(README, VERDICTS, "#"),
        {
            "verdict": verdicts.verdict_now,
            "now": verdicts.figure_now,
            "range in the sources": verdicts.figure_range,
            "in range": verdicts.figure_in_range,
        },
        {"turns at": turning.verdict_does},
        now=verdicts.figure,
        fast=lambda cells: cells["#"] in turning.FAST_VERDICTS,
    ),
    Table(
        Place(README, VERDICTS, "mineral"),
        {
            "verdict": verdicts.plan_verdict,
            "mined": verdicts.plan_mined,
            "processed": verdicts.plan_processed,
            "exported raw": verdicts.plan_exported,
            "product": verdicts.plan_product,
        },
    ),
    Table(Place(README, VERDICTS, "if"), {"NPV, MUSD": shown.npv, "change": shown.change}),
    Table(
        Place(README, "What is built, and what the last unit of capital is worth", "plant"),
        {
            "capacity, t/y": verdicts.plant_capacity,
            "capital, MUSD": verdicts.plant_capital,
            "last unit, USD": verdicts.plant_last_unit,
            "per dollar charged": verdicts.plant_per_dollar,
        },
    ),
    Table(
        Place(SCENARIO_PAGE, SCENARIOS, "scenario"),
        {**TOTALS, "verdicts that change": verdicts.verdicts_that_change},
    ),
    Table(
        Place(HUB, "What it buys, smelts and claims", "case"),
        {
            "NPV, MUSD": shown.npv,
            "over agoa-throughout": traded.over_agoa,
            "niobium bought, t": traded.niobium_bought,
            "rare earths bought, t": traded.rare_earths_bought,
            "home smelted, t Nb2O5": traded.home_smelted,
            "mixed claims, t": traded.mixed_claims,
            "saved, MUSD": traded.saved_under_agoa,
        },
    ),
    Table(
        Place(SCENARIO_PAGE, "Per mineral and scenario", "scenario"),
        {name: shown.four_totals(mineral) for mineral, name in shown.PER_MINERAL.items()},
        fast=_only("scenario", "base"),
    ),
)
