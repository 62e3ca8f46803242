"""Comparisons as pandas frames."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from optimizer.client.tabular import BETWEEN
from optimizer.client.tabular_run import asked_frame, changes_frame
from optimizer.client.words import word, words_of
from optimizer.v1.compare_pb2 import BridgeStep, ComparedAlternative, ComparedOutcome, CompareScenariosResponse, InputGroup

# Where a row of a frame stands: 0 is the base, 1 the first alternative.
WHICH = ("alternative", "scenario")


def comparison_frames(response: CompareScenariosResponse) -> dict[str, pd.DataFrame]:
    """Return frames of outcomes, totals, duties and periods (alternative 0 = the base), and of what differs in the others."""
    sides = [(0, response.provenance.scenario, response.base)]
    others = list(enumerate(response.alternatives, 1))
    sides += [(at, item.scenario, item.outcome) for at, item in others]
    plans = [(dict(zip(WHICH, side[:2], strict=True)), side[2].plan) for side in sides]
    outcomes = [dict(zip(WHICH, side[:2], strict=True)) | _ending(side[2]) for side in sides]
    totals = [
        {**at, "measure": found.measure, "unit": found.unit, "amount": found.total}
        for at, plan in plans
        for found in plan.measures
    ]
    found = _differing(others)
    frames = {name: pd.DataFrame(rows, columns=None if rows else list(WHICH)) for name, rows in found.items()}
    return {
        "run": asked_frame(response.provenance),
        "changes": changes_frame(response.provenance),
        "outcomes": pd.DataFrame(outcomes),
        "totals": pd.DataFrame(totals, columns=[*WHICH, "measure", "unit", "amount"]),
        "duties": _listed(plans, "duties", ("market", "claim", "value", "assessed", "borne", "saved")),
        "periods": _listed(plans, "periods", ("node", "operating", "investment", "government_revenue", "jobs")),
        **frames,
    }


def _differing(others: list[tuple[int, ComparedAlternative]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of what differs, by frame."""
    found: dict[str, list[dict[str, Any]]] = {"inputs": [], "decisions": [], "sales": [], "bridge": [], "bridge_parts": []}
    for number, item in others:
        at = {"alternative": number, "scenario": item.scenario}
        found["inputs"] += [at | _texts(row, ("address", "title", "before", "after"), "group") for row in item.inputs]
        for decision in item.decisions:
            head = at | _texts(decision, ("mineral", "title", "unit"), "verdict_before", "verdict_after")
            found["decisions"] += [head | _texts(row, ("measure", "before", "after")) for row in decision.amounts] or [head]
        sale = ("market", "material", "title", "claim", "unit", "before", "after")
        found["sales"] += [at | _texts(row, sale) for row in item.sales]
        for place, step in enumerate(item.bridge, 1):
            groups = {"step": place, "groups": BETWEEN.join(words_of(InputGroup.DESCRIPTOR)[group] for group in step.groups)}
            found["bridge"].append(at | groups | _step(step))
            found["bridge_parts"] += [at | groups | part for part in _parts(step)]
    return found


def _ending(outcome: ComparedOutcome) -> dict[str, Any]:
    has_plan = outcome.HasField("plan")
    return {"outcome": outcome.WhichOneof("outcome"), "objective": outcome.plan.objective if has_plan else None}


def _texts(row: Any, columns: tuple[str, ...], *enums: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns} | {name: word(row, name) for name in enums}


def _step(step: BridgeStep) -> dict[str, Any]:
    kept = {name: getattr(step, name) if step.HasField(name) else None for name in ("effect", "response")}
    return {"objective": step.objective, "change": step.change, **kept}


def _parts(step: BridgeStep) -> Iterator[dict[str, Any]]:
    for kind, parts in (("effect", step.effect_parts), ("response", step.response_parts)):
        for part in parts:
            yield {"kind": kind, "measure": part.measure, "amount": part.amount}


def _listed(plans: Any, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    rows = [at | _texts(row, columns) for at, plan in plans for row in getattr(plan, name)]
    return pd.DataFrame(rows, columns=[*WHICH, *columns])
