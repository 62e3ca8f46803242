"""Tariffs, programmes and rules of origin of a planted refinery: every kind of test, alone, together and as alternatives."""

from datetime import date

import numpy as np

from tests.planted.charter import write_law
from tests.planted.duties import Programme, Role, Tariff, bare
from tests.planted.origins import BUILD_DOWN, BUILD_UP, SHIFT, TESTS, WHOLLY, Accord, Rule
from tests.planted.world import World

FOREIGN = ("CN", "SADC", "TZ", "UG", "ZM")
"""Countries that sell feed; SADC is a customs union of the case."""
UNIONS = {"EAC": "East African Community", "SADC": "Southern African Development Community"}
BEGINNINGS = {"metal": ("8112", "8112.99"), "powder": ("8110", "8110.20"), "cake": ("2846", "2846.90")}
"""HS prefixes of rules for goods, short and long."""


def add_law(world: World, traits: set[str], places: list[tuple[str, str]]) -> list[Accord]:
    """Add tariffs and programmes on the refinery's goods, with rules of origin and values of feed; return the programmes.

    Args:
        world: The case.
        traits: What the refinery shows.
        places: (material, site) of everything that a rule may have to value.
    """
    tariffs, programmes = _tariffs(world), _programmes(world, traits)
    write_law(world.sheet, tariffs, programmes)
    world.law.tariffs += tariffs
    world.law.programmes += programmes
    for code, name in UNIONS.items():
        world.sheet.add("customs_unions", code=code, name=name)
    accords = [_accord(world, programme, traits, places) for programme in programmes]
    for accord in accords:
        _write(world, accord)
    return accords


def _tariffs(world: World) -> list[Tariff]:
    def rate(low: float, high: float) -> np.ndarray:
        return world.vector(low, high)

    return [
        Tariff("gb-metals", "mfn", "duty", "81", "GB", rate=rate(0.05, 0.15)),
        Tariff("gb-metal", "mfn", "duty", "8112", "GB", rate=rate(0.02, 0.4)),
        Tariff("gb-extra", "extra", "surcharge", "8112", "GB", "KE", rate=rate(0.02, 0.2)),
        Tariff("gb-port", "harbour", "fee", "", "GB", rate=rate(0.001, 0.003)),
        Tariff("eac-metals", "mfn", "duty", "81", "EAC", rate=rate(0.05, 0.4)),
        Tariff("jp-metal", "mfn", "duty", "8112", "JP", rate=rate(0.0, 0.05)),
    ]


def _programmes(world: World, traits: set[str]) -> list[Programme]:
    first, last = int(world.horizon.first.min()), int(world.horizon.last.max())

    def day() -> str:
        return date.fromordinal(int(world.rng.integers(first + 1, last))).isoformat() if world.chance(0.3) else ""

    donors = "donor" if "donors" in traits else "former"
    others = (
        Role("SADC", donors),
        Role("TZ", "beneficiary") if "abroad" in traits else Role("TZ", "cumulation", end=day()),
        Role("ZM", str(world.rng.choice(["former", "donor"])), start=day()),
    )
    found = [Programme("accord", "GB", "mfn", world.draw(0, 20), day(), "", day(), home=("", ""), others=others)]
    if "second-accord" in traits:
        where, waives = ("GB", "extra") if world.chance(0.5) else ("EAC", "mfn")
        alone = world.chance(0.3)
        named = () if alone else (Role("UG", "cumulation"), Role("CN", "donor"))
        found.append(Programme("bloc", where, waives, world.draw(0, 20), home=None if alone else ("", day()), others=named))
    return found


def _accord(world: World, programme: Programme, traits: set[str], places: list[tuple[str, str]]) -> Accord:
    values = {
        (material, country, site): world.materials[material].value * world.vector(0.7, 1.2)
        for material, site in places
        for country in ("KE", *FOREIGN)
    }
    rules: list[Rule] = []
    for goods, prefixes in BEGINNINGS.items():
        if goods == "cake" and "two-stages" not in traits:
            continue
        if goods != "metal" and ((goods not in traits and goods != "cake") or world.chance(0.2)):
            continue
        if goods == "metal" and programme.id != "accord" and world.chance(0.15):
            continue
        rules += _rules(world, prefixes[0])
        if world.chance(0.3):
            rules += _rules(world, prefixes[1])
    return Accord(programme, tuple(sorted(rules, key=lambda rule: rule.order)), values, world.horizon)


def _rules(world: World, prefix: str) -> list[Rule]:
    """Return one or two alternatives of one or two tests."""
    rules = []
    for alternative in ("a", "b")[: 1 + world.chance(0.4)]:
        count = 1 + world.chance(0.3)
        tests = world.rng.choice(TESTS, count, replace=False, p=(0.4, 0.25, 0.25, 0.1)).tolist()
        rules += [_rule(world, prefix, alternative, test) for test in tests]
    return rules


def _rule(world: World, prefix: str, alternative: str, test: str) -> Rule:
    nothing = np.zeros(world.nodes)
    threshold = {BUILD_UP: (0.25, 0.7), BUILD_DOWN: (0.05, 0.4)}.get(test, (0.0, 0.0))
    minimal = world.vector(0.03, 0.25) if test == SHIFT and world.chance(0.75) else nothing
    cap = world.vector(0.02, 0.15) if test == BUILD_UP and world.chance(0.8) else nothing
    digits = int(world.rng.choice([2, 4, 6])) if test == SHIFT else 0
    return Rule(prefix, alternative, test, world.vector(*threshold), digits, minimal, cap)


def _write(world: World, accord: Accord) -> None:
    sheet, name = world.sheet, accord.programme.id
    for rule in accord.rules:
        shift = {"shift_digits": float(rule.digits)} if rule.test == SHIFT else {}
        key = sheet.add(
            "origin_rules", programme=name, hs_prefix=bare(rule.prefix), alternative=rule.alternative, test=rule.test, **shift
        )
        if rule.test not in (SHIFT, WHOLLY):
            sheet.number("origin_rules", key, "threshold", rule.threshold)
        for column, numbers in (("de_minimis", rule.de_minimis), ("donor_cap", rule.donor_cap)):
            if numbers.any():
                sheet.number("origin_rules", key, column, numbers)
    for (material, country, site), value in accord.values.items():
        key = sheet.add("origin_values", programme=name, material=material, origin=country, site=site)
        sheet.number("origin_values", key, "value_per_unit", value)
