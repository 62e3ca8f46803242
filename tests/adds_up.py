"""The duty ledger of a plan against its measures, in whole cents."""

from optimizer.domain.plan import Plan


def cents(amount: float) -> int:
    """Return an amount in whole cents."""
    return round(100 * amount)


def assert_ledger_adds_up(plan: Plan, name: object) -> None:
    """Undiscounted entries sum to duty_assessed, and to duty and fees, at every node; discounted ones to their totals."""
    measures = {measure.measure: measure for measure in plan.measures}
    for node, assessed in measures["duty_assessed"].nodes:
        mine = [entry for entry in plan.ledger if entry.node == node]
        assert cents(assessed) == sum(cents(entry.assessed) for entry in mine), (name, node)
        borne = sum(cents(dict(measures[measure].nodes)[node]) for measure in ("duty", "fees"))
        assert borne == sum(cents(entry.borne) for entry in mine), (name, node)
    assert cents(measures["duty_assessed"].total) == sum(cents(entry.assessed_discounted) for entry in plan.ledger), name
    for duty in plan.duties:
        mine = [entry for entry in plan.ledger if (entry.market, entry.claim) == (duty.market, duty.claim)]
        assert cents(duty.assessed) == sum(cents(entry.assessed_discounted) for entry in mine), (name, duty)
