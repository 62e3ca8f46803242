"""Case tables to protobuf and back."""

import math

import pytest
from google.api.field_behavior_pb2 import REQUIRED, field_behavior
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.case import Case
from optimizer.domain.errors import InvalidCase
from optimizer.domain.scenario import Change
from optimizer.domain.tables import TABLES, Column, Kind, Table
from optimizer.problem.build import ReadCase, build_problem, check_case
from optimizer.store.case_files import read_case_folder
from optimizer.v1 import case_pb2
from optimizer.wire.case import case_from_proto, case_to_proto, changes_from_proto, changes_to_proto, etag_of, rows_of
from optimizer.wire.names import enum_name, enum_value, message_name
from tests.domain.every_table import EVERY_TABLE
from tests.domain.rows import DATA, TUTORIAL, Rows, edited, read_rows
from tests.problem.validation.test_never_crashes import broken_rows
from tests.store.test_case_files import assert_equal_cases

COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]


def over_the_wire(case: Case) -> ReadCase:
    """Return a case as it arrives at the other end."""
    return case_from_proto(case_pb2.Case.FromString(case_to_proto(case).SerializeToString()))


def tutorial() -> case_pb2.Case:
    """Return the tutorial as a message of its own."""
    return case_to_proto(read_rows(TUTORIAL).case)


@pytest.mark.parametrize("name", ["tutorial", "kenya"])
def test_a_shipped_case_arrives_as_it_was(name: str) -> None:
    """Every row and value, and so the digest."""
    read = read_case_folder(DATA / name)
    again = over_the_wire(read.case)
    assert read.violations == again.violations
    assert_equal_cases(read.case, again.case)
    assert build_problem(read).digest == build_problem(again).digest


def test_a_case_of_every_table_arrives_as_it_was() -> None:
    """No table and no column is left behind."""
    read = read_rows(EVERY_TABLE)
    again = over_the_wire(read.case)
    assert () == read.violations == again.violations
    assert_equal_cases(read.case, again.case)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda item: item.name)
def test_every_column_travels(table: Table, column: Column) -> None:
    """The field of a column that has a value is set."""
    (row,) = rows_of(case_to_proto(read_rows(EVERY_TABLE).case), table)
    if (table.name, column.name) in {("nodes", "parent"), ("scenarios", "extends")}:
        assert getattr(row, column.name) == ""
    else:
        assert column.name in {field.name for field, _ in row.ListFields()}


def test_the_messages_are_the_declaration() -> None:
    """Tables are the fields of `Case`, columns the fields of their messages, by name, tag and type."""
    case = case_pb2.Case.DESCRIPTOR
    tables = {table.name: table.tag for table in TABLES.values()}
    assert tables | {"name": 101, "etag": 102} == {field.name: field.number for field in case.fields}
    for table in TABLES.values():
        message = case.fields_by_name[table.name].message_type
        assert message_name(table) == message.name
        assert {column.name: column.tag for column in table.columns} == {field.name: field.number for field in message.fields}
        for column in table.columns:
            field = message.fields_by_name[column.name]
            kinds = {Kind.NUMBER: field.TYPE_DOUBLE, Kind.FLAG: field.TYPE_BOOL, Kind.CHOICE: field.TYPE_ENUM}
            assert kinds.get(column.kind, field.TYPE_STRING) == field.type
            assert field.has_presence == (column.kind in (Kind.NUMBER, Kind.FLAG))


def test_what_is_required_says_so_to_programs() -> None:
    """Columns and tables that must be there are marked, and no others."""
    case = case_pb2.Case.DESCRIPTOR
    marked = {
        f"{table.name}.{field.name}"
        for table in TABLES.values()
        for field in case.fields_by_name[table.name].message_type.fields
        if REQUIRED in field.GetOptions().Extensions[field_behavior]
    }
    assert {f"{table.name}.{column.name}" for table, column in COLUMNS if column.required} == marked
    tables = [field.name for field in case.fields if REQUIRED in field.GetOptions().Extensions[field_behavior]]
    assert ["case", "materials"] == tables


