"""The lots in which a planted refinery can run, and what of the program they are: stated from docs/duty.md, not from the product.

A plant runs on home goods alone, on anything without earning, or on anything that keeps its lot within the rules of some set of
programmes. Goods that have earned a programme are there to be claimed; they are used otherwise only where some may be left over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from tests.planted.network import goods_sold
from tests.planted.origins import BUILD_UP, HOME_GOODS, Accord, Fed, Made, Origin, Rule, counts_for_more
from tests.planted.refinery_map import WORKS, Bought, Plant, Refinery
from tests.planted.world import Demand, Tier

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Place = tuple[str, str]
"""A site and a material."""


@dataclass(frozen=True)
class Claim:
    """A programme that a lot is to earn, and the rules that it must pass for that."""

    accord: Accord
    rules: tuple[Rule, ...]

    @property
    def id(self) -> str:
        """The programme's name."""
        return self.accord.programme.id


@dataclass(eq=False)
class Mode:
    """A way to run a plant.

    Attributes:
        plant: The plant.
        key: What tells it in addresses; nothing for home goods alone.
        made: Origin of what is made.
        taken: Origins that may go in of each input.
        claims: Programmes that its lots earn.
        closed: Nodes at which a rule forbids a feed.
    """

    plant: Plant
    key: tuple[str, ...]
    made: Origin
    taken: dict[str, list[Origin]]
    claims: tuple[Claim, ...] = ()
    closed: dict[tuple[str, Origin], Flags] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the mode in keys of its feed."""
        return self.key[0] if self.key else "home"

    @property
    def is_possible(self) -> bool:
        """Whether every input can be had."""
        return all(self.taken.values())

    @property
    def mixes(self) -> bool:
        """Whether feed is told apart: there is a choice, a rule to pass, or home goods lose their name."""
        parts = {origin for material in self.plant.parts for origin in self.taken[material]}
        choice = any(len(origins) > 1 for origins in self.taken.values())
        loses = self.plant.country == "KE" and not self.made.is_home_ore and any(origin.is_home_ore for origin in parts)
        return choice or bool(self.claims) or loses


class LotBook:
    """Every mode of the plants of a refinery, and every origin that goods can have where."""

    def __init__(self, refinery: Refinery) -> None:
        """Follow goods from the supplies through the plants."""
        self.refinery, self.world = refinery, refinery.world
        self.at: dict[Place, list[Origin]] = {}
        self.left_over: set[tuple[str, Origin]] = set()
        self.modes: list[Mode] = []
        size = -1
        while size < (size := len(self.left_over)):
            self._follow()

    def _follow(self) -> None:
        self.at, self.modes = {}, []
        for supply in self.refinery.supplies:
            self._arrive(self.refinery.taken_at(supply.material), supply.material, self.origin_of(supply))
        for plant in self.refinery.plants:
            modes = list(self._modes(plant))
            self.modes += modes
            for mode in modes:
                if mode.is_possible:
                    self._make(mode)

    def origin_of(self, supply: Bought) -> Origin:
        """Return the origin of what a supply brings: home's if it ends up in no product.

        One foreign country stands for all where nothing asks which one it is.
        """
        plants = [plant for plant in self.refinery.plants if supply.material in plant.parts]
        if not supply.country or not plants:
            return HOME_GOODS
        useful = any(supply.material in goods for goods in self.useful.values())
        if not useful and not self._is_asked_for_country(supply.material) and any(plant.country != "KE" for plant in plants):
            return HOME_GOODS  # What is made abroad is from there in any case, so nothing asks.
        alike = [other.country for other in self.refinery.supplies if other.material == supply.material and other.country]
        return Origin(supply.country if self._is_asked_for_country(supply.material) else min(alike))

    def _is_asked_for_country(self, material: str) -> bool:
        """Return whether lots that can earn something take it in, as it is or as the feed that gives a product its origin."""
        for plant in self.refinery.plants:
            if material in plant.parts and plant.transforms and list(self._claim_sets(plant)):
                return True
            if material == plant.feed and not plant.transforms and any(map(self._is_asked_for_country, plant.outputs)):
                return True
        return False

    def _make(self, mode: Mode) -> None:
        spots = {(material, self.remembered(material, mode.made)) for material in mode.plant.outputs}
        earned = {(material, origin) for material, origin in spots if origin.earned}
        if len(earned) > 1 or not mode.plant.transforms or self.world.horizon.leaves.sum() > 1:
            self.left_over |= earned
        for material, origin in sorted(spots, key=lambda spot: (spot[0], spot[1].name)):
            self._arrive(mode.plant.site, material, origin)
            self._arrive(WORKS, material, origin)
            if any(demand.material.id == material for demand in self.refinery.demands):
                self._arrive(self.refinery.outlet, material, origin)

    def _arrive(self, site: str, material: str, origin: Origin) -> None:
        here = self.at.setdefault((site, material), [])
        if origin not in here:
            here.append(origin)

    # What is of use, and what is told apart.

    @cached_property
    def useful(self) -> dict[str, set[str]]:
        """Materials for which having earned a programme is of use: it saves duty on them, or counts where such goods are made."""
        found = {}
        for accord in self.refinery.accords:
            if not accord.rules:
                continue
            goods = {demand.material.id for demand in self.refinery.demands if self._saves(accord, demand)}
            rolled_up = any(rule.test != BUILD_UP for rule in accord.rules)
            for plant in reversed(self.refinery.plants):
                if goods & set(plant.outputs):
                    goods |= {plant.feed} if not plant.transforms else plant.parts if rolled_up else set()
            found[accord.programme.id] = goods
        return found

    def _saves(self, accord: Accord, demand: Demand) -> bool:
        """Return whether a programme lowers a charge on what a demand buys, whatever the date: it waives an instrument."""
        if accord.programme.destination != demand.market.country:
            return False
        tariffs = [tariff for tariff in self.world.law.tariffs if tariff.instrument == accord.programme.waives]
        code = demand.material.code.replace(".", "")
        return any(t.destination == demand.market.country and code.startswith(t.prefix) for t in tariffs)

    def is_told_apart(self, material: str) -> bool:
        """Return whether home goods are told from others: they hold a mineral, or some programme covers what becomes of them."""
        sold = any(self._saves(accord, demand) for accord in self.refinery.accords for demand in self.refinery.demands
                   if demand.material.id == material)  # fmt: skip
        if self.world.materials[material].fractions:
            return True
        made = [plant for plant in self.refinery.plants if material in plant.parts]
        return sold or any(self.is_told_apart(output) for plant in made for output in plant.outputs)

    def remembered(self, material: str, origin: Origin) -> Origin:
        """Return what is remembered of a product's origin: what it has earned where that is of use."""
        if not self.is_told_apart(material) or origin == HOME_GOODS:
            return HOME_GOODS
        earned = tuple(name for name in origin.earned if material in self.useful.get(name, ()))
        mixed = origin.mixed and (origin.is_home_ore or self._counts(origin.country))
        return Origin(origin.country, made=origin.made, mixed=mixed, earned=earned)

    def _counts(self, country: str) -> bool:
        """Return whether feed of a country counts for anything, so that a blend, which counts for nothing, is told from it."""
        alone = Origin(country)
        claims = [claim for plant in self.refinery.plants for claims in self._claim_sets(plant) for claim in claims]
        return any((c.accord.is_own(alone, BUILD_UP) | c.accord.is_donated(alone)).any() for c in claims)

    # How plants can run.

    def _modes(self, plant: Plant) -> Iterator[Mode]:
        """Yield the modes of a plant, first that of home goods alone, which stands for it whether these can be had or not.

        Abroad it is that of anything: whatever is made there is from there.
        """
        at_home, made = plant.country == "KE", Origin(plant.country, made=True)
        here = {material: self.at.get((self.refinery.taken_at(material), material), []) for material in plant.inputs}
        alone = {material: [o for o in here[material] if o == HOME_GOODS] for material in plant.inputs}
        yield Mode(plant, (), HOME_GOODS, alone) if at_home else Mode(plant, (), made, self._fitting(here, ()))
        if not plant.transforms:
            yield from (mode for mode in self._simple(plant, here) if mode.is_possible)
            return
        foreign = any(origin != HOME_GOODS for material in plant.parts for origin in here[material])
        if at_home and not foreign:
            return
        if at_home:
            yield Mode(plant, made.key, made, self._fitting(here, ()))
        count: dict[str, int] = {}
        for claims in self._claim_sets(plant):
            mode = self._earning(plant, claims, self._fitting(here, claims))
            if mode.is_possible:
                number = count[mode.made.name] = count.get(mode.made.name, 0) + 1
                mode.key = (mode.made.name if number == 1 else f"{mode.made.name};{number}",)
                yield mode

    def _simple(self, plant: Plant, here: dict[str, list[Origin]]) -> Iterator[Mode]:
        """Yield the modes of a simple process beside home goods alone: home feed with anything foreign, and every other feed.

        Feed keeps its origin beside home additives, unless home goods would count for less. Beside others it makes a blend.
        """
        additives = {name: origins for name, origins in here.items() if name != plant.feed}
        at_home = {name: [o for o in origins if o == HOME_GOODS] for name, origins in additives.items()}
        foreign = any(origin != HOME_GOODS for origins in additives.values() for origin in origins)
        if foreign and HOME_GOODS in here[plant.feed]:
            made = Origin("KE", mixed=True)
            yield Mode(plant, made.key, made, {plant.feed: [HOME_GOODS], **additives})
        for origin in here[plant.feed]:
            if origin == HOME_GOODS:
                continue
            less = any(counts_for_more(p, self.world.horizon, origin.country) for p in self.world.law.programmes)
            may_keep = not additives or (not less and all(at_home.values()))
            blend = Origin(origin.country, mixed=True)
            blends = bool(additives) and (foreign or less)
            alike = may_keep and blends and self.remembered(next(iter(plant.outputs)), blend) == origin
            if may_keep:
                yield Mode(plant, origin.key, origin, {plant.feed: [origin], **(additives if alike else at_home)})
            if blends and not alike:
                yield Mode(plant, blend.key, blend, {plant.feed: [origin], **additives})

    def _fitting(self, here: dict[str, list[Origin]], claims: tuple[Claim, ...]) -> dict[str, list[Origin]]:
        """Return feed without what was made for other claims and cannot be left over."""
        names = {claim.id for claim in claims}
        return {
            material: [o for o in origins if not o.earned or names & set(o.earned) or (material, o) in self.left_over]
            for material, origins in here.items()
        }

    def _earning(self, plant: Plant, claims: tuple[Claim, ...], fitting: dict[str, list[Origin]]) -> Mode:
        made = Origin(plant.country, made=True, earned=tuple(claim.id for claim in claims))
        mode = Mode(plant, (), made, dict(fitting), claims)
        for material in plant.parts:
            for origin in fitting[material]:
                forbidden = np.zeros(self.world.nodes, dtype=bool)
                for claim in claims:
                    for rule in claim.rules:
                        forbidden |= claim.accord.forbids(rule, self.fed(material, origin), self.made(plant, claim.accord))
                mode.closed[material, origin] = forbidden
            mode.taken[material] = [o for o in fitting[material] if not mode.closed[material, o].all()]
        return mode

    def _claim_sets(self, plant: Plant) -> Iterator[tuple[Claim, ...]]:
        """Yield sets of programmes, no more than there are products to claim, under every choice of alternatives."""
        if not plant.transforms:
            return
        eligible = []
        for accord in self.refinery.accords:
            useful = self.useful.get(accord.programme.id, set())
            benefits = accord.holds(plant.country, ("beneficiary",)).any()
            choices = self._choices(plant, accord) if benefits and useful & set(plant.outputs) else []
            eligible += [choices] if choices else []
        sold = sum(any(material in goods for goods in self.useful.values()) for material in plant.outputs)
        for size in range(1, min(sold, len(eligible)) + 1):
            for chosen in combinations(eligible, size):
                yield from product(*chosen)

    def _choices(self, plant: Plant, accord: Accord) -> list[Claim]:
        codes = sorted({self.world.materials[material].code.replace(".", "") for material in plant.outputs})
        alternatives = [found for code in codes if (found := accord.alternatives(code))]
        choices: list[Claim] = []
        for chosen in product(*alternatives) if alternatives else ():
            rules = {rule.order: rule for rows in chosen for rule in rows}
            claim = Claim(accord, tuple(rules[order] for order in sorted(rules)))
            if claim.rules not in [other.rules for other in choices]:
                choices.append(claim)
        return choices

    # What rules look at.

    def fed(self, material: str, origin: Origin) -> Fed:
        """Return a unit of feed."""
        return Fed(material, self.world.materials[material].code, origin)

    def made(self, plant: Plant, accord: Accord) -> list[Made]:
        """Return the products of a plant with their appraised values under a programme."""
        return [
            Made(self.world.materials[material].code, amount, *self.appraised(material, accord))
            for material, amount in plant.outputs.items()
        ]

    def appraised(self, material: str, accord: Accord) -> tuple[Floats, Floats]:
        """Return the largest appraised value where a programme is granted, and the least of these and the reference value."""
        tiers: list[Tier] = []
        for demand in self.refinery.demands:
            if demand.material.id == material and demand.market.country == accord.programme.destination:
                tiers += demand.tiers
        given = [tier.appraised for tier in tiers if tier.appraised is not None]
        reference = self.world.materials[material].reference
        assert reference is not None
        return np.max(given or [reference], axis=0), np.min([*given, reference], axis=0)

    def claimable(self, material: str, accord: Accord) -> tuple[Floats, Floats]:
        """Return the border values between which goods with foreign feed may be claimed."""
        highest, lowest = self.appraised(material, accord)
        has_floor = any(rule.test == BUILD_UP for rule in accord.rules)
        has_ceiling = any(rule.has_limit and rule.test != BUILD_UP for rule in accord.rules)
        low = lowest if has_ceiling else np.zeros(self.world.nodes)
        high = highest if has_floor else np.full(self.world.nodes, np.inf)
        if self.refinery.stock == material:
            low, high = np.full(self.world.nodes, low.max()), np.full(self.world.nodes, high.min())
        return low, high

    def may_claim(self, origin: Origin, accord: Accord, material: str) -> bool:
        """Return whether goods can have earned a programme: home goods have, others under a rule for them."""
        rules = accord.alternatives(self.world.materials[material].code)
        return origin == HOME_GOODS or (accord.programme.id in origin.earned and bool(rules))

    def covering(self, demand: Demand) -> list[Accord]:
        """Return the programmes under which what a demand buys can be claimed at some time."""
        goods = goods_sold(demand.hauls[0], demand)
        ids = {programme.id for programme in self.world.law.programmes_for(goods)}
        return [accord for accord in self.refinery.accords if accord.programme.id in ids]
