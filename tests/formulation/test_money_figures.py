"""The table of what every number does to the objective: complete, and what rebuilding the program says."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.tables import TABLES
from optimizer.domain.tracing import DOWN, UP
from optimizer.formulation.build import build
from optimizer.formulation.money_figures import CONSTANT, MoneyFigures, Number
from optimizer.problem.build import Problem, build_problem
from tests.analyses.mixed_networks import mixed_network
from tests.formulation.nudges import Nudge, nudges
from tests.formulation.two_by_two import ROWS
from tests.made_cases import SETTING, make_problem, random_case, read_rows, yearly_nodes
from tests.planted.generator import planted_case

BROAD = "profit + 0.5 local_value_added + 40 jobs - 3 exported_raw[niobium] + 2 processed[niobium] + tailings[niobium]"
"""An objective to which work, amounts of minerals and what stays in the country belong, too."""

LIMITS = "a limit of amounts"
ORIGIN = "what rules of origin count, which is no money"
STILL: dict[str, tuple[str, ...]] = {
    # Numbers that move no coefficient of an objective, and why.
    LIMITS: (
        "supplies.min_per_year", "supplies.max_per_year", "processes.min_per_year", "processes.max_per_year",
        "resources.min_per_year", "resources.max_per_year", "lanes.max_tonnes_per_year", "lane_materials.min_per_year",
        "lane_materials.max_per_year", "demands.min_per_year", "stocks.max", "stocks.final_min", "stocks.final_max",
        "stocks.initial", "expansions.max_added_per_year", "expansions.available_share", "policies.minimum",
        "policies.maximum", "limits.amount", "limit_terms.coefficient",
    ),
    ORIGIN: (
        "origin_rules.threshold", "origin_rules.shift_digits", "origin_rules.de_minimis", "origin_rules.donor_cap",
        "origin_values.value_per_unit", "demands.appraised_value_per_unit", "processes.direct_cost_per_unit",
    ),
    "said of the case, not computed with": (
        "case.price_year", "case.money_unit", "sites.latitude", "sites.longitude", "minerals.tonnes_per_unit",
        "processes.efficient_scale_per_year",
    ),
    "said of other numbers": ("by_node.value", "figures.low", "figures.high", "changes.step"),
}  # fmt: skip
TIME = (
    "case.real_discount_rate", "nodes.years", "nodes.cash_weight", "nodes.probability", "lanes.transit_days",
)  # fmt: skip
"""Numbers of time: they move all money at once, or in whole days, and are no figure that money is counted at."""


def problems() -> Iterator[Problem]:
    """Yield two small cases in which, together, every number column that enters money does."""
    yield build_problem(read_rows(ROWS), objective=BROAD)
    yield build_problem(read_rows(filled(random_case(1))), objective=BROAD)


def filled(rows: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """Return a random case of two years with a fee at its least, a preference that leaves something, and shares of costs."""
    alloy = {"lane": "port-us", "material": "alloy", "parcel_tonnes": 12, "freight_per_unit": 0.07}
    fee = {"id": "us-least", "instrument": "least", "kind": "fee", "destination": "US", "min_per_parcel": 900}
    left = {"programme": "agoa", "instrument": "mfn", "hs_prefix": "7202", "ad_valorem": 0.01, "specific_per_tonne": 2}
    shared = {
        name: [{"local_share": 0.3, **row} for row in rows[name]]
        for name in ("supplies", "processes", "resources", "lanes", "expansions")
    }
    return {
        **rows,
        **shared,
        "nodes": yearly_nodes(2),
        "lane_materials": [*rows["lane_materials"], alloy, {"lane": "port-us", "material": "oxide"}],
        "tariffs": [*rows["tariffs"], fee],
        "programme_rates": [left],
    }


def compared(problem: Problem, direction: float) -> list[Nudge]:
    """Return the nudges of a problem after looking for wrong ones."""
    found = list(nudges(problem, direction))
    of_time = {tuple(name.split(".")) for name in TIME}
    assert [nudge for nudge in found if nudge.wrong and nudge.what not in of_time] == []
    return found


def test_every_number_moves_the_objective_as_the_table_says() -> None:
    """Moved a little, each column of numbers changes rebuilt costs by its derivatives; and what is to be still is still.

    A column of a declaration that enters money and has no derivative, or is in neither list, fails here.
    """
    seen: list[Nudge] = []
    for problem in problems():
        seen += compared(problem, UP)
    still = {name for names in STILL.values() for name in names}
    every = {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.numbers}

    assert {".".join(nudge.what) for nudge in seen if nudge.traced} == every - still - set(TIME)
    assert {".".join(nudge.what) for nudge in seen if nudge.moved} & still == set()


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("direction", [UP, DOWN])
def test_many_cases_both_ways(direction: float) -> None:
    """Sixty planted and sixty random cases, and thirty with origins told apart, each number up and down."""
    seen: list[Nudge] = []
    for seed in range(60):
        seen += compared(build_problem(planted_case(seed).read()), direction)
        seen += compared(build_problem(read_rows(random_case(seed)), objective=BROAD), direction)
    for seed in range(30):
        seen += compared(build_problem(read_rows(mixed_network(seed))), direction)
    still = {name for names in STILL.values() for name in names}
    found = {".".join(nudge.what) for nudge in seen}

    assert still | set(TIME) <= found
    assert {".".join(nudge.what) for nudge in seen if nudge.moved} & still == set()


def one_sale(**cells: object) -> Problem:
    """Return ore at 10 sold at 100 for 50 t a year in two years, the second at a price of its own, without discount."""
    return make_problem(
        {
            "case": [SETTING],
            "nodes": [
                {"id": "a", "start": "2027-01-01", "end": "2027-12-31"},
                {"id": "b", "parent": "a", "start": "2028-01-01", "end": "2029-12-31"},
            ],
            "materials": [{"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615"}],
            "supplies": [{"id": "pit", "site": "mine", "material": "ore", "max_per_year": 50, "cost_per_unit": 10}],
            "lanes": [{"id": "sea", "from_site": "mine", "to": "us", "freight_per_tonne": 20}],
            "demands": [{"id": "ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 100, **cells}],
            "by_node": [{"address": "demands[ore,1].price_per_unit", "node": "b", "value": 90}],
            "markets": [{"id": "us", "country": "US", "duty_incidence": 0.5}],
            "tariffs": [{"id": "us", "instrument": "mfn", "destination": "US", "ad_valorem": 0.1}],
        }
    )


def test_the_derivatives_of_one_sale_by_hand() -> None:
    """CIF price P, border value P - 20, duty 10 % of it, half borne: dc/dP = 0.95, dc/drate = -(P - 20) / 2, and so on."""
    built = build(one_sale())
    figures = MoneyFigures.read(built.formulation)
    names = built.lp.column_names

    def told(table: str, column: str) -> dict[str, float]:
        found = figures.of(Number(table, 0, column))
        return {names[at]: slope for at, slope in zip(found.column, found.slope, strict=True)}

    first, second = ("sell[sea,ore,1,ordinary,a]", "sell[sea,ore,1,ordinary,b]")
    assert told("demands", "price_per_unit") == pytest.approx({first: 0.95})
    assert told("tariffs", "ad_valorem") == pytest.approx({first: -40.0, second: -35.0})
    assert told("markets", "duty_incidence") == pytest.approx({first: -8.0, second: -7.0})
    assert told("lanes", "freight_per_tonne") == pytest.approx({first: -0.95, second: -0.95})
    assert told("supplies", "cost_per_unit") == {"supply[pit,a]": -1.0, "supply[pit,b]": -1.0}
    assert told("supplies", "max_per_year") == {}


def test_a_number_of_one_node_is_told_apart_from_the_row_s_own() -> None:
    """The price of the second year stands in `by_node`: moving the row's own price does not move it."""
    figures = MoneyFigures.read(build(one_sale()).formulation)
    every = figures.by_column["demands", "price_per_unit"]

    assert figures.own_nodes(Number("demands", 0, "price_per_unit")).tolist() == [True, False]
    assert every.node.tolist() == [0, 1]