def test_the_enums_are_the_choices() -> None:
    """In order, after the unspecified zero."""
    for table, column in COLUMNS:
        if column.kind is Kind.CHOICE:
            enum = getattr(case_pb2, enum_name(table, column))
            names = [enum_value(table, column, choice) for choice in ("unspecified", *column.choices)]
            assert {name: number for number, name in enumerate(names)} == dict(enum.items())


def test_the_tag_of_a_case_is_that_of_its_tables() -> None:
    """The same for equal tables, in whatever order rows were read; another one as soon as a cell differs."""
    backwards = {name: list(reversed(rows)) for name, rows in TUTORIAL.items()}
    dearer = edited(TUTORIAL, {"supplies[niobium].cost_per_unit": "5"})
    tag, same, other = (etag_of(case_to_proto(read_rows(rows).case)) for rows in (TUTORIAL, backwards, dearer))
    assert tag == same != other
    assert tag.startswith('"')
    assert tag.endswith('"')


def test_a_case_without_settings_has_no_row_of_them() -> None:
    """The one table of one row is a message that may be absent."""
    message = tutorial()
    message.ClearField("case")
    assert [] == rows_of(message, TABLES["case"])
    violations, _ = check_case(case_from_proto(message))
    assert ["case"] == [violation.address for violation in violations if violation.rule == "missing-table"]


def test_absent_is_not_zero() -> None:
    """A limit of zero is a limit; one that is absent is none."""
    message = tutorial()
    lane = next(lane for lane in message.lanes if lane.id == "port-us")
    assert not lane.HasField("max_tonnes_per_year")
    row = read_rows(TUTORIAL).case["lanes"].rows["port-us"]
    assert math.isinf(case_from_proto(message).case.limits("lanes", "max_tonnes_per_year")[row, 0])
    lane.max_tonnes_per_year = 0.0
    assert 0.0 == case_from_proto(message).case.limits("lanes", "max_tonnes_per_year")[row, 0]


def test_absent_is_the_default() -> None:
    """Fields left out hold what a blank cell holds."""
    message = tutorial()
    message.demands[0].ClearField("active")
    message.demands[0].ClearField("price_basis")
    message.demands[0].ClearField("min_per_year")
    assert_equal_cases(read_rows(TUTORIAL).case, case_from_proto(message).case)


def test_false_is_not_absent() -> None:
    """A row switched off arrives switched off."""
    case = over_the_wire(read_rows(edited(TUTORIAL, {"lanes[port-us].active": "false"})).case).case
    assert [True, True, False] == case["lanes"]["active"].tolist()


@pytest.mark.parametrize(
    ("table", "column", "value", "address", "rule", "text"),
    [
        ("supplies", "cost_per_unit", math.nan, "supplies[manganese].cost_per_unit", "nan", "nan"),
        ("supplies", "max_per_year", math.inf, "supplies[manganese].max_per_year", "infinite", "inf"),
        ("supplies", "cost_per_unit", -math.inf, "supplies[manganese].cost_per_unit", "infinite", "-inf"),
        ("materials", "stage", 99, "materials[ferroniobium].stage", "unknown-choice", "99"),
        ("materials", "stage", 0, "materials[ferroniobium].stage", "missing-value", ""),
        ("programmes", "end", "31.12.2026", "programmes[agoa].end", "not-a-date", "31.12.2026"),
        ("lanes", "id", "Mine Port", "lanes[Mine Port]", "bad-id", "Mine Port"),
        ("lanes", "id", "", "lanes row 1.id", "missing-value", ""),
        ("demands", "market", "", "demands[cn-concentrate,1].market", "missing-value", ""),
        ("tariffs", "ad_valorem", 25.0, "tariffs[us-7202.93-mfn].ad_valorem", "rate-above-5", "25"),
    ],
)
def test_what_cannot_be_read_is_a_violation(table: str, column: str, value: object, address: str, rule: str, text: str) -> None:
    """As with a file: address, rule and value; an unspecified choice is a blank."""
    message = tutorial()
    setattr(getattr(message, table)[0], column, value)
    violations, _ = check_case(case_from_proto(message))
    assert (address, rule, text) in {(violation.address, violation.rule, violation.value) for violation in violations}


