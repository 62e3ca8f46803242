"""Rows `user_limit[limit, n]`: the user's own linear rows over any columns."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.addresses import Address, matches, parse_address
from optimizer.domain.columns import COLUMN_FAMILIES, ORIGIN_PART
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import EQ, GE, LE, Block, Limit
from optimizer.law.origin import ANOTHER_WAY, HOME_NAME

Ints = NDArray[np.int64]
SENSES = {"le": LE, "ge": GE, "eq": EQ}


def add_user_limit_rows(formulation: Formulation) -> None:
    """Add the rows of `limits`: sum over terms of coefficient x column (<=, >=, =) amount.

    Per period: one row per node, with amount x years on the right. Total: one row, probability-weighted. A term counts every
    column that its pattern names, at all nodes or at those after `@`; several terms on one column add up.
    Rows: "user_limit[limit, n]" or "user_limit[limit]".

    Raises:
        InvalidCase: A pattern names no column.
    """
    case = formulation.case
    program = formulation.program
    table = case["limits"]
    terms = case["limit_terms"]
    active = case.active_rows("limits")
    amounts = case.numbers("limits", "amount")
    coefficients = case.numbers("limit_terms", "coefficient")
    limit_of_term = case.position("limit_terms", "limit")
    violations: list[Violation] = []
    named = ColumnNames(formulation)
    terms_of: dict[int, list[int]] = {}
    for term, limit in enumerate(limit_of_term.tolist()):
        terms_of.setdefault(limit, []).append(term)
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
        for term in terms_of.get(int(limit), ()):
            text = str(terms["columns"][term])
            columns = named.matching(parse_address(text))
            if not (columns >= 0).any():
                violations.append(_names_nothing(terms.address(int(term), "columns"), text))
            weights = coefficients[term] * (case.timeline.probabilities if total else 1.0)
            program.add_terms(rows[0] if total else rows, columns, weights)
    if violations:
        raise InvalidCase(violations)


def _names_nothing(address: str, text: str) -> Violation:
    fix = "check the ids; there are columns only for rows that take part, and for what can be had where it is used"
    return Violation(address, "unknown-address", text, "no column has this name", fix)


class ColumnNames:
    """The columns of a formulation by name: family, parts of the key and what they imply."""

    def __init__(self, formulation: Formulation) -> None:
        """Prepare; families are indexed when they are first asked for."""
        self._formulation = formulation
        self._keys: dict[str, dict[tuple[str, ...], int]] = {}
        self._described: dict[str, list[dict[str, str]]] = {}

    def matching(self, address: Address) -> Ints:
        """Return the columns that a pattern names: (entities, nodes), -1 where there is none.

        Filters may name a part of the key, or `material`, `market` or `site` of the entity. A pattern without the part that tells
        the origin names the columns of every origin.
        """
        family = address.head
        columns = self._entity_columns(family)
        if address.node:
            at = [matches(address.node, node) for node in self._formulation.program.node_ids]
            columns = np.where(np.array(at, dtype=bool), columns, -1)
        plain = not address.filters and "*" not in "".join(address.key) and len(address.key) == len(COLUMN_FAMILIES[family])
        if plain and len(self._formulation.streams.origins) == 1:
            entity = self._by_key(family).get(address.key, -1)
            found = [entity] if entity >= 0 else []
            return np.asarray(columns[found])
        wanted = [*zip(_parts(family), address.key, strict=False), *address.filters]
        described = self._describe(family)
        chosen = [all(matches(value, entity.get(name, "")) for name, value in wanted) for entity in described]
        return np.asarray(columns[np.flatnonzero(chosen)])

    def _block(self, family: str) -> Block:
        return next(block for block in self._formulation.program.columns if block.family == family)

    def _entity_columns(self, family: str) -> Ints:
        """Return the columns by entity of the family's block: (entities, nodes)."""
        block = self._block(family)
        columns = np.full((len(block.keys), len(self._formulation.program.node_ids)), -1, dtype=np.int64)
        columns[block.entity, block.node] = block.first + np.arange(len(block))
        return columns

    def _by_key(self, family: str) -> dict[tuple[str, ...], int]:
        if family not in self._keys:
            self._keys[family] = {tuple(key): entity for entity, key in enumerate(self._block(family).keys)}
        return self._keys[family]

    def _describe(self, family: str) -> list[dict[str, str]]:
        if family not in self._described:
            self._described[family] = _attributes(self._formulation, family, list(self._block(family).keys))
        return self._described[family]


def _parts(family: str) -> tuple[str, ...]:
    return (*COLUMN_FAMILIES[family], *([ORIGIN_PART[family]] if family in ORIGIN_PART else []))


def _attributes(formulation: Formulation, family: str, keys: list[tuple[str, ...]]) -> list[dict[str, str]]:
    """Return, per entity of a family, its key parts and what they imply."""
    case = formulation.case
    keys = [tuple(part.partition(ANOTHER_WAY)[0] for part in key) for key in keys]
    described = [{ORIGIN_PART.get(family, ""): HOME_NAME} | dict(zip(_parts(family), key, strict=False)) for key in keys]
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
