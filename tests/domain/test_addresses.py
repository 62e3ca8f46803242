"""One address for every value of a case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.addresses import BadAddress, parse_address, resolve
from optimizer.domain.case import Case
from tests.domain.every_table import EVERY_TABLE
from tests.domain.rows import TUTORIAL, edited, folder_rows, read_rows, sound_case

NODES = [
    {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
    {"id": "2027", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31"},
    {"id": "2030", "parent": "2027", "start": "2028-01-01", "end": "2030-12-31"},
]
CASE = sound_case(edited(TUTORIAL, added={"nodes": NODES}))


def named(case: Case, text: str) -> list[str]:
    """Return the addresses that an address or pattern names."""
    place = resolve(case, text)
    rows = [place.table.address(int(row), place.column.name) for row in place.rows]
    return rows if place.nodes is None else [f"{row}@{node}" for row in rows for node in place.nodes]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("case.name", ("case", (), (), "name", "")),
        ("tariffs[us-7202.93-mfn].ad_valorem", ("tariffs", ("us-7202.93-mfn",), (), "ad_valorem", "")),
        ("demands[us-femn,2].price_per_unit@2029", ("demands", ("us-femn", "2"), (), "price_per_unit", "2029")),
        ("demands[market=us].price_per_unit", ("demands", (), (("market", "us"),), "price_per_unit", "")),
        ("demands[*,1,market=us].active", ("demands", ("*", "1"), (("market", "us"),), "active", "")),
        ("ship[likoni-us,femn,2029]", ("ship", ("likoni-us", "femn", "2029"), (), "", "")),
        ("run[smelter]", ("run", ("smelter",), (), "", "")),
        ("programme_rates[agoa,mfn,].covered", ("programme_rates", ("agoa", "mfn", ""), (), "covered", "")),
        ("demands[ us , 1 ].active", ("demands", ("us", "1"), (), "active", "")),
        ("limit_terms[mix,ship[*,femn]].coefficient", ("limit_terms", ("mix", "ship[*,femn]"), (), "coefficient", "")),
        ("limit_terms[mix,sell[market=us]].note", ("limit_terms", ("mix", "sell[market=us]"), (), "note", "")),
        (
            "figures[limit_terms[mix,build[femn,*]@2029].coefficient].note",
            ("figures", ("limit_terms[mix,build[femn,*]@2029].coefficient",), (), "note", ""),
        ),
        (
            "figures[figures[limit_terms[mix,sell[market=us]].note].basis].note",
            ("figures", ("figures[limit_terms[mix,sell[market=us]].note].basis",), (), "note", ""),
        ),
        ("tariffs[,].active", ("tariffs", ("", ""), (), "active", "")),
        ("tariffs[].active", ("tariffs", (), (), "active", "")),
        ("tariffs[origin=].active", ("tariffs", (), (("origin", ""),), "active", "")),
        ("nodes[*].years@20*", ("nodes", ("*",), (), "years", "20*")),
    ],
)
def test_the_grammar(text: str, parts: tuple[object, ...]) -> None:
    """An address is head, key, filters, column and node."""
    address = parse_address(text)
    assert parts == (address.head, address.key, address.filters, address.column, address.node)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Demands[a].b",
        "demands[a",
        "demands]a[.b",
        "demands[a].b@",
        "demands[a].b@x y",
        "demands[a].",
        "[a].b",
        "a b",
        "a[b]]",
        "a[[b]",
        "a[b][c]",
    ],
)
def test_what_is_not_an_address_is_refused(text: str) -> None:
    """The fix shows the grammar."""
    with pytest.raises(BadAddress) as caught:
        parse_address(text)
    assert ("bad-address", "write table[key].column or table[key].column@node") == (caught.value.rule, caught.value.fix)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("case.name", ["case.name"]),
        ("supplies[niobium].cost_per_unit", ["supplies[niobium].cost_per_unit"]),
        ("supplies[*].cost_per_unit", ["supplies[manganese].cost_per_unit", "supplies[niobium].cost_per_unit"]),
        ("supplies[n*m].cost_per_unit", ["supplies[niobium].cost_per_unit"]),
        ("demands[us-ferroniobium,1].active", ["demands[us-ferroniobium,1].active"]),
        (
            "demands[cn-*].active",
            ["demands[cn-concentrate,1].active", "demands[cn-ferroniobium,1].active", "demands[cn-manganese,1].active"],
        ),
        ("demands[market=us].active", ["demands[us-ferroniobium,1].active"]),
        ("demands[market=cn,material=ferroniobium].active", ["demands[cn-ferroniobium,1].active"]),
        ("demands[*,1,market=us].active", ["demands[us-ferroniobium,1].active"]),
        ("demands[price_per_unit=140].active", ["demands[cn-manganese,1].active"]),
        ("lanes[max_tonnes_per_year=].active", ["lanes[port-cn].active", "lanes[port-us].active"]),
        ("materials[raw=false].stage", ["materials[ferroniobium].stage"]),
        ("lanes[port-us].freight_per_tonne@2027", ["lanes[port-us].freight_per_tonne@2027"]),
        ("lanes[port-us].freight_per_tonne@*", ["lanes[port-us].freight_per_tonne"]),
        (
            "lanes[port-us].freight_per_tonne@202*",
            ["lanes[port-us].freight_per_tonne@2026", "lanes[port-us].freight_per_tonne@2027"],
        ),
        (
            "lanes[port-*].freight_per_tonne@2030",
            ["lanes[port-cn].freight_per_tonne@2030", "lanes[port-us].freight_per_tonne@2030"],
        ),
    ],
)
def test_what_an_address_names(text: str, places: list[str]) -> None:
    """Keys, `*`, filters and nodes choose rows and nodes."""
    assert places == named(CASE, text)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("demand[us-ferroniobium,1].active", "did you mean 'demands'"),
        ("demands[us-ferroniobium,1].price", "did you mean 'price_basis', 'price_per_unit'"),
        ("demands[us-ferroniobum,1].active", "did you mean 'us-ferroniobium,1', 'cn-ferroniobium,1'"),
        ("demands[us-ferroniobium].active", "did you mean 'us-ferroniobium,1'"),
        ("demands[us-ferroniobium,1,x].active", "did you mean 'us-ferroniobium,1', 'cn-ferroniobium,1'"),
        (
            "demands[market=uk].active",
            "market is never 'uk': there is, for example, 'cn', 'us'",
        ),
        ("demands[market=usa].active", "market is never 'usa': did you mean 'us'"),
        ("demands[mrket=us].active", "did you mean 'market'"),
        ("lanes[port-us].freight_per_tonne@2029", "did you mean '2026', '2027'"),
        ("stocks[*].max", "the table is empty"),
        (
            "run[smelter].level",
            "'run' names columns of the plan, which only limit_terms.columns may; change the row that they come from",
        ),
        ("supplies[n?obium].active", "did you mean 'niobium'"),
        ("supplies[*,1].active", "there is, for example, 'manganese', 'niobium'"),
    ],
)
def test_what_names_nothing_says_what_there_is(text: str, fix: str) -> None:
    """An unknown table, column, row, filter or node is an error that names the nearest ones."""
    with pytest.raises(BadAddress) as caught:
        resolve(CASE, text)
    assert ("unknown-address", fix) == (caught.value.rule, caught.value.fix)


def test_an_address_without_a_column_names_no_value() -> None:
    """A row is not a value."""
    with pytest.raises(BadAddress, match=r"'supplies\[niobium\]' names no column"):
        resolve(CASE, "supplies[niobium]")


def every_value(case: Case) -> list[str]:
    """Return the address of every value of a case."""
    return [
        data.address(row, column.name)
        for data in case.tables.values()
        for row in range(len(data))
        for column in data.table.columns
    ]


@pytest.mark.parametrize("case", [CASE, read_rows(EVERY_TABLE).case], ids=["tutorial", "every-table"])
def test_the_address_of_every_value_names_that_value_alone(case: Case) -> None:
    """Whatever can be reported can be addressed."""
    addresses = every_value(case)
    assert [[address] for address in addresses] == [named(case, address) for address in addresses]


KENYA = read_rows(folder_rows("kenya")).case


def test_the_address_of_every_value_of_kenya_names_its_row_alone() -> None:
    """The same holds for the shipped case, figures about other figures included: all of its keys, not a sample."""
    for data in KENYA.tables.values():
        for row in range(len(data)):
            address = data.address(row, data.table.columns[0].name)
            assert [address] == named(KENYA, address)


@given(st.text("*ab", min_size=1, max_size=6), st.text("ab", max_size=6))
def test_star_stands_for_anything(pattern: str, key: str) -> None:
    """`*` matches as in a shell, every other sign only itself."""
    rows = edited(TUTORIAL, added={"minerals": [{"id": "m", "name": key}, {"id": "ab", "name": "ab"}]})
    case = read_rows(rows).case
    parts = pattern.split("*")
    reachable = {0} if key.startswith(parts[0]) else set()
    # Reference: positions in `key` at which the pattern read so far can end.
    ends = {len(parts[0])} if reachable else set()
    for part in parts[1:]:
        ends = {at + len(part) for end in ends for at in range(end, len(key) + 1) if key.startswith(part, at)}
    matches = len(key) in ends
    try:
        found = "minerals[m].unit" in named(case, f"minerals[name={pattern}].unit")
    except BadAddress:
        found = False
    assert matches == found
