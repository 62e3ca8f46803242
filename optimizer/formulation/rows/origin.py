"""Rows of rules of origin: what a lot of mixed feed must pass to be claimed under a programme."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.codes import digits
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.formulation.columns.feed import lot_key
from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import EQ, GE, LE
from optimizer.law.origin import Origin
from optimizer.law.origin_rules import CEILINGS, FLOORS
from optimizer.world.origins.claims import Claim

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def add_feed_rows(formulation: Formulation) -> None:
    """Let what goes into a mixed lot add up to the recipe.

        sum_o feed[p, c, m, o, n] = a[p, m, n] run[p, c, n]                                                              (1)

    for every input m that mode c of process p tells apart by origin. Rows: "feed_mix[p, c, m, n]", units of m.
    """
    case = formulation.case
    modes = formulation.streams.modes
    flows = formulation.streams.flows
    program = formulation.program
    pairs = sorted(set(zip(modes.feed_mode.tolist(), modes.feed.tolist(), strict=True)))
    entry = {pair: position for position, pair in enumerate(pairs)}
    keys = [(*lot_key(formulation, mode), case["materials"].keys[flows.material[flow]]) for mode, flow in pairs]
    mode = np.array([pair[0] for pair in pairs], dtype=np.int64)
    flow = np.array([pair[1] for pair in pairs], dtype=np.int64)
    at, node = np.nonzero(formulation.columns["run"][mode] >= 0)
    rows = np.full((len(pairs), len(case.timeline)), -1, dtype=np.int64)
    rows[at, node] = program.add_rows("feed_mix", keys, at, node, EQ, np.zeros(len(at)))
    program.add_terms(rows, formulation.columns["run"][mode], flows.amount[flow])
    of_feed = np.array([entry[pair] for pair in zip(modes.feed_mode.tolist(), modes.feed.tolist(), strict=True)], dtype=np.int64)
    program.add_terms(rows[of_feed], formulation.columns["feed"], 1.0)


def add_origin_rows(formulation: Formulation) -> None:
    """Hold every claimed lot to the rule it is claimed under, with A = sum over products of a[p, k] V[g, k].

        content  sum_{m, o counted} v feed + d[p] run + donor >= theta A run                                             (1)
        donor    donor <= sum_m v[m, donor] feed ;   donor <= donor_cap A run                                            (2)
        foreign  sum_{m, o not counted} v feed <= phi A run                                                              (3)
        shift    sum_{m, o not counted, HS code not shifted} v feed <= de_minimis A run                                  (4)

    Values v and V are data, apart from prices and costs. A build-up test (1) counts what was mined or substantially transformed
    in the countries; (3) and (4) count what is mined there or has itself earned origin. A test that forbids an input outright,
    wholly obtained or a shift without de minimis, has no row: the input has no column.
    A lot earns a programme with all its co-products or not at all.
    Rows: "origin_content[p, c, g, HS prefix, alternative, n]", "donor_value", "donor_cap", "origin_foreign", "origin_shift"
    likewise, in money.
    """
    for lot in _lots(formulation):
        for rule in lot.claim.rules:
            ADDERS[formulation.streams.law.rules.test(rule)](formulation, lot, rule)


@dataclass(frozen=True, slots=True)
class Lot:
    """A mode and one of its claims.

    Attributes:
        mode: Position of the mode.
        claim: Programme and rule rows.
        key: Process, mode and programme.
        appraised: A, appraised value of the products of one run: (nodes,).
        least_appraised: The same for ceilings: the least value of the products.
        feeds: Positions of its feed columns of constituent inputs.
        values: Value per unit of each of them, NaN where none is given: (feeds, nodes).
        values_at: Address of each of these values.
    """

    mode: int
    claim: Claim
    key: tuple[str, ...]
    appraised: Floats
    least_appraised: Floats
    feeds: Ints
    values: Floats
    values_at: tuple[str, ...]


def _lots(formulation: Formulation) -> Iterator[Lot]:
    modes = formulation.streams.modes
    constituent = formulation.streams.constituent
    for mode, claims in enumerate(modes.claims):
        if claims:
            feeds = np.flatnonzero((modes.feed_mode == mode) & constituent[modes.feed])
        for claim in claims:
            process = int(modes.process[mode])
            values, addresses = _values(formulation, claim.programme, mode, feeds)
            yield Lot(
                mode=mode,
                claim=claim,
                key=(*lot_key(formulation, mode), claim.programme),
                appraised=appraised_of_run(formulation, claim.programme, process, FLOORS[0]),
                least_appraised=appraised_of_run(formulation, claim.programme, process, CEILINGS[0]),
                feeds=feeds,
                values=values,
                values_at=addresses,
            )


def appraised_of_run(formulation: Formulation, programme: str, process: int, test: str) -> Floats:
    """Return the value at which a test takes the products of one unit of a process under a programme: (nodes,)."""
    streams = formulation.streams
    materials = formulation.case["materials"]
    made = np.flatnonzero((streams.flows.process == process) & (streams.flows.amount > 0).any(axis=1))
    total = np.zeros(len(formulation.years))
    for flow in made:
        value = streams.law.values.appraised_value(programme, materials.keys[streams.flows.material[flow]], test)
        total += streams.flows.amount[flow] * np.nan_to_num(value)
    return total


def _values(formulation: Formulation, programme: str, mode: int, feeds: Ints) -> tuple[Floats, tuple[str, ...]]:
    """Return the value per unit of each feed, NaN where none is given, and its address."""
    case = formulation.case
    streams = formulation.streams
    modes = streams.modes
    materials = case["materials"].keys
    site = str(case["processes"]["site"][modes.process[mode]])
    values = np.full((len(feeds), len(case.timeline)), np.nan)
    addresses = []
    for entry, feed in enumerate(feeds):
        country = streams.law.country_of(streams.origins[modes.feed_origin[feed]])
        material = materials[streams.flows.material[modes.feed[feed]]]
        values[entry] = streams.law.values.material_value(programme, material, country, site)
        addresses.append(f"origin_values[{programme},{material},{country},{site}].value_per_unit")
    return values, tuple(addresses)


def _counted_values(formulation: Formulation, lot: Lot, counted: Flags) -> Floats:
    """Return the value per unit of each feed where a test counts it, 0 elsewhere: (feeds, nodes).

    Raises:
        InvalidCase: A feed is counted and has no value. Validation has said so before; nothing may take it for free.
    """
    used = counted & (formulation.columns["feed"][lot.feeds] >= 0)
    lacking = np.flatnonzero((used & np.isnan(lot.values)).any(axis=1))
    if len(lacking):
        problem = "a rule of origin counts this input by value, and none is given"
        fix = "add the row"
        found = [Violation(lot.values_at[feed], "missing-value", "", problem, fix) for feed in lacking]
        raise InvalidCase(set(found))
    return np.where(used, lot.values, 0.0)


def _by_origin(formulation: Formulation, lot: Lot, test: Callable[[Origin], Flags]) -> Flags:
    """Return what a test says of the origin of each feed: (feeds, nodes)."""
    streams = formulation.streams
    found = [test(streams.origins[streams.modes.feed_origin[feed]]) for feed in lot.feeds]
    return np.array(found, dtype=bool).reshape(len(lot.feeds), len(formulation.years))


def _counted(formulation: Formulation, lot: Lot, *, rolled_up: bool) -> Flags:
    law = formulation.streams.law
    programme = lot.claim.programme
    return _by_origin(formulation, lot, lambda origin: law.originates(programme, origin, rolled_up=rolled_up))


def _add_rows(formulation: Formulation, family: str, lot: Lot, rule: int, sense: int) -> Ints:
    """Add a row per node in which the mode can run, without coefficients: (nodes,)."""
    rows = np.full(len(formulation.years), -1, dtype=np.int64)
    nodes = np.flatnonzero(formulation.columns["run"][lot.mode] >= 0)
    rules = formulation.case["origin_rules"]
    product = digits(str(rules["hs_prefix"][rule]))
    alternative = str(rules["alternative"][rule])
    zeros = np.zeros(len(nodes))
    rows[nodes] = formulation.program.add_rows(family, [(*lot.key, product, alternative)], zeros, nodes, sense, zeros)
    return rows


def _add_content(formulation: Formulation, lot: Lot, rule: int) -> None:
    case = formulation.case
    law = formulation.streams.law
    program = formulation.program
    columns = formulation.columns
    direct = np.nan_to_num(case.numbers("processes", "direct_cost_per_unit")[formulation.streams.modes.process[lot.mode]])
    rows = _add_rows(formulation, "origin_content", lot, rule, GE)
    feeds = columns["feed"][lot.feeds]
    if law.rules.counts_inputs(rule):
        counted = _counted(formulation, lot, rolled_up=False)
        program.add_terms(rows[np.newaxis, :], feeds, _counted_values(formulation, lot, counted))
    program.add_terms(rows, columns["run"][lot.mode], direct - law.rules.number(rule, "threshold") * lot.appraised)
    entry = formulation.donors.get((lot.mode, lot.claim.programme))
    if entry is None or not law.rules.takes_donors(rule):
        return
    donor = columns["donor"][entry]
    program.add_terms(rows, donor, 1.0)
    given = _add_rows(formulation, "donor_value", lot, rule, LE)
    program.add_terms(given, donor, 1.0)
    donated = _by_origin(formulation, lot, lambda origin: law.is_donated(lot.claim.programme, origin))
    program.add_terms(given[np.newaxis, :], feeds, -_counted_values(formulation, lot, donated))
    most = _add_rows(formulation, "donor_cap", lot, rule, LE)
    program.add_terms(most, donor, 1.0)
    program.add_terms(most, columns["run"][lot.mode], -law.rules.number(rule, "donor_cap") * lot.appraised)


def _add_foreign(formulation: Formulation, lot: Lot, rule: int) -> None:
    rows = _add_rows(formulation, "origin_foreign", lot, rule, LE)
    foreign = ~_counted(formulation, lot, rolled_up=True)
    _add_ceiling(formulation, lot, rows, foreign, formulation.streams.law.rules.number(rule, "threshold"))


def _add_shift(formulation: Formulation, lot: Lot, rule: int) -> None:
    streams = formulation.streams
    law = formulation.streams.law
    codes = formulation.case["materials"]["hs_code"]
    if not law.rules.number(rule, "de_minimis").any():
        return
    process = streams.modes.process[lot.mode]
    made = streams.flows.material[(streams.flows.process == process) & (streams.flows.amount > 0).any(axis=1)]
    same = np.zeros(lot.values.shape, dtype=bool)
    for entry, feed in enumerate(lot.feeds):
        taken = str(codes[streams.flows.material[streams.modes.feed[feed]]])
        for product in made:
            same[entry] |= ~law.rules.shifts(rule, taken, str(codes[product]))
    rows = _add_rows(formulation, "origin_shift", lot, rule, LE)
    _add_ceiling(formulation, lot, rows, same & ~_counted(formulation, lot, rolled_up=True), law.rules.number(rule, "de_minimis"))


def _add_ceiling(formulation: Formulation, lot: Lot, rows: Ints, foreign: Flags, share: Floats) -> None:
    program = formulation.program
    columns = formulation.columns
    values = _counted_values(formulation, lot, foreign)
    program.add_terms(rows[np.newaxis, :], columns["feed"][lot.feeds], values)
    program.add_terms(rows, columns["run"][lot.mode], -share * lot.least_appraised)


def _add_nothing(formulation: Formulation, lot: Lot, rule: int) -> None:
    """Wholly obtained: what is not has no column."""


ADDERS = {
    "content_min": _add_content,
    "foreign_max": _add_foreign,
    "tariff_shift": _add_shift,
    "wholly_obtained": _add_nothing,
}
