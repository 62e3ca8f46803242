"""Rules on royalties: what they are due on, at which value, and that no row is charged in vain or twice."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, read_contents
from optimizer.domain.errors import Violation


def royalty_targets(case: Case) -> Iterator[Violation]:
    """Yield a violation per royalty without a target, or with a second one of its instrument and basis on a material."""
    table = case["royalties"]
    contents = case["contents"]
    for row in range(len(table)):
        if bool(table["mineral"][row]) == bool(table["material"][row]):
            yield Violation(
                table.address(row),
                "royalty-target",
                "",
                "a royalty is due on a mineral or on a material",
                "fill exactly one of the two",
            )
    owner: dict[tuple[str, ...], str] = {}
    named = {_spot(case, int(row), table["material"][row]) for row in case.active_rows("royalties") if table["material"][row]}
    for row in case.active_rows("royalties"):
        if not table["mineral"][row]:
            continue
        for material in contents["material"][contents["mineral"] == table["mineral"][row]]:
            spot = _spot(case, int(row), material)
            if spot in named or _windows_apart(case, owner.get(spot), table.keys[row]):
                continue
            other = owner.setdefault(spot, table.keys[row])
            if other != table.keys[row]:
                problem = f"'{material}' holds both minerals, so '{other}' would charge it as well"
                yield Violation(
                    table.address(int(row), "mineral"),
                    "royalty-twice",
                    str(material),
                    problem,
                    "name the material in a row of its own",
                )


def _spot(case: Case, row: int, material: object) -> tuple[str, ...]:
    """Return what at most one royalty may charge at a time: a material, on a basis, under an instrument."""
    table = case["royalties"]
    return (str(material), str(table["basis"][row]), str(table["instrument"][row]))


def royalty_values(case: Case) -> Iterator[Violation]:
    """Yield a violation per material on whose extraction a royalty is due although it has no reference value."""
    table = case["royalties"]
    contents = case["contents"]
    materials = case["materials"]
    values = case.numbers("materials", "reference_value_per_unit")
    mined = {str(case["supplies"]["material"][row]) for row in case.active_rows("supplies")}
    for row in case.active_rows("royalties"):
        if table["basis"][row] != "extracted":
            continue
        bearing = {str(table["material"][row])} | set(contents["material"][contents["mineral"] == table["mineral"][row]])
        valued = {str(table["at_material"][row])} if table["at_material"][row] else bearing & mined
        for material in sorted(valued):
            at = materials.rows.get(material)
            if at is not None and np.isnan(values[at]).any():
                problem = f"royalty '{table.keys[row]}' is due on its value, which is blank"
                address = materials.address(at, "reference_value_per_unit")
                yield Violation(
                    address, "missing-value", "", problem, "give a reference value, or let the royalty be due on sale"
                )


def _windows_apart(case: Case, other: str | None, key: str) -> bool:
    if other is None or other == key:
        return False
    table = case["royalties"]
    a = table.rows[other]
    b = table.rows[key]
    with np.errstate(invalid="ignore"):
        return bool((table["end"][a] < table["start"][b]) | (table["end"][b] < table["start"][a]))


def royalty_twice_on_material(case: Case) -> Iterator[Violation]:
    """Yield a violation per royalty that names material, basis and instrument of another whose window it overlaps."""
    table = case["royalties"]
    rows = [int(row) for row in case.active_rows("royalties") if table["material"][row]]
    for position, row in enumerate(rows):
        for other in rows[:position]:
            alike = all(table[name][row] == table[name][other] for name in ("material", "basis", "instrument"))
            if alike and not _windows_apart(case, table.keys[other], table.keys[row]):
                problem = (
                    f"royalty '{table.keys[other]}' is due on the same material and basis at the same time, and both are charged"
                )
                fix = "switch one off, or give them windows that do not overlap"
                value = str(table["material"][row])
                yield Violation(table.address(row, "material"), "royalty-twice", value, problem, fix)
                break


def royalty_at_material(case: Case) -> Iterator[Violation]:
    """Yield a violation per `at_material` that is ignored, or through which a royalty comes to nothing."""
    table = case["royalties"]
    rows = [int(row) for row in case.active_rows("royalties") if table["at_material"][row]]
    contents = read_contents(case) if rows else None
    for row in rows:
        value = str(table["at_material"][row])
        address = table.address(row, "at_material")
        if table["basis"][row] == "sold":
            problem = "a royalty on sale is due on the border value of what is sold, so this is ignored"
            yield Violation(
                address, "royalty-at-material", value, problem, "leave it blank, or let the royalty be due on extraction"
            )
        elif contents is not None and (problem := _worth_nothing(case, contents, row)):
            fix = "name a material that holds the mineral, with its fraction in contents"
            yield Violation(address, "royalty-at-material", value, problem, fix)


def _worth_nothing(case: Case, contents: Contents, row: int) -> str:
    """Return why rate x value of `at_material` x contained / contained there comes to nothing; "" if it does not."""
    at, mineral, own = (int(case.position("royalties", name)[row]) for name in ("at_material", "mineral", "material"))
    if at < 0 or not len(case["minerals"]):
        return ""
    counted = mineral if mineral >= 0 else int(np.argmax(contents.contained[at, :, 0]))
    name = case["minerals"].keys[counted]
    if not (contents.contained[at, counted] > 0).all():
        return f"it is not known to hold {name}, so the royalty would come to nothing"
    if own >= 0 and not (contents.contained[own, counted] > 0).all():
        material = case["materials"].keys[own]
        return f"'{material}' is not known to hold {name}, the mineral counted, so the royalty would come to nothing"
    return ""


RULES = (royalty_targets, royalty_values, royalty_twice_on_material, royalty_at_material)
