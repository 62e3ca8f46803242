"""Writes what is generated from declarations: `case.proto`, the data dictionary and the list of measures.

Run as `python -m optimizer.wire.generate`; `make generate` does so and makes the stubs.
"""

import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from optimizer.domain.measure_words import MINERAL, described_measures
from optimizer.domain.tables import TABLES, Column, Kind, Table
from optimizer.domain.tables.declaration import CONFIDENCE, CONFIDENCE_MEANINGS
from optimizer.problem.validation.cells_and_keys import REQUIRED_TABLES
from optimizer.wire.names import enum_name, enum_value, message_name

ROOT = Path(__file__).resolve().parents[2]
PROTO = ROOT / "protos" / "optimizer" / "v1" / "case.proto"
DICTIONARY = ROOT / "docs" / "data-dictionary.md"
MEASURES = ROOT / "docs" / "measures.md"

# Where generators of other languages put what they make; every proto says the same.
LANGUAGES = (
    'option csharp_namespace = "Madini.Optimizer.V1";',
    'option go_package = "madini/optimizer/v1;optimizerv1";',
    "option java_multiple_files = true;",
    'option java_package = "madini.optimizer.v1";',
)
REQUIRED, OUTPUT_ONLY = (f" [(google.api.field_behavior) = {value}]" for value in ("REQUIRED", "OUTPUT_ONLY"))
SCALARS = {Kind.NUMBER: "optional double", Kind.FLAG: "optional bool"}


def case_proto() -> str:
    """Return `case.proto`: one message per table, one enum per choice column, and `Case`."""
    lines = [
        "// Generated from the table declarations in optimizer/domain/tables by `make generate`; do not edit.",
        "//",
        "// The tables of a case, row by row. A field that is absent is a blank cell. Dates are ISO 8601, `2027-01-31`.",
        'syntax = "proto3";',
        "",
        "package optimizer.v1;",
        "",
        'import "google/api/field_behavior.proto";',
        "",
        *LANGUAGES,
    ]
    enums: set[str] = set()
    for table in TABLES.values():
        lines += ["", *_message(table)]
        for column in table.columns:
            if column.kind is Kind.CHOICE and (name := enum_name(table, column)) not in enums:
                enums.add(name)
                lines += ["", *_enum(table, column)]
    return "\n".join([*lines, "", *_case(), ""])


def _case() -> list[str]:
    """Return the message of a case: what it is called, and all its tables."""
    etag = "Changes whenever a table does; equal tables have equal ones on one version of Madini. Ignored likewise."
    lines = ["// A case: all its tables, its scenarios among them.", "message Case {"]
    lines += ["  // Resource name, `cases/kenya`; ignored in a case that a request brings along."]
    lines += [f"  string name = 101{OUTPUT_ONLY};", *_comment(etag, "  "), f"  string etag = 102{OUTPUT_ONLY};"]
    for table in TABLES.values():
        lines += _comment(table.description, "  ")
        kind = message_name(table) if table.single_row else f"repeated {message_name(table)}"
        behaviour = ""
        if table.name in REQUIRED_TABLES:
            behaviour = REQUIRED
        lines.append(f"  {kind} {table.name} = {table.tag}{behaviour};")
    return [*lines, "}"]


def _message(table: Table) -> list[str]:
    row = "A row"
    if table.single_row:
        row = "The row"
    lines = [*_comment(f"{row} of `{table.name}`. {table.description}"), f"message {message_name(table)} {{"]
    for column in table.columns:
        lines += _comment(_field_comment(column), "  ")
        kind = enum_name(table, column) if column.kind is Kind.CHOICE else SCALARS.get(column.kind, "string")
        behaviour = ""
        if column.required:
            behaviour = REQUIRED
        lines.append(f"  {kind} {column.name} = {column.tag}{behaviour};")
    return [*lines, "}"]


def _enum(table: Table, column: Column) -> list[str]:
    where = f"each column `{column.name}`" if column.enum else f"`{table.name}.{column.name}`"
    lines = [f"// Choices of {where}.", f"enum {enum_name(table, column)} {{"]
    lines += ["  // Blank.", f"  {enum_value(table, column, 'unspecified')} = 0;"]
    for position, choice in enumerate(column.choices, 1):
        meaning = ""
        if column.enum == CONFIDENCE:
            meaning = f": {CONFIDENCE_MEANINGS[choice]}"
        lines += [*_comment(f"`{choice}`{meaning}.", "  "), f"  {enum_value(table, column, choice)} = {position};"]
    return [*lines, "}"]


