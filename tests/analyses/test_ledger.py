"""The ledger of duty: it sums to the measures to the cent, and says which law made each entry."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.audit import LedgerEntry
from optimizer.domain.plan import Plan
from optimizer.problem.build import Problem, build_problem
from optimizer.store.case_files import read_case_folder
from tests.formulation.two_by_two import two_by_two
from tests.made_cases import SETTING, make_problem, random_case, yearly_nodes

DATA = Path(__file__).parents[2] / "data"
KENYA_SCENARIOS = ("", "agoa-throughout", "agoa-late-refund")
LATER = ("paid_first", "refund")

SALE = {
    "case": [{**SETTING, "real_discount_rate": 0.1}],
    "nodes": yearly_nodes(2),
    "sites": [{"id": "mine"}],
    "materials": [{"id": "metal", "stage": "refined", "hs_code": "7202.93", "raw": True}],
    "supplies": [{"id": "pit", "site": "mine", "material": "metal", "max_per_year": 100, "cost_per_unit": 1}],
    "lanes": [{"id": "sea", "from_site": "mine", "to": "us", "freight_per_tonne": 0}],
    "markets": [{"id": "us", "duty_incidence": 0.25}],
    "demands": [
        {"id": "us-metal", "tier": "1", "market": "us", "material": "metal", "price_per_unit": 1000, "price_basis": "fob"}
    ],
    "tariffs": [
        {"id": "mfn", "instrument": "mfn", "hs_prefix": "7202", "destination": "US", "ad_valorem": 0.1},
        {"id": "mpf", "instrument": "mpf", "kind": "fee", "destination": "US", "ad_valorem": 0.003},
    ],
    "programmes": [{"id": "agoa", "destination": "US", "waives": "mfn", "end": "2027-12-31", "refund_date": "2028-01-01"}],
}
"""100 t a year at 1,000: 10,000 of duty and 300 of fees a year; AGOA is claimed in 2027, granted late and refunded in 2028."""


BRANCHES = {
    **SALE,
    "nodes": [
        {"id": "now", "start": "2027-01-01", "end": "2027-12-31"},
        {"id": "good", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.25},
        {"id": "bad", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.75},
    ],
}
"""The same with two futures: the refund comes back in both."""


def problems() -> Iterator[tuple[str, Problem]]:
    """Yield cases with ordinary charges, claims, fees, several bases, discounting, branches of law and refunds."""
    yield "two-by-two", two_by_two()
    yield "tutorial", build_problem(read_case_folder(DATA / "tutorial"))
    kenya = read_case_folder(DATA / "kenya")
    yield from ((f"kenya {name}", build_problem(kenya, scenario=name)) for name in KENYA_SCENARIOS)
    yield "refund", make_problem(SALE)
    yield "branches", make_problem(BRANCHES)
    yield from ((f"random {seed}", make_problem(random_case(seed))) for seed in range(12))


def solve(problem: Problem) -> Plan:
    """Return the plan with its ledger."""
    plan = answer(problem, AnswerOptions(ledger=True)).plan
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def plans() -> Mapping[str, Plan]:
    """Return the plans of all cases."""
    return {name: solve(problem) for name, problem in problems()}


def cents(amount: float) -> int:
    """Return money in whole cents."""
    return round(amount * 100)


def test_undiscounted_entries_sum_to_the_measures_of_their_node(plans: Mapping[str, Plan]) -> None:
    """Assessed to duty_assessed, borne to duty and fees, exactly, at every node of every case."""
    for name, plan in plans.items():
        measures = {measure.measure: dict(measure.nodes) for measure in plan.measures}
        for node, assessed in measures["duty_assessed"].items():
            mine = [entry for entry in plan.ledger if entry.node == node]
            assert cents(assessed) == sum(cents(entry.assessed) for entry in mine), (name, node)
            borne = cents(measures["duty"][node]) + cents(measures["fees"][node])
            assert borne == sum(cents(entry.borne) for entry in mine), (name, node)


def test_discounted_entries_sum_to_the_totals(plans: Mapping[str, Plan]) -> None:
    """To the measures, and to duty by market and claim, exactly."""
    for name, plan in plans.items():
        totals = {measure.measure: measure.total for measure in plan.measures}
        assert cents(totals["duty_assessed"]) == sum(cents(entry.assessed_discounted) for entry in plan.ledger), name
        borne = cents(totals["duty"]) + cents(totals["fees"])
        assert borne == sum(cents(entry.borne_discounted) for entry in plan.ledger), name
        for duty in plan.duties:
            mine = [entry for entry in plan.ledger if (entry.market, entry.claim) == (duty.market, duty.claim)]
            assert cents(duty.assessed) == sum(cents(entry.assessed_discounted) for entry in mine), (name, duty)


def test_what_exporters_bear_alone_is_what_is_assessed(plans: Mapping[str, Plan]) -> None:
    """Where a market leaves nothing to the buyer, both are the same to the cent; elsewhere the exporter never bears more."""
    alone = 0
    for name, problem in problems():
        plan, markets = plans[name], problem.case["markets"]
        incidence = {market: markets["duty_incidence"][row] for market, row in markets.rows.items()}
        for duty in plan.duties:
            assert cents(duty.borne) == cents(duty.assessed) or incidence[duty.market] < 1, (name, duty)
            assert duty.borne <= duty.assessed or duty.assessed < 0, (name, duty)
            alone += incidence[duty.market] == 1 and duty.assessed > 0
        for entry in plan.ledger:
            if incidence[entry.market] == 1:
                assert (entry.borne, entry.borne_discounted) == (entry.assessed, entry.assessed_discounted), (name, entry)
        if all(incidence[duty.market] == 1 for duty in plan.duties):
            totals = {measure.measure: measure.total for measure in plan.measures}
            assert cents(totals["duty"]) + cents(totals["fees"]) == cents(totals["duty_assessed"]), name
    assert alone > 10


def test_no_entry_was_moved_by_a_cent_or_more(plans: Mapping[str, Plan]) -> None:
    """Where a row's own rate is ad valorem on the customs value, the entry is rate x value to the cent."""
    problem = build_problem(read_case_folder(DATA / "kenya"), scenario="agoa-throughout")
    tariffs, seen = problem.case["tariffs"], 0
    plain = (tariffs["base"] == "customs_value") & (tariffs["specific_per_tonne"] == 0)
    for entry in plans["kenya agoa-throughout"].ledger:
        row = tariffs.rows[entry.tariff.removeprefix("tariffs[").removesuffix("]")]
        bounded = tariffs["min_per_parcel"][row] == tariffs["min_per_parcel"][row]
        if plain[row] and not bounded and not entry.preference:
            assert entry.assessed == pytest.approx(float(tariffs["ad_valorem"][row]) * entry.customs_value, abs=0.011)
            seen += entry.assessed > 0
    assert seen > 5