def test_what_is_due_whatever_the_plan_is_a_constant() -> None:
    """The fixed cost of a standing plant, in two nodes of a year each: -1 and -1 per +1; no column bears it."""
    built = build(build_problem(read_rows(ROWS)))
    smelter = built.formulation.case["processes"].rows["smelter"]
    found = MoneyFigures.read(built.formulation).of(Number("processes", smelter, "fixed_cost_per_year"))

    assert found.column.tolist() == [CONSTANT, CONSTANT]
    assert found.at(np.zeros(built.lp.program.column_count)).tolist() == [-1.0, -1.0]


def test_the_last_fee_before_its_cap_rises_and_does_not() -> None:
    """A fee of 1 % of 80 = 0.80 a tonne, at most 16 per parcel of 20 t = 0.80: at the kink a rise of the rate costs nothing."""
    problem = one_sale(price_per_unit=100)
    tariffs = problem.case["tariffs"]
    capped = tariffs.replace("ad_valorem", np.array([0.01])).replace("max_per_parcel", np.array([16.0]))
    lanes = problem.case["lanes"].replace("parcel_tonnes", np.array([20.0]))
    case = replace(problem.case, tables={**problem.case.tables, "tariffs": capped, "lanes": lanes})
    built = build(replace(problem, case=case))

    def slope(column: str, direction: float) -> float:
        found = MoneyFigures.read(built.formulation, direction=direction).of(Number("tariffs", 0, column))
        return float(found.slope[found.node == 0].sum())

    assert (slope("ad_valorem", UP), slope("ad_valorem", DOWN)) == (0.0, -40.0)
    assert (slope("max_per_parcel", UP), slope("max_per_parcel", DOWN)) == (0.0, -0.5 / 20)