def _field_comment(column: Column) -> str:
    parts = [column.description]
    if column.kind is Kind.NUMBER:
        parts.append(f"Unit: {column.dimension}.")
        if column.low is not None or column.high is not None:
            low = "(-inf"
            if column.low is not None:
                low = f"[{column.low:g}"
            high = "inf)"
            if column.high is not None:
                high = f"{column.high:g}]"
            parts.append(f"Range: {low}, {high}.")
    if column.kind is Kind.HS_CODE:
        parts.append(f"{column.low:g} to {column.high:g} digits.")
    if column.references:
        parts.append(f"An id of {' or '.join(column.references)}.")
    if column.required:
        parts.append("Required.")
    elif column.default not in (None, ""):
        parts.append(f"Default: {_default(column)}.")
    return " ".join(parts)


def _default(column: Column) -> str:
    if isinstance(column.default, bool):
        return str(column.default).lower()
    if isinstance(column.default, float):
        return f"{column.default:g}"
    return str(column.default)


def _comment(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, 110, initial_indent=f"{indent}// ", subsequent_indent=f"{indent}// ", break_on_hyphens=False)


def data_dictionary() -> str:
    """Return the data dictionary: a section per table, a line per column."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from the table declarations by `make generate`; do not edit. A case is a folder with one CSV file per",
        "table; only `case.csv` and `materials.csv` must be there. Blank is not zero: it means what the column says.",
        "Money is in `case.money_unit` units of `case.currency` at the prices of `case.price_year`; `unit` is the",
        "material's own `materials.unit`.",
        "",
        "## Confidence",
        "",
        "How good a figure is, the best first. A row says it of all its figures, `figures` of single ones.",
        "",
        *(f"- `{name}`: {meaning}." for name, meaning in CONFIDENCE_MEANINGS.items()),
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", table.description, "", f"Key: `{', '.join(table.key)}`.", ""]
        lines += ["| column | kind | unit | range | default | meaning |", "|---|---|---|---|---|---|"]
        lines += [_dictionary_line(column) for column in table.columns]
    return "\n".join([*lines, ""])


def _dictionary_line(column: Column) -> str:
    kind = column.kind.value
    if column.references:
        kind += f" to {' or '.join(column.references)}"
    if column.choices:
        kind += ": " + ", ".join(f"`{choice}`" for choice in column.choices)
    bounds = ""
    if column.low is not None or column.high is not None:
        bounds = f"{'' if column.low is None else f'{column.low:g}'} .. {'' if column.high is None else f'{column.high:g}'}"
    bounds += " digits" if column.kind is Kind.HS_CODE else ""
    default = "required" if column.required else "" if column.default in (None, "") else f"`{_default(column)}`"
    return f"| `{column.name}` | {kind} | {column.dimension} | {bounds} | {default} | {column.description} |"


def measure_list() -> str:
    """Return the page on measures: a line per measure."""
    lines = [
        "# Measures",
        "",
        "Generated from their declarations by `make generate`; do not edit. A measure is a number that follows from a plan.",
        "`--objective`, `case.objective` and `policies.measure` take these names, answers report all of them, and",
        f"`madini measures` prints this list. {MINERAL} stands for the id of a mineral of the case, `processed[niobium]`.",
        "",
        "An amount of money in profit belongs to exactly one of the incomes (+) and costs (-); all are positive numbers.",
        "*Present value*: the total of all years is discounted; amounts of single years never are. *Sum*: it is not discounted.",
        "",
        "| measure | in profit | unit | total | what it counts |",
        "|---|---|---|---|---|",
    ]
    for found in described_measures():
        total = "sum"
        if found.is_present_value:
            total = "present value"
        lines.append(f"| `{found.name}` | {found.part} | {found.unit} | {total} | {found.meaning} |")
    return "\n".join([*lines, ""])


def main(arguments: Sequence[str]) -> int:
    """Write the files; with `--check`, return 1 if one of them differs from what would be written."""
    outdated = 0
    for path, content in ((PROTO, case_proto()), (DICTIONARY, data_dictionary()), (MEASURES, measure_list())):
        if "--check" not in arguments:
            path.write_text(content)
        elif path.read_text() != content:
            sys.stderr.write(f"{path.relative_to(ROOT)} is out of step with the declarations. Run: make generate\n")
            outdated = 1
    return outdated


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
