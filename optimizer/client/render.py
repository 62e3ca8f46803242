"""The answer to a solve as text for people: verdicts first, then money, duty, limits and the proof."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.client.amounts import Money, ObjectiveUnit, amount, money_of, objective_unit, percent, price
from optimizer.client.layout import Blocks, Heading, Labelled, Paragraph, Title, to_text
from optimizer.client.render_build import render_builds, render_periods
from optimizer.client.render_cases import violation_text
from optimizer.client.render_head import DIGEST_SHOWN, changes_told, scenario_told, solved_told, state_told
from optimizer.client.render_ledger import render_audit
from optimizer.client.render_limits import render_limits
from optimizer.client.render_minerals import (
    render_minerals,
    render_verdicts,
    render_why,
)
from optimizer.client.render_money import objective_told, render_duties, render_money, render_totals, years
from optimizer.client.render_support import money_told, ore_told, support_told, tests_told
from optimizer.client.titles import Titles, titles_of
from optimizer.v1.plan_pb2 import NotComputed, Plan, Provenance, Violation
from optimizer.v1.service_pb2 import SolveResponse

HUNDREDTH = 0.01


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with what is needed to tell it.

    Attributes:
        response: The answer.
        titles: What people call what it names.
        money: How its money is printed.
        unit: What its objective counts.
    """

    response: SolveResponse
    titles: Titles
    money: Money
    unit: ObjectiveUnit


def render_answer(response: SolveResponse, width: int, *, full: bool = False, ledger: bool = False) -> str:
    """Return the text of an answer, whatever the outcome; no line is longer than `width`.

    Args:
        response: The answer.
        width: Cells in a line.
        full: Whether to tell everything: the parts of money, every reason, duty, limits and where the answer comes from.
        ledger: Whether the audit of duty follows.
    """
    money = money_of(response.provenance)
    page = Page(response, titles_of(response), money, objective_unit(response.plan, money))
    if not response.HasField("plan"):
        blocks = [*_title(page), *_no_plan(response), *_about(page)]
    elif full:
        blocks = _whole(page, ledger=ledger)
    else:
        blocks = _in_short(page, ledger=ledger)
    return to_text(blocks, width)


def _title(page: Page) -> Blocks:
    """Return what was answered: case, years, scenario, what is doubtful of the changes, and how its money is counted."""
    provenance = page.response.provenance
    title = Title(page.titles.case or provenance.case_id or "Answer")
    if not provenance.horizon_start:
        return [title]
    told = [years(provenance), state_told(provenance, page.titles), *solved_told(provenance)]
    blocks: Blocks = [title, Paragraph(", ".join(told)), *changes_told(provenance)]
    blocks += [Paragraph(f"Warning: {violation_text(found)}") for found in page.response.warnings if found.changed]
    if page.response.HasField("plan"):
        return [*blocks, Paragraph(_how_money_is_counted(provenance))]
    return blocks


def _how_money_is_counted(provenance: Provenance) -> str:
    of = ""
    if provenance.price_year:
        of = f" of {provenance.price_year}"
    money = f"{provenance.currency_code}{of}"
    if not provenance.discount_rate:
        return f"Money: {money}, not discounted."
    rate = percent(provenance.discount_rate)
    return f"Totals: present value at {rate} a year, {money}. By year: not discounted."


def _in_short(page: Page, *, ledger: bool) -> Blocks:
    """Return the page that tells what the plan does, what it costs, whom it pays and what it rests on."""
    plan = page.response.plan
    titles = page.titles
    money = page.money
    unit = page.unit
    return [
        *_title(page),
        *render_totals(plan, unit, money),
        *render_verdicts(plan.decisions, titles),
        *(render_periods(plan.periods, money) if len(plan.periods) > 1 else []),
        *(render_builds(plan.builds, money) if plan.builds else []),
        *render_why(plan.decisions, titles),
        *(render_audit(plan, unit, money, titles) if ledger else []),
        *_what_it_rests_on(page),
    ]


def _whole(page: Page, *, ledger: bool) -> Blocks:
    """Return everything that the answer holds but single activities."""
    plan = page.response.plan
    money = page.money
    unit = page.unit
    titles = page.titles
    return [
        *_title(page),
        *render_totals(plan, unit, money),
        *render_verdicts(plan.decisions, titles),
        *render_periods(plan.periods, money),
        *render_builds(plan.builds, money),
        *render_minerals(plan.decisions, unit, titles),
        *render_money(plan, page.response.provenance, money),
        *render_duties(plan, unit, money, titles),
        *(render_audit(plan, unit, money, titles) if ledger else []),
        *render_limits(plan.limits, unit, titles, plan.limits_omitted),
        *_remarks(plan),
        *_about(page),
    ]


