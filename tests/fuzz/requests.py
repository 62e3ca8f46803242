"""Requests at random: sound ones, nearly sound ones, absurd ones and noise, each made by a seed."""

import random
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from optimizer.store.case_files import read_case_folder
from optimizer.v1 import case_pb2, service_pb2
from optimizer.wire.case import case_to_proto
from optimizer.work.methods import METHODS
from tests.domain.rows import DATA
from tests.made_cases import random_case, read_rows

WEIGHTS = {
    "Solve": 40, "ValidateCase": 25, "LookUpDuty": 14, "ListTariffLines": 12, "ExportProgram": 8, "ListCases": 4, "GetCase": 5,
    "CompareScenarios": 8,
}  # fmt: skip
"""How often each method is called."""
NUMBERS = (
    0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 25.0, 100.0, 1e-300, 1e-12, 1e-9, 1e9, 1e14, 1e15, 1e19, 1e20, 1e300, -1e300,
    float("inf"), float("-inf"), float("nan"), 2027.0,
)  # fmt: skip
TEXTS = (
    "", " ", "0", "1", "us", "US", "usa", "KE", "ke", "ZZ", "EU", "EAC", "Kenya", "7202", "7202.9",
    "7202,93", "2504.10", "72",
    "7202.93.80", "us-alloy", "agoa", "ore", "alloy", "profit", "jobs", "npv", "minimise duty",
    "profit + 1e400 jobs", "*", "[", "]",
    "sell[*]", "run[smelter]", "ship[*,ore]", "demands[*].price_per_unit", "lanes[*].transit_days",
    "nodes[*].end", "case.money_unit",
    "supplies[pit].reserve@*", "policies[p].maximum", "case.home_country", "materials[*].hs_code",
    "demands[market=us].active",
    "9999-12-31", "8999-12-31", "1800-01-01", "2027-01-01", "2027-02-30", "31.12.2027", "true",
    "false", "set", "\0", "a\nb",
    "\u0663", "e\u0301", "\U0001f4a9" * 50, "x" * 300, "x" * 20_000, "(" * 900, f"+{' ' * 1500}!",
    "cases/kenya", "cases/tutorial",
    "cases/", "cases/../kenya", "kenya", "tutorial", "ban-wide", "a,b", "%s%n", "'; drop", "NaN", "1e999",
)  # fmt: skip
INTEGERS = (0, 1, 2, 3, 5, 17, 1000, -1, 2**31 - 1, -(2**31))
MADE = [case_to_proto(read_rows(random_case(seed)).case) for seed in range(6)]
SHIPPED = [case_to_proto(read_case_folder(DATA / "tutorial").case)]
ABSENT = 0.4


def random_request(seed: int) -> tuple[str, bytes]:
    """Return a method and the bytes of a request to it."""
    rng = random.Random(seed)  # noqa: S311 (nothing secret)
    method = rng.choices(tuple(METHODS), [WEIGHTS[name] for name in METHODS])[0]
    kind = rng.random()
    if kind < 0.03:
        return method, rng.randbytes(rng.randrange(200))
    request = METHODS[method].request()
    if kind < 0.15:
        _fill(request, rng, depth=0)
    else:
        _ask(request, rng)
    written = request.SerializeToString()
    return method, _damaged(written, rng) if kind > 0.97 else written


def _ask(request: Any, rng: random.Random) -> None:
    """Make a request that is sound but for a few values."""
    if not hasattr(request, "source"):
        _fill(request, rng, depth=0)
        return
    if rng.random() < 0.15:
        request.source.case_name = "cases/tutorial"
    else:
        request.source.inline_case.CopyFrom(rng.choice(MADE + SHIPPED))
        for _ in range(rng.choice((0, 1, 1, 2, 3, 8))):
            _spoil(request.source.inline_case, rng)
    for _ in range(rng.choice((0, 0, 0, 0, 0, 0, 1, 2))):
        _fill(request.source.changes.add(), rng, depth=0)
    if rng.random() < 0.1:
        request.source.scenario = rng.choice(TEXTS)
    _ask_more(request, rng)


def _ask_more(request: Any, rng: random.Random) -> None:
    """Set what a method asks beside its source."""
    if isinstance(request, service_pb2.ExportProgramRequest):
        request.objective = rng.choice(TEXTS) if rng.random() < 0.2 else ""
        request.format = rng.choice((0, 1, 2, 2, 3))
    elif isinstance(request, service_pb2.SolveRequest):
        request.objective = rng.choice(TEXTS) if rng.random() < 0.2 else ""
        request.include.extend(value for value in (1, 2, 3) if rng.random() < 0.3)
    elif isinstance(request, service_pb2.CompareScenariosRequest):
        for _ in range(rng.choice((0, 1, 1, 2))):
            _fill(request.alternatives.add(), rng, depth=1)
        request.alternatives.add()
    elif not isinstance(request, service_pb2.ValidateCaseRequest):
        request.destination = "us"
        if isinstance(request, service_pb2.LookUpDutyRequest):
            request.hs_code, request.value_per_tonne = "7202.93", 1000.0
        for _ in range(rng.randrange(3)):
            _set(request, rng.choice([field for field in request.DESCRIPTOR.fields if field.name != "source"]), rng, depth=1)


def _spoil(case: case_pb2.Case, rng: random.Random) -> None:
    """Change, copy, add or remove one row of a case."""
    field = rng.choice(case.DESCRIPTOR.fields)
    if not field.is_repeated:
        _set(case, field, rng, depth=0)
        return
    name, kind = field.name, rng.random()
    rows = getattr(case, name)
    if not rows or kind < 0.08:
        _fill(rows.add(), rng, depth=0)
    elif kind < 0.14:
        del rows[rng.randrange(len(rows))]
    elif kind < 0.2:
        rows.add().CopyFrom(rng.choice(rows))
    elif kind < 0.22:
        case.ClearField(name)  # type: ignore[arg-type]
    else:
        row = rng.choice(rows)
        _set(row, rng.choice(row.DESCRIPTOR.fields), rng, depth=1)


def _fill(message: Message, rng: random.Random, depth: int) -> None:
    for field in message.DESCRIPTOR.fields:
        if rng.random() > ABSENT:
            _set(message, field, rng, depth)


def _set(message: Any, field: FieldDescriptor, rng: random.Random, depth: int) -> None:
    if field.message_type is not None:
        if depth < 3:
            target = getattr(message, field.name)
            for item in [target.add() for _ in range(rng.randrange(3))] if field.is_repeated else [target]:
                item.SetInParent()
                _fill(item, rng, depth + 1)
    elif field.is_repeated:
        getattr(message, field.name).extend(_value(field, rng) for _ in range(rng.randrange(3)))
    else:
        setattr(message, field.name, _value(field, rng))


def _value(field: FieldDescriptor, rng: random.Random) -> Any:
    kinds = {
        FieldDescriptor.CPPTYPE_STRING: lambda: rng.choice(TEXTS),
        FieldDescriptor.CPPTYPE_DOUBLE: lambda: rng.choice(NUMBERS) if rng.random() < 0.6 else rng.uniform(0, 1e4),
        FieldDescriptor.CPPTYPE_BOOL: lambda: rng.random() < 0.5,
    }
    if field.enum_type is not None and rng.random() < 0.9:
        return rng.choice(field.enum_type.values).number
    return kinds.get(field.cpp_type, lambda: rng.choice(INTEGERS))()


def _damaged(written: bytes, rng: random.Random) -> bytes:
    if not written:
        return written
    damaged = bytearray(written)
    for _ in range(rng.randrange(1, 4)):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged[: rng.randrange(1, len(damaged) + 1)])
