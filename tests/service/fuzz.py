"""Requests that nobody would write: bytes at random, messages broken, filled at random, or bent in one place."""

import math
import random
from collections.abc import Callable
from functools import cache
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from optimizer.store.case_files import read_case_folder
from optimizer.v1 import service_pb2
from optimizer.wire.case import case_to_proto
from tests.made_cases import random_case, read_rows
from tests.service.inline_cases import one_mine
from tests.service.serving import ROOT

KINDS: dict[str, type[Message]] = {
    "Solve": service_pb2.SolveRequest,
    "ValidateCase": service_pb2.ValidateCaseRequest,
    "LookUpDuty": service_pb2.LookUpDutyRequest,
    "ListTariffLines": service_pb2.ListTariffLinesRequest,
    "ListCases": service_pb2.ListCasesRequest,
    "GetCase": service_pb2.GetCaseRequest,
}
NUMBERS = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 100.0, 1e-9, 1e-12, 1e-300, 5e-324),
    *(1e6, 1e9, 1e12, 1e15, 1e20, 1e30, 1e300, -1e20, math.inf, -math.inf, math.nan),
)
TEXTS = (
    *("", " ", "x", "KE", "US", "EU", "us", "ore", "mine", "pit", "road", "case", "kenya", "tutorial"),
    *("cases/kenya", "cases/tutorial", "cases/../x", "cases/" + "a" * 300, "2027-01-01", "9999-12-31"),
    *("0001-01-01", "2027-13-01", "31/12/2027", "7202.93", "2504.1", "72.02", "99999999999", "1e400", "-1"),
    *("nan", "inf", "0x10", "1,5", "10 %", "a,b", "a[b].c", "demands[us-ore,1].price_per_unit", "supplies[mine]"),
    *("supplies[mine].max_per_year", "tariffs[hs_prefix=7202].ad_valorem", "[", "]", "=", "a=b=c", "\n", "\0"),
    *("\u0905", "\U0001f600", "profit", "jobs + 2 profit", "-profit", "1 / 0", "2 * * jobs", "+" + " " * 60 + "!"),
)
WHOLE = (0, 1, -1, 2, 7, 100, 2**31 - 1, -(2**31), 2**63 - 1)
MOST_ROWS = 4
DEEPEST = 4


def make_request(seed: int) -> tuple[str, bytes]:
    """Return a method and the bytes of a request to it, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - a test needs no secrecy
    method = rng.choice(list(KINDS)) if rng.random() < 0.5 else rng.choice(("Solve", "ValidateCase"))
    make = rng.choices(MAKERS, weights=(2, 5, 4, 9))[0]
    return method, make(rng, method)


def _noise(rng: random.Random, _method: str) -> bytes:
    return rng.randbytes(rng.choice((0, 1, 3, 20, 300)))


def _broken(rng: random.Random, method: str) -> bytes:
    """Return a good request with some bytes changed, left out or repeated."""
    content = bytearray(_good(rng, method).SerializeToString())
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(content) + 1)
        change = rng.randrange(4)
        if change == 0 and at < len(content):
            content[at] = rng.randrange(256)
        elif change == 1:
            del content[at : at + rng.choice((1, 2, 50))]
        elif change == 2:
            content[at:at] = rng.randbytes(rng.choice((1, 2, 9)))
        else:
            content[at:at] = content[at : at + rng.choice((5, 60))]
    return bytes(content)


def _filled(rng: random.Random, method: str) -> bytes:
    """Return a request whose fields are filled at random."""
    message = KINDS[method]()
    _fill(rng, message, 0)
    return message.SerializeToString()


def _bent(rng: random.Random, method: str) -> bytes:
    """Return a good request in which a few fields, wherever they are, have an odd value."""
    message = _good(rng, method)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        target = message
        while True:
            fields = target.DESCRIPTOR.fields
            inner = [field for field in fields if field.message_type and _present(target, field)]
            if not inner or rng.random() < 0.1:
                break
            value = getattr(target, rng.choice(inner).name)
            target = rng.choice(value) if hasattr(value, "add") else value
        _set(rng, target, rng.choice(target.DESCRIPTOR.fields), DEEPEST)
    return message.SerializeToString()


MAKERS: tuple[Callable[[random.Random, str], bytes], ...] = (_noise, _broken, _filled, _bent)


@cache
def _cases() -> tuple[Any, ...]:
    """Return small cases that can be solved."""
    made = [case_to_proto(read_rows(random_case(seed)).case) for seed in range(6)]
    return one_mine(), case_to_proto(read_case_folder(ROOT / "data" / "tutorial").case), *made


def _good(rng: random.Random, method: str) -> Message:
    """Return a request that can be answered."""
    message: Any = KINDS[method]()
    if method == "GetCase":
        message.name = "cases/tutorial"
    if "source" in message.DESCRIPTOR.fields_by_name:
        if rng.random() < 0.2:
            message.source.case_name = "cases/tutorial"
        else:
            message.source.inline_case.CopyFrom(rng.choice(_cases()))
            message.source.scenario = ""
        if rng.random() < 0.3:
            message.source.changes.add(address=rng.choice(TEXTS), value=rng.choice(TEXTS))
    if method == "Solve" and rng.random() < 0.3:
        message.include.extend(rng.sample((1, 2, 3), rng.randint(1, 3)))
    if method in ("LookUpDuty", "ListTariffLines"):
        message.destination = rng.choice(("US", "CN", "EU", "us"))
    if method == "LookUpDuty":
        message.hs_code = "7202.93"
        message.value_per_tonne = 1000.0
    return message


def _present(message: Message, field: FieldDescriptor) -> bool:
    return field.name in {found.name for found, _ in message.ListFields()}


def _fill(rng: random.Random, message: Message, depth: int) -> None:
    for field in message.DESCRIPTOR.fields:
        if rng.random() < (0.5 if depth else 0.8) and depth < DEEPEST:
            _set(rng, message, field, depth)


def _set(rng: random.Random, message: Any, field: FieldDescriptor, depth: int) -> None:
    """Give one field a value at random, or several if it holds several."""
    value = getattr(message, field.name)
    if field.message_type and hasattr(value, "add"):
        for _ in range(rng.randint(0, MOST_ROWS)):
            _fill(rng, value.add(), depth + 1)
        if len(value) and rng.random() < 0.3:
            value.add().CopyFrom(rng.choice(value))
    elif field.message_type:
        _fill(rng, value, depth + 1)
        value.SetInParent()
    elif hasattr(value, "append"):
        value.extend(_scalar(rng, field) for _ in range(rng.randint(0, MOST_ROWS)))
    else:
        setattr(message, field.name, _scalar(rng, field))


def _scalar(rng: random.Random, field: FieldDescriptor) -> Any:
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        return rng.choice(TEXTS) if rng.random() < 0.9 else "x" * rng.choice((65, 5000))
    if field.cpp_type in (FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT):
        return rng.choice(NUMBERS)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return rng.random() < 0.5
    if field.cpp_type == FieldDescriptor.CPPTYPE_ENUM:
        return rng.choice((0, 1, 2, 3, 4, 99, -1))
    low, high = (-(2**31), 2**31 - 1) if field.cpp_type == FieldDescriptor.CPPTYPE_INT32 else (-(2**63), 2**63 - 1)
    return min(max(rng.choice(WHOLE), low), high)
