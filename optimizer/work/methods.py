"""The methods of the services, and what is known of each before anyone reads a request: read off the protos themselves.

The front, the workers, the client and the tests all ask this table, so that a method that is added to the protos is known
everywhere at once. What answers it is entered in `work/jobs.py`, which refuses to start without.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from optimizer.v1 import service_pb2

SOURCE = "source"
INLINE_CASE = "inline_case"
CASE_NAME = "case_name"
NAME = "name"
OUTCOME = "outcome"
TIME_LIMIT = "time_limit"
NOT_COMPUTED = "not_computed"


@dataclass(frozen=True, slots=True)
class Method:
    """One method.

    Attributes:
        path: Service and name, `OptimizerService/Solve`.
        request: What is asked.
        response: What is answered.
        case_name: Numbers of the fields that lead to the name of the case that a request is about; empty if it is about none.
        inline_case: Numbers of the fields that lead to a case that a request brings along; empty if it cannot.
        time_limit: Number of the field by which a request limits its time; None if it cannot.
        is_unchanging: Whether it changes nothing, so that making a call again is harmless.
        lasting: Numbers of the fields of answers that stay true as long as the case does; empty if no answer is kept.
        cut_short: Number of the field by which an answer says what it left out for want of time; None if it never does.
    """

    path: str
    request: type[Message]
    response: type[Message]
    case_name: tuple[int, ...]
    inline_case: tuple[int, ...]
    time_limit: int | None
    is_unchanging: bool
    lasting: tuple[int, ...]
    cut_short: int | None

    @classmethod
    def of(cls, method: MethodDescriptor) -> "Method":
        """Read a method off its declaration."""
        asked = method.input_type
        answered = method.output_type
        source: Any = asked.fields_by_name.get(SOURCE)
        about_one = asked.fields_by_name.get(NAME)
        case_name: tuple[int, ...] = () if about_one is None else (about_one.number,)
        inline_case: tuple[int, ...] = ()
        if source is not None:
            case_name = (source.number, source.message_type.fields_by_name[CASE_NAME].number)
            inline_case = (source.number, source.message_type.fields_by_name[INLINE_CASE].number)
        outcomes = answered.oneofs_by_name.get(OUTCOME)
        return cls(
            path=f"{method.containing_service.name}/{method.name}",
            request=GetMessageClass(asked),
            response=GetMessageClass(answered),
            case_name=case_name,
            inline_case=inline_case,
            time_limit=_number(asked, TIME_LIMIT),
            is_unchanging=method.GetOptions().idempotency_level == MethodOptions.NO_SIDE_EFFECTS,
            lasting=tuple(field.number for field in outcomes.fields if field.name != TIME_LIMIT) if outcomes else (),
            cut_short=_number(answered, NOT_COMPUTED),
        )

    def out_of_time(self, seconds: float) -> bytes | None:
        """Return the answer that says so, where being out of time is an outcome; None where it is an error."""
        if _number(self.response.DESCRIPTOR, TIME_LIMIT) is None:
            return None
        answer: Any = self.response()
        answer.time_limit.limit.FromNanoseconds(round(seconds * 1e9))
        return bytes(answer.SerializeToString())


def _number(message: Any, field: str) -> int | None:
    found = message.fields_by_name.get(field)
    if found is None:
        return None
    return int(found.number)


# Every method, by its name; no two services have one of the same name.
METHODS: Mapping[str, Method] = {
    method.name: Method.of(method) for service in service_pb2.DESCRIPTOR.services_by_name.values() for method in service.methods
}
