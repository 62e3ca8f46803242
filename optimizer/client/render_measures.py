"""The measures of a plan, as text for people."""

from optimizer.client.layout import Blocks, Column, Gap, Paragraph, Table, Title, to_text
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
    blocks: Blocks = [Title(TITLE)]
    for note in NOTES:
        blocks.append(Paragraph(note))
    return to_text([*blocks, Gap(), Table(columns, rows)], width)
