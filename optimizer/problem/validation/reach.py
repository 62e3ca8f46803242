"""Rules on rows that reach nothing: law about goods, countries or minerals that the case has not, buyers without a lane.

A row that reaches nothing changes no plan and no price, which a mistyped code looks exactly like. Rows that take part only in
some scenario count as being there: a row of law is not doubted because a mine is switched off.
"""

from collections.abc import Iterator, Mapping

from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.domain.suggestions import Names
from optimizer.world.network import materials_per_lane, reachable_materials

LOOKED_UP = "correct it, unless the row is there only to be looked up"
# Tables of law whose rows name goods by the beginning of their code, and what makes rows one schedule.
#
# A schedule copied from the law names many goods that a case has not; one of which no row reaches anything is a mistake.
SCHEDULES = {
    "tariffs": ("instrument", "destination"),
    "programme_rates": ("programme", "instrument"),
    "origin_rules": ("programme",),
}


def goods_of_law(case: Case) -> Iterator[Violation]:
    """Yield a warning per row of a schedule that covers no material, and per row that a material's code is too short for."""
    codes = {str(code) for code in case["materials"]["hs_code"]} - {""}
    for name, parts in SCHEDULES.items():
        data = case[name]
        schedules = dict[tuple[str, ...], list[int]]()
        for row in case.active_rows(name).tolist():
            schedules.setdefault(tuple(str(data[part][row]) for part in parts), []).append(row)
        for rows in schedules.values():
            covered = [any(code.startswith(str(data["hs_prefix"][row])) for code in codes) for row in rows]
            for row in rows:
                prefix = str(data["hs_prefix"][row])
                short = next((code for code in sorted(codes) if prefix.startswith(code) and prefix != code), "")
                if short or (prefix and not any(covered)):
                    problem = "no material of the case has a code that begins so, so the row changes nothing"
                    fix = f"give the goods of code {short} all the digits of theirs" if short else LOOKED_UP
                    yield Violation(data.address(row, "hs_prefix"), "reaches-nothing", prefix, problem, fix, warning=True)


def countries_of_law(case: Case) -> Iterator[Violation]:
    """Yield a warning per row of law about goods into or from countries that no goods of the case go to or come from."""
    entered = {*case.market_countries, *case.site_countries, case.home_country}
    left = {case.home_country, *case.site_countries}
    left |= {str(code) for table in ("supplies", "stocks") for code in case[table]["origin_country"]}
    for name, column, known, verb in (
        ("tariffs", "destination", entered, "go to"),
        ("tariffs", "origin", left, "come from"),
        ("programmes", "destination", entered, "go to"),
    ):
        data = case[name]
        for row in case.active_rows(name).tolist():
            code = str(data[column][row])
            if code and code not in known:
                problem = f"no goods of the case {verb} there, so the row changes nothing"
                yield Violation(data.address(row, column), "reaches-nothing", code, problem, LOOKED_UP, warning=True)


def instruments(case: Case) -> Iterator[Violation]:
    """Yield a warning per instrument that a programme, a replacement or a base names and no tariff is of."""
    known = {str(name) for name in case["tariffs"]["instrument"]}
    names = Names(sorted(known))
    for name, column in (
        ("programmes", "waives"),
        ("programme_rates", "instrument"),
        ("tariff_replacements", "instrument"),
        ("tariff_base_parts", "instrument"),
    ):
        data = case[name]
        for row in case.active_rows(name).tolist():
            instrument = str(data[column][row])
            if instrument and instrument not in known:
                fix = names.question(instrument, "name the instrument of a row of tariffs")
                problem = "no tariff is of this instrument, so the row changes nothing"
                yield Violation(data.address(row, column), "reaches-nothing", instrument, problem, fix, warning=True)


