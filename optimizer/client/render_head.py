"""What was asked, at the head of every output: scenario, changes with what they reached, objective and digest."""

from optimizer.client.layout import Blocks, Paragraph
from optimizer.client.titles import Titles
from optimizer.client.words import word
from optimizer.v1.plan_pb2 import AppliedChange, Provenance

DIGEST_SHOWN = 12
# Changes told in text; --json and --csv list all.
CHANGES_SHOWN = 8
OPERATIONS = {"set": "=", "scale": "x", "add": "+"}
NO_TITLES = Titles()


def state_told(provenance: Provenance, titles: Titles = NO_TITLES) -> str:
    """Return what was looked at: the case as it stands only if nothing in it was changed."""
    count = len(provenance.changes)
    changed = ""
    if count:
        changed = f"{count} change{'' if count == 1 else 's'}"
    if provenance.scenario:
        scenario = f"scenario {scenario_told(provenance, titles)}"
        if changed:
            return f"{scenario} with {changed}"
        return scenario
    if changed:
        return f"the case with {changed}"
    return "the case as it stands"


def scenario_told(provenance: Provenance, titles: Titles = NO_TITLES) -> str:
    """Return the scenario with its title, "" if none was applied."""
    title = titles.of("scenarios", provenance.scenario)
    if title == provenance.scenario:
        return provenance.scenario
    return f"{provenance.scenario} ({title})"


def solved_told(provenance: Provenance) -> list[str]:
    """Return objective and digest of what was solved, as parts of a line; none where nothing was."""
    parts = []
    if provenance.objective:
        own = ""
        if provenance.objective_asked:
            own = " as asked"
        parts.append(f"objective {provenance.objective}{own}")
    if provenance.problem_digest:
        parts.append(f"digest {provenance.problem_digest[:DIGEST_SHOWN]}")
    return parts


def changes_told(provenance: Provenance) -> Blocks:
    """Return a line for each change that came with the request, with what it reached; the rest is counted."""
    shown = [Paragraph(f"Changed: {_change(change)}") for change in provenance.changes[:CHANGES_SHOWN]]
    more = len(provenance.changes) - len(shown)
    return [*shown, *([Paragraph(f"and {more} more changes (--json and --csv list all)")] if more > 0 else [])]


def asked_told(provenance: Provenance) -> Blocks:
    """Return what was asked of a case where nothing is solved; nothing if it is looked at as it stands."""
    if not (provenance.scenario or provenance.changes):
        return []
    return [Paragraph(f"In {state_told(provenance)}."), *changes_told(provenance)]


def _change(change: AppliedChange) -> str:
    value = change.value or "blank"
    operation = word(change, "operation")
    rows = f"{change.row_count:,} row{'' if change.row_count == 1 else 's'}"
    values = ""
    if change.value_count != change.row_count:
        values = f", {change.value_count:,} values"
    return f"{change.address} {OPERATIONS.get(operation, operation)} {value} ({rows}{values})"
