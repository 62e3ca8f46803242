"""Declarations of the tables of what may be built."""

from optimizer.domain.tables.declaration import (
    ACTIVE,
    PROVENANCE,
    Table,
    choice,
    identifier,
    number,
    reference,
    share,
    window,
)

PAYMENTS = ("once", "annuity")

EXPANSIONS = Table(
    "expansions",
    19,
    "New capacity that may be built for one process, resource or lane.",
    ("id",),
    (
        identifier(1, "Name of the project."),
        reference("process", 2, "processes", "Process it expands, or blank.", required=False),
        reference("resource", 3, "resources", "Resource it expands, or blank.", required=False),
        reference("lane", 4, "lanes", "Lane it expands, or blank.", required=False),
        number(
            "capital_cost_per_unit",
            5,
            "money/(unit/year)",
            "Capital per unit of yearly capacity; blank = see `expansion_points`.",
        ),
        number("max_added_per_year", 6, "unit/year", "Most capacity that can be added in all; blank = no limit."),
        number(
            "lead_time_years", 7, "year", "From the decision, at a period's start, to the first capacity.", high=1000, default=0.0
        ),
        number("life_years", 8, "year", "How long the capacity lasts; blank = to the horizon, with nothing left then."),
        choice(
            "payment",
            9,
            PAYMENTS,
            "Paid when decided, less the value left at the horizon, or as an annuity while it stands.",
            default="once",
        ),
        number(
            "fixed_cost_per_unit_year",
            10,
            "money/(unit/year)/year",
            "Yearly cost of keeping one unit of the capacity.",
            default=0.0,
        ),
        share("available_share", 11, "Share of the capacity that can be used.", default=1.0),
        share("local_share", 12, "Share of the capital cost that stays in the home country."),
        *window(13, "it may be decided"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

EXPANSION_POINTS = Table(
    "expansion_points",
    20,
    "Capital cost of an expansion as a convex curve through these points and the origin.",
    ("expansion", "point"),
    (
        reference("expansion", 1, "expansions", "Expansion."),
        identifier(2, "Name of the point.", "point"),
        number("added_per_year", 3, "unit/year", "Capacity.", required=True),
        number("capital_cost", 4, "money", "Total capital for that capacity.", required=True),
        *PROVENANCE,
    ),
    figures=True,
)

BUILDING = (EXPANSIONS, EXPANSION_POINTS)
