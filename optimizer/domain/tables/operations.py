"""Declarations of the tables of physical operations: mining, processing, moving, storing, selling."""

from optimizer.domain.tables.declaration import (
    ACTIVE,
    PROVENANCE,
    Table,
    choice,
    country,
    flag,
    identifier,
    number,
    reference,
    share,
    text,
    window,
)

ACQUISITIONS = ("mined", "bought")
DIRECTIONS = ("in", "out")
PRICE_BASES = ("fob", "cif", "ddp")
TIER_MEANINGS = ("separate_buyers", "one_price")
SITE_OR_MARKET = ("sites", "markets")

SUPPLIES = Table(
    "supplies",
    10,
    "Material mined or bought at a site.",
    ("id",),
    (
        identifier(1, "Name of the supply."),
        reference("site", 2, "sites", "Where it is mined or delivered."),
        reference("material", 3, "materials", "What it is."),
        number("min_per_year", 4, "unit/year", "Least amount.", default=0.0),
        number("max_per_year", 5, "unit/year", "Largest amount; blank = no limit."),
        number("reserve", 6, "unit", "Total over all time; blank = no limit."),
        number("cost_per_unit", 7, "money/unit", "Cost of mining, or price paid, at the site.", low=None, default=0.0),
        country("origin_country", 8, "Where the goods were mined or made; blank = the site's country."),
        choice("acquisition", 9, ACQUISITIONS, "Mined here, or bought from others.", default="mined"),
        number("jobs_per_unit", 10, "job-year/unit", "Work for one unit.", default=0.0),
        number("terminal_value_per_unit", 11, "money/unit", "Value of one unit of reserve left at the end.", default=0.0),
        share("local_share", 12, "Share of the cost that stays in the home country."),
        *window(13, "it is available"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

PROCESSES = Table(
    "processes",
    11,
    "Ways of turning materials into others at a site, counted in units of the principal feed.",
    ("id",),
    (
        identifier(1, "Name of the process at its site."),
        text("name", 2, "Title for people; blank = the id."),
        reference("site", 3, "sites", "Where it runs."),
        reference(
            "feed", 4, "materials", "Principal feed, whose unit counts the level; blank = counted in runs.", required=False
        ),
        number("min_per_year", 5, "unit/year", "Least level.", default=0.0),
        number("max_per_year", 6, "unit/year", "Capacity that stands today; 0 = a new plant; blank = no limit."),
        number(
            "operating_cost_per_unit",
            7,
            "money/unit",
            "Cost per unit of feed, net of what `resource_uses` charge.",
            low=None,
            default=0.0,
        ),
        number(
            "direct_cost_per_unit",
            8,
            "money/unit",
            "Part of all cost that rules of origin count as direct cost of processing.",
            default=0.0,
        ),
        number("fixed_cost_per_year", 9, "money/year", "Cost of a standing plant whether it runs or not.", default=0.0),
        number("jobs_per_unit", 10, "job-year/unit", "Work for one unit of feed.", default=0.0),
        flag("substantial", 11, "Whether it transforms substantially, so that the product originates where it is made."),
        number(
            "efficient_scale_per_year", 14, "unit/year", "Scale at which the unit costs hold; smaller plans are warned about."
        ),
        share("local_share", 15, "Share of the operating cost that stays in the home country."),
        *window(12, "it can run"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

PROCESS_FLOWS = Table(
    "process_flows",
    12,
    "What one unit of a process takes in and gives out; the principal feed itself goes in as 1.",
    ("process", "material"),
    (
        reference("process", 1, "processes", "Process."),
        reference("material", 2, "materials", "Material."),
        choice("direction", 3, DIRECTIONS, "Whether it goes in or comes out.", required=True),
        number("amount_per_unit", 4, "unit/unit of feed", "Amount per unit of the principal feed.", required=True),
        flag(
            "constituent",
            5,
            "Whether an input ends up in the product, so that rules of origin count it as a material.",
            default=True,
        ),
        *PROVENANCE,
    ),
    figures=True,
)

RESOURCES = Table(
    "resources",
    13,
    "Limits that processes share: power, water, acid, machine hours.",
    ("id",),
    (
        identifier(1, "Name of the resource."),
        text("name", 2, "Title for people; blank = the id."),
        text("unit", 3, "Unit in which it is counted, for example `MWh`.", default="unit"),
        number("min_per_year", 4, "unit/year", "Least total use.", default=0.0),
        number("max_per_year", 5, "unit/year", "Largest total use; blank = no limit."),
        number("cost_per_unit", 6, "money/unit", "Price of one unit used.", low=None, default=0.0),
        share("local_share", 7, "Share of the cost that stays in the home country."),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

RESOURCE_USES = Table(
    "resource_uses",
    14,
    "How much of a resource one unit of a process needs.",
    ("process", "resource"),
    (
        reference("process", 1, "processes", "Process."),
        reference("resource", 2, "resources", "Resource."),
        number("amount_per_unit", 3, "unit/unit of feed", "Use per unit of the principal feed.", low=None, required=True),
        *PROVENANCE,
    ),
    figures=True,
)

LANES = Table(
    "lanes",
    15,
    "Transport from a site to another site or to a market. Carries every material, or those that `lane_materials` lists for it.",
    ("id",),
    (
        identifier(1, "Name of the lane."),
        reference("from_site", 2, "sites", "Where it starts."),
        reference("to", 3, SITE_OR_MARKET, "Site or market where it ends."),
        text("mode", 4, "Means of transport, for example `road` or `sea-bulk`."),
        number("freight_per_tonne", 5, "money/t", "Freight and handling per tonne shipped.", low=None, default=0.0),
        number("max_tonnes_per_year", 6, "t/year", "Joint capacity for all materials; blank = no limit."),
        number("transit_days", 7, "day", "From loading to customs entry.", high=3650, default=0.0),
        number("inland_freight_per_tonne", 8, "money/t", "Part of the freight before the border is left.", default=0.0),
        number("parcel_tonnes", 9, "t", "Size of one customs entry, for charges with a minimum or maximum.", low=1e-6),
        share("local_share", 10, "Share of the freight that stays in the home country."),
        *window(11, "it can be used"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

LANE_MATERIALS = Table(
    "lane_materials",
    16,
    "Terms of one material on one lane. A lane with rows here carries only these materials.",
    ("lane", "material"),
    (
        reference("lane", 1, "lanes", "Lane."),
        reference("material", 2, "materials", "Material."),
        number(
            "freight_per_unit", 3, "money/unit", "Freight and handling per unit shipped; blank = the lane's per tonne.", low=None
        ),
        number("min_per_year", 4, "unit/year", "Least amount shipped.", default=0.0),
        number("max_per_year", 5, "unit/year", "Largest amount shipped; blank = no limit."),
        number("share_arriving", 6, "fraction", "Share of what is shipped that arrives.", low=1e-6, high=1.0, default=1.0),
        number("parcel_tonnes", 7, "t", "Size of one customs entry; blank = the lane's.", low=1e-6),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

DEMANDS = Table(
    "demands",
    17,
    "What a market pays for a material, in one or several tiers.",
    ("id", "tier"),
    (
        identifier(1, "Name of the demand, shared by its tiers."),
        identifier(2, "Name of the tier, for example `1`; the most expensive tier fills first.", "tier"),
        reference("market", 3, "markets", "Who buys."),
        reference("material", 4, "materials", "What is bought."),
        number("price_per_unit", 5, "money/unit", "Price of one unit delivered, on the stated basis.", low=None, required=True),
        choice(
            "price_basis",
            6,
            PRICE_BASES,
            "Whether the price is at the border left, delivered, or delivered with duty paid.",
            default="cif",
        ),
        number("min_per_year", 7, "unit/year", "Least amount delivered.", default=0.0),
        number("max_per_year", 8, "unit/year", "Largest amount delivered; blank = no limit."),
        choice(
            "tier_meaning",
            9,
            TIER_MEANINGS,
            "Separate buyers who each pay their price, or one price that falls for all as more is sold.",
            default="separate_buyers",
        ),
        number(
            "appraised_value_per_unit",
            10,
            "money/unit",
            "Customs value that rules of origin use; blank = not claimable by content.",
        ),
        *window(11, "the buyer buys"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

STOCKS = Table(
    "stocks",
    18,
    "Material that may be kept from one period to the next. A site without a row keeps none.",
    ("site", "material"),
    (
        reference("site", 1, "sites", "Where it is kept."),
        reference("material", 2, "materials", "What is kept."),
        number("cost_per_unit_year", 3, "money/unit/year", "Cost of keeping one unit for a year.", default=0.0),
        number("max", 4, "unit", "Largest amount kept at the end of a period; blank = no limit."),
        number("initial", 5, "unit", "Amount at the very beginning.", default=0.0),
        number("final_min", 6, "unit", "Least amount at the very end.", default=0.0),
        number("final_max", 7, "unit", "Largest amount at the very end; blank = no limit."),
        country("origin_country", 8, "Country of origin of the amount at the very beginning; blank = the site's country."),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

OPERATIONS = (
    SUPPLIES,
    PROCESSES,
    PROCESS_FLOWS,
    RESOURCES,
    RESOURCE_USES,
    LANES,
    LANE_MATERIALS,
    DEMANDS,
    STOCKS,
)
