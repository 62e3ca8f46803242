"""The ledger of duty: every charge of every tariff row on the plan's sales abroad, with the law that made it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.assessment import Charge, assess_sales
from optimizer.analyses.totals import cent_of
from optimizer.domain.audit import PAID_FIRST, REFUND, LedgerEntry
from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.domain.money import from_cents, to_cents
from optimizer.domain.plan import DutyTotal, MeasureTotal, rounded
from optimizer.formulation.build import Built
from optimizer.law.programme_terms import Preference, Waiver, order_of

Floats = NDArray[np.float64]
# Node, market, claim, HS code, tariff row, preference, kind.
Key = tuple[int, str, str, str, int, Preference, str]
Group = TypeVar("Group", int, tuple[str, str])
NO_DAY = np.datetime64("NaT")


@dataclass(slots=True)
class Draft:
    """An entry before rounding: money undiscounted, customs value of the entries concerned and of all entries of the sales."""

    assessed: float = 0.0
    borne: float = 0.0
    value: float = 0.0
    whole_value: float = 0.0
    first_day: np.datetime64 = NO_DAY
    last_day: np.datetime64 = NO_DAY
    columns: set[int] = field(default_factory=set)


def duty_ledger(
    built: Built, x: Floats, measures: Sequence[MeasureTotal], duties: Sequence[DutyTotal]
) -> tuple[LedgerEntry, ...]:
    """Return the ledger of plan x, in the order of nodes, markets, claims, HS codes and tariff rows; empty without sales abroad.

        assessed[entry] = sum over its sales of share in force x charge per unit x units shipped

    A claim refunded later adds, per tariff row, what it saves on entries before the refund: positive where it is paid
    (`paid_first`), negative at the refund's node (`refund`). Cents are shared out by largest remainder so that undiscounted
    entries sum to the measures of their node, and discounted ones to the duty totals of their market and claim.
    """
    drafts = _draft(built, x)
    weights = built.formulation.case.timeline.money_weights
    keys = sorted(drafts, key=_order)
    cent = cent_of(built)
    by_name = {measure.measure: dict(measure.nodes) for measure in measures}
    ids = built.formulation.case.timeline.ids
    charged = {node: by_name["duty_assessed"][name] for node, name in enumerate(ids)}
    borne = {node: by_name["duty"][name] + by_name["fees"][name] for node, name in enumerate(ids)}
    totals = {(duty.market, duty.claim): duty for duty in duties}
    nodes = [key[0] for key in keys]
    groups = [(key[1], key[2]) for key in keys]
    on_exporter = [drafts[key].borne for key in keys]
    on_buyer = [drafts[key].assessed - drafts[key].borne for key in keys]
    later = [float(weights[node]) for node in nodes]
    of_node = (borne, {node: charged[node] - borne[node] for node in charged})
    of_group = (
        {group: duty.borne for group, duty in totals.items()},
        {group: duty.assessed - duty.borne for group, duty in totals.items()},
    )
    in_cents = [
        *_both_parts(on_exporter, on_buyer, nodes, of_node, cent),
        *_both_parts(_times(on_exporter, later), _times(on_buyer, later), groups, of_group, cent),
    ]
    return tuple(
        _entry(built, key, drafts[key], money, cent) for key, money in zip(keys, zip(*in_cents, strict=True), strict=True)
    )


def _times(amounts: Sequence[float], factors: Sequence[float]) -> list[float]:
    return [amount * factor for amount, factor in zip(amounts, factors, strict=True)]


def _both_parts(
    on_exporter: list[float],
    on_buyer: list[float],
    groups: Sequence[Group],
    totals: tuple[Mapping[Group, float], Mapping[Group, float]],
    cent: float,
) -> tuple[list[int], list[int]]:
    """Return what is assessed and what of it the exporter bears, in cents: each part sums to its published total."""
    borne = _shared(on_exporter, groups, totals[0], cent)
    others = _shared(on_buyer, groups, totals[1], cent)
    return [mine + theirs for mine, theirs in zip(borne, others, strict=True)], borne


def _shared(amounts: list[float], groups: Sequence[Group], totals: Mapping[Group, float], cent: float) -> list[int]:
    """Return amounts in cents that sum, in each group, to the total published for it."""
    cents = [0] * len(amounts)
    members: dict[Group, list[int]] = {}
    for at, group in enumerate(groups):
        members.setdefault(group, []).append(at)
    for group, places in members.items():
        parts = to_cents([amounts[at] for at in places], cent, round(totals[group] / cent))
        for at, part in zip(places, parts, strict=True):
            cents[at] = part
    return cents


def _draft(built: Built, x: Floats) -> dict[Key, Draft]:
    drafts: dict[Key, Draft] = {}
    for charge in assess_sales(built, x):
        for node, kind, amount in _moments(built, charge):
            key = (node, charge.market, charge.claim, charge.hs_code, charge.tariff, charge.preference, kind)
            draft = drafts.setdefault(key, Draft(first_day=charge.first_day, last_day=charge.last_day))
            draft.assessed += amount
            draft.borne += amount * charge.incidence
            draft.columns.add(charge.column)
            if kind not in (PAID_FIRST, REFUND):
                draft.value += charge.customs_value * charge.share
                draft.whole_value += charge.customs_value
    return drafts


def _order(key: Key) -> tuple[object, ...]:
    """Return what entries are ordered by: the parts of their keys."""
    return *key[:5], order_of(key[5]), key[6]


def _moments(built: Built, charge: Charge) -> Iterator[tuple[int, str, float]]:
    """Yield (node, kind, amount) of what a charge on one column comes to, now and later."""
    kind = str(built.formulation.case["tariffs"]["kind"][charge.tariff])
    if charge.share > 0:
        yield charge.node, kind, charge.assessed
    if charge.paid_first:
        yield charge.node, PAID_FIRST, charge.paid_first
        for node in charge.refund_nodes:
            yield node, REFUND, -charge.paid_first


def _entry(built: Built, key: Key, draft: Draft, money: tuple[int, ...], cent: float) -> LedgerEntry:
    case = built.formulation.case
    node, market, claim, hs_code, tariff, preference, kind = key
    law, law_source = _preference(case, claim, preference)
    sources = (str(case["tariffs"]["source"][tariff]), law_source)
    share = 0.0
    if draft.whole_value > 0:
        share = draft.value / draft.whole_value
    assessed, borne, assessed_discounted, borne_discounted = (from_cents(cents, cent) for cents in money)
    return LedgerEntry(
        node=case.timeline.ids[node],
        market=market,
        claim=claim,
        hs_code=hs_code,
        tariff=case["tariffs"].address(tariff),
        preference=law,
        kind=kind,
        base=_base(case, market, tariff),
        customs_value=from_cents(round(draft.value / cent), cent),
        share=rounded(share),
        first_day=_day(draft.first_day),
        last_day=_day(draft.last_day),
        assessed=assessed,
        borne=borne,
        assessed_discounted=assessed_discounted,
        borne_discounted=borne_discounted,
        columns=tuple(sorted(built.lp.names_of_columns(np.array(sorted(draft.columns), dtype=np.int64)))),
        sources=tuple(dict.fromkeys(filter(None, sources))),
    )


def _preference(case: Case, claim: str, preference: Preference) -> tuple[str, str]:
    """Return address and source of what a claim puts in place of a tariff row's own rate."""
    if claim == ORDINARY or preference is None:
        return "", ""
    if preference is Waiver.FREE:
        programmes = case["programmes"]
        row = programmes.rows[claim]
        return programmes.address(row, "waives"), str(programmes["source"][row])
    return case["programme_rates"].address(preference), str(case["programme_rates"]["source"][preference])


def _base(case: Case, market: str, tariff: int) -> str:
    """Return the base of a tariff row at a market: `cif`, `cif plus bcd`, `bcd`."""
    kind = case["tariffs"]["base"][tariff]
    key = case["tariffs"].keys[tariff]
    value = str(case["markets"]["customs_basis"][case["markets"].rows[market]])
    parts = case["tariff_base_parts"]
    others = ", ".join(sorted(name for row, name in zip(parts["tariff"], parts["instrument"], strict=True) if row == key))
    if kind == "customs_value":
        return value
    if kind == "duty":
        return others
    if others:
        return f"{value} plus {others}"
    return value


def _day(day: np.datetime64) -> str:
    if np.isnat(day):
        return ""
    return str(day)
