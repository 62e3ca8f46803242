"""Duty by market and programme, from the plan's sales."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.programmes import Gains
from optimizer.analyses.totals import cent_of
from optimizer.domain.columns import ORDINARY
from optimizer.domain.money import from_cents, to_cents
from optimizer.domain.plan import DutyTotal, MeasureTotal
from optimizer.formulation.build import Built

Floats = NDArray[np.float64]


def duty_totals(
    built: Built, x: Floats, measures: Sequence[MeasureTotal] = (), gains: Gains | None = None
) -> tuple[DutyTotal, ...]:
    """Return duty and fees on the plan's sales abroad, by market and claim, discounted; combinations without sales are left out.

    `saved` is the ordinary charges on the same sales less those assessed, before any cost of claiming. `assessed` and `borne`
    sum to the cent to the measures duty_assessed and duty + fees if these are given. With `gains` each claim is told what the
    objective would lose without it.
    """
    formulation = built.formulation
    case = formulation.case
    sales = formulation.streams.sales
    columns = formulation.columns["sell"]
    weights = case.timeline.money_weights
    sold = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0)
    refunded = _refund_share(built) * (sales.ordinary_assessed - sales.assessed)
    assessed = (sales.assessed * weights + refunded) * sold
    parts = {
        "value": np.maximum(sales.border_value, 0.0) * weights * sold,
        "assessed": assessed,
        "borne": sales.incidence * assessed,
        "saved": (sales.ordinary_assessed * weights) * sold - assessed,
    }
    groups: dict[tuple[str, str], dict[str, float]] = {}
    for sale in np.flatnonzero(sales.abroad & (sold.sum(axis=1) > 0)):
        key = (str(case["demands"]["market"][sales.demand[sale]]), sales.claim[sale])
        group = groups.setdefault(key, dict.fromkeys(parts, 0.0))
        for name, amounts in parts.items():
            group[name] += float(amounts[sale].sum())
    cent = cent_of(built)
    totals = {measure.measure: measure.total for measure in measures}
    published = {}
    if totals:
        borne = totals["duty"] + totals["fees"]
        published = {"assessed": round(totals["duty_assessed"] / cent), "borne": round(borne / cent)}
    return _to_the_cent(groups, cent, published, gains)


def _to_the_cent(
    groups: dict[tuple[str, str], dict[str, float]], cent: float, published: dict[str, int], gains: Gains | None
) -> tuple[DutyTotal, ...]:
    keys = sorted(groups)
    names = ("value", "assessed", "borne", "saved")
    cents = {name: to_cents([groups[key][name] for key in keys], cent) for name in ("value", "saved")}
    cents["borne"] = to_cents([groups[key]["borne"] for key in keys], cent, published.get("borne"))
    left = published["assessed"] - published["borne"] if published else None
    on_buyers = to_cents([groups[key]["assessed"] - groups[key]["borne"] for key in keys], cent, left)
    cents["assessed"] = [borne + other for borne, other in zip(cents["borne"], on_buyers, strict=True)]
    found = []
    for at, (market, claim) in enumerate(keys):
        value, assessed, borne, saved = (from_cents(cents[name][at], cent) for name in names)
        gain = None if gains is None or claim == ORDINARY else gains.of_claim(market, claim)
        found.append(DutyTotal(market, claim, value, assessed, borne, saved, gain))
    return tuple(found)


def _refund_share(built: Built) -> Floats:
    """Return, per sale and node, the present cost of paying a duty first and having it refunded without interest."""
    sales = built.formulation.streams.sales
    timeline = built.formulation.case.timeline
    back = np.zeros(sales.refund.shape)
    for node in np.flatnonzero(sales.refunded_in.any(axis=0)):
        back[:, list(timeline.path_to(int(node)))] += sales.refunded_in[:, [node]] * timeline.money_weights[node]
    return np.asarray(sales.refund * (timeline.money_weights - back))
