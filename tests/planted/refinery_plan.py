"""The plan of a planted refinery: only what just pays is done, as much as is drawn; and what its lots earned."""

import numpy as np
from numpy.typing import NDArray

from tests.planted.bounds import Limit
from tests.planted.origins import EXACT, FAILS, HOME_GOODS, ROOM, Batch, Fed, Origin
from tests.planted.refinery_columns import Lots, Section
from tests.planted.refinery_map import WORKS
from tests.planted.refinery_sales import Products
from tests.planted.refinery_values import Redraw, Values

Floats = NDArray[np.float64]
Verdict = tuple[str, str]
"""A test, and how a lot met it."""

TINY = 1e-9


class Plan:
    """Amounts of all columns of a refinery."""

    def __init__(self, section: Section) -> None:
        """Value everything, then plan from the first node to the last."""
        self.section, self.world = section, section.world
        self.refinery, self.book = section.refinery, section.book
        self.values = Values(section)
        self.products = Products(self.values)
        self.verdicts: set[Verdict] = set()
        self.stored: dict[tuple[Origin, int], float] = {}
        for node in range(self.world.nodes):
            self._run(node)
        self._limit_plants()
        self.world.supplies += [supply for found in section.supplies.values() for supply in found]

    def _run(self, node: int) -> None:
        best = self.products.best[node]
        level = 0.0 if self.world.chance(0.1) else self.world.draw(50, 500) * float(self.world.horizon.years[node])
        made: dict[tuple[str, Origin], float] = {}
        for lots, share in zip(best, self.world.rng.dirichlet(np.full(len(best), 3.0)).tolist(), strict=True):
            runs = level * share
            self._feed(lots, node, runs)
            for material, amount in lots.mode.plant.outputs.items():
                goods = material, self.book.remembered(material, lots.mode.made)
                made[goods] = made.get(goods, 0.0) + runs * float(amount[node])
        for goods in self.products.goods:
            self._sell(goods, node, made.get(goods, 0.0))

    def _feed(self, lots: Lots, node: int, runs: float) -> None:
        """Run lots, with everything that goes into them, and whatever makes it."""
        lots.run.amounts[node] += runs
        chosen = self.values.chosen[lots, node]
        for fed, amount in chosen.feed.items():
            if fed in lots.feed:
                lots.feed[fed].amounts[node] += runs * amount
            if runs * amount > 0:
                self._bring(fed, node, runs * amount)
        for programme, amount in chosen.donated.items():
            lots.donors[programme].amounts[node] += runs * amount
        if runs > 0:
            self._judge(lots, node)

    def _bring(self, fed: Fed, node: int, amount: float) -> None:
        spot = (self.refinery.taken_at(fed.material), fed.material, fed.origin)
        if spot in self.section.supplies:
            self.section.supplies[spot][0].column.amounts[node] += amount
            return
        lots = self.values.makers[fed.material, fed.origin, node]
        if lots.mode.plant.site != WORKS:
            self.section.ferries[fed.material, fed.origin].amounts[node] += amount
        self._feed(lots, node, amount / float(lots.mode.plant.outputs[fed.material][node]))

    def _sell(self, goods: tuple[str, Origin], node: int, made: float) -> None:
        """Bring goods to where they are sold, keep some if that pays, and sell the rest in the best ways."""
        material, origin = goods
        there = made
        if self.refinery.outlet != WORKS:
            self.section.ships[goods].amounts[node] = made
            there = made * float(self.section.cart_arriving[node])
        ways = self.products.best_outlets(goods, node) if self.products.outlets(goods, node) else []
        if material == self.refinery.stock:
            before = self.world.horizon.parents[node]
            there += self.stored.get((origin, before), 0.0)
            kept = self._share_kept(origin, node, sold=bool(ways)) * there
            self.stored[origin, node] = self.section.stocks[origin].amounts[node] = kept
            there -= kept
        if there > 0 and not ways:
            raise Redraw
        for outlet, share in zip(ways, self.world.rng.dirichlet(np.full(len(ways), 3.0)) if ways else (), strict=True):
            outlet.column.amounts[node] = there * float(share)
            if there > 0 and outlet.claim == "ordinary":
                self._note_ordinary(goods, outlet.demand.market.country, node)

    def _share_kept(self, origin: Origin, node: int, *, sold: bool) -> float:
        if origin not in self.products.kept.get(node, []):
            return 0.0
        return self.world.draw(0.2, 0.8) if sold else 1.0

    def _limit_plants(self) -> None:
        given = np.ones(self.world.nodes, dtype=bool)
        for plant in self.refinery.plants:
            limit = Limit("processes", plant.id, "max_per_year", plant.share * self.world.horizon.years)
            self.world.limits.append((limit, self.section.capacity[plant.id], given))

    # What lots earned.

    def _batch(self, lots: Lots, node: int, programme: str) -> Batch:
        accord = next(accord for accord in self.refinery.accords if accord.programme.id == programme)
        plant = lots.mode.plant
        feed = {fed: amount for fed, amount in self.values.chosen[lots, node].feed.items() if fed.material in plant.parts}
        return Batch(plant.site, node, feed, self.book.made(plant, accord), float(plant.direct[node]))

    def _judge(self, lots: Lots, node: int) -> None:
        """Note how lots with foreign feed met their rules; none may miss one."""
        for claim in lots.mode.claims:
            batch = self._batch(lots, node, claim.id)
            foreign = any(amount > TINY and fed.origin != HOME_GOODS for fed, amount in batch.feed.items())
            found = [(rule.test, batch.verdict(claim.accord, rule)) for rule in claim.rules]
            assert FAILS not in {verdict for _, verdict in found}, (lots.run.key, node, found)
            if foreign:
                self.verdicts |= set(found)
                self.verdicts |= {
                    ("donors", EXACT if capped else ROOM) for capped in batch.donors_capped(claim.accord, claim.rules)
                }

    def _note_ordinary(self, goods: tuple[str, Origin], country: str, node: int) -> None:
        """Note the tests that lots fail whose goods pay ordinary duty where a programme would spare it."""
        material, origin = goods
        for lots in self.products.best[node]:
            if lots.run.amounts[node] > 0 and self.book.remembered(material, lots.mode.made) == origin:
                made_by = self._transforming(lots, node)
                for accord in self.refinery.accords if made_by.mode.key and not made_by.mode.claims else ():
                    if accord.programme.destination == country:
                        batch = self._batch(made_by, node, accord.programme.id)
                        rules = [r for found in accord.alternatives(self.world.materials[material].code) for r in found]
                        self.verdicts |= {(r.test, FAILS) for r in rules if batch.verdict(accord, r) == FAILS}

    def _transforming(self, lots: Lots, node: int) -> Lots:
        """Return the lots in which goods got their origin: a simple process at the end only passes it on."""
        if lots.mode.plant.transforms:
            return lots
        (fed,) = (fed for fed in self.values.chosen[lots, node].feed if fed.material == lots.mode.plant.feed)
        return self.values.makers[fed.material, fed.origin, node]
