"""Answers built by hand, in the shape that the server sends them."""

from collections.abc import Iterable

from optimizer.v1 import plan_pb2, service_pb2

TITLES = {
    "case[kenya]": "Kenya, nine minerals",
    "demands[us-ferroniobium,1].max_per_year": "the yearly sale of Ferroniobium in United States",
    "demands[us-ferroniobium,1].price_per_unit": "the price of Ferroniobium in United States",
    "markets[ae]": "United Arab Emirates",
    "markets[cn]": "China",
    "markets[us]": "United States",
    "materials[dore]": "Gold doré",
    "materials[ferroniobium]": "Ferroniobium",
    "materials[fluorspar-acid]": "Acid-grade fluorspar",
    "processes[mrima-float]": "Mrima flotation",
    "processes[mrima-smelter]": "Mrima ferroniobium smelter",
    "processes[mrima-smelter].operating_cost_per_unit": "the running cost of Mrima ferroniobium smelter",
    "programmes[agoa]": "AGOA",
    "resources[coast-power].max_per_year": "the yearly supply of Power at the coast",
    "scenarios[agoa-2028]": "AGOA to the end of 2028",
    "supplies[kerio-fluorspar].reserve": "the reserve of Fluorspar ore",
    "supplies[mrima].cost_per_unit": "the cost of Niobium ore",
}


def provenance(scenario: str = "agoa-2028", money_unit: float = 1.0, objective: str = "profit") -> plan_pb2.Provenance:
    """Return where a made-up Kenyan answer comes from."""
    return plan_pb2.Provenance(
        problem_digest="3f1c9a0be72d55aa" * 4,
        case_id="kenya",
        scenario=scenario,
        version="0.2.0",
        solver="HiGHS 1.11.0",
        currency_code="USD",
        money_unit=money_unit,
        price_year=2026,
        horizon_start="2027-01-01",
        horizon_end="2036-12-31",
        discount_rate=0.12,
        objective=objective,
        changes=[
            plan_pb2.AppliedChange(
                address="demands[market=us].price_per_unit",
                operation="CHANGE_OPERATION_SCALE",
                value="1.1",
                row_count=3,
                value_count=3,
            ),
            plan_pb2.AppliedChange(
                address="supplies[mrima].cost_per_unit@202*",
                operation="CHANGE_OPERATION_SET",
                value="140",
                row_count=1,
                value_count=3,
            ),
        ],
    )


def reason(text: str, code: str = "PROCESSING_PAYS") -> plan_pb2.Reason:
    """Return a reason with this sentence."""
    return plan_pb2.Reason(code=code, text=text)


def fate(verdict: plan_pb2.Verdict, amount: float, share: float, average: float | None = None) -> plan_pb2.Fate:
    """Return a fate that some of a mineral meets, or could."""
    return plan_pb2.Fate(fate=verdict, amount=amount, share=share, average_gain=average)


