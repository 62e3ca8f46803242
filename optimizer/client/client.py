"""The client: one method per question, answers as the messages of `optimizer.v1`, errors as the server raised them."""

from collections.abc import Mapping

from optimizer.client.comparing import SECONDS_BEYOND_TIME_LIMIT, Comparing
from optimizer.client.connected import Seconds
from optimizer.client.given import ChangesLike, form_given, solver_fields
from optimizer.client.requests import CaseLike, duration, goods_field, included, problem_source, resource_name
from optimizer.v1 import case_pb2, service_pb2


class Client(Comparing):
    """Calls one Madini server.

    Use it as a context manager, or close it. One client serves many threads. Every call has a deadline. Until then a server
    that is full is asked again, as late as it asks for; one that does not answer, or is shutting down, some times only.

    Every method raises the error that the server raised (`optimizer.domain.errors`): InvalidCase with its violations,
    NotFound with what there is, TooLarge, QueueFull, Draining, SolverFailure, WorkerLost; and of its own accord Unreachable,
    TimedOut and Cancelled. That a case has no plan is no error: see `SolveResponse.outcome`.
    """

    def solve(
        self,
        case: CaseLike,
        *,
        scenario: str | None = None,
        changes: ChangesLike = (),
        objective: str = "",
        time_limit: float | None = None,
        rates: bool = True,
        activities: bool = False,
        ledger: bool = False,
        figure_tests: int | None = None,
        solver: str = "highs",
        explain_limit: float | None = None,
        timeout: Seconds = None,
    ) -> service_pb2.SolveResponse:
        """Return the optimal plan of a case, or why there is none.

        Args:
            case: Name of a case on the server, a folder of CSV files here (`./my-case`, or a path), or the tables themselves
                (see `read_case`).
            scenario: Scenario; None = the case's default, "" = none.
            changes: Changes on top of the scenario, in order: `Change`s, pairs (address, value), triples (address, operation,
                value), or a dict of addresses and values. Values are text, numbers or flags.
            objective: Measures to maximise, for example `profit + 1000 jobs`; "" = the case's own.
            time_limit: Longest time to compute, in seconds; None = the server's.
            rates: Whether to find what one more of each limit that binds is worth.
            activities: Whether to send every activity of the plan.
            ledger: Whether to send what each tariff row charges.
            figure_tests: How many figures to move to both ends of their ranges, a solve each; None = a few if `rates`.
            solver: `highs`, or `cbc` or `glpk` for a second opinion, or PuLP's name of any other that the server's machine has.
            explain_limit: Longest time for verdicts, gains and rates once the plan is proven, in seconds; None = as long as
                solving took, and at least 30. What there is no time for is left out and named in `not_computed`.
            timeout: Seconds for the whole call; None = the client's, but always time enough for `time_limit`.
        """
        request = service_pb2.SolveRequest(
            source=problem_source(case, scenario, changes),
            objective=objective,
            include=included(rates=rates, activities=activities, ledger=ledger),
            figure_tests=figure_tests,
            **solver_fields(solver),
        )
        if explain_limit is not None:
            request.explain_limit.CopyFrom(duration(explain_limit))
        if time_limit is not None:
            request.time_limit.CopyFrom(duration(time_limit))
            timeout = timeout or max(self.timeout, time_limit + SECONDS_BEYOND_TIME_LIMIT)
        return self._call("OptimizerService/Solve", request, service_pb2.SolveResponse, timeout)

    def validate(
        self,
        case: CaseLike,
        *,
        scenario: str | None = None,
        changes: ChangesLike = (),
        timeout: Seconds = None,
    ) -> service_pb2.ValidateCaseResponse:
        """Return every violation and warning of a case; invalid cases are answers here, not errors."""
        request = service_pb2.ValidateCaseRequest(source=problem_source(case, scenario, changes))
        return self._call("OptimizerService/ValidateCase", request, service_pb2.ValidateCaseResponse, timeout)

    def export(
        self,
        case: CaseLike,
        form: str = "mps",
        *,
        scenario: str | None = None,
        changes: ChangesLike = (),
        objective: str = "",
        timeout: Seconds = None,
    ) -> service_pb2.ExportProgramResponse:
        """Return the linear program of a case as a file, packed by gzip: `gzip.decompress(response.file)` is its text.

        `form` is `mps` or `lp`; the other arguments are those of `solve`.

        Raises:
            InvalidCase: The case or a change breaks a rule, or there is no such form.
        """
        request = service_pb2.ExportProgramRequest(
            source=problem_source(case, scenario, changes), objective=objective, format=form_given(form)
        )
        return self._call("OptimizerService/ExportProgram", request, service_pb2.ExportProgramResponse, timeout)

    def duty(
        self,
        case: CaseLike,
        goods: str,
        destination: str,
        value_per_tonne: float,
        *,
        origin: str = "",
        entry_date: str = "",
        parcel_tonnes: float | None = None,
        contained: Mapping[str, float] | None = None,
        scenario: str | None = None,
        changes: ChangesLike = (),
        timeout: Seconds = None,
    ) -> service_pb2.LookUpDutyResponse:
        """Return the charges on one shipment at entry, without and with each programme.

        Args:
            case: Name of a case on the server, or the tables themselves.
            goods: HS code with or without dots, else a material of the case.
            destination: Market of the case, or country or customs union of entry.
            value_per_tonne: Customs value, money/t.
            origin: Country of origin; "" = the home country.
            entry_date: Day of entry, `2027-03-01`; "" = the first day of the case's horizon.
            parcel_tonnes: Tonnes in one customs entry; None = unknown, so that least and largest charges are left out.
            contained: Tonnes of minerals in a tonne of goods; those not named are taken from the material.
            scenario: Scenario; None = the case's default, "" = none.
            changes: Changes on top of the scenario, in order.
            timeout: Seconds for the whole call; None = the client's.
        """
        request = service_pb2.LookUpDutyRequest(
            source=problem_source(case, scenario, changes),
            **goods_field(goods),
            origin=origin,
            destination=destination,
            entry_date=entry_date,
            value_per_tonne=value_per_tonne,
            parcel_tonnes=parcel_tonnes,
        )
        for mineral, tonnes in (contained or {}).items():
            request.contained.add(mineral=mineral, tonnes_per_tonne=tonnes)
        return self._call("OptimizerService/LookUpDuty", request, service_pb2.LookUpDutyResponse, timeout)

    def tariff_lines(
        self,
        case: CaseLike,
        destination: str,
        *,
        origin: str = "",
        entry_date: str = "",
        scenario: str | None = None,
        changes: ChangesLike = (),
        timeout: Seconds = None,
    ) -> service_pb2.ListTariffLinesResponse:
        """Return the tariff schedule of a destination, all pages of it as one; arguments as those of `duty`."""
        request = service_pb2.ListTariffLinesRequest(
            source=problem_source(case, scenario, changes), destination=destination, origin=origin, entry_date=entry_date
        )
        whole: service_pb2.ListTariffLinesResponse | None = None
        while True:
            page = self._call("OptimizerService/ListTariffLines", request, service_pb2.ListTariffLinesResponse, timeout)
            request.page_token = page.next_page_token
            if whole is None:
                whole = page
            else:
                whole.lines.extend(page.lines)
            if not request.page_token:
                whole.next_page_token = ""
                return whole

    def cases(self, *, timeout: Seconds = None) -> list[service_pb2.CaseSummary]:
        """Return the cases that the server holds, all pages of them."""
        found: list[service_pb2.CaseSummary] = []
        request = service_pb2.ListCasesRequest()
        while True:
            page = self._call("CaseService/ListCases", request, service_pb2.ListCasesResponse, timeout)
            found += page.cases
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    def case(self, name: str, *, timeout: Seconds = None) -> case_pb2.Case:
        """Return one case with all its tables."""
        request = service_pb2.GetCaseRequest(name=resource_name(name))
        return self._call("CaseService/GetCase", request, case_pb2.Case, timeout)
