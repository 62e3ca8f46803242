"""Declarations of the tables that set the scene: the case, its time, places, materials and minerals."""

from optimizer.domain.tables.declaration import (
    PROVENANCE,
    Table,
    choice,
    country,
    date,
    flag,
    hs_code,
    identifier,
    number,
    rate,
    reference,
    share,
    text,
)

STAGES = ("ore", "concentrate", "intermediate", "refined", "manufactured", "input")
SITE_KINDS = ("mine", "plant", "port", "storage", "border", "other")
CUSTOMS_BASES = ("fob", "cif")

CASE = Table(
    "case",
    1,
    "The case itself: one row.",
    ("id",),
    (
        identifier(1, "Name of the case in addresses, commands and `cases/<id>`."),
        text("name", 2, "Title for people.", required=True),
        text("currency", 3, "ISO 4217 code of the currency of every amount.", required=True),
        number("price_year", 4, "year", "Year whose price level the amounts are in (real terms).", low=1900, high=2200),
        number("money_unit", 5, "currency", "How many units of currency one unit of money is.", low=1e-6, high=1e12, default=1.0),
        country("home_country", 6, "Country whose minerals are planned.", required=True),
        rate("real_discount_rate", 7, "Yearly real discount rate; weights money by mid-year convention.", default=0.0),
        reference("scenario", 8, "scenarios", "Scenario solved when none is named; blank = no changes.", required=False),
        text(
            "objective",
            9,
            "Measures to maximise with their weights, for example `profit` or `profit + 1000 jobs`; "
            "`minimise purchase` minimises.",
            default="profit",
        ),
        text("description", 10, "What the case covers, in a sentence or two."),
    ),
    single_row=True,
)

NODES = Table(
    "nodes",
    2,
    "Time: one row per period of the single path, or per node of a scenario tree. Absent: one node `1` of one year.",
    ("id",),
    (
        identifier(1, "Name of the period, for example `2027`."),
        reference("parent", 2, "nodes", "Node that comes before; blank for the first.", required=False),
        date("start", 3, "First day of the period.", required=True),
        date("end", 4, "Last day of the period.", required=True),
        number("years", 5, "years", "Length; blank = from the dates.", low=1e-6, high=1000),
        number("cash_weight", 6, "1", "Factor on the period's money; blank = mean mid-year discount factor."),
        share("probability", 7, "Probability of reaching the node.", default=1.0),
    ),
)

SITES = Table(
    "sites",
    3,
    "Places where material is mined, processed, stored or loaded. Absent: every site a table names, at home.",
    ("id",),
    (
        identifier(1, "Name of the site in other tables."),
        text("name", 2, "Title for people; blank = the id."),
        country("country", 3, "Country; blank = the home country."),
        number("latitude", 4, "degree", "North positive.", low=-90, high=90),
        number("longitude", 5, "degree", "East positive.", low=-180, high=180),
        choice("kind", 6, SITE_KINDS, "What the site is.", default="other"),
        *PROVENANCE,
    ),
)

MARKETS = Table(
    "markets",
    4,
    "Places where material is sold. Absent: every market a demand names, in the country of that code.",
    ("id",),
    (
        identifier(1, "Name of the market in other tables."),
        text("name", 2, "Title for people; blank = the id."),
        country("country", 3, "Country or customs union of entry; blank = the id in capitals, which must be its code."),
        choice(
            "customs_basis",
            4,
            CUSTOMS_BASES,
            "Value that duty is charged on: at the border left, or with freight and insurance.",
            default="fob",
        ),
        number("insurance_rate", 5, "fraction", "Premium as a fraction of 110 % of the CIF value.", high=0.5, default=0.0),
        share("duty_incidence", 6, "Share of duty and import fees that the exporter bears through a lower price.", default=1.0),
        *PROVENANCE,
    ),
)

CUSTOMS_UNIONS = Table(
    "customs_unions",
    8,
    "Codes of customs unions that tariffs, programmes and places name beside countries, for example `EAC`. "
    "Absent: only `EU`, which needs no row.",
    ("code",),
    (
        country("code", 1, "Its code: two to eight capital letters and digits, not a country's.", required=True),
        text("name", 2, "Title for people; blank = the code."),
        text("note", 3, "Anything a reader must know."),
    ),
)

MINERALS = Table(
    "minerals",
    5,
    "Minerals that decisions are reported for. Absent: the minerals that `contents` names, in tonnes.",
    ("id",),
    (
        identifier(1, "Name of the mineral in other tables."),
        text("name", 2, "Title for people; blank = the id."),
        text("unit", 3, "Unit in which contained amounts are reported (kg of gold, ct of gems).", default="t"),
        number("tonnes_per_unit", 4, "t/unit", "Weight of one such unit.", low=1e-12, default=1.0),
        text("basis", 5, "What is counted, for example `Nb2O5` or `total rare-earth oxides`."),
    ),
)

MATERIALS = Table(
    "materials",
    6,
    "Everything that is mined, bought, made, moved, stored or sold.",
    ("id",),
    (
        identifier(1, "Name of the material in other tables."),
        text("name", 2, "Title for people; blank = the id."),
        choice("stage", 3, STAGES, "How far down the chain the material is.", required=True),
        flag("raw", 4, "Whether exporting it counts as exporting raw."),
        hs_code("hs_code", 5, "Code in the Harmonized System, as many digits as the tariffs need, for example `7202.93.80`."),
        text("unit", 6, "Unit in which the material is counted.", default="t"),
        number(
            "tonnes_per_unit", 7, "t/unit", "Weight of one unit, for law and lanes that count weight.", low=1e-12, default=1.0
        ),
        number("reference_value_per_unit", 8, "money/unit", "Value for charges on extraction and for reports."),
        flag("discardable", 9, "Whether a surplus may be thrown away; otherwise balances are exact."),
        number("discard_cost_per_unit", 10, "money/unit", "Cost of throwing one unit away.", default=0.0),
        *PROVENANCE,
    ),
    figures=True,
)

CONTENTS = Table(
    "contents",
    7,
    "How much of a mineral a material holds; defines mined, processed and raw. "
    "Absent: each raw material is a mineral of its own, held by whatever is made from it.",
    ("material", "mineral"),
    (
        reference("material", 1, "materials", "Material."),
        reference("mineral", 2, "minerals", "Mineral it holds."),
        number("fraction", 3, "t/t", "Tonnes of mineral in one tonne of material.", high=1.0, required=True),
        *PROVENANCE,
    ),
    figures=True,
)

SETTING = (CASE, NODES, SITES, MARKETS, CUSTOMS_UNIONS, MINERALS, MATERIALS, CONTENTS)
