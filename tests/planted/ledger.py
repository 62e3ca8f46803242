"""What a planted case knows of its own linear program: what columns earn, the rents of rows, and the weights of measures.

The program is stated once more here, from the algebra of the documents and apart from `optimizer.formulation`:

    maximise sum over measures of weight x amount,  rows of three senses,  columns >= 0
    worth of a column = sum of weight[measure, node] x amount    rent = sum of coefficient x dual    reduced = worth - rent
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.planted.horizon import Horizon

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(eq=False)
class Row:
    """Rows of one family and key over nodes.

    Attributes:
        family: Family in the program's addresses.
        key: Parts of the key.
        sense: `le`, `ge` or `eq`.
        rents: Dual of each node's row: >= 0 for `le`, <= 0 for `ge`; 0 where the row is slack or absent.
        sides: Right-hand sides, once they are known.
        once: Whether there is one row over all nodes, kept at node 0.
        only: The node by which a row over all nodes is called because no other is in force; -1 if there is none.
    """

    family: str
    key: tuple[str, ...]
    sense: str
    rents: Floats
    sides: Floats
    once: bool = False
    only: int = -1

    def address(self, nodes: list[str], at: int) -> str:
        """Return the address of the row at a node."""
        at = self.only if self.once else at
        return f"{self.family}[{','.join(self.key)}]" if at < 0 else f"{self.family}[{','.join(self.key)},{nodes[at]}]"


@dataclass(eq=False)
class Column:
    """Columns of one family and key over nodes.

    Attributes:
        family: Family in the program's addresses.
        key: Parts of the key.
        there: Nodes that have the column.
        amounts: The planted plan.
        terms: Coefficients in rows, per node, or (own node, node of the row).
        gains: Amounts per unit in measures, per node, or (own node, node of the amount).
        names: What patterns of the user's limits may ask for.
    """

    family: str
    key: tuple[str, ...]
    there: Flags
    amounts: Floats
    terms: list[tuple[Row, Floats]] = field(default_factory=list)
    gains: list[tuple[str, Floats]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def used(self) -> Flags:
        """Nodes at which the plan uses the column."""
        return self.amounts > 0

    def address(self, node: str) -> str:
        """Return the address of one column."""
        return f"{self.family}[{','.join(self.key)},{node}]"


class Ledger:
    """All columns and rows of a planted case and the weight of every measure at every node."""

    def __init__(self, horizon: Horizon) -> None:
        """Start with nothing."""
        self.horizon = horizon
        self.columns: list[Column] = []
        self.rows: list[Row] = []
        self.goal: dict[str, Floats] = {}
        self.weights: dict[str, Floats] = {}
        self.constants: dict[str, Floats] = {}

    def column(self, family: str, key: tuple[str, ...], there: Flags | None = None, **names: str) -> Column:
        """Add columns, unused so far."""
        nodes = len(self.horizon)
        there = np.ones(nodes, dtype=bool) if there is None else there
        self.columns.append(Column(family, key, there, np.zeros(nodes), names=names))
        return self.columns[-1]

    def row(self, family: str, key: tuple[str, ...], sense: str, *, once: bool = False) -> Row:
        """Add rows, slack so far."""
        self.rows.append(Row(family, key, sense, np.zeros(len(self.horizon)), np.zeros(len(self.horizon)), once))
        return self.rows[-1]

    def weight(self, measure: str) -> Floats:
        """Return what one unit of a measure is worth at each node, through the objective and through rows on measures."""
        return self.weights.get(measure, np.zeros(len(self.horizon)))

    def aim(self, parts: dict[str, float], per_node: Floats) -> None:
        """Add parts of a measure to the objective."""
        for name, factor in parts.items():
            for weights in (self.goal, self.weights):
                weights[name] = weights.get(name, np.zeros(len(self.horizon))) + factor * per_node

    def charge(self, parts: dict[str, float], coefficients: Floats, rent: float) -> None:
        """Let a row with these coefficients on measures weigh on every column through its rent."""
        for name, factor in parts.items():
            self.weights[name] = self.weight(name) - rent * factor * coefficients

    def worth(self, gains: list[tuple[str, Floats]]) -> Floats:
        """Return what these amounts are worth per unit."""
        total = np.zeros(len(self.horizon))
        for measure, amount in gains:
            total = total + (amount @ self.weight(measure) if amount.ndim == 2 else amount * self.weight(measure))
        return total

    def rent(self, column: Column) -> Floats:
        """Return what a unit of the column uses of rows, at their duals."""
        total = np.zeros(len(self.horizon))
        for row, coefficient in column.terms:
            total = total + (coefficient @ row.rents if coefficient.ndim == 2 else coefficient * row.rents)
        return total

    def reduced(self, column: Column) -> Floats:
        """Return worth less rent."""
        return self.worth(column.gains) - self.rent(column)

    def settle(self, column: Column, per_unit: list[tuple[str, Floats]], margin: Floats, least: float = -math.inf) -> Floats:
        """Return the number per node that makes the reduced cost 0 where the column is used and at most -margin elsewhere.

        Args:
            column: Gains the amounts that follow from the number.
            per_unit: Amounts in measures per +1 of the number.
            margin: How much worse than 0 unused columns are to be.
            least: Least number allowed; unused columns may become worse to keep it.
        """
        slope = np.where(column.there, self.worth(per_unit), -1.0)
        assert (slope < 0).all(), (column.family, column.key)
        number = (self.reduced(column) - np.where(column.used, 0.0, -margin)) / -slope
        assert (number[column.used] >= least).all(), (column.family, column.key, number[column.used].min())
        number = np.where(column.used, number, np.maximum(number, least))
        column.gains += [(measure, (amount.T * number).T) for measure, amount in per_unit]
        return number

    def activities(self, *, gross: bool = False) -> dict[Row, Floats]:
        """Return the left-hand side of every row in the planted plan; gross, the sum of its terms without their signs."""
        result = {row: np.zeros(len(self.horizon)) for row in self.rows}
        for column in self.columns:
            if column.used.any():
                for row, signed in column.terms:
                    coefficient = np.abs(signed) if gross else signed
                    result[row] += column.amounts @ coefficient if coefficient.ndim == 2 else column.amounts * coefficient
        return result

    def totals(self) -> dict[str, Floats]:
        """Return every measure of the planted plan per node, without constants."""
        result: dict[str, Floats] = {}
        for column in self.columns:
            if column.used.any():
                for measure, amount in column.gains:
                    total = column.amounts @ amount if amount.ndim == 2 else column.amounts * amount
                    result[measure] = result.get(measure, np.zeros(len(self.horizon))) + total
        return result

    def add_constant(self, measure: str, per_node: Floats) -> None:
        """Add an amount that does not depend on the plan."""
        self.constants[measure] = self.constants.get(measure, np.zeros(len(self.horizon))) + per_node
