"""The formulation: the linear program of a problem, with the positions of its columns by family."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.formulation.program import Program
from optimizer.formulation.streams import Streams, enumerate_streams
from optimizer.problem.build import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Formulation:
    """A program under construction for a problem.

    Attributes:
        problem: What is formulated.
        program: Columns, rows and contributions so far.
        streams: Everything the columns are made for.
        columns: Positions of the columns by family, (entities, nodes), -1 where there is none.
        place_rows: Position of each (site, material, origin) in `streams.places`.
        donors: Position of the `donor` columns of each (mode, programme).
        years: Length of each node.
    """

    problem: Problem
    program: Program
    streams: Streams
    columns: dict[str, Ints] = field(default_factory=dict)
    place_rows: dict[tuple[int, int, int], int] = field(default_factory=dict)
    donors: dict[tuple[int, str], int] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case after its changes."""
        return self.problem.case

    @property
    def years(self) -> Floats:
        """Length of each node in years."""
        return self.case.timeline.years

    def places(self, sites: Ints, materials: Ints, origins: Ints) -> Ints:
        """Return the positions in `streams.places` of (site, material, origin) triples, -1 where there is no balance."""
        wanted = zip(sites.tolist(), materials.tolist(), origins.tolist(), strict=True)
        return np.array([self.place_rows.get(place, -1) for place in wanted], dtype=np.int64)

    def origin_keys(self, origins: Ints) -> list[tuple[str, ...]]:
        """Return what the keys of columns of these origins end with: nothing for home."""
        return [self.streams.origins[origin].key for origin in origins]

    def units(self, materials: Ints) -> list[str]:
        """Return the unit of each material."""
        return list(self.case["materials"]["unit"][materials])

    def at_home(self, table: str) -> NDArray[np.bool_]:
        """Return whether the site of each row of a table lies in the home country."""
        return np.asarray(self.country_of_sites()[self.case.position(table, "site")] == self.case.home_country, dtype=bool)

    def country_of_sites(self) -> NDArray[np.object_]:
        """Return the country of every site."""
        countries = self.case["sites"]["country"]
        return np.where(countries == "", self.case.home_country, countries)


def start_formulation(problem: Problem, max_columns: int, *, sharp: bool = False) -> Formulation:
    """Return a formulation without columns; `sharp` tells all origins apart, also where nothing can see the difference."""
    streams = enumerate_streams(problem.case, sharp=sharp)
    program = Program(problem.case.timeline.ids, max_columns)
    rows = {place: row for row, place in enumerate(streams.places)}
    return Formulation(problem, program, streams, place_rows=rows)
