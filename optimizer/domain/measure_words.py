"""What each measure counts, in a sentence: for `madini measures` and docs/measures.md."""

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.measures import COSTS, INCOMES, known_measures

MONEY = "money"
# Stands for the id of any mineral of a case.
MINERAL = "MINERAL"

MEANINGS: Mapping[str, str] = {
    "profit": "Incomes less costs, before income tax; its present value is the net present value (NPV) of the plan.",
    "government_revenue": "Royalties, export levies and import duty, all paid to the home country; income tax is not in it.",
    "revenue": "What buyers pay.",
    "terminal_value": "Value of reserves that are left at the end.",
    "extraction": "Cost of mining.",
    "purchase": "Cost of material bought from others.",
    "processing": "Running cost of processes, without the resources that they use.",
    "resource": "Cost of power, water and other resources.",
    "freight": "Transport and handling, at home and abroad.",
    "insurance": "Insurance of goods on their way, where the seller pays it.",
    "storage": "Cost of keeping material from one period to the next.",
    "disposal": "Cost of throwing material away.",
    "claim_cost": "Cost of proving origin under preference programmes.",
    "duty": "Foreign duty as far as the exporter bears it through a lower price.",
    "fees": "Foreign entry fees as far as the exporter bears them.",
    "transfer_duty": "Duty and fees that other countries charge on goods moved there to be worked on, kept or passed on.",
    "import_duty": "Charges on goods brought into the home country.",
    "export_levy": "Levies on goods that leave the home country.",
    "royalty": "Royalties on what is mined or sold.",
    "capital": "What the plan is charged for new plants: their cost less the value left at the end, or an annuity.",
    "fixed": "Yearly cost of plants that stand, whether they run or not.",
    "investment": "What building plants costs in full, in the period in which it is decided, however it is paid.",
    "export_value": "Value of what is sold abroad, at the home border.",
    "duty_assessed": "Foreign duty and fees in all, whoever bears them.",
    "local_value_added": "Profit, government revenue and the home share of each cost; told only if every `local_share` is given.",
    "jobs": "Work at home in mines and plants.",
    "mined": "Contained tonnes of home ore mined.",
    "processed": "Contained tonnes that stop being raw at home: what becomes a good that the case does not call raw.",
    "exported_raw": "Contained tonnes that leave the country in raw goods.",
    "sold_raw_at_home": "Contained tonnes sold at home in raw goods.",
    "tailings": "Contained tonnes mined but not recovered.",
}


@dataclass(frozen=True, slots=True)
class Described:
    """A measure for people.

    Attributes:
        name: Its name; `mined[MINERAL]` for those that are per mineral.
        part: `+` or `-` if it is an income or a cost in profit, else nothing.
        unit: `money`, `job-years` or `t`.
        is_present_value: Whether its total over the horizon is discounted.
        meaning: What it counts.
    """

    name: str
    part: str
    unit: str
    is_present_value: bool
    meaning: str


def described_measures() -> list[Described]:
    """Return every measure of any case, in the order in which answers list them."""
    found = []
    for name, measure in known_measures((MINERAL,)).items():
        part = "+" if name in INCOMES else "-" if name in COSTS else ""
        found.append(Described(name, part, measure.unit, measure.discounted, MEANINGS[name.partition("[")[0]]))
    return found
