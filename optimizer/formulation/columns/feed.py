"""Columns `feed[p, mode, m, origin, n]` and `donor[p, mode, programme, n]`: what goes into lots of mixed origin."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.law.origin import HOME_NAME
from optimizer.formulation.columns.royalties import sale_royalties
from optimizer.formulation.formulation import Formulation

Floats = NDArray[np.float64]


def add_feed_columns(formulation: Formulation) -> None:
    """Add `feed >= 0`, units of input m of one origin that go into process p in a mode that may mix origins.

    Contributes per unit of home ore that loses its name in a mixed lot: processed, tailings or, where the lot is raw itself and
    cannot be followed further, exported_raw (contained tonnes); and the royalty that its share of the products would bear if sold
    as home goods at their reference value.
    """
    case, modes, flows, program = formulation.case, formulation.streams.modes, formulation.streams.flows, formulation.program
    materials, origins = case["materials"], formulation.streams.origins
    material = flows.material[modes.feed]
    keys = [
        (*lot_key(formulation, mode), materials.keys[what], origins[origin].name)
        for mode, what, origin in zip(modes.feed_mode, material, modes.feed_origin, strict=True)
    ]
    offered = formulation.columns["run"][modes.feed_mode] >= 0
    columns = program.add_columns("feed", keys, offered, formulation.units(material))
    formulation.columns["feed"] = columns
    at_home = formulation.at_home("processes")[modes.process[modes.feed_mode]]
    home_ore = formulation.streams.home_ore
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
    case, streams, program = formulation.case, formulation.streams, formulation.program
    raw = streams.contents.raw_contained[material]
    for position, mineral in enumerate(case["minerals"].keys):
        makes = streams.raw_line.makes[process, position][:, np.newaxis]
        stays_raw = streams.raw_line.makes_raw[process, position][:, np.newaxis]
        amount = raw[:, position]
        program.contribute(f"exported_raw[{mineral}]", columns, np.where(stays_raw, amount, 0.0))
        program.contribute(f"processed[{mineral}]", columns, np.where(makes & ~stays_raw, amount, 0.0))
        program.contribute(f"tailings[{mineral}]", columns, np.where(makes | stays_raw, 0.0, amount))


def _royalties_of_products(formulation: Formulation) -> Floats:
    """Return, per flow into a process, the royalty on its share of the products at reference value: money/unit, (flows, nodes).

    A run's royalty is shared among its inputs by the minerals they hold.
    """
    case, flows, contents = formulation.case, formulation.streams.flows, formulation.streams.contents
    value = np.nan_to_num(case.numbers("materials", "reference_value_per_unit"))
    per_unit = sale_royalties(formulation, flows.material, value[flows.material])
    shape = (len(case["processes"]), len(case.timeline))
    on_products, held = np.zeros(shape), np.zeros(shape)
    inward = np.maximum(-flows.amount, 0.0)
    contained = contents.contained[flows.material].sum(axis=1)
    np.add.at(on_products, flows.process, np.maximum(flows.amount, 0.0) * per_unit)
    np.add.at(held, flows.process, inward * contained)
    whole = held[flows.process]
    share = np.divide(contained, whole, out=np.zeros(whole.shape), where=(whole > 0) & (inward > 0))
    return np.asarray(share * on_products[flows.process])


def add_donor_columns(formulation: Formulation) -> None:
    """Add `donor >= 0`, value of donor countries' materials that a lot counts towards a build-up test, in money."""
    case, modes, program = formulation.case, formulation.streams.modes, formulation.program
    law = formulation.streams.law
    spots = [
        (mode, claim.programme)
        for mode, claims in enumerate(modes.claims)
        for claim in claims
        if any(law.test(rule) == "content_min" and law.number(rule, "donor_cap").any() for rule in claim.rules)
    ]
    keys = [(*lot_key(formulation, mode), name) for mode, name in spots]
    rows = np.array([mode for mode, _ in spots], dtype=np.int64)
    offered = formulation.columns["run"][rows] >= 0
    columns = program.add_columns("donor", keys, offered, [str(case.setting("currency"))] * len(keys))
    formulation.columns["donor"] = columns
    formulation.donors = {spot: entry for entry, spot in enumerate(spots)}
