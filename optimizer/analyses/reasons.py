"""Reasons as stable codes with parameters, and the sentences rendered from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.plan import BindingLimit, Reason, Verdict

FATE_WORDS = {
    Verdict.PROCESS: "processing it at home",
    Verdict.EXPORT_RAW: "exporting it raw",
    Verdict.LEAVE: "leaving it in the ground",
    Verdict.SELL_RAW_AT_HOME: "selling it raw at home",
}
CODES = {
    Verdict.PROCESS: "PROCESSING_PAYS",
    Verdict.EXPORT_RAW: "RAW_EXPORT_PAYS",
    Verdict.SELL_RAW_AT_HOME: "RAW_SALE_AT_HOME_PAYS",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one mineral.

    Attributes:
        alternative: The nearest other fate; None if no other fate is possible.
        losses: Fall of the objective per contained unit moved to each other fate that is possible.
        product: Material of the best sale.
        money: What one unit of money is called, for example `USD`.
        is_profit: Whether the objective is profit, so that a better fate earns more.
        compared: Whether other fates were tried at all; only a program loaded in an engine can be asked.
    """

    mineral: str
    name: str
    unit: str
    verdict: Verdict
    alternative: Verdict | None
    losses: dict[Verdict, float]
    product: str
    money: str
    is_profit: bool = True
    compared: bool = True


def give_reasons(finding: Finding, limits: tuple[BindingLimit, ...]) -> tuple[Reason, ...]:
    """Return why a mineral's fate is what it is, the deciding reason first.

    Args:
        finding: What was found.
        limits: Binding limits on the mineral's way of which one more would earn something, those worth most first.
    """
    if finding.verdict is Verdict.NOT_AVAILABLE:
        return (_reason("NOT_AVAILABLE", {"mineral": finding.mineral}, "no supply of it is switched on in this case"),)
    if not finding.compared:
        parameters = {"mineral": finding.mineral}
        return (_reason("NOT_COMPARED", parameters, "other fates were not tried: only the HiGHS solver answers that"),)
    reasons = [_main_reason(finding)]
    plants = [limit for limit in limits if limit.address.startswith(("processes[", "expansions["))]
    if finding.verdict is not Verdict.PROCESS:
        if Verdict.PROCESS in finding.losses:
            if finding.alternative is not Verdict.PROCESS:
                reasons.append(_processing_loses(finding))
        elif plants:
            reasons.insert(
                0, _limited("PROCESSING_LIMITED", "processing more would pay but is held back by", plants[0], finding.money)
            )
    if len(reasons) == 1 and limits and finding.verdict is not Verdict.LEAVE:
        reasons.append(_limited("LIMITED_BY", "more is held back by", limits[0], finding.money))
    return tuple(reasons)


def _limited(code: str, words: str, limit: BindingLimit, money: str) -> Reason:
    rate = limit.rate_up or 0.0
    text = f"{words} {limit.address}: one more {limit.unit} is worth {_readable(rate)} {money}"
    return _reason(code, {"limit": limit.address, "rate": rate, "unit": limit.unit}, text)


def _processing_loses(finding: Finding) -> Reason:
    loss = finding.losses[Verdict.PROCESS]
    parameters: dict[str, float | str] = {"mineral": finding.mineral, "unit": finding.unit, "loss_per_unit": loss}
    return _reason(
        "PROCESSING_LOSES",
        parameters,
        f"{FATE_WORDS[Verdict.PROCESS]} would lose {_readable(loss)} {finding.money} per {finding.unit}",
    )


def _main_reason(finding: Finding) -> Reason:
    parameters: dict[str, float | str] = {"mineral": finding.mineral, "unit": finding.unit, "product": finding.product}
    if finding.alternative is None:
        if finding.verdict is Verdict.LEAVE:
            return _reason("NO_ROUTE", parameters, "no way leads from the mine to a buyer")
        code = CODES[finding.verdict]
        return _reason(code, parameters, f"{FATE_WORDS[finding.verdict]} pays, and nothing else can be done with one more unit")
    margin = finding.losses[finding.alternative]
    parameters |= {"alternative": finding.alternative.value, "margin_per_unit": margin}
    amount = f"{_readable(margin)} {finding.money} per {finding.unit}"
    if finding.verdict is Verdict.LEAVE:
        return _reason("NO_MARGIN", parameters, f"the nearest way out, {FATE_WORDS[finding.alternative]}, would lose {amount}")
    if margin == 0.0:
        return _reason("INDIFFERENT", parameters, f"{FATE_WORDS[finding.alternative]} would earn exactly as much")
    verb, than = ("earns", "more than") if finding.is_profit else ("is better by", "than")
    text = f"{FATE_WORDS[finding.verdict]} {verb} {amount} {than} {FATE_WORDS[finding.alternative]}"
    return _reason(CODES[finding.verdict], parameters, text)


def _reason(code: str, parameters: Mapping[str, float | str], text: str) -> Reason:
    return Reason(code, tuple(sorted(parameters.items())), text)


def _readable(amount: float) -> str:
    """Return an amount at four significant digits at most, never in powers of ten."""
    if abs(amount) >= 1000.0:
        return f"{amount:,.0f}"
    return f"{amount:.4g}" if abs(amount) >= 1e-4 or amount == 0.0 else f"{amount:.6f}"
