"""Declarations of the tables about other tables: values over time, provenance, scenarios and sources."""

from optimizer.domain.tables.declaration import (
    Table,
    address,
    choice,
    confidence,
    date,
    identifier,
    number,
    reference,
    text,
)

OPERATIONS_ON_VALUES = ("set", "scale", "add")

BY_NODE = Table(
    "by_node",
    50,
    "Numbers that vary over time: the value of one number at one node, instead of the row's own.",
    ("address", "node"),
    (
        address("address", 1, "One number, for example `demands[us-femn,1].price_per_unit`."),
        reference("node", 2, "nodes", "Node."),
        number("value", 3, "of the number", "Value there.", low=None, required=True),
    ),
)

FIGURES = Table(
    "figures",
    51,
    "Range and provenance of single figures, where the row's own source and confidence are too coarse.",
    ("address",),
    (
        address("address", 1, "One number."),
        number("low", 2, "of the number", "Lowest value thought possible.", low=None),
        number("high", 3, "of the number", "Highest value thought possible.", low=None),
        reference("source", 4, "sources", "Where the figure comes from.", required=False),
        confidence(5, "How good it is; blank = as the row says."),
        text("note", 6, "Anything a reader must know."),
    ),
)

SCENARIOS = Table(
    "scenarios",
    52,
    "Named sets of changes to the case.",
    ("id",),
    (
        identifier(1, "Name of the scenario."),
        text("name", 2, "Title for people; blank = the id."),
        reference("extends", 3, "scenarios", "Scenario whose changes come first; blank = none.", required=False),
        text("description", 4, "What the scenario supposes and what the law says of it."),
        reference("source", 5, "sources", "Where it comes from.", required=False),
    ),
)

CHANGES = Table(
    "changes",
    53,
    "Changes of a scenario, applied in order.",
    ("scenario", "step"),
    (
        reference("scenario", 1, "scenarios", "Scenario."),
        number("step", 2, "1", "Order within the scenario.", required=True),
        address("address", 3, "What changes: `table[key].column`, `table[column=value].column`, `*`, and `@node`."),
        choice("operation", 4, OPERATIONS_ON_VALUES, "Set to, scale by or add `value`.", default="set"),
        text("value", 5, "New value in the column's own kind, factor or addend.", required=True),
        text("note", 6, "Why."),
    ),
)

SOURCES = Table(
    "sources",
    54,
    "Where figures come from. Absent: `source` columns hold any text.",
    ("id",),
    (
        identifier(1, "Name of the source in other tables."),
        text("citation", 2, "Author, title, publisher.", required=True),
        date("date", 3, "Day of publication; blank = not known."),
        text("link", 4, "Where it can be read."),
        text("note", 5, "Anything a reader must know."),
        date("read", 6, "Day on which it was read; blank = not known."),
    ),
)

PROVENANCE_TABLES = (BY_NODE, FIGURES, SCENARIOS, CHANGES, SOURCES)
