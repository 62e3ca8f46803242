"""Values of enums as plain words, which is how people, frames and printed JSON say them: `estimate` for CONFIDENCE_ESTIMATE."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.message import Message


@cache
def words_of(enum: EnumDescriptor) -> Mapping[int, str]:
    """Return the word for each value of an enum: "" for the unspecified one."""
    prefix = enum.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return {number: value.name.removeprefix(prefix).lower() if number else "" for number, value in enum.values_by_number.items()}


def word(message: Message, field: str) -> str:
    """Return the word for the value of a field; "" if it is unspecified or not known to this version."""
    return words_of(message.DESCRIPTOR.fields_by_name[field].enum_type).get(getattr(message, field), "")


def in_words(told: dict[str, Any], message: Any) -> dict[str, Any]:
    """Return the JSON of a message with words in place of values of enums; those not known to this version stay numbers."""
    return {key: value if (field := _field(message, key)) is None else _said(value, field) for key, value in told.items()}


def _field(message: Any, key: str) -> Any:
    found = message.fields_by_camelcase_name.get(key)
    if found is not None and (found.enum_type or found.message_type):
        return found
    return None


def _said(value: Any, field: Any) -> Any:
    if isinstance(value, list):
        return [_said(item, field) for item in value]
    if field.message_type:
        if isinstance(value, dict):
            return in_words(value, field.message_type)
        return value
    values = field.enum_type.values_by_name
    if value in values:
        return words_of(field.enum_type)[values[value].number]
    return value
