"""What to know when reading the charges on one shipment: what the case does not say, and what was left out."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.plan import Reason
from optimizer.law.charge_stacks import Stack
from optimizer.law.schedule import INTO_HOME
from optimizer.law.shipment import Shipment

FINER_LISTED = 8


def remarks(case: Case, shipment: Shipment, ordinary: Stack) -> Iterator[Reason]:
    """Yield the remarks on a shipment whose charges under no programme are these."""
    entry = shipment.entry
    if entry.origin == entry.destination:
        text = f"goods of {entry.origin} cross no border into {entry.destination}"
        yield _remark("NO_BORDER", text, country=entry.origin)
        return
    if not any(line.kind in ("duty", *INTO_HOME) for line in ordinary.lines):
        yield _no_row(case, shipment)
    yield from _left_out(case, shipment, ordinary)
    first = case.timeline.starts[0]
    last = case.timeline.ends.max()
    if not first <= entry.day <= last:
        text = f"{entry.day} lies outside the case's horizon, {first} to {last}"
        yield _remark("OUTSIDE_HORIZON", f"{text}: rows are as the case dates them", day=str(entry.day))


def _left_out(case: Case, shipment: Shipment, ordinary: Stack) -> Iterator[Reason]:
    """Yield what could not be charged, because the shipment does not say enough."""
    bounded = [line.tariff for line in ordinary.lines if not np.isnan([line.min_per_parcel, line.max_per_parcel]).all()]
    if bounded and np.isnan(shipment.parcel_tonnes):
        text = "the tonnes in a customs entry are not given, so its least and largest charge are left out"
        yield _remark("NO_PARCEL", f"{', '.join(bounded)}: {text}", tariff=bounded[0])
    minerals = case["minerals"].rows
    for line in ordinary.lines:
        mineral = line.specific_mineral
        if mineral and line.specific_per_tonne and np.isnan(shipment.contained[minerals[mineral]]):
            text = f"the tonnes of {mineral} in a tonne of goods are not given, so the amount on them is left out"
            yield _remark("NO_CONTENT", f"{line.tariff}: {text}", tariff=line.tariff, mineral=mineral)


def _no_row(case: Case, shipment: Shipment) -> Reason:
    """Return that no duty row covers the goods, and the finer codes that have one."""
    table = case["tariffs"]
    code = shipment.hs_code
    entry = shipment.entry
    prefixes = {
        str(table["hs_prefix"][row])
        for row in case.active_rows("tariffs")
        if table["destination"][row] in ("", entry.destination)
    }
    finer = sorted(prefix for prefix in prefixes if prefix.startswith(code) and len(prefix) > len(code))
    text = f"there is no row of duty for HS {code} into {entry.destination} on {entry.day}"
    if finer:
        more = ""
        if len(finer) > FINER_LISTED:
            more = ", ..."
        text = f"{text}; there are rows for {', '.join(finer[:FINER_LISTED])}{more}"
    else:
        text = f"{text}, so the case does not say what duty they bear"
    return _remark("NO_DUTY_ROW", text, hs_code=code, destination=entry.destination)


def _remark(code: str, text: str, **parameters: str) -> Reason:
    return Reason(code, tuple(parameters.items()), text)