def test_random_cases_try_refunds(plans: Mapping[str, Plan]) -> None:
    """Without them the sums above would say nothing of refunds; paid and refunded cancel where they are not discounted."""
    with_refund = [plan for plan in plans.values() if any(entry.kind == "refund" for entry in plan.ledger)]

    assert len(with_refund) >= 2
    for plan in with_refund:
        if plan is plans["branches"]:
            continue
        later = [entry for entry in plan.ledger if entry.kind in LATER]
        assert sum(entry.assessed for entry in later) == pytest.approx(0.0, abs=0.02 * len(later))


def test_a_refund_is_an_entry_of_its_own(plans: Mapping[str, Plan]) -> None:
    """2027: freed 0, paid first 10,000, fee 300. 2028: ordinary 10,000 + 300, refund -10,000. A quarter is borne."""
    found = [(entry.node, entry.claim, entry.tariff, entry.kind, entry.assessed, entry.borne) for entry in plans["refund"].ledger]

    assert found == [
        ("2027", "agoa", "tariffs[mfn]", "duty", 0.0, 0.0),
        ("2027", "agoa", "tariffs[mfn]", "paid_first", 10_000.0, 2_500.0),
        ("2027", "agoa", "tariffs[mpf]", "fee", 300.0, 75.0),
        ("2028", "agoa", "tariffs[mfn]", "refund", -10_000.0, -2_500.0),
        ("2028", "ordinary", "tariffs[mfn]", "duty", 10_000.0, 2_500.0),
        ("2028", "ordinary", "tariffs[mpf]", "fee", 300.0, 75.0),
    ]


