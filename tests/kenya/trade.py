"""What regimes of trade cost and save, and what a hub buys and claims."""

from optimizer.domain.plan import Plan
from tests.kenya.solving import MILLION, Kenya, amounts, millions, total

CUT_GEM_PRICE = 54.4
SURCHARGE = 0.1
NIOBIUM_FEED = ("kanyika-nb", "sukulu-nb")
RARE_EARTH_FEED = ("ngualla-ree", "kangankunde-ree", "songwe-mrec", "makuutu-mrec")


def scenario_of(regime: str) -> str:
    """Return the scenario of a regime as the pages name it."""
    return "" if regime == "base" else regime


def reference(kenya: Kenya, regime: str) -> Plan:
    """Return the plan a regime is compared with: with standing plants where it has them."""
    for standing in ("plants-exist-17kt5", "plants-exist"):
        if regime.startswith(standing):
            return kenya.plan(standing)
    return kenya.plan()


def american_duty(plan: Plan) -> float:
    """Return the ordinary duty of a plan's American sales; every fee of the case is American."""
    return sum(duty.assessed for duty in plan.duties if duty.market == "us") - total(plan, "fees")


def static(kenya: Kenya, regime: str) -> float:
    """Return what the regime would save, or charge, on the sales of the plan it is compared with."""
    plan = reference(kenya, regime)
    if regime == "china-zero-extended":
        return sum(duty.assessed for duty in plan.duties if duty.market == "cn")
    if regime == "us-surcharge-10":
        timeline = kenya.problem().case.timeline
        weights = dict(zip(timeline.ids, timeline.money_weights, strict=True))
        gems = {key: amount for key, amount in amounts(plan, "sell").items() if key[1] == "us-gem-cut"}
        return -SURCHARGE * CUT_GEM_PRICE * float(sum(amount * weights[key[-1]] for key, amount in gems.items()))
    return american_duty(plan)


def saved_by_claims(plan: Plan, regime: str) -> float:
    """Return the duty waived on the claims of a plan, MUSD."""
    market = "cn" if regime == "china-zero-extended" else "us"
    return millions(duty.saved for duty in plan.duties if duty.market == market)


def american_sales(plan: Plan) -> float:
    """Return what a plan sells to America, MUSD."""
    return millions(duty.value for duty in plan.duties if duty.market == "us")


def bought(plan: Plan, supplies: tuple[str, ...]) -> float:
    """Return what is bought of these supplies over the horizon."""
    return sum(amount for (supply, _), amount in amounts(plan, "supply").items() if supply in supplies)


def mixed_claims(plan: Plan, programme: str) -> float:
    """Return what is sold under a programme of goods with foreign feed: their origin is in the sale's name."""
    sales = amounts(plan, "sell").items()
    return sum(amount for (_, _, _, claim, *origin, _), amount in sales if claim == programme and origin)


def saved_under(plan: Plan, programme: str) -> float:
    """Return the duty that the claims of a programme save, MUSD."""
    return sum(duty.saved for duty in plan.duties if duty.claim == programme) / MILLION
