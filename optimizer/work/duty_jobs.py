"""What a worker does when charges are asked for: read them off the case's law; nothing is optimised."""

from optimizer.domain.errors import InvalidCase, Violation
from optimizer.law.lookup import look_up
from optimizer.law.shipment import read_entry, read_shipment
from optimizer.law.tariff_lines import tariff_schedule
from optimizer.problem.build import Problem
from optimizer.v1 import service_pb2
from optimizer.wire.duty import lookup_to_proto, schedule_query, schedule_to_proto, shipment_query

PAGE_SIZE = 1000
LARGEST_PAGE = 10_000


def look_up_duty(request: service_pb2.LookUpDutyRequest, problem: Problem) -> service_pb2.LookUpDutyResponse:
    """Return the charges on one shipment.

    Raises:
        InvalidCase: With every field of the request that is missing or wrong.
    """
    shipment = read_shipment(problem.case, shipment_query(request))
    return lookup_to_proto(look_up(problem.case, shipment), problem.case)


def list_tariff_lines(request: service_pb2.ListTariffLinesRequest, problem: Problem) -> service_pb2.ListTariffLinesResponse:
    """Return a page of a destination's lines in the order of their digits; a page token is the last code of the page before.

    Raises:
        InvalidCase: With every field of the request that is missing or wrong.
    """
    size = min(request.page_size or PAGE_SIZE, LARGEST_PAGE)
    if size < 0:
        raise InvalidCase([Violation("page_size", "negative", str(size), "must be at least 0", "leave it out")])
    schedule = tariff_schedule(problem.case, read_entry(problem.case, schedule_query(request)))
    left = [line for line in schedule.lines if line.hs_code > request.page_token]
    page = left[:size]
    return schedule_to_proto(schedule, page, page[-1].hs_code if len(left) > size else "", problem.case)
