"""Declarations of the tables of law: tariffs, preference programmes, royalties, policies and the user's limits."""

from optimizer.domain.tables.declaration import (
    ACTIVE,
    PROVENANCE,
    Table,
    address,
    choice,
    country,
    date,
    flag,
    hs_prefix,
    identifier,
    number,
    rate,
    reference,
    share,
    text,
    window,
)

TARIFF_KINDS = ("duty", "surcharge", "fee", "export_levy", "import_charge")
TARIFF_BASES = ("customs_value", "customs_value_plus", "duty")
COUNTRY_ROLES = ("beneficiary", "cumulation", "former", "donor")
ORIGIN_TESTS = ("wholly_obtained", "content_min", "foreign_max", "tariff_shift")
ROYALTY_BASES = ("extracted", "sold")
POLICY_KINDS = ("measure_bound", "processed_share", "raw_export_ban")
SCOPES = ("per_period", "total")
SENSES = ("le", "ge", "eq")

TARIFFS = Table(
    "tariffs",
    30,
    "Charges on goods that cross a border. Within one instrument the most specific HS prefix wins; instruments add up.",
    ("id",),
    (
        identifier(1, "Name of the row, for example `us-7202.93-mfn`."),
        text("instrument", 2, "Legal instrument; rows of one instrument exclude each other.", required=True),
        choice("kind", 3, TARIFF_KINDS, "What it is in the accounts.", default="duty"),
        hs_prefix("hs_prefix", 4, "Goods it covers, as the beginning of their HS code; blank = all goods."),
        country("origin", 5, "Country of origin it covers; blank = all."),
        country("destination", 6, "Country or customs union of entry; blank = all (for an export levy)."),
        choice("base", 7, TARIFF_BASES, "What the ad valorem rate applies to.", default="customs_value"),
        rate("ad_valorem", 8, "Rate on the base.", default=0.0),
        number("specific_per_tonne", 9, "money/t", "Amount per tonne of goods, or of `specific_mineral` in them.", default=0.0),
        reference("specific_mineral", 10, "minerals", "Mineral whose contained tonnes bear the specific amount.", required=False),
        number("min_per_parcel", 11, "money", "Least charge per customs entry."),
        number("max_per_parcel", 12, "money", "Largest charge per customs entry."),
        *window(13, "entries bear it"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

TARIFF_EXEMPTIONS = Table(
    "tariff_exemptions",
    31,
    "Goods that a tariff row does not reach although its prefix covers them.",
    ("tariff", "hs_prefix"),
    (
        reference("tariff", 1, "tariffs", "Tariff row."),
        hs_prefix("hs_prefix", 2, "Goods exempted, as the beginning of their HS code.", required=True),
        *PROVENANCE,
    ),
)

TARIFF_REPLACEMENTS = Table(
    "tariff_replacements",
    32,
    "Instruments that a tariff row takes the place of; without a row here instruments add up.",
    ("tariff", "instrument"),
    (
        reference("tariff", 1, "tariffs", "Tariff row that applies instead."),
        text("instrument", 2, "Instrument it replaces.", required=True),
        *PROVENANCE,
    ),
)

TARIFF_BASE_PARTS = Table(
    "tariff_base_parts",
    33,
    "Instruments whose charges enter the base of a tariff row with base `customs_value_plus` or `duty`.",
    ("tariff", "instrument"),
    (
        reference("tariff", 1, "tariffs", "Tariff row whose base it is."),
        text("instrument", 2, "Instrument whose charge enters.", required=True),
        *PROVENANCE,
    ),
)

PROGRAMMES = Table(
    "programmes",
    34,
    "Tariff preferences that a sale may claim: AGOA, an economic partnership agreement, a zero-duty offer.",
    ("id",),
    (
        identifier(1, "Name of the programme."),
        text("name", 2, "Title for people; blank = the id."),
        country("destination", 3, "Country or customs union that grants it.", required=True),
        text(
            "waives",
            4,
            "Instrument that it brings to zero for every good that `programme_rates` does not name; blank = named goods only.",
        ),
        number("claim_cost_per_tonne", 5, "money/t", "Cost of proving origin.", default=0.0),
        date("refund_date", 6, "Day on which duty paid on entries before it is refunded without interest; blank = no refund."),
        *window(7, "entries may claim it"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

PROGRAMME_COUNTRIES = Table(
    "programme_countries",
    35,
    "Countries of a programme. A programme without rows here benefits the home country.",
    ("programme", "country", "role"),
    (
        reference("programme", 1, "programmes", "Programme."),
        country("country", 2, "Country.", required=True),
        choice("role", 3, COUNTRY_ROLES, "How its goods count.", required=True),
        *window(4, "the role holds"),
        ACTIVE,
        *PROVENANCE,
    ),
)

PROGRAMME_RATES = Table(
    "programme_rates",
    36,
    "Which goods a programme covers and what they then pay of an instrument; the most specific HS prefix wins.",
    ("programme", "instrument", "hs_prefix"),
    (
        reference("programme", 1, "programmes", "Programme."),
        text("instrument", 2, "Instrument waived or reduced.", required=True),
        hs_prefix("hs_prefix", 3, "Goods, as the beginning of their HS code; blank = all goods."),
        flag("covered", 4, "Whether the goods are covered; false takes them out of a wider prefix.", default=True),
        rate("ad_valorem", 5, "Preferential rate instead of the instrument's.", default=0.0),
        number("specific_per_tonne", 6, "money/t", "Preferential specific amount instead of the instrument's.", default=0.0),
        *PROVENANCE,
    ),
    figures=True,
)

ORIGIN_RULES = Table(
    "origin_rules",
    37,
    "What earns origin under a programme. Tests of one alternative must all hold; alternatives exclude none.",
    ("programme", "hs_prefix", "alternative", "test"),
    (
        reference("programme", 1, "programmes", "Programme."),
        hs_prefix("hs_prefix", 2, "Goods, as the beginning of their HS code; blank = all goods."),
        identifier(3, "Name of the alternative.", "alternative"),
        choice("test", 4, ORIGIN_TESTS, "What is tested.", required=True),
        share("threshold", 5, "Least local or largest foreign content, as a share of appraised value."),
        number("shift_digits", 6, "digit", "Digits of the HS code that foreign inputs must change.", low=2, high=6),
        share("de_minimis", 7, "Share of value that need not shift."),
        share("donor_cap", 8, "Largest share of value that donor countries' materials may add."),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

ORIGIN_VALUES = Table(
    "origin_values",
    38,
    "Value at which an input counts, for or against a lot, in a test of origin. Every input that one counts needs its row.",
    ("programme", "material", "origin", "site"),
    (
        reference("programme", 1, "programmes", "Programme."),
        reference("material", 2, "materials", "Input."),
        country("origin", 3, "Country of origin of the input; of a blend that of its principal part.", required=True),
        reference("site", 4, "sites", "Plant."),
        number("value_per_unit", 5, "money/unit", "Value at the plant gate; 0 leaves the input out of account.", required=True),
        *PROVENANCE,
    ),
    figures=True,
)

ROYALTIES = Table(
    "royalties",
    39,
    "Royalties and levies, on extraction or on sale. Name a material, or a mineral for every material that holds it.",
    ("id",),
    (
        identifier(1, "Name of the row."),
        reference("mineral", 2, "minerals", "Mineral it is due on, or blank.", required=False),
        reference("material", 3, "materials", "Material it is due on, or blank.", required=False),
        rate("rate", 4, "Share of the value.", required=True),
        choice("basis", 5, ROYALTY_BASES, "Due on extraction at reference value, or on sale at border value.", default="sold"),
        reference(
            "at_material", 6, "materials", "Material at whose reference value the contained mineral is charged.", required=False
        ),
        *window(7, "it is due"),
        text("instrument", 9, "Legal instrument; rows of one exclude each other, instruments add up; blank = the royalty."),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

POLICIES = Table(
    "policies",
    40,
    "What a government demands of the plan.",
    ("id",),
    (
        identifier(1, "Name of the policy."),
        choice("kind", 2, POLICY_KINDS, "What kind of demand it is.", required=True),
        text("measure", 3, "Measure that `measure_bound` bounds, for example `jobs`."),
        reference("mineral", 4, "minerals", "Mineral of a processed share or ban; blank = every mineral.", required=False),
        number("minimum", 5, "measure", "Least value; for `processed_share` the least share.", low=None),
        number(
            "maximum", 6, "measure", "Largest value; for `raw_export_ban` contained tonnes still allowed, blank = none.", low=None
        ),
        choice("scope", 7, SCOPES, "Whether it holds in each period or over the horizon.", default="per_period", enum="Scope"),
        *window(8, "it holds"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

LIMITS = Table(
    "limits",
    41,
    "Linear rows of the user's own over the plan's columns: blending, mix ratios, group quotas.",
    ("id",),
    (
        identifier(1, "Name of the limit."),
        text("name", 2, "Title for people; blank = the id."),
        choice("sense", 3, SENSES, "At most, at least or exactly `amount`.", required=True),
        number(
            "amount", 4, "unit of the terms", "Right-hand side, per year (per_period) or in all (total).", low=None, default=0.0
        ),
        choice("scope", 5, SCOPES, "Whether it holds in each period or over the horizon.", default="per_period", enum="Scope"),
        ACTIVE,
        *PROVENANCE,
    ),
    figures=True,
)

LIMIT_TERMS = Table(
    "limit_terms",
    42,
    "Terms of a limit: a coefficient on every column that a pattern names.",
    ("limit", "columns"),
    (
        reference("limit", 1, "limits", "Limit."),
        address("columns", 2, "Columns, for example `ship[*,femn]`, `run[smelter]` or `sell[material=femn]`."),
        number("coefficient", 3, "1", "Coefficient of each of them.", low=None, required=True),
        *PROVENANCE,
    ),
)

LAW = (
    TARIFFS,
    TARIFF_EXEMPTIONS,
    TARIFF_REPLACEMENTS,
    TARIFF_BASE_PARTS,
    PROGRAMMES,
    PROGRAMME_COUNTRIES,
    PROGRAMME_RATES,
    ORIGIN_RULES,
    ORIGIN_VALUES,
    ROYALTIES,
    POLICIES,
    LIMITS,
    LIMIT_TERMS,
)
