"""Columns and rows of a planted refinery: what its modes, feeds, lanes, stocks and buyers are in the program."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.planted.duties import Goods, bare
from tests.planted.ledger import Column, Row
from tests.planted.network import goods_sold
from tests.planted.origins import BUILD_DOWN, BUILD_UP, HOME_GOODS, SHIFT, Accord, Fed, Origin, Rule, allowed
from tests.planted.refinery_lots import Claim, LotBook, Mode
from tests.planted.refinery_map import WORKS, Refinery
from tests.planted.sales import Terms
from tests.planted.world import Demand, Haul, Lane, Sale, Supply, Tier

Floats = NDArray[np.float64]
Spot = tuple[str, str, Origin]
"""A site, a material and an origin."""

SLACK = 1e-9
CART, FERRY = "cart", "ferry"


@dataclass(eq=False)
class Condition:
    """A row that holds a lot to a rule: coefficients of feeds and of the run, over nodes."""

    row: Row
    claim: Claim
    of_feed: dict[Column, Floats]
    of_run: Floats

    @property
    def sign(self) -> float:
        """1 for a limit from above, -1 for one from below."""
        return -1.0 if self.row.sense == "ge" else 1.0


@dataclass(eq=False)
class Lots:
    """A mode in the program.

    Attributes:
        mode: The mode.
        run: Its column.
        feed: Column of every feed that is told apart.
        donors: Column of what counts as donated, by programme.
        mixes: Row of every input that is told apart.
        conditions: Rows of rules.
    """

    mode: Mode
    run: Column
    feed: dict[Fed, Column] = field(default_factory=dict)
    donors: dict[str, Column] = field(default_factory=dict)
    mixes: dict[str, Row] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)


@dataclass(eq=False)
class Outlet:
    """Goods of one origin sold into a tier under a claim, at a border value per unit arriving."""

    demand: Demand
    haul: Haul
    tier: Tier
    column: Column
    origin: Origin
    claim: str
    border: Floats


class Section:
    """A refinery in the program."""

    def __init__(self, refinery: Refinery, book: LotBook) -> None:
        """Add everything to the ledger."""
        self.refinery, self.book, self.world = refinery, book, refinery.world
        self.rows: dict[Spot, Row] = {}
        self.lots: list[Lots] = []
        self.outlets: list[Outlet] = []
        self.ships: dict[tuple[str, Origin], Column] = {}
        self.ferries: dict[tuple[str, Origin], Column] = {}
        self.stocks: dict[Origin, Column] = {}
        self.supplies: dict[Spot, list[Supply]] = {}
        self.capacity: dict[str, Row] = {}
        self.cart_arriving = np.ones(self.world.nodes)
        self._add_supplies()
        self._add_sales()
        self._add_transfers()
        self._add_ferry()
        self._add_stocks()
        for plant in refinery.plants:
            self.capacity[plant.id] = self.world.ledger.row("process_capacity", (plant.id,), "le")
        for mode in book.modes:
            self._add_lots(mode)

    def row(self, site: str, material: str, origin: Origin) -> Row:
        """Return the balance of a place, added if it is new."""
        spot = (site, material, origin)
        if spot not in self.rows:
            self.rows[spot] = self.world.ledger.row("balance", (site, material, *origin.key), "eq")
        return self.rows[spot]

    def _ones(self) -> Floats:
        return np.ones(self.world.nodes)

    def _add_supplies(self) -> None:
        world = self.world
        for bought in self.refinery.supplies:
            local, jobs, site = world.draw(0, 0.8), world.vector(0, 0.02), self.refinery.taken_at(bought.material)
            country = bought.country or ("" if site == WORKS else "KE")
            key = world.sheet.add(
                "supplies", id=bought.id, site=site, material=bought.material, origin_country=country,
                acquisition="mined" if bought.mined else "bought", local_share=local,
            )  # fmt: skip
            world.sheet.number("supplies", key, "jobs_per_unit", jobs)
            column = world.ledger.column("supply", (bought.id,), supply=bought.id, site=site, material=bought.material)
            origin = self.book.origin_of(bought)
            column.terms.append((self.row(site, bought.material, origin), self._ones()))
            column.gains += [("jobs", jobs)] if site == WORKS else []
            across = bought.country if site == WORKS else ""  # Only what is brought into the country bears import charges.
            supply = Supply(bought.id, site, bought.material, column, self._ones(), across, bought.mined, local, jobs)
            self.supplies.setdefault((site, bought.material, origin), []).append(supply)

    def _add_sales(self) -> None:
        for demand in self.refinery.demands:
            covering = self.book.covering(demand)
            for haul in demand.hauls:
                for position in range(len(demand.tiers)):
                    for origin in self.book.at.get((self.refinery.outlet, demand.material.id), []):
                        kept_for_claims = origin.earned and (demand.material.id, origin) not in self.book.left_over
                        claims: list[Accord | None] = [] if kept_for_claims else [None]
                        claims += [a for a in covering if self.book.may_claim(origin, a, demand.material.id)]
                        for accord in claims:
                            self._add_sale(demand, haul, position, origin, accord)

    def _add_sale(self, demand: Demand, haul: Haul, position: int, origin: Origin, accord: Accord | None) -> None:
        tier, material = demand.tiers[position], demand.material.id
        claim = accord.programme.id if accord else "ordinary"
        terms = Terms(self.world, demand, haul, accord.programme if accord else None, origin.is_home_ore)
        border = terms.border(tier.price, haul.freight, haul.inland)
        there = np.ones(self.world.nodes, dtype=bool)
        if accord is not None:
            there = self.world.law.claimed(accord.programme, goods_sold(haul, demand)) > 0
            if origin != HOME_GOODS:
                low, high = self.book.claimable(material, accord)
                there &= (border <= high * (1.0 + SLACK)) & (border >= low / (1.0 + SLACK))
        key = (haul.lane.id, demand.id, tier.id, claim, *origin.key)
        column = self.world.ledger.column(
            "sell", key, there, lane=haul.lane.id, demand=demand.id, tier=tier.id, claim=claim, material=material,
            market=demand.market.id,
        )  # fmt: skip
        column.terms.append((self.row(self.refinery.outlet, material, origin), -self._ones()))
        column.terms += [(row, haul.arriving) for row in (tier.most, tier.least) if row is not None]
        column.gains += terms.gains(tier.price, haul.freight, haul.inland)
        haul.sales.append(Sale(column, position, claim))
        self.outlets.append(Outlet(demand, haul, tier, column, origin, claim, border))

    def _add_transfers(self) -> None:
        world, outlet = self.world, self.refinery.outlet
        if outlet == WORKS:
            return
        lane = Lane(CART, WORKS, outlet, self._ones(), True, world.draw(0, 0.8))
        world.sheet.add("lanes", id=CART, from_site=WORKS, to=outlet, local_share=lane.local)
        self.cart_arriving = world.vector(0.97, 1.0)
        for material in dict.fromkeys(demand.material.id for demand in self.refinery.demands):
            freight = world.vector(0.005, 0.02) * world.materials[material].value
            key = world.sheet.add("lane_materials", lane=CART, material=material)
            world.sheet.number("lane_materials", key, "share_arriving", self.cart_arriving)
            world.sheet.number("lane_materials", key, "freight_per_unit", freight)
            for origin in self.book.at.get((WORKS, material), []):
                column = world.ledger.column("ship", (CART, material, *origin.key), lane=CART, material=material)
                column.terms.append((self.row(WORKS, material, origin), -self._ones()))
                column.terms.append((self.row(outlet, material, origin), self.cart_arriving))
                column.gains += [("freight", freight), ("local_cost", lane.local * freight)]
                self.ships[material, origin] = column

    def _add_ferry(self) -> None:
        """Bring what the plant abroad makes to the works: goods that are not from home bear its import charges."""
        world = self.world
        for plant in self.refinery.plants:
            if plant.site == WORKS:
                continue
            lane = Lane(FERRY, plant.site, WORKS, self._ones(), True, world.draw(0, 0.8))
            world.sheet.add("lanes", id=FERRY, from_site=plant.site, to=WORKS, local_share=lane.local)
            for material in plant.outputs:
                freight = world.vector(0.005, 0.02) * world.materials[material].value
                key = world.sheet.add("lane_materials", lane=FERRY, material=material)
                world.sheet.number("lane_materials", key, "freight_per_unit", freight)
                for origin in self.book.at.get((plant.site, material), []):
                    self._add_crossing(lane, material, origin, freight)

    def _add_crossing(self, lane: Lane, material: str, origin: Origin, freight: Floats) -> None:
        goods, reference = self.world.materials[material], self.world.materials[material].reference
        assert reference is not None
        column = self.world.ledger.column("ship", (lane.id, material, *origin.key), lane=lane.id, material=material)
        column.terms.append((self.row(lane.start, material, origin), -self._ones()))
        column.terms.append((self.row(lane.end, material, origin), self._ones()))
        entering = Goods(goods.code, origin.country, "KE", goods.tonnes, {})
        duty = self.world.law.charges(entering, reference + freight, kinds=("import_charge",))["import_charge"]
        column.gains += [("freight", freight), ("local_cost", lane.local * freight), ("import_duty", duty)]
        self.ferries[material, origin] = column

    def _add_stocks(self) -> None:
        site, material = self.refinery.outlet, self.refinery.stock
        if not material:
            return
        self.world.sheet.add("stocks", site=site, material=material)
        for origin in self.book.at.get((site, material), []):
            column = self.world.ledger.column("stock", (site, material, *origin.key), site=site, material=material)
            carried = self.world.horizon.children - np.eye(self.world.nodes)
            column.terms.append((self.row(site, material, origin), carried))
            self.stocks[origin] = column

    def _add_lots(self, mode: Mode) -> None:
        plant, ledger = mode.plant, self.world.ledger
        there = plant.share > 0
        for claim in mode.claims:
            there = there & self._claimed_later(claim.id)
        run = ledger.column("run", (plant.id, *mode.key), there, process=plant.id, site=plant.site)
        run.gains += [("jobs", plant.jobs)] if plant.country == "KE" else []
        run.terms.append((self.capacity[plant.id], self._ones()))
        lots = Lots(mode, run)
        self.lots.append(lots)
        for material, amount in plant.outputs.items():
            run.terms.append((self.row(plant.site, material, self.book.remembered(material, mode.made)), amount))
        for material, amount in plant.inputs.items():
            if mode.mixes:
                self._add_feed(lots, material, amount)
            else:
                origin = next(iter(mode.taken[material]), HOME_GOODS)
                run.terms.append((self.row(self.refinery.taken_at(material), material, origin), -amount))
        for claim in mode.claims:
            for rule in claim.rules:
                self._add_condition(lots, claim, rule)

    def _claimed_later(self, claim: str) -> NDArray[np.bool_]:
        """Return the nodes in which, or after which, something may be sold under a claim."""
        now = np.zeros(self.world.nodes, dtype=bool)
        for outlet in self.outlets:
            now |= outlet.column.there & (outlet.claim == claim)
        return np.asarray((self.world.horizon.under & now[np.newaxis, :]).any(axis=1))

    def _add_feed(self, lots: Lots, material: str, amount: Floats) -> None:
        mode, ledger = lots.mode, self.world.ledger
        mix = lots.mixes[material] = ledger.row("feed_mix", (mode.plant.id, mode.name, material), "eq")
        lots.run.terms.append((mix, -amount))
        for origin in mode.taken[material]:
            shut = mode.closed.get((material, origin), np.zeros(self.world.nodes, dtype=bool))
            key = (mode.plant.id, mode.name, material, origin.name)
            column = ledger.column(
                "feed", key, lots.run.there & ~shut, process=mode.plant.id, material=material, site=mode.plant.site
            )
            column.terms += [(self.row(mode.plant.site, material, origin), -self._ones()), (mix, self._ones())]
            lots.feed[self.book.fed(material, origin)] = column

    def _add_condition(self, lots: Lots, claim: Claim, rule: Rule) -> None:
        mode, accord = lots.mode, claim.accord
        made = self.book.made(mode.plant, accord)
        parts = {fed: column for fed, column in lots.feed.items() if fed.material in mode.plant.parts}
        limit = allowed(rule, made)
        if rule.test == BUILD_UP:
            own = {c: accord.is_own(fed.origin, BUILD_UP) * accord.value(fed, mode.plant.site) for fed, c in parts.items()}
            content = self._condition(lots, claim, rule, ("origin_content", "ge"), own, mode.plant.direct - limit)
            if rule.donor_cap.any():
                self._add_donors(lots, claim, rule, content, parts)
        elif rule.has_limit:
            family = {BUILD_DOWN: "origin_foreign", SHIFT: "origin_shift"}[rule.test]
            tested = {c: accord.is_tested(rule, fed, made) * accord.value(fed, mode.plant.site) for fed, c in parts.items()}
            self._condition(lots, claim, rule, (family, "le"), tested, -limit)

    def _add_donors(self, lots: Lots, claim: Claim, rule: Rule, content: Condition, parts: dict[Fed, Column]) -> None:
        """Let donors' materials count towards a content, no more than there are and no more than the cap."""
        mode, accord = lots.mode, claim.accord
        if claim.id not in lots.donors:
            key = (mode.plant.id, mode.name, claim.id)
            lots.donors[claim.id] = self.world.ledger.column(
                "donor", key, lots.run.there, process=mode.plant.id, site=mode.plant.site
            )
        donor = lots.donors[claim.id]
        content.of_feed[donor] = self._ones()
        donor.terms.append((content.row, self._ones()))
        given = {c: -(accord.is_donated(fed.origin) * accord.value(fed, mode.plant.site)) for fed, c in parts.items()}
        whole = sum(product.amount * product.highest for product in self.book.made(mode.plant, accord))
        nothing = np.zeros(self.world.nodes)
        self._condition(lots, claim, rule, ("donor_value", "le"), {**given, donor: self._ones()}, nothing)
        self._condition(lots, claim, rule, ("donor_cap", "le"), {donor: self._ones()}, -rule.donor_cap * whole)

    def _condition(
        self, lots: Lots, claim: Claim, rule: Rule, kind: tuple[str, str], of_feed: dict[Column, Floats], of_run: Floats
    ) -> Condition:
        key = (lots.mode.plant.id, lots.mode.name, claim.id, bare(rule.prefix), rule.alternative)
        row = self.world.ledger.row(kind[0], key, kind[1])
        for column, amount in of_feed.items():
            column.terms.append((row, amount))
        lots.run.terms.append((row, of_run))
        lots.conditions.append(Condition(row, claim, of_feed, of_run))
        return lots.conditions[-1]
