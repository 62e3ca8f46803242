"""Which origins can be where, as far as rules on data need to know, and which lots of mixed feed may be claimed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.contents import read_contents, read_flows
from optimizer.domain.law.origin import HOME, Origin, OriginLaw
from optimizer.domain.validation.chains import open_lanes

Place = tuple[str, str]
"""A (site, material) pair."""


@dataclass(frozen=True, slots=True)
class Input:
    """A material that ends up in what a process makes: its row in `process_flows`, and whether it holds a mineral."""

    row: int
    material: str
    holds_mineral: bool


@dataclass(frozen=True, slots=True)
class ClaimedLot:
    """What a process makes of mixed feed, claimed under a programme.

    Attributes:
        process: Row of the process.
        programme: Programme.
        rules: Per product that has rules of origin its rule rows, all alternatives together.
    """

    process: int
    programme: str
    rules: dict[str, tuple[int, ...]]


def has_foreign_places(case: Case) -> bool:
    """Return whether a site, or the origin of a supply or stock, is in another country; if not, all goods are home's."""
    home = case.home_country
    columns = (("sites", "country"), ("supplies", "origin_country"), ("stocks", "origin_country"))
    return any(country not in ("", home) for table, column in columns for country in case[table][column])


class FeedOrigins:
    """Follows supplies and stocks of every origin over lanes and through processes.

    It errs on the side of reach: capacities, windows and shares of home ore are left out of account.
    """

    def __init__(self, case: Case) -> None:
        """Read what takes part."""
        self.case, self.law = case, OriginLaw(case)
        sites, home = case["sites"], case.home_country
        self._country = {key: self.law.classes.get(str(at), home) for key, at in zip(sites.keys, sites["country"], strict=True)}
        contents, flows = read_contents(case), read_flows(case)
        holds: NDArray[np.bool_] = np.asarray(contents.holds.any(axis=1))
        self.inputs: dict[int, list[Input]] = {row: [] for row in case.active_rows("processes").tolist()}
        self.outputs: dict[int, list[str]] = {row: [] for row in self.inputs}
        self._makes_raw: set[int] = set()
        constituent = case["process_flows"]["constituent"]
        for process, material, amount, row in zip(flows.process, flows.material, flows.amount, flows.row, strict=True):
            name = case["materials"].keys[material]
            if (amount > 0).any():
                self.outputs[int(process)].append(name)
                self._makes_raw |= {int(process)} if holds[material] and contents.raw[material] else set()
            elif (amount < 0).any() and (constituent[row] or holds[material]):
                self.inputs[int(process)].append(Input(int(row), name, bool(holds[material])))

    def site(self, process: int) -> str:
        """Return where a process runs."""
        return str(self.case["processes"]["site"][process])

    def country(self, process: int) -> str:
        """Return in which country a process runs, as the law tells countries apart."""
        return self._country.get(self.site(process), self.case.home_country)

    def transforms(self, process: int) -> bool:
        """Return whether what a process makes originates where it stands."""
        return bool(self.case["processes"]["substantial"][process]) and process not in self._makes_raw

    def origins(self, process: int, taken: Input) -> set[Origin]:
        """Return the origins of which an input can be had where the process runs."""
        return self._at.get((self.site(process), taken.material), set())

    @cached_property
    def _at(self) -> dict[Place, set[Origin]]:
        lanes: dict[str, list[tuple[str, set[str] | None]]] = {}
        for start, end, only in open_lanes(self.case):
            lanes.setdefault(start, []).append((end, only))
        users: dict[Place, list[tuple[int, Input]]] = {}
        for process, taken in self.inputs.items():
            for one in taken:
                users.setdefault((self.site(process), one.material), []).append((process, one))
        waiting, at = list(self._sources()), dict[Place, set[Origin]]()
        while waiting:
            (site, material), origin = waiting.pop()
            here = at.setdefault((site, material), set())
            if origin in here:
                continue
            here.add(origin)
            waiting += [((end, material), origin) for end, only in lanes.get(site, ()) if only is None or material in only]
            for process, one in users.get((site, material), ()):
                made = self._made_of(process, one, origin)
                waiting += [((site, output), made) for output in self.outputs[process]]
        return at

    def _sources(self) -> Iterator[tuple[Place, Origin]]:
        initial = self.case.numbers("stocks", "initial")
        for table in ("supplies", "stocks"):
            data = self.case[table]
            for row in self.case.active_rows(table):
                if table == "stocks" and not (initial[row] > 0).any():
                    continue
                site, named = str(data["site"][row]), str(data["origin_country"][row])
                country = self.law.classes.get(named) if named else self._country.get(site)
                yield (site, str(data["material"][row])), self._of(country or self.case.home_country)
        for process, taken in self.inputs.items():
            if not taken:
                yield from (((self.site(process), output), HOME) for output in self.outputs[process])

    def _of(self, country: str) -> Origin:
        """Return the origin of what comes from a country."""
        return HOME if country == self.case.home_country else Origin(country, home_ore=False)

    def _made_in(self, country: str) -> Origin:
        """Return the origin of what is made in a country, abroad or of foreign feed."""
        return Origin(country, home_ore=False, made_abroad=country != self.case.home_country)

    def _made_of(self, process: int, taken: Input, origin: Origin) -> Origin:
        """Return the origin of what is made, before any rule of origin is passed."""
        country, substantial = self.country(process), bool(self.case["processes"]["substantial"][process])
        if origin.is_home and (not substantial or country == self.case.home_country):
            return HOME
        if self.transforms(process) or origin.is_home or (substantial and not origin.home_ore):
            return self._made_in(country)
        return origin if taken.holds_mineral and not substantial else Origin(country, home_ore=True)

    @cached_property
    def lots(self) -> tuple[ClaimedLot, ...]:
        """Lots with foreign feed, or made abroad, of processes that transform, where a programme has a rule for a product."""
        return tuple(lot for process in self.inputs for lot in self._lots(process))

    def _lots(self, process: int) -> Iterator[ClaimedLot]:
        taken = self.inputs[process]
        foreign = any(not origin.is_home for one in taken for origin in self.origins(process, one))
        abroad = bool(taken) and self.country(process) != self.case.home_country
        if not self.transforms(process) or not (foreign or abroad):
            return
        for programme in self.programmes_of(process):
            rules = {
                product: tuple(row for rows in found.values() for row in rows)
                for product in self.outputs[process]
                if (found := self.law.alternatives(programme, self.hs_code(product)))
            }
            if rules:
                yield ClaimedLot(process, programme, rules)

    def programmes_of(self, process: int) -> list[str]:
        """Return the active programmes that benefit the country in which a process runs."""
        names = [self.case["programmes"].keys[row] for row in self.case.active_rows("programmes")]
        country = self.country(process)
        return [name for name in names if self.law.has_role(name, country, ("beneficiary",)).any()]

    def hs_code(self, material: str) -> str:
        """Return the HS code of a material."""
        return str(self.case["materials"]["hs_code"][self.case["materials"].rows[material]])

    def buyers(self, programme: str, material: str) -> list[int]:
        """Return the active demands for a material where a programme is granted."""
        demands, markets = self.case["demands"], self.case["markets"]
        destination = str(self.case["programmes"]["destination"][self.case["programmes"].rows[programme]])
        wanted = self.case.active_rows("demands")[demands["material"][self.case.active_rows("demands")] == material]
        countries = {key: str(at) or key.upper() for key, at in zip(markets.keys, markets["country"], strict=True)}
        return [int(row) for row in wanted if countries.get(str(demands["market"][row])) == destination]


def lacks(values: NDArray[np.float64]) -> bool:
    """Return whether a value is missing at some node."""
    return bool(np.isnan(values).any())