def test_a_refund_is_discounted_where_it_comes_back(plans: Mapping[str, Plan]) -> None:
    """Mid-year weights at 10 %: 1.1^-0.5 in 2027 and 1.1^-1.5 in 2028."""
    later = {entry.kind: entry.assessed_discounted for entry in plans["refund"].ledger if entry.kind in LATER}

    assert later["paid_first"] == pytest.approx(10_000 * 1.1**-0.5, abs=0.01)
    assert later["refund"] == pytest.approx(-10_000 * 1.1**-1.5, abs=0.01)


def test_a_refund_comes_back_on_every_branch(plans: Mapping[str, Plan]) -> None:
    """-10,000 in both futures; discounted by 1.1^-1.5 and their probabilities."""
    later = {
        entry.node: (entry.assessed, entry.assessed_discounted) for entry in plans["branches"].ledger if entry.kind == "refund"
    }

    assert later == {
        node: (-10_000.0, pytest.approx(-10_000 * probability * 1.1**-1.5, abs=0.01))
        for node, probability in (("good", 0.25), ("bad", 0.75))
    }


def test_entries_name_the_law(plans: Mapping[str, Plan]) -> None:
    """The tariff row, what the claim puts in its place, base, days, share of the node and the sales."""
    freed = plans["refund"].ledger[0]

    assert freed == LedgerEntry(
        node="2027", market="us", claim="agoa", hs_code="7202.93", tariff="tariffs[mfn]", preference="programmes[agoa].waives",
        kind="duty", base="fob", customs_value=100_000.0, share=1.0, first_day="", last_day="2027-12-31", assessed=0.0, borne=0.0,
        assessed_discounted=0.0, borne_discounted=0.0, columns=("sell[sea,us-metal,1,agoa,2027]",), sources=(),
    )  # fmt: skip


def test_a_node_in_which_the_law_changes_has_an_entry_for_each_part() -> None:
    """AGOA ends on 14 March 2027: 73 of 365 days are free, 0.8 x 10,000 = 8,000 are charged."""
    rows = {**SALE, "programmes": [{"id": "agoa", "destination": "US", "waives": "mfn", "end": "2027-03-14"}]}
    mine = [entry for entry in solve(make_problem(rows)).ledger if (entry.node, entry.tariff) == ("2027", "tariffs[mfn]")]

    found = [(entry.preference, entry.share, entry.customs_value, entry.assessed) for entry in mine]
    assert [("programmes[agoa].waives", 0.2, 20_000.0, 0.0), ("", 0.8, 80_000.0, 8_000.0)] == found


def test_bases_and_preferential_rates_are_told() -> None:
    """A surcharge on the duty alone, CIF, and 4 % in place of 10 %: 100,000 x 4 % = 4,000, of which a tenth."""
    rows = {
        **SALE,
        "markets": [{"id": "us", "customs_basis": "cif"}],
        "tariffs": [
            {**SALE["tariffs"][0], "source": "hts"},
            {"id": "sws", "instrument": "sws", "kind": "surcharge", "destination": "US", "base": "duty", "ad_valorem": 0.1},
        ],
        "tariff_base_parts": [{"tariff": "sws", "instrument": "mfn"}],
        "programmes": [{"id": "agoa", "destination": "US", "end": "2027-12-31"}],
        "programme_rates": [
            {"programme": "agoa", "instrument": "mfn", "hs_prefix": "72", "ad_valorem": 0.04, "source": "act"},
        ],
        "sources": [{"id": name, "citation": name} for name in ("act", "hts")],
    }
    first, second = (entry for entry in solve(make_problem(rows)).ledger if entry.node == "2027")

    assert ("cif", "programme_rates[agoa,mfn,72]", 4_000.0) == (first.base, first.preference, first.assessed)
    assert ("hts", "act") == first.sources
    assert ("mfn", "", 400.0) == (second.base, second.preference, second.assessed)


def test_a_plan_that_sells_nothing_abroad_has_no_entries() -> None:
    """The ledger is empty, and so it is if it was not asked for."""
    rows = {**SALE, "supplies": [{**SALE["supplies"][0], "cost_per_unit": 5_000}]}
    plan = answer(make_problem(SALE), AnswerOptions()).plan

    assert solve(make_problem(rows)).ledger == ()
    assert plan is not None
    assert plan.ledger == ()
