"""Rows of policies: processed share, raw-export ban, bounds on measures."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.measure_sums import measure_terms
from optimizer.formulation.program import GE, LE, Limit

Floats = NDArray[np.float64]


def add_processed_share_rows(formulation: Formulation) -> None:
    """Demand that at least a share sigma of each mineral is processed of what is processed or exported raw.

        (1 - sigma) processed[k, n] - sigma exported_raw[k, n] >= 0, contained tonnes                                    (1)

    Rows: "processed_share[policy, k, n]", or one per path end for a policy over the horizon. Discards are on neither side.
    """
    for policy, mineral, nodes in _policies(formulation, "processed_share"):
        sigma = formulation.case.numbers("policies", "minimum")[policy]
        for group in nodes:
            sides = ((f"processed[{mineral}]", 1.0 - sigma), (f"exported_raw[{mineral}]", -sigma))
            _add_row(formulation, "processed_share", policy, mineral, nodes=group, sides=sides, sense=GE, side=0.0)


def add_raw_export_ban_rows(formulation: Formulation) -> None:
    """Forbid raw exports of each mineral: exported_raw[k, n] <= maximum, contained tonnes; blank = 0.

    Rows: "raw_export_ban[policy, k, n]", one shadow price per mineral: money per contained tonne of ban.
    """
    allowed = np.nan_to_num(formulation.case.numbers("policies", "maximum"))
    for policy, mineral, nodes in _policies(formulation, "raw_export_ban"):
        ones = np.ones(len(formulation.years))
        for group in nodes:
            sides = ((f"exported_raw[{mineral}]", ones),)
            most = float(allowed[policy, group[0]])
            row = _add_row(formulation, "raw_export_ban", policy, mineral, nodes=group, sides=sides, sense=LE, side=most)
            formulation.program.link_limit(row, Limit("policies", policy, "maximum", 1.0))


def add_measure_rows(formulation: Formulation) -> None:
    """Bound a measure, undiscounted, in each node or over the horizon weighted by probability.

        minimum <= sum_j measure_j x_j + constant <= maximum                                                             (1)

    Rows: "measure[policy, minimum or maximum, n]", in the measure's unit.
    """
    case = formulation.case
    for policy, _, nodes in _policies(formulation, "measure_bound"):
        measure = str(case["policies"]["measure"][policy])
        for column, sense in (("minimum", GE), ("maximum", LE)):
            bounds = case.numbers("policies", column)[policy]
            if np.isnan(bounds).all():
                continue
            for group in nodes:
                side = float(bounds[group[0]])
                if np.isnan(side):
                    continue
                ones = np.ones(len(formulation.years))
                row = _add_row(
                    formulation, "measure", policy, column, nodes=group, sides=((measure, ones),), sense=sense, side=side
                )
                formulation.program.link_limit(row, Limit("policies", policy, column, 1.0))


def _policies(formulation: Formulation, kind: str) -> Iterator[tuple[int, str, list[list[int]]]]:
    """Yield (policy, mineral, groups of nodes that share a row) for the active policies of a kind."""
    case = formulation.case
    table = case["policies"]
    in_force = case.shares_in_force("policies")
    for policy in case.active_rows("policies"):
        if table["kind"][policy] != kind:
            continue
        nodes = np.flatnonzero(in_force[policy] > 0).tolist()
        groups = [nodes] if table["scope"][policy] == "total" and nodes else [[node] for node in nodes]
        named = str(table["mineral"][policy])
        minerals = (named,) if named else case["minerals"].keys
        for mineral in minerals if kind != "measure_bound" else ("",):
            yield int(policy), mineral, groups


def _add_row(
    formulation: Formulation,
    family: str,
    policy: int,
    part: str,
    *,
    nodes: list[int],
    sides: tuple[tuple[str, Floats], ...],
    sense: int,
    side: float,
) -> int:
    case = formulation.case
    program = formulation.program
    total = case["policies"]["scope"][policy] == "total"
    weights = case.timeline.probabilities if total else np.ones(len(case.timeline))
    in_group = np.zeros(len(case.timeline), dtype=bool)
    in_group[nodes] = True
    constant = 0.0
    terms = []
    for measure, factors in sides:
        columns, at, amounts, constants = measure_terms(program, measure)
        keep = in_group[at]
        terms.append((columns[keep], (amounts * factors[at] * weights[at])[keep]))
        constant += float((constants * factors * weights)[nodes].sum())
    key = (case["policies"].keys[policy], part)
    row = int(program.add_rows(family, [key], [0], [nodes[0] if len(nodes) == 1 else -1], sense, side - constant)[0])
    for columns, amounts in terms:
        program.add_terms(np.full(len(columns), row), columns, amounts)
    return row
