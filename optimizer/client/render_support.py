"""What a plan rests on, as sentences: the figures its money is counted at, its ore, and the figures that could overturn it."""

from collections.abc import Mapping, Sequence

from optimizer.client.amounts import adding_up, amount
from optimizer.client.render_minerals import VERDICTS, available, mineral_name
from optimizer.client.titles import Titles
from optimizer.client.words import word
from optimizer.v1.case_pb2 import CONFIDENCE_UNSPECIFIED
from optimizer.v1.plan_pb2 import ConfidenceShare, Decision, FigureTest, Overturned, Plan

GRADES = {
    "published": "published prices and rates",
    "code_compliant": "code-compliant studies",
    "reported": "reported figures",
    "derived": "derived figures",
    "estimate": "estimates",
    "": "figures of which the case does not say how sure they are",
}
ORE_GRADES = {**GRADES, "code_compliant": "code-compliant resources", "published": "published amounts", "": "not stated"}
# Figures told for each mineral on the page in short.
SHOWN = 2


def support_told(plan: Plan, titles: Titles) -> list[str]:
    """Return all sentences in short: what could overturn the plan, what was tested, what money and ore rest on."""
    lines = [*overturning_told(plan, titles, SHOWN), tests_told(plan), money_told(plan.money_shares)]
    return [line for line in (*lines, ore_told(plan.decisions, titles)) if line]


def tests_told(plan: Plan) -> str:
    """Return how many figures were moved over their ranges and how many of them change a verdict."""
    if not plan.figures_ranged:
        return "No figure has a range: nothing was tested."
    ranged = f"{plan.figures_ranged:,} figure{'s have' if plan.figures_ranged != 1 else ' has'} a range"
    if not plan.figures_tested:
        return f"{ranged}: none was tested."
    decisive = sum(bool(test.overturned) for test in plan.figure_tests)
    tested = f"{plan.figures_tested:,} of them {'were' if plan.figures_tested != 1 else 'was'} moved to an end of it"
    found = "none changes a verdict" if not decisive else f"{decisive} change{'s' if decisive == 1 else ''} a verdict"
    return f"{ranged}; {tested}, one at a time, and the plan solved again: {found}."


def overturning_told(plan: Plan, titles: Titles, most: int | None = None) -> list[str]:
    """Return a sentence per mineral whose verdict some figure overturns, with the figures, the likeliest first."""
    lines = []
    for decision in available(plan.decisions):
        found = [(test, turned) for test in plan.figure_tests for turned in test.overturned if turned.mineral == decision.mineral]
        if found:
            shown = [_turn(test, turned, titles) for test, turned in found[:most]]
            more = ""
            if len(found) > len(shown):
                more = f"; and {len(found) - len(shown)} more"
            lines.append(f"{mineral_name(decision, titles)}: {'; or '.join(shown)}{more}.")
    return lines


def _turn(test: FigureTest, turned: Overturned, titles: Titles) -> str:
    now = f"{amount(turned.value)} instead of {amount(test.value)}"
    return f"{VERDICTS[turned.verdict]} if {titles.number(test.address)} is {now}"


def money_told(shares: Sequence[ConfidenceShare]) -> str:
    """Return how much of all money received and paid is counted at figures of which quality; "" if no money moves."""
    if not shares:
        return ""
    if [share.confidence for share in shares] == [CONFIDENCE_UNSPECIFIED]:
        return "The case does not say how sure any price, cost or rate is that the plan's money is counted at."
    grades = [_grade(share, GRADES) for share in shares]
    parts = [f"{told} at {grade}" for told, grade in zip(_percents(shares), grades, strict=True)]
    return f"Of all money received and paid, {_listed(parts)}."


def ore_told(decisions: Sequence[Decision], titles: Titles) -> str:
    """Return how sure the amounts of ore are; "" where nothing is mined or nothing is said of any of it."""
    mined = [decision for decision in available(decisions) if decision.ore_shares]
    if not any(share.confidence for decision in mined for share in decision.ore_shares):
        return ""
    alike: dict[str, list[str]] = {}
    for decision in mined:
        alike.setdefault(_ore(decision.ore_shares), []).append(mineral_name(decision, titles))
    told = [grades + " (" + ", ".join(names) + ")" for grades, names in alike.items()]
    return f"Amounts of ore: {'; '.join(told)}."


def _ore(shares: Sequence[ConfidenceShare]) -> str:
    if len(shares) == 1:
        return _grade(shares[0], ORE_GRADES)
    names = [_grade(share, ORE_GRADES) for share in shares]
    return _listed([f"{told} {name}" for told, name in zip(_percents(shares), names, strict=True)])


def _grade(share: ConfidenceShare, grades: Mapping[str, str]) -> str:
    said = word(share, "confidence")
    return grades.get(said, said)


def _percents(shares: Sequence[ConfidenceShare]) -> list[str]:
    """Return the shares in whole percent that add up to 100."""
    counts = adding_up([share.share for share in shares], 1.0)
    return [f"{count} %" if count else "under 1 %" for count in counts]


def _listed(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
