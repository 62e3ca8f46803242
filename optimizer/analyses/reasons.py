"""Reasons as stable codes with parameters, and the sentences rendered from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.binding import BindingLimit
from optimizer.domain.naming import Naming
from optimizer.domain.plan import Fate, Reason, Verdict, rounded
from optimizer.domain.wording import amount, money, one_more, rate, unit_word
from optimizer.problem.build import Problem

MONEY = "money"
DOING = {
    Verdict.PROCESS: "processing it",
    Verdict.EXPORT_RAW: "exporting it raw",
    Verdict.LEAVE: "leaving it in the ground",
    Verdict.SELL_RAW_AT_HOME: "selling it raw at home",
}
DONE = {
    Verdict.PROCESS: "processed",
    Verdict.EXPORT_RAW: "exported raw",
    Verdict.LEAVE: "mined",
    Verdict.SELL_RAW_AT_HOME: "sold raw at home",
}
CODES = {
    Verdict.PROCESS: "PROCESSING_PAYS",
    Verdict.EXPORT_RAW: "RAW_EXPORT_PAYS",
    Verdict.SELL_RAW_AT_HOME: "RAW_SALE_AT_HOME_PAYS",
}
NOT_PROVEN_TEXT = "what else could be done with it could not be proven, so nothing is said of it"
Parameters = dict[str, float | str]


# Why the other fates of a mineral may be unknown; only a program loaded in an engine can be asked.
NOT_COMPARED = {
    "solver": "only the HiGHS solver answers that",
    "time": "the time for explaining was over",
}


@dataclass(frozen=True, slots=True)
class ObjectiveWords:
    """How amounts of an objective are said.

    Attributes:
        unit: Currency, or the unit of the one measure that is maximised or minimised.
        factor: That unit in one unit of the objective.
        is_money: Whether it is money.
        is_profit: Whether it is profit, so that a better fate earns more.
    """

    unit: str
    factor: float
    is_money: bool
    is_profit: bool

    @classmethod
    def of(cls, problem: Problem) -> "ObjectiveWords":
        """Return the words for a problem's objective; several measures at once are weighed in money."""
        weights = problem.objective.weights
        measure = problem.measures[weights[0][0]]
        if len(weights) == 1 and measure.unit != MONEY:
            return cls(measure.unit, 1.0 / abs(weights[0][1]), False, False)
        is_profit = problem.objective.maximise and dict(weights) == {"profit": 1.0}
        return cls(str(problem.case.setting("currency")), float(problem.case.setting("money_unit")), True, is_profit)

    def each(self, value: float) -> str:
        """Return an amount per unit: `208.42 USD`, `27,772 USD`."""
        return f"{rate(value * self.factor)} {self.unit}"

    def sum(self, value: float) -> str:
        """Return an amount in all: `120.33 million USD`."""
        if self.is_money:
            return money(value * self.factor, self.unit)
        return f"{amount(value * self.factor)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Forced:
    """Policies that decide the fate of a mineral.

    Attributes:
        policies: Their ids.
        gain: What the whole objective would gain without them.
        fate: What would happen to more of the mineral without them.
        now: Contained units that meet that fate in the plan; for LEAVE units mined.
        then: The same without the policies.
    """

    policies: tuple[str, ...]
    gain: float
    fate: Verdict
    now: float
    then: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one mineral.

    Attributes:
        verdict: What happens to most of it.
        alternative: The nearest other fate; None if no other fate is possible.
        fates: What happens to it and what else could, with what each is worth.
        product: Material of the best sale.
        words: How amounts of the objective are said.
        forced: The policies that decide its fate, if any do.
        not_compared: Why other fates were not tried, as in `NOT_COMPARED`; "" if they were.
        is_proven: Whether every answer about them is proven; else what is not known is not said to be impossible.
    """

    mineral: str
    name: str
    unit: str
    verdict: Verdict
    alternative: Verdict | None
    fates: tuple[Fate, ...]
    product: str
    words: ObjectiveWords
    forced: Forced | None = None
    not_compared: str = ""
    is_proven: bool = True

    def of(self, fate: Verdict) -> Fate | None:
        """Return what was found about one fate, None if it is impossible."""
        return next((found for found in self.fates if found.fate is fate), None)

    def parameters(self, **more: float | str) -> Parameters:
        """Return the parameters of a reason: mineral and unit, and these."""
        return {"mineral": self.mineral, "unit": self.unit, **more}


def give_reasons(finding: Finding, limits: tuple[BindingLimit, ...], naming: Naming) -> tuple[Reason, ...]:
    """Return why a mineral's fate is what it is, the deciding reason first.

    Args:
        finding: What was found.
        limits: Binding limits on the mineral's way of which one more would earn something, those worth most first.
        naming: What the limits are called.
    """
    if finding.verdict is Verdict.NOT_AVAILABLE:
        return (_reason("NOT_AVAILABLE", {"mineral": finding.mineral}, "no supply of it is switched on in this case"),)
    if finding.not_compared:
        parameters: Parameters = {"mineral": finding.mineral, "because": finding.not_compared}
        return (_reason("NOT_COMPARED", parameters, f"other fates were not tried: {NOT_COMPARED[finding.not_compared]}"),)
    smaller = [fate for fate in finding.fates if fate.share > 0 and fate.fate is not finding.verdict]
    reasons = [_main_reason(finding), *(_also_pays(finding, fate) for fate in smaller)]
    first = _what_holds_it_back(finding, limits, naming)
    last = []
    if not first and finding.forced is None and not smaller:
        last = _what_more_would_be(finding, limits, naming)
    forced = [] if finding.forced is None else [_because_of_policies(finding, finding.forced)]
    return (*forced, *first, *reasons, *last)


def _because_of_policies(finding: Finding, forced: Forced) -> Reason:
    """Return the reason that names policies, with what a re-solve without them gives."""
    names = " and ".join(forced.policies)
    which = "policies"
    if len(forced.policies) == 1:
        which = "policy"
    without = "them"
    if len(forced.policies) == 1:
        without = "it"
    then, now = (f"{amount(value)} {finding.unit}".strip() for value in (forced.then, forced.now))
    better = "be better by"
    if finding.words.is_profit:
        better = "earn"
    gain = finding.words.sum(forced.gain)
    text = (
        f"because of the {which} {names}: without {without} {then} would be {DONE[forced.fate]} instead of {now}, "
        f"and the whole plan would {better} {gain}{' more' if finding.words.is_profit else ''}"
    )
    parameters = finding.parameters(
        policies=", ".join(f"policies[{policy}]" for policy in forced.policies),
        gain=forced.gain,
        fate=forced.fate.value,
        amount=forced.now,
        amount_without=forced.then,
    )
    return _reason("POLICY_DECIDES", parameters, text)


def _main_reason(finding: Finding) -> Reason:
    """Return why most of a mineral meets its fate: what it earns on average, and what the last unit does."""
    verdict = finding.verdict
    parameters = finding.parameters(product=finding.product)
    if verdict is Verdict.LEAVE:
        return _reason_to_leave(finding, parameters)
    parts = [_average(finding, verdict, parameters), _last_unit(finding, parameters)]
    margin = parameters.get("margin_per_unit")
    text = "; ".join(part for part in parts if part)
    if not text and not finding.is_proven:
        return _reason("NOT_PROVEN", parameters, NOT_PROVEN_TEXT)
    if not text:
        text = f"{DOING[verdict]} pays, and nothing else can be done with one more {unit_word(finding.unit)}"
    return _reason("INDIFFERENT" if margin == 0.0 else CODES[verdict], parameters, text)


def _reason_to_leave(finding: Finding, parameters: Parameters) -> Reason:
    nearest = None if finding.alternative is None else finding.of(finding.alternative)
    if nearest is None or nearest.loss_of_one_more is None:
        if not finding.is_proven:
            return _reason("NOT_PROVEN", parameters, NOT_PROVEN_TEXT)
        return _reason("NO_ROUTE", parameters, "no way leads from the mine to a buyer")
    loss = nearest.loss_of_one_more
    parameters |= {"alternative": nearest.fate.value, "margin_per_unit": loss}
    word = unit_word(finding.unit)
    if loss == 0.0:
        return _reason("INDIFFERENT", parameters, f"{DOING[nearest.fate]} would earn exactly as much")
    text = f"the nearest way out, {DOING[nearest.fate]}, would lose {finding.words.each(loss)} on the first {word}"
    return _reason("NO_MARGIN", parameters, text)


def _average(finding: Finding, verdict: Verdict, parameters: Parameters) -> str:
    """Return what a fate earns on average over the best plan without it, and note that in the parameters."""
    fate = finding.of(verdict)
    if fate is None:
        return ""
    what = DOING[verdict] if fate.share == 1.0 else f"what is {DONE[verdict]}"
    if fate.average_gain is None or fate.instead is None:
        if fate.is_needed and finding.forced is None:
            return f"no plan keeps all limits without {DOING[verdict]}"
        return ""
    total = fate.average_gain * (fate.amount or 0.0)
    parameters |= {"average_gain_per_unit": fate.average_gain, "gain": rounded(total), "instead": fate.instead.value}
    if fate.average_gain == 0.0:
        return f"{DOING[fate.instead]} would earn exactly as much"
    words = finding.words
    other = DOING[fate.instead]
    each = f"on average {words.each(fate.average_gain)} per {unit_word(finding.unit)}"
    if words.is_profit:
        return f"{what} earns {words.sum(total)} more than {other}, {each}"
    return f"{what} is better by {words.sum(total)} than {other}, {each}"


def _last_unit(finding: Finding, parameters: Parameters) -> str:
    """Return what the last unit earns over the nearest other fate, and note that in the parameters."""
    nearest = None if finding.alternative is None else finding.of(finding.alternative)
    if nearest is None or nearest.loss_of_one_more is None:
        return ""
    loss = nearest.loss_of_one_more
    parameters |= {"alternative": nearest.fate.value, "margin_per_unit": loss}
    word = unit_word(finding.unit)
    each = finding.words.each(loss)
    if nearest.fate is Verdict.LEAVE:
        if loss == 0.0:
            return f"the last {word} mined earns nothing"
        if finding.words.is_profit:
            return f"the last {word} mined earns {each}"
        return f"one {word} less mined would cost {each}"
    if loss == 0.0:
        return f"one more {word} {DONE[nearest.fate]} would change nothing"
    return f"one more {word} {DONE[nearest.fate]} would lose {each}"


def _also_pays(finding: Finding, fate: Fate) -> Reason:
    """Return why a smaller part meets another fate, and what more of that would do."""
    parameters = finding.parameters()
    parts = [_average(finding, fate.fate, parameters)]
    if fate.loss_of_one_more:
        parameters["loss_of_one_more"] = fate.loss_of_one_more
        word = unit_word(finding.unit)
        parts.append(f"one more {word} {DONE[fate.fate]} would lose {finding.words.each(fate.loss_of_one_more)}")
    text = "; ".join(part for part in parts if part)
    return _reason(CODES[fate.fate], parameters, text or f"nothing better can be done with what is {DONE[fate.fate]}")


def _what_holds_it_back(finding: Finding, limits: tuple[BindingLimit, ...], naming: Naming) -> list[Reason]:
    """Return the plant that keeps more from being processed where more of it cannot be, although it would pay."""
    processing = finding.of(Verdict.PROCESS)
    plants = [limit for limit in limits if limit.address.startswith(("processes[", "expansions["))]
    impossible = processing is None or processing.loss_of_one_more is None
    if finding.verdict is Verdict.PROCESS or not impossible or not plants:
        return []
    return [_limited("PROCESSING_LIMITED", "processing more would pay but is limited by", plants[0], finding, naming)]


def _what_more_would_be(finding: Finding, limits: tuple[BindingLimit, ...], naming: Naming) -> list[Reason]:
    """Return what processing a mineral of which nothing is processed would lose, or else what limits the mineral most."""
    processing = finding.of(Verdict.PROCESS)
    loss = None if processing is None else processing.loss_of_one_more
    if finding.verdict is not Verdict.PROCESS and finding.alternative is not Verdict.PROCESS and loss is not None:
        return [_processing_loses(finding, loss)]
    if limits and finding.verdict is not Verdict.LEAVE:
        return [_limited("LIMITED_BY", "more is limited by", limits[0], finding, naming)]
    return []


def _limited(code: str, words: str, limit: BindingLimit, finding: Finding, naming: Naming) -> Reason:
    worth = limit.rate_up or 0.0
    more = one_more(limit.address, limit.unit, limit.nodes)
    text = f"{words} {naming.number(limit.address)}: {more} is worth {finding.words.each(worth)}"
    return _reason(code, {"limit": limit.address, "rate": worth, "unit": limit.unit}, text)


def _processing_loses(finding: Finding, loss: float) -> Reason:
    text = f"processing one {unit_word(finding.unit)} of it would lose {finding.words.each(loss)}"
    return _reason("PROCESSING_LOSES", finding.parameters(loss_per_unit=loss), text)


def _reason(code: str, parameters: Mapping[str, float | str], text: str) -> Reason:
    return Reason(code, tuple(sorted(parameters.items())), text)
