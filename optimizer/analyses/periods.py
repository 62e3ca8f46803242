"""What each node brings: money, investment, revenue of the state and work, undiscounted."""

from collections.abc import Sequence

from optimizer.analyses.totals import cent_of
from optimizer.domain.builds import PeriodTotal
from optimizer.domain.measures import INVESTMENT
from optimizer.domain.money import from_cents
from optimizer.domain.plan import MeasureTotal, rounded
from optimizer.formulation.build import Built

# What is added to the profit of a node to leave what it receives and pays without its plants.
NOT_OPERATING = {"capital": 1.0, "terminal_value": -1.0}


def period_totals(built: Built, measures: Sequence[MeasureTotal]) -> tuple[PeriodTotal, ...]:
    """Return what every node brings, in their order.

    operating = profit + capital - terminal_value, in whole cents of the amounts published.
    """
    timeline = built.formulation.case.timeline
    cent = cent_of(built)
    by_name = {total.measure: dict(total.nodes) for total in measures}
    periods = []
    for at, node in enumerate(timeline.ids):
        cents = round(by_name["profit"][node] / cent)
        cents += sum(round(sign * by_name[name][node] / cent) for name, sign in NOT_OPERATING.items())
        periods.append(
            PeriodTotal(
                node=node,
                first_day=str(timeline.starts[at]),
                last_day=str(timeline.ends[at]),
                probability=rounded(float(timeline.probabilities[at])),
                operating=from_cents(cents, cent),
                investment=by_name[INVESTMENT][node],
                government_revenue=by_name["government_revenue"][node],
                jobs=by_name["jobs"][node],
            )
        )
    return tuple(periods)
