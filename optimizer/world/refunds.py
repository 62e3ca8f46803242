"""Duty that is paid first and refunded later, when a programme that lapsed is renewed with effect back to its lapse."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.timeline import ONE_DAY
from optimizer.world.offers import Offering, Sale

Floats = NDArray[np.float64]


def refunds(offering: Offering, sales: Sequence[Sale]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return, per sale and node, the share of claimed entries whose saved duty is refunded later, and where it is."""
    programmes = offering.case["programmes"]
    timeline = offering.case.timeline
    share = np.zeros((len(sales), len(timeline)))
    within = np.zeros(share.shape, dtype=bool)
    for position, sale in enumerate(sales):
        row = programmes.rows.get(sale.claim, -1)
        if row < 0 or np.isnat(programmes["refund_date"][row]):
            continue
        day = programmes["refund_date"][row]
        within[position] = (timeline.starts <= day) & (day <= timeline.ends)
        window = offering.schedule.programmes.window(row, offering.goods(sale.offer).origin)
        if window is None:
            continue
        transit_days = offering.transit_days(sale.offer)
        starts = np.array([window[0]])
        ends = np.array([window[1]])
        day_before = np.array([day - ONE_DAY])
        claimed = timeline.shares_in_force(starts, ends, transit_days)[0]
        refunded = timeline.shares_in_force(starts, np.fmin(ends, day_before), transit_days)[0]
        share[position] = np.divide(refunded, claimed, out=np.zeros(len(timeline)), where=claimed > 0)
    return share, within
