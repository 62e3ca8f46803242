"""Answers kept for identical requests, in the front.

The key is the request's own bytes; an answer is given again only while the files of the case that it names are the same as before
and after it was computed. Plans and proofs that there is none are kept; what time cut short is not, nor is an error. What is
given again is the same bytes, so its statistics are those of the answer that was computed.
"""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError

from optimizer.store.stamps import CASE_ID, stamp_of
from optimizer.wire.names import COLLECTIONS
from optimizer.work.envelope import has_field
from optimizer.work.methods import METHODS

# A request that brings a larger case is not kept: the front must not read megabytes.
LARGEST_REQUEST = 64 * 2**10
# What an answer takes beside its bytes: its key, and its place among the others.
ENTRY_BYTES = 500


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on: the request, and the files of the case it names.

    Attributes:
        method: What was asked.
        request: Digest of the request.
        case_id: The case it names; "" for one that it brings along.
        stamp: Stamp of the case's files; empty for one that it brings along.
    """

    method: str
    request: bytes
    case_id: str
    stamp: bytes


class KeptAnswers:
    """The last answers of a server, as many as fit into a number of bytes, their keys included."""

    def __init__(self, cases: Path, most_bytes: int) -> None:
        """Start empty; `cases` is the folder of the cases."""
        self._cases = cases
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, bytes] = OrderedDict()

    def key(self, method: str, request: bytes) -> Key | None:
        """Return what the answer to a request is kept under; None if it is not to be kept."""
        known = METHODS[method]
        if not known.lasting or not self._most_bytes or len(request) > LARGEST_REQUEST:
            return None
        try:
            asked: Any = known.request.FromString(request)
        except DecodeError:
            return None
        digest = sha256(request).digest()
        if asked.source.WhichOneof("tables") != "case_name":
            return Key(method, digest, "", b"")
        case_id = asked.source.case_name.removeprefix(COLLECTIONS["case"])
        stamp = stamp_of(self._cases / case_id) if CASE_ID.match(case_id) else None
        if stamp is None:
            return None
        return Key(method, digest, case_id, stamp)

    def get(self, key: Key) -> bytes | None:
        """Return the answer kept under a key."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: Key, answer: bytes) -> None:
        """Keep an answer, if it will stay true and the case's files did not change meanwhile.

        Those not asked for longest go.
        """
        known = METHODS[key.method]
        lasting = any(has_field(answer, number) for number in known.lasting)
        cut_short = known.cut_short is not None and has_field(answer, known.cut_short)
        if not lasting or cut_short or key in self._kept or not self._holds(key):
            return
        self._kept[key] = answer
        self._bytes += ENTRY_BYTES + len(answer)
        while self._bytes > self._most_bytes:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= ENTRY_BYTES + len(dropped)

    def _holds(self, key: Key) -> bool:
        """Return whether the files that a key stands for are still the same."""
        return not key.case_id or stamp_of(self._cases / key.case_id) == key.stamp
