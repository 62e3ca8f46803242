"""Columns `ship[l, m, n]`: material moved between sites."""

import numpy as np

from optimizer.domain.law.charges import Charges, Shipments
from optimizer.domain.law.schedule import Goods, Schedule
from optimizer.formulation.columns.royalties import sale_royalties
from optimizer.formulation.formulation import Formulation


def add_ship_columns(formulation: Formulation) -> None:
    """Add `ship[l, m, n] >= 0`, units of material m leaving over lane l in node n.

    Contributes per unit: freight. Goods that leave the country this way count as exports at their reference value:
    export_value, export_levy, royalty on sale, exported_raw.
    """
    case, hauls, program = formulation.case, formulation.streams.transfers, formulation.program
    lanes, materials = case["lanes"], case["materials"]
    keys = [(lanes.keys[a], materials.keys[b]) for a, b in zip(hauls.lane, hauls.material, strict=True)]
    offered = hauls.open_share > 0
    columns = program.add_columns("ship", keys, offered, formulation.units(hauls.material))
    formulation.columns["ship"] = columns
    program.contribute("freight", columns, hauls.freight)
    program.contribute("local_cost", columns, hauls.freight * np.nan_to_num(case.numbers("lanes", "local_share")[hauls.lane]))
    _contribute_border(formulation, columns)


def _contribute_border(formulation: Formulation, columns: np.ndarray) -> None:
    case, hauls, program = formulation.case, formulation.streams.transfers, formulation.program
    home, countries = case.home_country, formulation.country_of_sites()
    start = countries[case.position("lanes", "from_site")[hauls.lane]]
    sites = case["sites"].rows
    end = np.array([countries[sites[to]] for to in case["lanes"]["to"][hauls.lane]], dtype=object)
    leaving = np.flatnonzero((start == home) & (end != home))
    if not len(leaving):
        return
    material, columns = hauls.material[leaving], columns[leaving]
    value = np.nan_to_num(case.numbers("materials", "reference_value_per_unit")[material])
    program.contribute("export_value", columns, value)
    program.contribute("royalty", columns, sale_royalties(formulation, material, value))
    program.contribute("export_levy", columns, _levies(formulation, leaving, value, end))
    contents = formulation.streams.contents
    for position, mineral in enumerate(case["minerals"].keys):
        program.contribute(f"exported_raw[{mineral}]", columns, contents.raw_contained[material, position])


def _levies(formulation: Formulation, leaving: np.ndarray, value: np.ndarray, end: np.ndarray) -> np.ndarray:
    case, hauls = formulation.case, formulation.streams.transfers
    schedule, charges, total = Schedule(case), Charges(case), np.zeros(value.shape)
    tonnes = case.numbers("materials", "tonnes_per_unit")
    for entry, haul in enumerate(leaving):
        material = hauls.material[[haul]]
        goods = Goods(str(case["materials"]["hs_code"][material[0]]), case.home_country, str(end[haul]))
        contained = np.moveaxis(formulation.streams.contents.contained[material], 1, 0)
        shipments = Shipments(value[[entry]], tonnes[material], contained, hauls.parcel_tonnes[[haul]])
        for amount in charges.amounts(schedule.segments(goods, "ordinary", 0.0, ("export_levy",)), shipments).values():
            total[entry] += amount[0]
    return total
