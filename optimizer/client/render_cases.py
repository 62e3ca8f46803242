"""Cases and what is wrong with them, as text for people."""

import re
from collections.abc import Sequence

from google.protobuf.message import Message

from optimizer.client.amounts import amount
from optimizer.client.layout import GAP, INDENT, Blocks, Column, Gap, Heading, Labelled, Paragraph, Table, Title, clean, to_text
from optimizer.client.render_head import asked_told
from optimizer.domain.tables import TABLES, Kind
from optimizer.domain.tables import Column as Declared
from optimizer.v1.case_pb2 import Case, Scenario
from optimizer.v1.plan_pb2 import Violation
from optimizer.v1.service_pb2 import CaseSummary, ValidateCaseResponse
from optimizer.wire.case import rows_of

LONGEST_CELL = 30
KEYS_SHOWN = 3
ROW_ADDRESS = re.compile(r"(?P<table>[a-z_]+)\[(?P<key>[^\]]*)\](?:\.(?P<column>[a-z_]+))?")


def render_cases(cases: Sequence[CaseSummary], width: int) -> str:
    """Return the cases of a server with their scenarios."""
    if not cases:
        return "This server holds no cases.\n"
    blocks: Blocks = []
    for case in cases:
        blocks.append(Heading(f"{case.name.removeprefix('cases/')}: {case.title}"))
        blocks += [Paragraph(case.description)] if case.description else []
        blocks += [Paragraph(f"CANNOT BE READ: {case.problem}")] if case.problem else []
        scenarios = ", ".join(scenario.id for scenario in case.scenarios)
        blocks.append(Labelled([("Scenarios", scenarios)]))
    return to_text(blocks, width).removeprefix("\n")


def render_case(case: Case, called: str, width: int) -> str:
    """Return what a case covers: its settings, scenarios, and tables with their numbers of rows."""
    setting = case.case
    blocks: Blocks = [Title(f"{called}: {setting.name}")]
    if case.HasField("case"):
        blocks += [Paragraph(setting.description)] if setting.description else []
        rows = [(column.name, cell(setting, column)) for column in TABLES["case"].columns]
        blocks.append(Labelled([row for row in rows if row[0] not in ("id", "name", "description")]))
    blocks += _scenarios(case.scenarios)
    counts = [
        [name, str(len(rows_of(case, table_))), table_.description.split(". ")[0].rstrip(".")] for name, table_ in TABLES.items()
    ]
    present = [row for row in counts if row[1] != "0"]
    blocks.append(Heading("Tables (`madini show CASE TABLE` prints one)"))
    blocks.append(Table([Column("Table"), Column("Rows", number=True), Column("Holds")], present))
    return to_text(blocks, width)


def _scenarios(scenarios: Sequence[Scenario]) -> Blocks:
    blocks: Blocks = []
    if scenarios:
        blocks.append(Heading("Scenarios"))
    for scenario in scenarios:
        blocks.append(Paragraph(f"{scenario.id}: {scenario.name}" if scenario.name else scenario.id))
        blocks += [Paragraph(scenario.description, deep=True)] if scenario.description else []
    return blocks


def render_table(case: Case, name: str, width: int, chosen: Sequence[Declared] = ()) -> str:
    """Return the rows of one table: its key and the columns that are asked for, whole.

    If none is asked for, those that fit beside the key, long texts cut short so that a row is a line where it can be, and
    then the names of those that do not fit. Columns that are blank throughout are left out.
    """
    declared = TABLES[name]
    rows = rows_of(case, declared)
    blocks: Blocks = [Title(f"{name}, {_rows(len(rows))}: {declared.description}")]
    if not rows:
        return to_text(blocks, width)
    cells = {column.name: [cell(row, column) for row in rows] for column in declared.columns}
    keys = [column for column in declared.columns if column.name in declared.key]
    others = [column for column in declared.columns if column not in keys and any(cells[column.name])]
    shown = [*keys, *(column for column in chosen if column not in keys)] if chosen else _fitting(keys, others, cells, width)
    cut = (lambda text: text) if chosen else _short
    values = [[cut(text) for text in row] for row in zip(*(cells[column.name] for column in shown), strict=True)]
    headers = [Column(column.name, number=column.kind is Kind.NUMBER) for column in shown]
    blocks += [Gap(), Table(headers, values)]
    missing = [] if chosen else [column.name for column in others if column not in shown]
    if missing:
        blocks += [Gap(), Paragraph(f"Not shown: {', '.join(missing)}. --columns chooses, --csv and --json give all.")]
    return to_text(blocks, width)


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"


