"""The answer to a solve as text for people: verdicts first, then money, duty, limits and the proof."""

from collections import Counter
from collections.abc import Iterable

from optimizer.client.amounts import Money, ObjectiveUnit, amount, money_of, objective_unit, percent, price
from optimizer.client.layout import Blocks, Heading, Labelled, Paragraph, Title, to_text
from optimizer.client.render_build import render_builds, render_periods
from optimizer.client.render_ledger import render_audit
from optimizer.client.render_limits import render_limits
from optimizer.client.render_minerals import render_minerals
from optimizer.client.render_money import render_duties, render_money, years
from optimizer.client.titles import Titles, titles_of
from optimizer.v1.plan_pb2 import Plan, Provenance, Violation
from optimizer.v1.service_pb2 import SolveResponse

DIGEST_SHOWN = 12
HUNDREDTH = 0.01


def render_answer(response: SolveResponse, width: int, *, ledger: bool = False) -> str:
    """Return the whole text of an answer, whatever the outcome; no line is longer than `width`.

    With `ledger` the audit of duty follows the table of duty.
    """
    titles = titles_of(response)
    if response.HasField("plan"):
        blocks = _plan(response, titles, ledger=ledger)
    else:
        blocks = [*_title(response, titles), *_no_plan(response)]
    blocks += [Heading("About this answer"), Labelled(_facts(response, titles))]
    return to_text(blocks, width)


def _title(response: SolveResponse, titles: Titles) -> Blocks:
    provenance = response.provenance
    scenario = f"scenario {_scenario(provenance, titles)}" if provenance.scenario else "the case as it stands"
    title = Title(titles.case or provenance.case_id or "Answer")
    return [title, Paragraph(f"{years(provenance)}, {scenario}")] if provenance.horizon_start else [title]


def _scenario(provenance: Provenance, titles: Titles) -> str:
    title = titles.of("scenarios", provenance.scenario)
    return provenance.scenario if title == provenance.scenario else f"{provenance.scenario} ({title})"


def _plan(response: SolveResponse, titles: Titles, *, ledger: bool) -> Blocks:
    plan, money = response.plan, money_of(response.provenance)
    unit = objective_unit(plan, money)
    blocks = [
        *_title(response, titles),
        *render_minerals(plan.decisions, unit, titles),
        *render_money(plan, response.provenance, money),
        *render_builds(plan.builds, money),
        *render_periods(plan.periods, money),
        *render_duties(plan, unit, money, titles),
        *(render_audit(plan, unit, money, titles) if ledger else []),
        *render_limits(plan.limits, unit),
    ]
    if plan.remarks:
        blocks.append(Heading("Remarks"))
        for remark in plan.remarks:
            blocks.append(Paragraph(remark.text))
    return blocks


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
        rows = [("To fix", "allow more with --time-limit, or leave out what is not asked with --no-rates")]
    else:
        text, rows = "No plan: the server sent no outcome that this version of madini knows.", []
    return [Heading(text), Labelled(rows)]


def _facts(response: SolveResponse, titles: Titles) -> list[tuple[str, str]]:
    provenance, money = response.provenance, money_of(response.provenance)
    rows = _proof(response.plan, money) if response.HasField("plan") else []
    if response.HasField("provenance"):
        rows += _origin(provenance, titles)
    return [*rows, ("Warnings", _warnings(response.warnings))]


def _origin(provenance: Provenance, titles: Titles) -> list[tuple[str, str]]:
    price_year = f" at prices of {provenance.price_year}" if provenance.price_year else ""
    return [
        ("Scenario", _scenario(provenance, titles) or "none"),
        ("Horizon", f"{provenance.horizon_start} to {provenance.horizon_end}"),
        ("Currency", f"{provenance.currency}{price_year}"),
        ("Digest", f"{provenance.problem_digest[:DIGEST_SHOWN]} (Madini {provenance.version}, {provenance.solver})"),
    ]


def _proof(plan: Plan, money: Money) -> list[tuple[str, str]]:
    unit = objective_unit(plan, money)
    value = money.total(plan.objective) if unit.name == money.currency else unit.of(plan.objective)
    sense = plan.objective_text if plan.objective_text.startswith("minimise") else f"maximise {plan.objective_text}"
    better = f"no other plan is better by {_bound(plan.certificate.money_bound * unit.factor, unit)}"
    return [
        ("Objective", f"{sense}: {value}"),
        ("Proof", f"optimal; {better}"),
        ("Estimates", f"{percent(plan.estimated_share)} of the money moved rests on figures marked as estimates"),
    ]


def _bound(bound: float, unit: ObjectiveUnit) -> str:
    """Return how much better another plan could be at most, rounded up to what people count."""
    return f"even {HUNDREDTH} {unit.name}" if bound < HUNDREDTH else f"more than {price(bound)} {unit.name}"


def _warnings(warnings: Iterable[Violation]) -> str:
    counts = Counter(warning.rule for warning in warnings)
    if not counts:
        return "none"
    by_rule = ", ".join(f"{count} {rule}" for rule, count in counts.most_common())
    return f"{counts.total()} ({by_rule}); `madini validate` lists them"