def _remarks(plan: Plan) -> Blocks:
    if not plan.remarks:
        return []
    return [Heading("Remarks"), *(Paragraph(remark.text) for remark in plan.remarks)]


def _what_it_rests_on(page: Page) -> Blocks:
    """Return the estimates that could turn a verdict, how much of the money rests on estimates, and the proof."""
    plan = page.response.plan
    lines = support_told(plan, page.titles)
    lines += [remark.text for remark in plan.remarks]
    if page.response.not_computed:
        lines.append(f"Left out: {_left_out(page.response.not_computed)}.")
    lines.append(_proof_in_short(page))
    return [Heading("What could overturn it, and what it rests on"), *map(Paragraph, lines)]


def _proof_in_short(page: Page) -> str:
    warnings = page.response.warnings
    told = ""
    if warnings:
        told = f" {_count(warnings)}."
    return f"Proof: within this model {_better(page)}.{told}"


def _count(warnings: Sequence[Violation]) -> str:
    count = sum(max(warning.count, 1) for warning in warnings)
    return f"{count} warning{'' if count == 1 else 's'}"


def _no_plan(response: SolveResponse) -> Blocks:
    outcome = response.WhichOneof("outcome")
    if outcome == "infeasible":
        text = "No plan: no choice of amounts keeps all limits at once."
        rows = [
            ("Found", response.infeasible.text),
            ("To fix", "loosen a minimum, ban or other demand that this names, or lift what it needs, and solve again"),
        ]
    elif outcome == "unbounded":
        text = "No plan: the case lets money be made without limit, so some figure is wrong or missing."
        rows = [
            ("Found", response.unbounded.text),
            ("To fix", "give every supply, process and market that pays a maximum, and check its prices and costs"),
        ]
    elif outcome == "time_limit":
        limit = response.time_limit.limit
        seconds = limit.seconds + limit.nanos / 1e9
        text = f"No plan: no optimum was proven within {amount(seconds)} s, and an unproven plan is not an answer."
        rows = [("To fix", "allow more with --time-limit")]
    else:
        text = "No plan: the server sent no outcome that this version of madini knows."
        rows = []
    return [Heading(text), Labelled(rows)]


def _about(page: Page) -> Blocks:
    """Return the proof, what the answer was computed from, and how many warnings there are."""
    rows = _proof(page) if page.response.HasField("plan") else []
    if page.response.not_computed:
        rows.append(("Left out", _left_out(page.response.not_computed)))
    if page.response.HasField("provenance"):
        rows += _origin(page.response.provenance, page.titles)
    return [Heading("About this answer"), Labelled([*rows, ("Warnings", _warnings(page.response.warnings))])]


def _origin(provenance: Provenance, titles: Titles) -> list[tuple[str, str]]:
    price_year = ""
    if provenance.price_year:
        price_year = f" at prices of {provenance.price_year}"
    return [
        ("Scenario", scenario_told(provenance, titles) or "none"),
        ("Horizon", f"{provenance.horizon_start} to {provenance.horizon_end}"),
        ("Currency", f"{provenance.currency_code}{price_year}"),
        ("Digest", f"{provenance.problem_digest[:DIGEST_SHOWN]} (Madini {provenance.version}, {provenance.solver})"),
    ]


def _proof(page: Page) -> list[tuple[str, str]]:
    plan = page.response.plan
    return [
        ("Objective", objective_told(plan, page.unit)),
        ("Proof", f"optimal within this model; {_better(page)}"),
        ("Figures", money_told(plan.money_shares)),
        ("Ore", ore_told(plan.decisions, page.titles)),
        ("Tested", tests_told(plan)),
    ]


def _better(page: Page) -> str:
    bound = page.response.plan.certificate.money_bound * page.unit.factor
    return f"no other plan is better by {_bound(bound, page.unit)}"


def _bound(bound: float, unit: ObjectiveUnit) -> str:
    """Return how much better another plan could be at most, rounded up to what people count."""
    if bound < HUNDREDTH:
        return f"even {HUNDREDTH} {unit.name}"
    return f"more than {price(bound)} {unit.name}"


def _left_out(parts: Iterable[NotComputed]) -> str:
    """Return what there was no time for, and how to have it."""
    return f"{'; '.join(part.text for part in parts)} (allow more with --explain-limit, and --time-limit where that ended it)"


def _warnings(warnings: Iterable[Violation]) -> str:
    counts: Counter[str] = Counter()
    for warning in warnings:
        counts[warning.rule] += max(warning.count, 1)
    if not counts:
        return "none"
    by_rule = ", ".join(f"{count} {rule}" for rule, count in counts.most_common())
    return f"{counts.total()} ({by_rule}); `madini validate` lists them"