NIOBIUM = plan_pb2.Decision(
    mineral="niobium",
    title="Niobium (Nb2O5)",
    unit="t",
    verdict=plan_pb2.VERDICT_PROCESS,
    mined=21_600.4,
    processed=21_200,
    tailings=400.4,
    left=118_400,
    route=["mrima-float", "mrima-smelter"],
    product="ferroniobium",
    market="us",
    margin_per_unit=4_321.987,
    alternative=plan_pb2.VERDICT_LEAVE,
    reasons=[
        reason("Ferroniobium earns 46,000 USD per t of niobium and costs 24,300 USD to make and ship."),
        reason("The raw ore sells nowhere: no market buys it."),
    ],
    deciding_estimates=[
        "processes[mrima-smelter].operating_cost_per_unit",
        "demands[us-ferroniobium,1].price_per_unit",
        "process_flows[mrima-float,nb-concentrate].amount_per_unit",
        "supplies[mrima].cost_per_unit",
    ],
    ore_shares=[
        plan_pb2.ConfidenceShare(confidence="CONFIDENCE_CODE_COMPLIANT", share=0.75),
        plan_pb2.ConfidenceShare(confidence="CONFIDENCE_ESTIMATE", share=0.25),
    ],
    fates=[fate(plan_pb2.VERDICT_PROCESS, 21_200, 1.0, 5_000), fate(plan_pb2.VERDICT_LEAVE, 118_400, 0.0)],
)
FLUORSPAR = plan_pb2.Decision(
    mineral="fluorspar",
    title="Fluorspar",
    unit="t",
    verdict=plan_pb2.VERDICT_EXPORT_RAW,
    mined=812_345,
    exported_raw=700_000,
    processed=112_345,
    product="fluorspar-acid",
    market="cn",
    margin_per_unit=12.5,
    alternative=plan_pb2.VERDICT_PROCESS,
    reasons=[reason("Exporting acid-grade fluorspar earns 12.50 USD per t more than making hydrofluoric acid.")],
    fates=[fate(plan_pb2.VERDICT_EXPORT_RAW, 700_000, 0.8617, 20), fate(plan_pb2.VERDICT_PROCESS, 112_345, 0.1383, 90)],
)
GOLD = plan_pb2.Decision(
    mineral="gold",
    title="Gold",
    unit="kg",
    verdict=plan_pb2.VERDICT_PROCESS,
    tonnes_per_unit=0.001,
    mined=4_012.75,
    processed=4_012.75,
    left=0.0,
    product="dore",
    market="ae",
    margin_per_unit=0.004217,
    alternative=plan_pb2.VERDICT_EXPORT_RAW,
    reasons=[reason("Doré is worth shipping by air; ore is not.")],
    fates=[fate(plan_pb2.VERDICT_PROCESS, 4_012.75, 1.0, 0.5)],
)
GEMS = plan_pb2.Decision(
    mineral="gemstones",
    title="Gemstones",
    unit="ct",
    verdict=plan_pb2.VERDICT_LEAVE,
    left=3_000_000,
    margin_per_unit=0.0,
    alternative=plan_pb2.VERDICT_SELL_RAW_AT_HOME,
    reasons=[reason("Mining costs more than any sale brings.", "NOTHING_PAYS")],
)
COAL = plan_pb2.Decision(mineral="coal", title="Coal", unit="t", verdict=plan_pb2.VERDICT_NOT_AVAILABLE)

MONEY = {
    "profit": 334_999_999.995,
    "revenue": 1_000_000_000.0,
    "extraction": 333_333_333.335,
    "processing": 200_000_000.0,
    "freight": 66_666_666.67,
    "royalty": 50_000_000.0,
    "duty": 15_000_000.0,
    "storage": 0.0,
    "government_revenue": 50_000_000.0,
    "export_value": 990_000_000.0,
    "local_value_added": 512_345_678.0,
    "duty_assessed": 15_000_000.0,
}


def measures(money: dict[str, float]) -> Iterable[plan_pb2.MeasureTotal]:
    """Return measures with these totals of money, spread evenly over two nodes, and jobs."""
    for name, total in money.items():
        nodes = [plan_pb2.NodeAmount(node=node, amount=total / 2) for node in ("2027", "2028")]
        yield plan_pb2.MeasureTotal(measure=name, unit="money", total=total, nodes=nodes)
    yield plan_pb2.MeasureTotal(measure="jobs", unit="job-years", total=23_456)


