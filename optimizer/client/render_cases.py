"""Cases and what is wrong with them, as text for people."""

from collections.abc import Sequence

from google.protobuf.message import Message

from optimizer.client.amounts import amount
from optimizer.client.layout import GAP, INDENT, Column, Lines, clean, heading, labelled, paragraph, table, wrap
from optimizer.domain.tables import TABLES, Kind
from optimizer.domain.tables import Column as Declared
from optimizer.v1.case_pb2 import Case
from optimizer.v1.plan_pb2 import Violation
from optimizer.v1.service_pb2 import CaseSummary, GetCaseResponse, ScenarioSummary, ValidateCaseResponse

LONGEST_CELL = 30


def render_cases(cases: Sequence[CaseSummary], width: int) -> str:
    """Return the cases of a server with their scenarios."""
    if not cases:
        return "This server holds no cases.\n"
    lines: Lines = []
    for case in cases:
        lines += heading(f"{case.name.removeprefix('cases/')}: {case.title}", width)
        lines += paragraph(case.description, width) if case.description else []
        lines += paragraph(f"CANNOT BE READ: {case.problem}", width) if case.problem else []
        scenarios = ", ".join(scenario.id for scenario in case.scenarios)
        lines += labelled([("Scenarios", scenarios)], width)
    return "\n".join([*lines[1:], ""])


def render_case(case: GetCaseResponse, width: int) -> str:
    """Return what a case covers: its settings, scenarios, and tables with their numbers of rows."""
    tables = case.tables
    setting = tables.case[0] if tables.case else None
    lines = wrap(f"{case.name.removeprefix('cases/')}: {setting.name if setting else ''}", width)
    if setting:
        lines += paragraph(setting.description, width) if setting.description else []
        rows = [(column.name, cell(setting, column)) for column in TABLES["case"].columns]
        lines += labelled([row for row in rows if row[0] not in ("id", "name", "description")], width)
    lines += _scenarios(case.scenarios, width)
    counts = [
        [name, str(len(getattr(tables, name))), table_.description.split(". ")[0].rstrip(".")] for name, table_ in TABLES.items()
    ]
    present = [row for row in counts if row[1] != "0"]
    lines += heading("Tables (`madini show CASE TABLE` prints one)", width)
    lines += table([Column("Table"), Column("Rows", number=True), Column("Holds")], present, width)
    return "\n".join([*lines, ""])


def _scenarios(scenarios: Sequence[ScenarioSummary], width: int) -> Lines:
    lines: Lines = []
    if scenarios:
        lines += heading("Scenarios", width)
    for scenario in scenarios:
        lines += paragraph(f"{scenario.id}: {scenario.title}" if scenario.title else scenario.id, width)
        lines += paragraph(scenario.description, width, indent=INDENT * 3) if scenario.description else []
    return lines


def render_table(case: Case, name: str, width: int) -> str:
    """Return the rows of one table, its key repeated beside as many further columns as fit; blank columns are left out."""
    declared = TABLES[name]
    rows = getattr(case, name)
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    lines = wrap(f"{name}, {count}: {declared.description}", width)
    if not rows:
        return "\n".join([*lines, ""])
    cells = {column.name: [cell(row, column) for row in rows] for column in declared.columns}
    filled = [column for column in declared.columns if any(cells[column.name])]
    keys = [column for column in filled if column.name in declared.key]
    others = [column for column in filled if column not in keys]
    for chunk in _chunks(keys, others, cells, width):
        shown = [*keys, *chunk]
        values = [list(row) for row in zip(*(cells[column.name] for column in shown), strict=True)]
        headers = [Column(column.name, number=column.kind is Kind.NUMBER) for column in shown]
        lines += ["", *table(headers, values, width)]
    return "\n".join([*lines, ""])


def _chunks(
    keys: Sequence[Declared], others: Sequence[Declared], cells: dict[str, list[str]], width: int
) -> list[list[Declared]]:
    """Return the columns in groups that fit beside the key."""

    def natural(column: Declared) -> int:
        widest = max(len(clean(text)) for text in cells[column.name])
        return max(len(column.name), widest if column.kind is Kind.NUMBER else min(widest, LONGEST_CELL)) + len(GAP)

    room = width - len(INDENT) - sum(map(natural, keys))
    chunks: list[list[Declared]] = [[]]
    for column in others:
        if chunks[-1] and sum(map(natural, chunks[-1])) + natural(column) > room:
            chunks.append([])
        chunks[-1].append(column)
    return chunks


def cell(row: Message, column: Declared) -> str:
    """Return one value as a case file would hold it, blank for absent."""
    if column.kind is Kind.CHOICE:
        number = getattr(row, column.name)
        if number == 0:
            return ""
        return column.choices[number - 1] if number <= len(column.choices) else str(number)
    if column.kind in (Kind.NUMBER, Kind.FLAG):
        if not row.HasField(column.name):
            return ""
        value = getattr(row, column.name)
        return str(value).lower() if column.kind is Kind.FLAG else f"{value:.10g}"
    return str(getattr(row, column.name))


def render_validation(response: ValidateCaseResponse, width: int, title: str) -> str:
    """Return every violation and warning, or that there is none."""
    lines: Lines = []
    violations, warnings = response.violations, response.warnings
    if violations:
        lines += wrap(f"{title} cannot be solved: {_count(violations, 'violation')}", width)
        lines += _list(violations, width)
    else:
        lines += wrap(f"{title} keeps every rule and can be solved.", width)
    if warnings:
        lines += heading(f"{_count(warnings, 'warning')}; it can be solved all the same", width)
        lines += _list(warnings, width)
    return "\n".join([*lines, ""])


def _count(found: Sequence[Violation], what: str) -> str:
    return f"{amount(len(found))} {what}{'' if len(found) == 1 else 's'}"


def _list(found: Sequence[Violation], width: int) -> Lines:
    lines: Lines = []
    for violation in found:
        lines += paragraph(violation_text(violation), width)
    return lines


def violation_text(violation: Violation) -> str:
    """Return one broken rule as the sentence that errors show too."""
    value = f" (got {violation.value})" if violation.value else ""
    return f"{violation.address}: {violation.problem}{value}; {violation.fix} [{violation.rule}]"
