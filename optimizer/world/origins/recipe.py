"""What the law of origin looks at in a process, and what it says of the goods that a lot makes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, Flows, read_raw_line
from optimizer.law.origin import HOME, Origin, OriginLaw


class Ingredient(NamedTuple):
    """An input of a process.

    Attributes:
        flow: Its position in the flows.
        material: Position of the material.
        constituent: Whether it ends up in the products, so that the law asks where it is from.
        carries: Whether products of a simple process have its origin.
    """

    flow: int
    material: int
    constituent: bool
    carries: bool


class Product(NamedTuple):
    """An output of a process: positions of the flow and of the material."""

    flow: int
    material: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """A process as the law of origin sees it.

    Attributes:
        process: Position of the process.
        site: Position of its site.
        country: Country in which it stands.
        at_home: Whether that is the home country.
        ingredients: Its inputs.
        principal: The input that gives what a simple process makes its country; None without any that carries origin.
        products: Its outputs.
        substantial: Whether it is said to transform substantially.
        makes_raw: Whether it makes something that holds a mineral and is still raw.
        crosses_raw_line: Whether what it does to home ore is counted as processed, or as tailings.
    """

    process: int
    site: int
    country: str
    at_home: bool
    ingredients: tuple[Ingredient, ...]
    principal: Ingredient | None
    products: tuple[Product, ...]
    substantial: bool
    makes_raw: bool
    crosses_raw_line: bool

    @property
    def constituents(self) -> tuple[Ingredient, ...]:
        """The inputs that end up in products."""
        return tuple(one for one in self.ingredients if one.constituent)

    @property
    def carriers(self) -> tuple[Ingredient, ...]:
        """The inputs whose origin the products of a simple process have."""
        return tuple(one for one in self.ingredients if one.carries)

    @property
    def additives(self) -> tuple[Ingredient, ...]:
        """The inputs that end up in products without giving them their origin."""
        return tuple(one for one in self.ingredients if one.constituent and not one.carries)

    @property
    def transforms(self) -> bool:
        """Whether products originate where they are made. What is still raw keeps the origin of its ore."""
        return self.substantial and not self.makes_raw

    @property
    def made(self) -> Origin:
        """Origin of what is made here of anything foreign, or abroad, before any rule of origin is passed."""
        return Origin(self.country, home_ore=False, made_abroad=not self.at_home)

    @property
    def made_of_home(self) -> Origin:
        """Origin of what is made of home goods alone, or of nothing that ends up in products."""
        extracts = not self.constituents
        if not self.at_home and (self.substantial or extracts):
            return self.made
        return HOME


def made_of(recipe: Recipe, taken: Mapping[int, Collection[Origin]], law: OriginLaw) -> frozenset[Origin]:
    """Return the origins of what a lot may make, before any rule of origin is passed; several if it is not known which.

    Home goods alone give home goods (made abroad by substantial transformation: goods of that country). Anything foreign gives
    goods of the country in a process that transforms. In another, a simple one:

    - home ore with foreign additives stays home ore, of which nothing can be claimed;
    - goods of one origin keep it, also together with home goods, unless these would count for less than they do;
    - what else goes together is a blend, of the country of the principal input, and nobody's own.

    Args:
        recipe: The process.
        taken: Origins of what goes in by position of the flow; those of inputs that end up in no product do not matter.
        law: The rules of origin.
    """
    parts = {origin for one in recipe.constituents for origin in taken[one.flow]}
    if all(origin.is_home for origin in parts):
        return frozenset({recipe.made_of_home})
    if recipe.transforms:
        return frozenset({recipe.made})
    return _of_simple_process(recipe, taken, law)


def _of_simple_process(recipe: Recipe, taken: Mapping[int, Collection[Origin]], law: OriginLaw) -> frozenset[Origin]:
    if recipe.principal is None:  # Something foreign went in, so something carries its origin.
        raise ValueError(f"process {recipe.process} takes something in and nothing that carries origin")
    carried = {origin for one in recipe.carriers for origin in taken[one.flow]}
    if all(origin.home_ore for origin in carried):
        return frozenset({law.home_ore_with_foreign})
    principal = set(taken[recipe.principal.flow])
    additives = {origin for one in recipe.additives for origin in taken[one.flow]}
    kept = carried - {HOME}
    if additives <= {HOME} and len(kept) == 1 and principal == kept:
        only = next(iter(kept))
        if HOME not in carried | additives or not law.home_counts_for_less(only):
            return frozenset({only})
    return frozenset(law.blend_of(origin) for origin in principal)


def read_recipes(case: Case, law: OriginLaw, contents: Contents, flows: Flows) -> dict[int, Recipe]:
    """Return the recipe of every process that takes part by its position."""
    reader = _Reader(case, law, contents, flows)
    return {process: reader.read(process) for process in case.active_rows("processes").tolist()}


class _Reader:
    """Reads what all recipes share once."""

    def __init__(self, case: Case, law: OriginLaw, contents: Contents, flows: Flows) -> None:
        self._case = case
        self._law = law
        self._flows = flows
        self._holds = np.asarray(contents.holds.any(axis=1))
        self._raw_held = np.asarray(self._holds & contents.raw)
        inputs = np.asarray((flows.amount < 0).any(axis=1))
        self._is_input = inputs
        self._is_output = np.asarray((flows.amount > 0).any(axis=1))
        self._constituent = constituent_flows(case, contents, flows)
        self._flows_of: dict[int, list[int]] = {}
        for flow, process in enumerate(flows.process.tolist()):
            self._flows_of.setdefault(process, []).append(flow)
        self._sites = case.position("processes", "site").tolist()
        line = read_raw_line(case, contents, flows)
        self._crosses = np.asarray((line.processed != 0).any(axis=(1, 2)) | (line.tailings != 0).any(axis=(1, 2)))

    def read(self, process: int) -> Recipe:
        """Return the recipe of one process."""
        flows = self._flows_of.get(process, [])
        material = self._flows.material
        inputs = [flow for flow in flows if self._is_input[flow]]
        feed = self._case["materials"].rows.get(str(self._case["processes"]["feed"][process]), -1)
        carriers = self._carriers(inputs, feed)
        ingredients = tuple(
            Ingredient(flow, int(material[flow]), bool(self._constituent[flow]), flow in carriers) for flow in inputs
        )
        carrying = [one for one in ingredients if one.carries]
        products = tuple(Product(flow, int(material[flow])) for flow in flows if self._is_output[flow])
        country = self._law.country_of_site(self._sites[process])
        return Recipe(
            process=process,
            site=self._sites[process],
            country=country,
            at_home=country == self._case.home_country,
            ingredients=ingredients,
            principal=next((one for one in carrying if one.material == feed), next(iter(carrying), None)),
            products=products,
            substantial=bool(self._case["processes"]["substantial"][process]),
            makes_raw=any(self._raw_held[product.material] for product in products),
            crosses_raw_line=bool(self._crosses[process]),
        )

    def _carriers(self, inputs: list[int], feed: int) -> set[int]:
        """Return the inputs that hold a mineral; without any the feed that ends up in products, or all that do."""
        holding = {flow for flow in inputs if self._holds[self._flows.material[flow]]}
        parts = {flow for flow in inputs if self._constituent[flow]}
        feeding = {flow for flow in parts if self._flows.material[flow] == feed}
        return holding or feeding or parts


def constituent_flows(case: Case, contents: Contents, flows: Flows) -> np.ndarray:
    """Return which flows end up in products: those said to, and whatever holds a mineral."""
    said = case["process_flows"]["constituent"][flows.row].astype(bool)
    return np.asarray(said | contents.holds[flows.material].any(axis=1))