def kenya_plan() -> plan_pb2.Plan:
    """Return a plan with something in every part."""
    return plan_pb2.Plan(
        objective=334_999_999.995,
        objective_text="profit",
        decisions=[COAL, FLUORSPAR, GEMS, GOLD, NIOBIUM],
        measures=measures(MONEY),
        duties=[
            plan_pb2.DutyTotal(market="cn", claim="ordinary", value=390e6, assessed=15e6, borne=15e6),
            plan_pb2.DutyTotal(market="us", claim="agoa", value=600e6, saved=30_000_000.4, gain=12e6),
            plan_pb2.DutyTotal(market="us", claim="ordinary", value=0.004e6),
        ],
        limits=[
            plan_pb2.BindingLimit(
                address="demands[us-ferroniobium,1].max_per_year",
                unit="t/year",
                nodes=[str(year) for year in range(2029, 2037)],
                rate_up=21_700.0,
                rate_down=-21_700.0,
                holds_up=350,
                holds_down=1200,
            ),
            plan_pb2.BindingLimit(
                address="resources[coast-power].max_per_year",
                unit="MWh/year",
                nodes=["2027", "2030"],
                rate_up=0.0381,
                holds_up=1e6,
            ),
            plan_pb2.BindingLimit(address="supplies[kerio-fluorspar].reserve", unit="t", rate_up=0.0, rate_down=-12.5),
        ],
        money_shares=[
            plan_pb2.ConfidenceShare(confidence="CONFIDENCE_PUBLISHED", share=0.333),
            plan_pb2.ConfidenceShare(confidence="CONFIDENCE_ESTIMATE", share=0.333),
            plan_pb2.ConfidenceShare(share=0.334),
        ],
        figures_ranged=1_234,
        figures_tested=5,
        figure_tests=list(figure_tests()),
        activities=[plan_pb2.Activity(address="run[mrima-float,2029]", amount=210_000, unit="t")],
        certificate=plan_pb2.Certificate(duality_gap=0.002, money_violation=0.001, money_bound=0.003, money_tolerance=335),
        builds=list(builds()),
        periods=list(periods()),
        remarks=[reason("The smelter runs at 31 % of the scale its unit costs hold for.", "BELOW_SCALE")],
        programmes=[
            plan_pb2.ProgrammeTotal(programme="agoa", value=600e6, saved=30_000_000.4, claim_cost=1_500.5, gain=12e6),
            plan_pb2.ProgrammeTotal(programme="eu-epa"),
        ],
        origin_tests=[origin_test(0.41, 0.43), origin_test(0.59, 0.62, passed=False), origin_test(0.2, None)],
        ledger=list(ledger()),
    )


def figure_tests() -> Iterable[plan_pb2.FigureTest]:
    """Return tests of figures: four that overturn the verdict on niobium, one that overturns nothing."""
    for at, address in enumerate(NIOBIUM.deciding_estimates):
        yield plan_pb2.FigureTest(
            address=address, confidence="CONFIDENCE_ESTIMATE", value=100, low=80, high=130 + at, change_high=-2e6,
            overturned=[plan_pb2.Overturned(mineral="niobium", value=130 + at, verdict=plan_pb2.VERDICT_EXPORT_RAW)],
        )  # fmt: skip
    yield plan_pb2.FigureTest(address="royalties[nb].rate", value=0.05, low=0.03, high=0.08, change_low=1e6, change_high=-1e6)


def builds() -> Iterable[plan_pb2.Build]:
    """Return a smelter that is decided twice, and a power line that stands from the middle of a year."""
    for node, ready, capacity, outlay in (("2027", "2029-01-01", 2_000, 81e6), ("2030", "2032-01-01", 350.5, 14_195_250.0)):
        yield plan_pb2.Build(
            expansion="smelter", target="processes[mrima-smelter]", title="Mrima ferroniobium smelter", node=node,
            decided=f"{node}-01-01", ready=ready, until="", capacity=capacity, unit="t/year", outlay=outlay,
            payment="EXPANSION_PAYMENT_ONCE",
            probability=1.0,
        )  # fmt: skip
    yield plan_pb2.Build(
        expansion="line", target="resources[coast-power]", title="Power on the coast", node="2030", decided="2030-01-01",
        ready="2030-07-03", until="2055-07-02", capacity=61_000, unit="MWh/year", outlay=9_150_000.0,
        payment="EXPANSION_PAYMENT_ANNUITY",
        probability=1.0,
    )  # fmt: skip


def periods() -> Iterable[plan_pb2.PeriodTotal]:
    """Return three periods, the last of them of several years."""
    for first, last, operating, investment, state, jobs in (
        ("2027", "2027", 120e6, 81e6, 4_000_000.004, 900.0),
        ("2028", "2029", 333_333_333.335, 0.0, 16e6, 11_000.4),
        ("2030", "2036", 1_200e6, 23_345_250.0, 30e6, 11_555.6),
    ):
        yield plan_pb2.PeriodTotal(
            node=first, first_day=f"{first}-01-01", last_day=f"{last}-12-31", probability=1.0, operating=operating,
            investment=investment, government_revenue=state, jobs=jobs,
        )  # fmt: skip