def test_every_unreadable_field_is_reported() -> None:
    """None hides another."""
    message = tutorial()
    for supply in message.supplies:
        supply.cost_per_unit, supply.max_per_year, supply.start = math.nan, math.inf, "soon"
    assert 6 == len(case_from_proto(message).violations)


def test_a_key_that_stands_twice_is_reported() -> None:
    """Rows of a message have keys like those of a file."""
    message = tutorial()
    message.supplies.add().CopyFrom(message.supplies[0])
    assert [("supplies[manganese]", "duplicate-key")] == [(v.address, v.rule) for v in case_from_proto(message).violations]


def test_an_empty_message_is_a_case_without_tables() -> None:
    """What must be there is reported."""
    violations, _ = check_case(case_from_proto(case_pb2.Case()))
    assert {"case", "materials"} == {violation.address for violation in violations if violation.rule == "missing-table"}


def test_a_case_whose_stock_is_of_no_material_is_reported() -> None:
    """Though it lies abroad, a lane that leads to it lists what it carries, and there are no materials at all."""
    case = case_pb2.Case(
        case=case_pb2.CaseSettings(id="made", name="Made", currency="USD", home_country="KE"),
        sites=[case_pb2.Site(id="port", country="UG")],
        lanes=[case_pb2.Lane(id="rail", from_site="mine", to="port")],
        lane_materials=[case_pb2.LaneMaterial(lane="rail", material="ore")],
        stocks=[case_pb2.Stock(site="port", material="concentrate")],
        programmes=[case_pb2.Programme(id="agoa", destination="US")],
    )
    violations, _ = check_case(case_from_proto(case))
    assert "stocks[port,concentrate].material" in {violation.address for violation in violations}


@given(broken_rows(TUTORIAL))
@settings(max_examples=40)
def test_a_broken_case_travels_too(rows: Rows) -> None:
    """What can be read of it arrives, and the rules find the same in it."""
    case = read_rows(rows).case
    sent, _ = check_case(ReadCase(case))
    arrived, _ = check_case(over_the_wire(case))
    assert {violation.rule for violation in sent} <= {violation.rule for violation in arrived}


numbers = st.floats() | st.just(0.0)
enums = st.integers(-(2**31), 2**31 - 1)


@given(st.data())
@settings(max_examples=40)
def test_any_message_is_read_or_reported(data: st.DataObject) -> None:
    """Fields may hold whatever the wire allows."""
    message = tutorial()
    for _ in range(data.draw(st.integers(1, 4))):
        table, column = data.draw(st.sampled_from(COLUMNS))
        rows = getattr(message, table.name)
        row = rows if table.single_row else rows[0] if len(rows) else rows.add()
        kinds = {Kind.NUMBER: numbers, Kind.FLAG: st.booleans(), Kind.CHOICE: enums}
        setattr(
            row, column.name, data.draw(kinds.get(column.kind, st.text(st.characters(exclude_categories=["Cs"]), max_size=5)))
        )
    check_case(case_from_proto(message))


def test_changes_travel() -> None:
    """Operation by operation."""
    changes = [
        Change("a.b", "set", "1"),
        Change("c[*].d@2027", "scale", "0.5"),
        Change("e.f", "add", "-1"),
        Change("g.h", "set", ""),
    ]
    messages = [case_pb2.Change.FromString(message.SerializeToString()) for message in changes_to_proto(changes)]
    assert changes == changes_from_proto(messages)


def test_an_unspecified_operation_sets() -> None:
    """As a blank does in a file."""
    assert [Change("a.b", "set", "1")] == changes_from_proto([case_pb2.Change(address="a.b", value="1")])


@pytest.mark.parametrize("operation", [4, 99, -1])
def test_an_operation_from_the_future_is_refused(operation: int) -> None:
    """A newer client's operation must not be taken for another one."""
    message = case_pb2.Change(address="supplies[niobium].cost_per_unit", value="5")
    message.operation = operation  # type: ignore[assignment]
    with pytest.raises(InvalidCase) as caught:
        build_problem(read_rows(TUTORIAL), changes=changes_from_proto([message]))
    assert ["unknown-choice"] == [violation.rule for violation in caught.value.violations]
