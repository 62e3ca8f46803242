"""Columns `feed[p, mode, m, origin, n]` and `donor[p, mode, programme, n]`: what goes into lots of mixed origin."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.tracing import alike, ratio
from optimizer.formulation.columns.royalties import sale_royalties
from optimizer.formulation.formulation import Formulation
from optimizer.law.origin import HOME_NAME

Floats = NDArray[np.float64]

# Stages of processing that royalties are followed through.
LONGEST_CHAIN = 20


def add_feed_columns(formulation: Formulation) -> None:
    """Add `feed >= 0`, units of input m of one origin that go into process p in a mode that may mix origins.

    Contributes per unit of home ore that loses its name in a mixed lot: processed, tailings or, where the lot is raw itself and
    cannot be followed further, exported_raw (contained tonnes); and the largest royalty that its share of the products, or of
    what is made of them, could bear if sold as home goods.
    """
    case = formulation.case
    modes = formulation.streams.modes
    flows = formulation.streams.flows
    program = formulation.program
    materials = case["materials"]
    origins = formulation.streams.origins
    material = flows.material[modes.feed]
    keys = [
        (*lot_key(formulation, mode), materials.keys[what], origins[origin].name)
        for mode, what, origin in zip(modes.feed_mode, material, modes.feed_origin, strict=True)
    ]
    offered = (formulation.columns["run"][modes.feed_mode] >= 0) & modes.feed_open
    columns = program.add_columns("feed", keys, offered, formulation.units(material))
    formulation.columns["feed"] = columns
    at_home = formulation.at_home("processes")[modes.process[modes.feed_mode]]
    home_ore = formulation.streams.home_ore
    # Home ore that goes into a mixed lot is no longer counted as home ore behind it.
    losing = at_home & home_ore[modes.feed_origin] & ~home_ore[modes.output[modes.feed_mode]]
    entries = np.flatnonzero(losing)
    _contribute_minerals(formulation, columns[entries], modes.process[modes.feed_mode[entries]], material[entries])
    royalties = _royalties_of_products(formulation) if len(entries) else np.zeros(0)
    for entry in entries:
        program.contribute("royalty", columns[[entry]], royalties[modes.feed[entry]][np.newaxis, :])


def lot_key(formulation: Formulation, mode: int) -> tuple[str, str]:
    """Return process and mode, as the keys of columns and rows of lots begin."""
    modes = formulation.streams.modes
    key = modes.key[mode]
    return formulation.case["processes"].keys[modes.process[mode]], key[0] if key else HOME_NAME


def _contribute_minerals(formulation: Formulation, columns: np.ndarray, process: np.ndarray, material: np.ndarray) -> None:
    case = formulation.case
    streams = formulation.streams
    program = formulation.program
    raw = streams.contents.raw_contained[material]
    for position, mineral in enumerate(case["minerals"].keys):
        makes = streams.raw_line.makes[process, position][:, np.newaxis]
        stays_raw = streams.raw_line.makes_raw[process, position][:, np.newaxis]
        amount = raw[:, position]
        program.contribute(f"exported_raw[{mineral}]", columns, np.where(stays_raw, amount, 0.0))
        program.contribute(f"processed[{mineral}]", columns, np.where(makes & ~stays_raw, amount, 0.0))
        program.contribute(f"tailings[{mineral}]", columns, np.where(makes | stays_raw, 0.0, amount))


def _royalties_of_products(formulation: Formulation) -> Floats:
    """Return, per flow into a process, the royalty on its share of the products: money per unit, (flows, nodes).

    For each product the largest royalty that it, or anything made of it, could bear: at reference value, or at the largest border
    value at which it is sold. A run's royalty is shared among its inputs by each mineral they hold, the largest share counting.
    """
    case = formulation.case
    flows = formulation.streams.flows
    inward = np.maximum(-flows.amount, 0.0)
    outward = np.maximum(flows.amount, 0.0)
    share = _shares_of_inputs(formulation, inward)
    shape = (len(case["processes"]), len(case.timeline))
    largest = sale_royalties(formulation, np.arange(len(case["materials"])), _largest_values(formulation))
    of_input = np.zeros_like(flows.amount)
    # Each round follows royalties one stage further back, from products to what they are made of.
    for _ in range(LONGEST_CHAIN):
        on_products = np.zeros_like(largest, shape=shape)
        np.add.at(on_products, flows.process, outward * largest[flows.material])
        per_unit = ratio(share * on_products[flows.process], inward)
        raised = largest.copy()
        np.maximum.at(raised, flows.material, per_unit)
        settled = alike(of_input, per_unit)
        of_input = per_unit
        largest = raised
        if settled:
            break
    return of_input


def _largest_values(formulation: Formulation) -> Floats:
    """Return the largest of reference value and border values at which each material is sold: (materials, nodes)."""
    case = formulation.case
    sales = formulation.streams.sales
    values = np.nan_to_num(case.numbers("materials", "reference_value_per_unit"))
    np.maximum.at(values, sales.hauls.material, np.where(sales.offered, sales.border_value / sales.hauls.arriving, 0.0))
    return values


def _shares_of_inputs(formulation: Formulation, inward: Floats) -> Floats:
    """Return, per flow, the largest share of any one mineral in a run that the input brings; all where contents are unknown."""
    case = formulation.case
    flows = formulation.streams.flows
    contents = formulation.streams.contents
    contained = inward[:, np.newaxis, :] * contents.contained[flows.material]
    whole = np.zeros_like(contained, shape=(len(case["processes"]), *contained.shape[1:]))
    np.add.at(whole, flows.process, contained)
    total = whole[flows.process]
    shares = np.moveaxis(ratio(contained, total), 1, 0)
    share = reduce(np.maximum, shares, np.zeros_like(inward))
    holds = np.asarray(contents.holds[flows.material].any(axis=1))
    # Of a feed that holds minerals in a run of unknown contents, all of the royalty counts.
    unknown = (total.sum(axis=1) == 0) & holds[:, np.newaxis] & (inward > 0)
    return np.where(unknown, 1.0, share)


def add_donor_columns(formulation: Formulation) -> None:
    """Add `donor >= 0`, value of donor countries' materials that a lot counts towards a build-up test, in money."""
    case = formulation.case
    modes = formulation.streams.modes
    program = formulation.program
    law = formulation.streams.law
    spots = [
        (mode, claim.programme)
        for mode, claims in enumerate(modes.claims)
        for claim in claims
        if any(law.rules.takes_donors(rule) for rule in claim.rules)
    ]
    keys = [(*lot_key(formulation, mode), name) for mode, name in spots]
    rows = np.array([mode for mode, _ in spots], dtype=np.int64)
    offered = formulation.columns["run"][rows] >= 0
    columns = program.add_columns("donor", keys, offered, [str(case.setting("currency"))] * len(keys))
    formulation.columns["donor"] = columns
    formulation.donors = {spot: entry for entry, spot in enumerate(spots)}