def origin_test(appraised: float, invoiced: float | None, *, passed: bool = True) -> plan_pb2.OriginTest:
    """Return a test of the lots of the smelter under AGOA."""
    return plan_pb2.OriginTest(
        process="mrima-smelter",
        mode="ke#agoa",
        programme="agoa",
        rule="origin_rules[agoa,,a,foreign_max]",
        test="ORIGIN_TEST_KIND_FOREIGN_MAX",
        node="2027",
        threshold=0.6,
        appraised=appraised,
        invoiced=invoiced,
        passed=passed,
    )


def ledger() -> Iterable[plan_pb2.LedgerEntry]:
    """Return a ledger with an ordinary charge, one that a claim frees, and one paid first and refunded."""
    sale = "sell[likoni-us,us-femn,{},agoa,2027]"
    yield plan_pb2.LedgerEntry(
        node="2027", market="cn", claim="ordinary", hs_code="7202.93", tariff="tariffs[cn-7202-mfn]",
        kind="LEDGER_KIND_DUTY", base="cif",
        share=1.0, customs_value=390e6, assessed=15_600_000.0, borne=15_600_000.0, assessed_discounted=15e6,
        borne_discounted=15e6, columns=["sell[likoni-cn,cn-femn,1,ordinary,2027]"], sources=["cn-tariff-2026"],
    )  # fmt: skip
    freed = plan_pb2.LedgerEntry(
        node="2027", market="us", claim="agoa", hs_code="7202.93", tariff="tariffs[us-7202.93-mfn]",
        kind="LEDGER_KIND_DUTY", base="fob",
        preference="programmes[agoa].waives", customs_value=300e6, share=0.5, last_day="2027-06-30",
        columns=[sale.format(1), sale.format(2)], sources=["hts-2026", "agoa-act"],
    )  # fmt: skip
    yield freed
    for node, kind, amount in (
        ("2027", plan_pb2.LEDGER_KIND_PAID_FIRST, 7_500_000.0),
        ("2028", plan_pb2.LEDGER_KIND_REFUND, -7_500_000.0),
    ):
        moment = plan_pb2.LedgerEntry()
        moment.CopyFrom(freed)
        moment.node, moment.kind, moment.assessed, moment.customs_value, moment.share = node, kind, amount, 0.0, 0.0
        yield moment


def warning(rule: str, address: str = "demands[us-ferroniobium,1].price_per_unit") -> plan_pb2.Violation:
    """Return a warning of this rule."""
    return plan_pb2.Violation(
        address=address, rule=rule, problem="the figure has no source", fix="name one in `source`", warning=True
    )


def kenya_answer() -> service_pb2.SolveResponse:
    """Return an answer with a plan."""
    warnings = [warning("no-source"), warning("no-source", "supplies[mrima].reserve"), warning("no-range")]
    titles = [plan_pb2.AddressTitle(address=address, title=title) for address, title in TITLES.items()]
    return service_pb2.SolveResponse(plan=kenya_plan(), provenance=provenance(), warnings=warnings, titles=titles)


def infeasible_answer() -> service_pb2.SolveResponse:
    """Return an answer for a case whose limits contradict each other."""
    found = plan_pb2.Infeasible(text="policies[half-at-home] asks for more processing than processes[mrima-smelter] can do.")
    return service_pb2.SolveResponse(infeasible=found, provenance=provenance(scenario=""))


def unbounded_answer() -> service_pb2.SolveResponse:
    """Return an answer for a case that makes money without limit."""
    found = plan_pb2.Unbounded(text="sell[likoni-us,us-femn,1,ordinary,2029] can grow for ever.")
    return service_pb2.SolveResponse(unbounded=found, provenance=provenance())


def late_answer() -> service_pb2.SolveResponse:
    """Return an answer for which there was not time enough."""
    response = service_pb2.SolveResponse(provenance=provenance())
    response.time_limit.limit.FromMilliseconds(2500)
    return response
