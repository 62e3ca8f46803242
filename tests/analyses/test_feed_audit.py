"""The plan's own audit of origin follows the feed by the tables: it fails where a plan was made on something else."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.analyses.feed import together
from optimizer.analyses.origin_tests import failed_at_invoice, origin_tests
from optimizer.domain.audit import OriginTest
from optimizer.formulation.build import build
from optimizer.law.origin import HOME, Origin
from optimizer.solver.session import Session
from tests.analyses.refinery import ROWS, Row, Tables, rule, supply, value
from tests.analyses.test_blends import CEILINGS, WASH
from tests.made_cases import make_problem, read_rows

HOME_SUPPLY, FOREIGN = ROWS["supplies"]


def audit(tables: Tables, **believed: list[Row]) -> tuple[OriginTest, ...]:
    """Return the audit, by the law of `tables`, of a plan that was made with some tables replaced."""
    made = build(make_problem({**ROWS, **tables, **believed}))
    x = np.asarray(Session(made.lp, 0.01).solve().x)
    problem = replace(made.formulation.problem, case=read_rows({**ROWS, **tables}).case)
    return origin_tests(replace(made, formulation=replace(made.formulation, problem=problem)), x)


def test_a_plan_made_by_the_tables_passes() -> None:
    """At 35 % asked and 35 % found."""
    (test,) = audit({})

    assert (0.35, True) == (pytest.approx(test.appraised), test.passed)


def test_a_plan_that_took_foreign_goods_for_home_goods_fails() -> None:
    """Ugandan concentrate entered as home's: metal is claimed without any lot's proof, and the audit says so."""
    tests = audit({}, supplies=[HOME_SUPPLY, {**FOREIGN, "origin_country": ""}], origin_values=[])

    assert [("", "metal", "agoa", "programmes[agoa]", "proven", "1", False)] == [
        (test.process, test.mode, test.programme, test.rule, test.test, test.node, test.passed) for test in tests
    ]
    (remark,) = failed_at_invoice(tests)
    assert ("ORIGIN_NOT_PROVEN", "metal is sold under agoa in 1 though it holds goods that have not earned it") == (
        remark.code,
        remark.text,
    )


def test_a_plan_made_under_a_softer_rule_fails() -> None:
    """35 % found where 50 % is asked: the lot fails, and so do the goods that were sold on its proof."""
    tests = audit({"origin_rules": [rule(threshold=0.5)]}, origin_rules=[rule(threshold=0.35)])

    assert [("content_min", 0.5, False), ("proven", 0.0, False)] == [(test.test, test.threshold, test.passed) for test in tests]
    assert 0.35 == pytest.approx(tests[0].appraised)


@pytest.mark.parametrize("test", CEILINGS)
def test_feed_without_a_value_fails_and_is_not_taken_for_free(test: str) -> None:
    """A blend that was planned at 100 a tonne and has no value in the tables: all of it is foreign, none of it passes."""
    lot, goods = audit({**WASH, **CEILINGS[test]}, origin_values=[value("UG", 1_500), value("KE", 100)])

    assert (test, 1.0, False) == (lot.test, lot.appraised, lot.passed)
    assert ("proven", False) == (goods.test, goods.passed)


def test_a_blend_planned_as_home_goods_fails() -> None:
    """The wash takes Ugandan ore that was entered as home's: what is made of it is a blend, whatever the program called it."""
    supplies = [WASH["supplies"][0], {**WASH["supplies"][1], "origin_country": ""}]
    tests = audit({**WASH, **CEILINGS["foreign_max"]}, supplies=supplies)

    assert [("proven", False)] == [(test.test, test.passed) for test in tests]


def test_goods_in_stock_are_followed_too() -> None:
    """Metal at hand that was entered as home's and is Ugandan claims nothing."""
    stock: Row = {"site": "refinery", "material": "metal", "initial": 150}
    tables: Tables = {"supplies": [], "processes": [], "process_flows": [], "stocks": [{**stock, "origin_country": "UG"}]}
    tests = audit(tables, stocks=[stock])

    assert [("proven", False)] == [(test.test, test.passed) for test in tests]


def test_home_goods_alone_need_no_audit() -> None:
    """Nothing foreign in the tables: nothing to test."""
    assert () == audit({"supplies": [supply("home", 1_000, most=100)]})


def test_goods_that_lie_together_have_earned_what_all_have() -> None:
    """Of lots with and without a programme only the programmes of both count; other differences are kept."""
    made = Origin("KE", home_ore=False)
    lots = [replace(made, earned=("agoa", "epa")), replace(made, earned=("epa",)), HOME]

    assert {replace(made, earned=("epa",)), HOME} == together(lots)
