"""What holds which mineral: contained amounts per unit of material, and the raw line that processing crosses."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contents:
    """Contained minerals.

    Attributes:
        contained: Tonnes of each mineral in one unit of each material: (materials, minerals, nodes), 0 if none or unknown.
        holds: Whether the material holds the mineral, known amount or not: (materials, minerals).
        raw: Whether the material counts as raw: (materials,).
    """

    contained: Floats
    holds: NDArray[np.bool_]
    raw: NDArray[np.bool_]

    @property
    def raw_contained(self) -> Floats:
        """Contained tonnes, counting raw materials only."""
        return self.contained * self.raw[:, np.newaxis, np.newaxis]


def read_contents(case: Case) -> Contents:
    """Return what the materials of a case hold."""
    materials = case["materials"]
    minerals = case["minerals"]
    table = case["contents"]
    shape = (len(materials), len(minerals), len(case.timeline))
    holds = np.zeros(shape[:2], dtype=bool)
    at = case.position("contents", "material"), case.position("contents", "mineral")
    known = (at[0] >= 0) & (at[1] >= 0)
    rows = at[0][known]
    columns = at[1][known]
    holds[rows, columns] = ~(table["fraction"][known] == 0.0)
    fractions = np.nan_to_num(case.numbers("contents", "fraction")[known])
    contained = np.zeros_like(fractions, shape=shape)
    contained[rows, columns] = fractions * case.numbers("materials", "tonnes_per_unit")[rows]
    return Contents(contained, holds, materials["raw"].astype(bool))


@dataclass(frozen=True, slots=True)
class Flows:
    """Flows of the processes that take part, one entry per row of `process_flows`.

    Attributes:
        process: Position of the process.
        material: Position of the material.
        amount: Amount per unit of feed, positive out and negative in: (flows, nodes).
        row: Position in `process_flows`.
    """

    process: NDArray[np.int64]
    material: NDArray[np.int64]
    amount: Floats
    row: NDArray[np.int64]


def read_flows(case: Case) -> Flows:
    """Return the flows of the processes that take part."""
    process = case.position("process_flows", "process")
    material = case.position("process_flows", "material")
    takes_part = np.zeros(len(case["processes"]) + 1, dtype=bool)
    takes_part[case.active_rows("processes")] = True
    rows = np.flatnonzero((process >= 0) & (material >= 0) & takes_part[process])
    sign = np.where(case["process_flows"]["direction"][rows] == "out", 1.0, -1.0)
    amount = np.nan_to_num(case.numbers("process_flows", "amount_per_unit")[rows])
    return Flows(process[rows], material[rows], sign[:, np.newaxis] * amount, rows)


@dataclass(frozen=True, slots=True)
class RawLine:
    """Contained tonnes per unit of feed that cross the raw line: (processes, minerals, nodes).

    With rin, rout the contained tonnes in raw inputs and raw outputs and D = rin - rout:

        processed = D if the process makes a material that is not raw and holds the mineral, else 0
        tailings  = D - processed

    `makes` tells whether it makes such a material, `makes_raw` whether it makes a raw one: (processes, minerals).
    """

    processed: Floats
    tailings: Floats
    makes: NDArray[np.bool_]
    makes_raw: NDArray[np.bool_]


def read_raw_line(case: Case, contents: Contents, flows: Flows) -> RawLine:
    """Return what each process does to each mineral."""
    raw = contents.raw_contained
    crossing = np.zeros_like(raw, shape=(len(case["processes"]), *raw.shape[1:]))
    np.subtract.at(crossing, flows.process, flows.amount[:, np.newaxis, :] * raw[flows.material])
    makes = np.zeros(crossing.shape[:2], dtype=bool)
    makes_raw = np.zeros(crossing.shape[:2], dtype=bool)
    made = (flows.amount > 0).any(axis=1)
    for found, goods in ((makes, made & ~contents.raw[flows.material]), (makes_raw, made & contents.raw[flows.material])):
        np.logical_or.at(found, flows.process[goods], contents.holds[flows.material[goods]])
    processed = np.where(makes[:, :, np.newaxis], crossing, 0.0)
    return RawLine(processed, crossing - processed, makes, makes_raw)
