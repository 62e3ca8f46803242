"""What a client asks about alternatives."""

from collections.abc import Sequence

from optimizer.client.connected import Connected, Seconds
from optimizer.client.given import ChangesLike
from optimizer.client.requests import AlternativeLike, CaseLike, alternative, duration, problem_source
from optimizer.v1 import compare_pb2, service_pb2

# What a call may take besides computing: waiting for a worker, building the program, sending the answer.
SECONDS_BEYOND_TIME_LIMIT = 60.0


class Comparing(Connected):
    """The part of a client that compares alternatives."""

    def compare(
        self,
        case: CaseLike,
        alternatives: Sequence[AlternativeLike],
        *,
        scenario: str | None = None,
        changes: ChangesLike = (),
        objective: str = "",
        time_limit: float | None = None,
        timeout: Seconds = None,
    ) -> compare_pb2.CompareScenariosResponse:
        """Return alternatives beside a base: what goes in and comes out differently, and a bridge between their objectives.

        Args:
            case: As in `solve`.
            alternatives: 1 to 100 of them: a scenario, or a pair (scenario, changes), whose scenario may be None for the
                base's own.
            scenario: Scenario of the base; None = the case's default, "" = none.
            changes: Changes on top, of the base and of every alternative.
            objective: Measures to maximise; "" = the case's own.
            time_limit: Longest time to compute everything, in seconds; None = the server's.
            timeout: Seconds for the whole call; None = the client's, but always time enough for `time_limit`.
        """
        request = service_pb2.CompareScenariosRequest(
            source=problem_source(case, scenario, changes),
            alternatives=map(alternative, alternatives),
            objective=objective,
        )
        if time_limit is not None:
            request.time_limit.CopyFrom(duration(time_limit))
            timeout = timeout or max(self.timeout, time_limit + SECONDS_BEYOND_TIME_LIMIT)
        return self._call("OptimizerService/CompareScenarios", request, compare_pb2.CompareScenariosResponse, timeout)
