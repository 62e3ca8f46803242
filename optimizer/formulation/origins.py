"""Where which origins can be, and the modes in which processes run: the foreign half of what `streams` enumerates.

Origins other than home exist only where foreign feed can reach: from foreign supplies of what ends up in products or is itself
sold, over lanes, through processes. What a process makes that transforms substantially, and makes nothing raw, is of its
country, earned or not. Any other product keeps the origin of its ore; home ore that meets other foreign inputs there stays home
ore but has earned nothing, and home ore blended with foreign ore loses its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, Flows
from optimizer.domain.law.origin import ANOTHER_WAY, HOME, ROLLED_UP, Origin, OriginLaw
from optimizer.formulation.claims import Claim, ClaimBook, Recipe

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Place = tuple[int, int]
"""A (site, material) pair."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to run a process: what origins it may take in, and what it gives out.

    Attributes:
        process: Position of the process.
        key: What tells the mode in the keys of columns; empty for the mode of home ore alone.
        output: Position of the origin of its products.
        outputs: Where a product does not remember all that the lot has earned, per output flow the position of its origin.
        claims: Programmes whose rules its lots must pass.
        inputs: Per input flow the positions of the origins it may take in.
        closed: Per (input flow, origin) the nodes at which a rule forbids it.
        mixes: Whether its inputs are told apart by origin in `feed` columns.
    """

    process: int
    key: tuple[str, ...]
    output: int
    claims: tuple[Claim, ...] = ()
    inputs: dict[int, tuple[int, ...]] = field(default_factory=dict)
    outputs: dict[int, int] = field(default_factory=dict)
    closed: dict[tuple[int, int], Flags] = field(default_factory=dict)
    mixes: bool = False


@dataclass(frozen=True, slots=True)
class Origins:
    """Which origins there are, where they can be, and the modes that make them.

    Attributes:
        known: Every origin; the first is home.
        at: Origins other than home that can be at a place.
        modes: The modes; first the home mode of every process that takes part, in their order.
        of_supply: Per supply row the position of its origin.
        of_stock: Per stock row the position of the origin of its initial amount.
        surplus: (material, origin) pairs that may be left over where they are claimed; others that have earned something are
            made for a claim, since the same lots can as well be run without one.
        told_apart: Whether the origin of each material matters; what does not is called home wherever it is from.
    """

    known: tuple[Origin, ...]
    at: dict[Place, tuple[int, ...]]
    modes: tuple[Mode, ...]
    of_supply: Ints
    of_stock: Ints
    surplus: frozenset[tuple[int, int]]
    told_apart: Flags

    def anywhere(self, site: int, material: int) -> tuple[int, ...]:
        """Return every origin that can be at a place, home first."""
        return (0, *self.at.get((site, material), ()))


def constituent_flows(case: Case, contents: Contents, flows: Flows) -> NDArray[np.bool_]:
    """Return which flows end up in products: those said to, and whatever holds a mineral."""
    return np.asarray(case["process_flows"]["constituent"][flows.row].astype(bool) | contents.holds[flows.material].any(axis=1))


class OriginReach:
    """Spreads origins from where foreign feed comes in until nothing new is reached."""

    def __init__(self, case: Case, law: OriginLaw, contents: Contents, flows: Flows, hauls: list[tuple[int, int, int]]) -> None:
        """Read what spreads them: `hauls` are (start site, end site, material)."""
        self._case, self._law, self._flows = case, law, flows
        self._known: dict[Origin, int] = {HOME: 0}
        self._at: dict[Place, set[int]] = {}
        sites = case["sites"]["country"]
        self._country_of_site = [law.classes.get(str(country), case.home_country) for country in sites]
        self._site_of_process = case.position("processes", "site")
        self._constituent = constituent_flows(case, contents, flows)
        self._input = np.asarray((flows.amount < 0).any(axis=1))
        self._output = np.asarray((flows.amount > 0).any(axis=1))
        self._flows_of: dict[int, list[int]] = {}
        for at, process in enumerate(flows.process.tolist()):
            self._flows_of.setdefault(process, []).append(at)
        self._carries = self._carriers(contents)
        self._raw_held = np.asarray(contents.holds.any(axis=1) & contents.raw)
        self._told_apart = self._materials_told_apart(contents)
        self._surplus: set[tuple[int, int]] = set()
        self._earned: dict[int, list[int]] = {}
        self._book: ClaimBook | None = None
        self._lanes: dict[Place, list[int]] = {}
        for start, end, material in hauls:
            self._lanes.setdefault((start, material), []).append(end)

    def _materials_told_apart(self, contents: Contents) -> NDArray[np.bool_]:
        """Return the materials whose origin matters: they hold a mineral, end up in a product, or are sold."""
        told = np.asarray(contents.holds.any(axis=1))
        told[self._flows.material[self._input & self._constituent]] = True
        sold = self._case.position("demands", "material")[self._case.active_rows("demands")]
        told[sold[sold >= 0]] = True
        return told

    def spread(self, processes: Ints) -> Origins:
        """Return everything that can be reached."""
        of_supply, of_stock = self._sources("supplies"), self._sources("stocks")
        waiting = self._seeds("supplies", of_supply) + self._seeds("stocks", of_stock)
        waiting += [spot for process in processes.tolist() for spot in self._made_abroad(process)]
        users: dict[Place, list[tuple[int, int]]] = {}
        for process in processes.tolist():
            for at in self._inputs(process):
                if self._constituent[at]:
                    place = (int(self._site_of_process[process]), int(self._flows.material[at]))
                    users.setdefault(place, []).append((process, at))
        while waiting:
            site, material, origin = waiting.pop()
            here = self._at.setdefault((site, material), set())
            if origin in here or not origin or not self._told_apart[material]:
                continue
            here.add(origin)
            waiting += [(end, material, origin) for end in self._lanes.get((site, material), ())]
            for process, flow in users.get((site, material), ()):
                waiting += self._made_from(process, flow, origin)
        reached = {place: tuple(sorted(origins)) for place, origins in self._at.items() if origins}
        if len(self._case.timeline.leaves()) > 1:  # What was made for a claim may be left over on another branch.
            self._surplus |= {(material, one) for (_, material), origins in reached.items() for one in origins}
        modes = [self._home_mode(process, reached) for process in processes.tolist()]
        modes += [mode for process in processes.tolist() for mode in self._other_modes(process, reached)]
        return Origins(tuple(self._known), reached, tuple(modes), of_supply, of_stock, frozenset(self._surplus), self._told_apart)

    @property
    def _claims(self) -> ClaimBook:
        """What lots may be made to earn, read when foreign feed first reaches a process."""
        if self._book is None:
            self._book = ClaimBook(self._case, self._law, [self._recipe(process) for process in self._flows_of])
        return self._book

    def _recipe(self, process: int) -> Recipe:
        material, inputs = self._flows.material, self._inputs(process)
        return Recipe(
            tuple(int(material[at]) for at in inputs if self._carries[at]),
            tuple(int(material[at]) for at in inputs if self._constituent[at]),
            tuple(self._products(process)),
            self._transforms(process),
        )

    def _products(self, process: int) -> list[int]:
        return [int(self._flows.material[at]) for at in self._outputs(process)]

    def _position(self, origin: Origin) -> int:
        return self._known.setdefault(origin, len(self._known))

    def _sources(self, table: str) -> Ints:
        data, home = self._case[table], self._case.home_country
        sites, materials, positions = self._case.position(table, "site"), self._case.position(table, "material"), []
        for row in range(len(data)):
            country = self._law.classes.get(str(data["origin_country"][row]) or "", home)
            if not data["origin_country"][row] and sites[row] >= 0:
                country = self._country_of_site[sites[row]]
            at_home = country == home or not self._told_apart[materials[row]]
            positions.append(0 if at_home else self._position(Origin(country, home_ore=False)))
        return np.array(positions, dtype=np.int64)

    def _seeds(self, table: str, origins: Ints) -> list[tuple[int, int, int]]:
        sites, materials = self._case.position(table, "site"), self._case.position(table, "material")
        return [(int(sites[row]), int(materials[row]), int(origins[row])) for row in self._case.active_rows(table)]

    def _inputs(self, process: int) -> list[int]:
        return [at for at in self._flows_of.get(process, ()) if self._input[at]]

    def _outputs(self, process: int) -> list[int]:
        return [at for at in self._flows_of.get(process, ()) if self._output[at]]

    def _transforms(self, process: int) -> bool:
        """Return whether what a process makes originates where it stands: it transforms substantially and makes nothing raw."""
        makes_raw = any(self._raw_held[self._flows.material[at]] for at in self._outputs(process))
        return bool(self._case["processes"]["substantial"][process]) and not makes_raw

    def _country(self, process: int) -> str:
        return str(self._country_of_site[self._site_of_process[process]])

    def _made_abroad(self, process: int) -> list[tuple[int, int, int]]:
        """Return what a substantial process abroad makes of home feed: goods of that country."""
        if self._home_output(process) == 0:
            return []
        return self._made(process, [self._home_output(process), *self._earned_outputs(process)])

    def _home_output(self, process: int) -> int:
        country = self._country(process)
        makes = bool(self._case["processes"]["substantial"][process]) or not self._inputs(process)
        return self._unearned(process) if makes and country != self._case.home_country else 0

    def _carriers(self, contents: Contents) -> NDArray[np.bool_]:
        """Return which flows carry the origin of what is made of them: inputs that hold a mineral, or all if none does."""
        carries = np.asarray(contents.holds[self._flows.material].any(axis=1) & self._input)
        for flows in self._flows_of.values():
            if not carries[flows].any():
                feed = self._case["processes"]["feed"][self._flows.process[flows[0]]]
                at_feed = self._flows.material[flows] == self._case["materials"].rows.get(str(feed), -1)
                parts = self._constituent[flows] & self._input[flows]
                carries[flows] = parts & at_feed if (parts & at_feed).any() else parts
        return carries

    def _made_from(self, process: int, flow: int, origin: int) -> list[tuple[int, int, int]]:
        if self._transforms(process):
            return self._made(process, [self._unearned(process), *self._earned_outputs(process)])
        carriers = [at for at in self._inputs(process) if self._carries[at]]
        kept = [self._home_ore(process)] if not self._carries[flow] else [origin] if flow == self._principal(process) else []
        if self._carries[flow] and len(carriers) > 1:
            kept += [self._blend(country) for country in self._principal_origins(process)]
        made = self._made(process, kept)
        self._surplus |= {(material, one) for _, material, one in made}
        return made

    def _principal(self, process: int) -> int:
        """Return the input that gives a simple process's product its country: the principal feed, else the first that carries."""
        carriers = [at for at in self._inputs(process) if self._carries[at]]
        feed = self._case["materials"].rows.get(str(self._case["processes"]["feed"][process]), -1)
        return next((at for at in carriers if self._flows.material[at] == feed), carriers[0])

    def _principal_origins(self, process: int) -> dict[str, tuple[int, ...]]:
        """Return the origins reached so far by the principal input, by country."""
        place = (int(self._site_of_process[process]), int(self._flows.material[self._principal(process)]))
        known, found = list(self._known), dict[str, list[int]]()
        for one in sorted({0, *self._at.get(place, ())}):
            found.setdefault(known[one].country or self._case.home_country, []).append(one)
        return {country: tuple(origins) for country, origins in found.items()}

    def _blend(self, country: str) -> int:
        return self._position(Origin(country, home_ore=False, blended=True))

    def _home_ore(self, process: int) -> int:
        """Return the origin of what a simple process makes of home ore and something foreign."""
        return self._position(Origin(self._country(process), home_ore=True))

    def _made(self, process: int, origins: list[int]) -> list[tuple[int, int, int]]:
        site, spots = int(self._site_of_process[process]), []
        for origin in origins:
            made = [(int(self._flows.material[at]), one) for at, one in self._remembered(process, origin).items()]
            spots += [(site, *spot) for spot in made]
            earned = [spot for spot in made if list(self._known)[spot[1]].earned]
            self._surplus |= set(earned) if len(earned) > 1 else set()
        return spots

    def _remembered(self, process: int, origin: int) -> dict[int, int]:
        """Return the origin of each product of a lot: what it has earned, where that is of use for the product."""
        known = list(self._known)[origin]
        made = {}
        for at in self._outputs(process):
            material = int(self._flows.material[at])
            earned = self._claims.kept(material, known.earned) if known.earned else ()
            made[at] = self._position(replace(known, earned=earned)) if self._told_apart[material] else 0
        return made

    def _unearned(self, process: int) -> int:
        return self._position(self._origin_of_make(process))

    def _origin_of_make(self, process: int, earned: tuple[str, ...] = ()) -> Origin:
        country = self._country(process)
        return Origin(country, home_ore=False, earned=earned, made_abroad=country != self._case.home_country)

    def _earned_outputs(self, process: int) -> list[int]:
        if process in self._earned or not self._transforms(process):
            return self._earned.get(process, [])
        sets = self._claims.sets(self._products(process), self._country(process))
        names = dict.fromkeys(tuple(claim.programme for claim in claims) for claims in sets)
        self._earned[process] = [self._position(self._origin_of_make(process, name)) for name in names]
        return self._earned[process]

    def _home_mode(self, process: int, at: dict[Place, tuple[int, ...]]) -> Mode:
        site = int(self._site_of_process[process])
        inputs = {}
        for flow in self._inputs(process):
            others = at.get((site, int(self._flows.material[flow])), ())
            inputs[flow] = (0,) if self._constituent[flow] or not others else (0, *others)
        return Mode(process, (), self._home_output(process), (), inputs)

    def _other_modes(self, process: int, at: dict[Place, tuple[int, ...]]) -> Iterator[Mode]:
        site = int(self._site_of_process[process])
        reached = {flow: at.get((site, int(self._flows.material[flow])), ()) for flow in self._inputs(process)}
        foreign = any(origins for flow, origins in reached.items() if self._constituent[flow])
        abroad = self._home_output(process) != 0
        if not foreign and not (abroad and self._transforms(process)):
            return
        everything = {flow: (0, *origins) for flow, origins in reached.items()}
        if not self._transforms(process):
            yield from self._kept_modes(process, everything)
            return
        if foreign and not abroad:
            output = self._unearned(process)
            outputs = self._remembered(process, output)
            yield Mode(process, list(self._known)[output].key, output, (), self._fitting((), everything), outputs, mixes=True)
        elif foreign:
            output = self._unearned(process)
            outputs = self._remembered(process, output)
            yield Mode(process, ("mixed",), output, (), self._fitting((), everything), outputs, mixes=True)
        seen: dict[str, int] = {}
        for claims in self._claims.sets(self._products(process), self._country(process)):
            output = self._position(self._origin_of_make(process, tuple(claim.programme for claim in claims)))
            inputs, closed = self._eligible(process, claims, self._fitting(claims, everything))
            if not all(inputs.values()):
                continue
            name = list(self._known)[output].name
            seen[name] = seen.get(name, 0) + 1
            key = name if seen[name] == 1 else f"{name}{ANOTHER_WAY}{seen[name]}"
            yield Mode(process, (key,), output, claims, inputs, self._remembered(process, output), closed, mixes=True)

    def _fitting(self, claims: tuple[Claim, ...], everything: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
        """Return inputs without those made for another claim."""
        known, names = list(self._known), {claim.programme for claim in claims}
        return {
            flow: tuple(
                one
                for one in origins
                if not known[one].earned
                or names & set(known[one].earned)
                or (int(self._flows.material[flow]), one) in self._surplus
            )
            for flow, origins in everything.items()
        }

    def _kept_modes(self, process: int, everything: dict[int, tuple[int, ...]]) -> Iterator[Mode]:
        """Yield a mode per origin that products may keep, that of the principal input, and one per country for blends.

        Beside ore of one origin only ore of the same or of home may go in, beside home ore that keeps its name only home ore;
        what else goes together makes a blend.
        """
        principal = self._principal(process)
        others = [flow for flow in everything if self._carries[flow] and flow != principal]
        blends = any(len(everything[flow]) > 1 for flow in others)
        known = list(self._known)
        keeping = {one for one in everything[principal] if one and not (blends and known[one].blended)}
        if any(len(origins) > 1 for flow, origins in everything.items() if self._constituent[flow] and not self._carries[flow]):
            keeping.add(self._home_ore(process))
        known = list(self._known)
        for origin in sorted(keeping):
            ours = known[origin].home_ore
            same = [one for one in range(len(known)) if (known[one].home_ore if ours else one in (0, origin))]
            inputs = {**everything, principal: tuple(one for one in everything[principal] if one in same and (ours or one))}
            inputs |= {flow: tuple(one for one in everything[flow] if one in same) for flow in others}
            yield from self._kept_mode(process, origin, inputs)
        if blends:
            for country, origins in self._principal_origins(process).items():
                yield from self._kept_mode(process, self._blend(country), {**everything, principal: origins})

    def _kept_mode(self, process: int, output: int, inputs: dict[int, tuple[int, ...]]) -> Iterator[Mode]:
        if all(inputs.values()):
            mixes = any(len(origins) > 1 for origins in inputs.values())
            key = list(self._known)[output].key
            yield Mode(process, key, output, (), inputs, self._remembered(process, output), mixes=mixes)

    def _eligible(
        self, process: int, claims: tuple[Claim, ...], everything: dict[int, tuple[int, ...]]
    ) -> tuple[dict[int, tuple[int, ...]], dict[tuple[int, int], Flags]]:
        """Return what a lot may take in, and at which nodes it may not: tests that forbid an input outright."""
        known, result = list(self._known), {}
        closed: dict[tuple[int, int], Flags] = {}
        for flow, origins in everything.items():
            if self._constituent[flow]:
                for one in origins:
                    closed[flow, one] = self._forbidden(process, flow, known[one], claims)
            result[flow] = tuple(one for one in origins if (flow, one) not in closed or not closed[flow, one].all())
        return result, closed

    def _forbidden(self, process: int, flow: int, origin: Origin, claims: tuple[Claim, ...]) -> Flags:
        """Return at which nodes a test forbids an input outright."""
        codes = self._case["materials"]["hs_code"]
        result = np.zeros(len(self._case.timeline), dtype=bool)
        for claim in claims:
            for rule in claim.rules:
                test = self._law.test(rule)
                if test not in ("wholly_obtained", "tariff_shift"):
                    continue
                foreign = ~self._law.originates(claim.programme, origin, rolled_up=test in ROLLED_UP)
                if test == "tariff_shift":
                    taken = str(codes[self._flows.material[flow]])
                    made = [str(codes[self._flows.material[at]]) for at in self._outputs(process)]
                    shifted = np.array([self._law.shifts(rule, taken, code) for code in made], dtype=bool).all(axis=0)
                    foreign = foreign & ~shifted & ~(self._law.number(rule, "de_minimis") > 0)
                result = result | foreign
        return result