def _short(text: str) -> str:
    if len(text) <= LONGEST_CELL:
        return text
    return f"{text[: LONGEST_CELL - 3]}..."


def _fitting(keys: Sequence[Declared], others: Sequence[Declared], cells: dict[str, list[str]], width: int) -> list[Declared]:
    """Return the key and the first columns that fit beside it, at least one."""

    def natural(column: Declared) -> int:
        widest = max(len(clean(text)) for text in cells[column.name])
        return max(len(column.name), widest if column.kind is Kind.NUMBER else min(widest, LONGEST_CELL)) + len(GAP)

    room = width - len(INDENT) - sum(map(natural, keys))
    shown = list(keys)
    for column in others:
        room -= natural(column)
        if room >= 0 or len(shown) == len(keys):
            shown.append(column)
    return shown


def cell(row: Message, column: Declared) -> str:
    """Return one value as a case file would hold it, blank for absent."""
    if column.kind is Kind.CHOICE:
        number = getattr(row, column.name)
        if number == 0:
            return ""
        if number <= len(column.choices):
            return str(column.choices[number - 1])
        return str(number)
    if column.kind in (Kind.NUMBER, Kind.FLAG):
        if not row.HasField(column.name):
            return ""
        value = getattr(row, column.name)
        if column.kind is Kind.FLAG:
            return str(value).lower()
        return f"{value:.10g}"
    return str(getattr(row, column.name))


def render_validation(response: ValidateCaseResponse, width: int, title: str) -> str:
    """Return every violation, and the warnings, those of one kind together."""
    blocks: Blocks = []
    violations = response.violations
    warnings = response.warnings
    if violations:
        blocks.append(Title(f"{title} cannot be solved: {_count(violations, 'violation')}"))
        blocks += asked_told(response.provenance)
        for violation in violations:
            blocks.append(Paragraph(violation_text(violation)))
    else:
        blocks.append(Title(f"{title} keeps every rule of the tables."))
        blocks += asked_told(response.provenance)
        blocks.append(Paragraph("Whether it has a plan is for `madini solve` to find."))
    if warnings:
        blocks.append(Heading(f"{_count(warnings, 'warning')}; none of them keeps it from being solved"))
        for warning in warnings:
            blocks += _warning(warning)
    return to_text(blocks, width)


def _count(found: Sequence[Violation], what: str) -> str:
    count = sum(max(violation.count, 1) for violation in found)
    return f"{amount(count)} {what}{'' if count == 1 else 's'}"


def _warning(warning: Violation) -> Blocks:
    """Return a warning; one that stands for several rows with their number and the first of them."""
    if warning.count <= 1:
        return [Paragraph(violation_text(warning))]
    table, key, column = _parts(warning.address)
    keys = [key, *(_parts(address)[1] for address in warning.others)][:KEYS_SHOWN]
    more = warning.count - len(keys)
    rows = f"{'; '.join(keys)}{f' and {amount(more)} more (--json lists all)' if more > 0 else ''}"
    what = f"{amount(warning.count)} rows of {table}{f', {column}' if column else ''}"
    text = f"{what}: {warning.problem}; {warning.fix} [{warning.rule}]"
    return [Paragraph(text), Paragraph(rows, deep=True)]


def _parts(address: str) -> tuple[str, str, str]:
    """Return table, key and column of an address; the whole as table where it has no key."""
    found = ROW_ADDRESS.fullmatch(address)
    if found:
        return (found["table"], found["key"], found["column"] or "")
    return (address, "", "")


def violation_text(violation: Violation) -> str:
    """Return one broken rule as the sentence that errors show too."""
    value = ""
    if violation.value:
        value = f" (got {violation.value})"
    return f"{violation.address}: {violation.problem}{value}; {violation.fix} [{violation.rule}]"