def exemptions(case: Case) -> Iterator[Violation]:
    """Yield a warning per exemption of goods that its tariff does not cover anyway."""
    table = case["tariff_exemptions"]
    tariffs = case["tariffs"]
    for row, at in enumerate(case.position("tariff_exemptions", "tariff").tolist()):
        own = ""
        if at >= 0:
            own = str(tariffs["hs_prefix"][at])
        prefix = str(table["hs_prefix"][row])
        if not prefix.startswith(own) and not own.startswith(prefix):
            problem = f"the tariff covers only {own}, so the row changes nothing"
            yield Violation(table.address(row, "hs_prefix"), "reaches-nothing", prefix, problem, LOOKED_UP, warning=True)


def minerals_of_law(case: Case) -> Iterator[Violation]:
    """Yield a warning per royalty or policy on a mineral that no material holds, or on a material that nobody mines or buys."""
    held = {str(name) for name in case["contents"]["mineral"]}
    for name in ("royalties", "policies"):
        data = case[name]
        for row in case.active_rows(name).tolist():
            mineral = str(data["mineral"][row])
            if mineral and mineral in case["minerals"].rows and mineral not in held:
                problem = "no material of the case holds this mineral, so the row changes nothing"
                fix = "say in contents.csv which materials hold it"
                yield Violation(data.address(row, "mineral"), "reaches-nothing", mineral, problem, fix, warning=True)
    yield from _royalties_on_materials(case)


def _royalties_on_materials(case: Case) -> Iterator[Violation]:
    table = case["royalties"]
    mined = {str(name) for name in case["supplies"]["material"]}
    known = mined | {str(name) for data in ("demands", "process_flows") for name in case[data]["material"]}
    for row in case.active_rows("royalties").tolist():
        material = str(table["material"][row])
        extracted = table["basis"][row] == "extracted"
        if material in case["materials"].rows and material not in (mined if extracted else known):
            problem = f"nobody {'mines' if extracted else 'has'} this material, so the row changes nothing"
            fix = f"name the material that is {'mined' if extracted else 'sold'}"
            yield Violation(table.address(row, "material"), "reaches-nothing", material, problem, fix, warning=True)


def demands_without_lane(case: Case) -> Iterator[Violation]:
    """Yield a warning per demand that no lane can serve; a violation if something must be delivered."""
    demands = case["demands"]
    lanes = case["lanes"]
    carried = materials_per_lane(case)
    reached = reachable_materials(case)
    into: dict[str, list[int]] = {}
    for lane in case.active_rows("lanes").tolist():
        into.setdefault(str(lanes["to"][lane]), []).append(lane)
    least = case.numbers("demands", "min_per_year")
    obtainable = {material for _, material in reached}
    for row in case.active_rows("demands").tolist():
        market = str(demands["market"][row])
        material = str(demands["material"][row])
        if market not in case["markets"].rows or material not in obtainable:
            continue
        problem = _why_unserved(case, into.get(market, []), material, carried, reached)
        if problem:
            must = bool((least[row] > 0).any())
            fix = f"let a lane end at '{market}' from where '{material}' is, or switch the row off"
            problem += ", although something must be delivered" if must else ", so nothing can be sold to this buyer"
            yield Violation(demands.address(row), "unreached-demand", market, problem, fix, warning=not must)


def _why_unserved(
    case: Case, lanes: list[int], material: str, carried: Mapping[str, set[str]], reached: set[tuple[str, str]]
) -> str:
    """Return why no lane brings a material to a market; "" if one does."""
    if not lanes:
        return "no lane ends at this market"
    keys = case["lanes"].keys
    starts = case["lanes"]["from_site"]
    carrying = [lane for lane in lanes if material in carried.get(keys[lane], {material})]
    if not carrying:
        return f"no lane to this market carries '{material}'"
    if not any((str(starts[lane]), material) in reached for lane in carrying):
        return f"'{material}' cannot be had where the lanes to this market start"
    return ""


RULES = (goods_of_law, countries_of_law, instruments, exemptions, minerals_of_law, demands_without_lane)
