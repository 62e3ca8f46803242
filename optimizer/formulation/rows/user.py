"""Rows `user_limit[limit, n]`: the user's own linear rows over any columns."""

from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.addresses import Address, parse_address
from optimizer.domain.columns import COLUMN_FAMILIES
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import EQ, GE, LE, Limit

Ints = NDArray[np.int64]
SENSES = {"le": LE, "ge": GE, "eq": EQ}


def add_user_limit_rows(formulation: Formulation) -> None:
    """Add the rows of `limits`: sum over terms of coefficient x column (<=, >=, =) amount.

    Per period: one row per node, with amount x years on the right. Total: one row, probability-weighted. A term counts every
    column that its pattern names; several terms on one column add up.
    Rows: "user_limit[limit, n]" or "user_limit[limit]".

    Raises:
        InvalidCase: A pattern names no column.
    """
    case, program = formulation.case, formulation.program
    table, terms, active = case["limits"], case["limit_terms"], case.active_rows("limits")
    amounts, coefficients = case.numbers("limits", "amount"), case.numbers("limit_terms", "coefficient")
    limit_of_term = case.position("limit_terms", "limit")
    violations: list[Violation] = []
    for limit in active:
        total = table["scope"][limit] == "total"
        nodes = np.array([-1]) if total else np.arange(len(case.timeline))
        factors = np.ones(1) if total else formulation.years
        sides = amounts[limit][: len(nodes)] * factors
        rows = program.add_rows(
            "user_limit", [(table.keys[limit],)], np.zeros(len(nodes)), nodes, SENSES[table["sense"][limit]], sides
        )
        for row, factor in zip(rows.tolist(), factors.tolist(), strict=True):
            program.link_limit(row, Limit("limits", int(limit), "amount", factor))
        for term in np.flatnonzero(limit_of_term == limit):
            columns = matching_columns(formulation, parse_address(str(terms["columns"][term])))
            if not (columns >= 0).any():
                mend = "check the ids; columns exist only for rows that take part"
                text = str(terms["columns"][term])
                violations.append(
                    Violation(terms.address(int(term), "columns"), "unknown-address", text, "no column has this name", mend)
                )
            weights = coefficients[term] * (case.timeline.probabilities if total else 1.0)
            program.add_terms(rows[0] if total else rows, columns, weights)
    if violations:
        raise InvalidCase(violations)


def matching_columns(formulation: Formulation, address: Address) -> Ints:
    """Return the columns that a pattern names: (entities, nodes), -1 where there is none.

    Filters may name a part of the key, or `material`, `market`, `site` or `process` of the entity.
    """
    family, columns = address.head, formulation.columns[address.head]
    block = next(block for block in formulation.program.columns if block.family == family)
    parts = dict(zip(COLUMN_FAMILIES[family], address.key, strict=False))
    wanted = [*parts.items(), *address.filters]
    attributes = _attributes(formulation, family, list(block.keys))
    mask = np.array(
        [all(fnmatchcase(entity.get(name, ""), value) for name, value in wanted) for entity in attributes], dtype=bool
    )
    if family == "discard":
        everywhere = np.full(columns.shape[0], fill_value=False)
        everywhere[(columns >= 0).any(axis=1)] = mask
        mask = everywhere
    if not len(mask):
        return np.full((0, len(formulation.years)), -1, dtype=np.int64)
    return np.where(mask[:, np.newaxis], columns, -1)


def _attributes(formulation: Formulation, family: str, keys: list[tuple[str, ...]]) -> list[dict[str, str]]:
    """Return, per entity of a family, its key parts and what they imply."""
    case = formulation.case
    described = [dict(zip(COLUMN_FAMILIES[family], key, strict=True)) for key in keys]
    for entity in described:
        if family == "sell":
            row = case["demands"].rows[f"{entity['demand']},{entity['tier']}"]
            entity |= {"material": str(case["demands"]["material"][row]), "market": str(case["demands"]["market"][row])}
        elif family == "supply":
            row = case["supplies"].rows[entity["supply"]]
            entity |= {name: str(case["supplies"][name][row]) for name in ("site", "material")}
        elif family == "run":
            entity["site"] = str(case["processes"]["site"][case["processes"].rows[entity["process"]]])
    return described
