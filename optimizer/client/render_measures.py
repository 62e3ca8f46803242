"""The measures of a plan, as text for people."""

from optimizer.client.layout import Column, paragraph, table, wrap
from optimizer.domain.measure_words import MINERAL, MONEY, described_measures

TITLE = "Measures: what --objective, case.objective and policies.measure take"
NOTES = (
    "Profit is the incomes (+) less the costs (-).",
    "Money of all years together is a present value unless the opposite is said; that of single years never is.",
    f"{MINERAL} stands for the id of a mineral of the case: processed[niobium].",
)
SUM = " Not discounted."


def render_measures(width: int) -> str:
    """Return one row per measure: its name, its part in profit, its unit and what it counts."""
    rows = [
        [
            found.name,
            found.part,
            found.unit,
            f"{found.meaning}{SUM if found.unit == MONEY and not found.is_present_value else ''}",
        ]
        for found in described_measures()
    ]
    columns = [Column("Measure"), Column(""), Column("Unit"), Column("What it counts")]
    lines = wrap(TITLE, width)
    for note in NOTES:
        lines += paragraph(note, width)
    return "\n".join([*lines, "", *table(columns, rows, width), ""])
