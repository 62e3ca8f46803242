"""Solves that start from the basis of the solution: every answer is proven, or solved from nothing, or refused.

HiGHS has open faults on warm starts, so no warm answer is taken at its word.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import TimedOut
from optimizer.domain.plan import Termination
from optimizer.formulation.program import LinearProgram
from optimizer.solver.certificate import certify
from optimizer.solver.cold import TOLERANCE
from optimizer.solver.loaded import LoadedProgram, TimeLeft
from optimizer.solver.outcomes import certify_infeasible
from optimizer.solver.scaling import ScaledProgram, without_noise
from optimizer.solver.solution import NoAnswer, Response
from optimizer.solver.upper_bounds import UpperBounds

# Bounds are computed once for all changes of right-hand sides up to this share of themselves: rates move them by half of it.
ROOM = 0.02
OUT_OF_TIME = "the time limit passed while rates were computed"


@dataclass
class WarmSolver:
    """Solves what is loaded once more, after a change.

    Attributes:
        lp: The program before the change.
        cent: One hundredth of the currency in units of money.
        time_left: Seconds that are left.
        held: Columns held at zero, if any are.
        solves: Solves so far.
        cold_again: Those of them whose warm answer failed its proof.
    """

    lp: LinearProgram
    cent: float
    time_left: TimeLeft
    held: NDArray[np.bool_] | None = None
    solves: int = 0
    cold_again: int = 0

    @cached_property
    def _bounds(self) -> UpperBounds:
        """Bounds for the certificates of small changes of the program."""
        return UpperBounds.with_room(self.lp, ROOM)

    def solve(self, loaded: LoadedProgram, scaled: ScaledProgram) -> Response | NoAnswer:
        """Return the proven answer of what is loaded, warm or, where its proof fails, solved from nothing.

        Args:
            loaded: The engine, with the change made.
            scaled: The program with the change.

        Raises:
            TimedOut: There was no time.
        """
        loaded.forget_vertex()
        self.solves += 1
        # Warm first. Where what it gives is not proven, once more from nothing.
        for cold in (False, True):
            termination = loaded.engine.run(self.time_left(), presolve=False, cold=cold)
            if termination is Termination.TIME_LIMIT:
                raise TimedOut(OUT_OF_TIME)
            if termination is Termination.OPTIMAL:
                response = self._proven(loaded, scaled)
                if response is not None:
                    return response
            elif self._is_impossible(loaded, scaled):
                loaded.go_back()
                return NoAnswer.IMPOSSIBLE
            self.cold_again += not cold
        loaded.go_back()
        return NoAnswer.UNPROVEN

    def _proven(self, loaded: LoadedProgram, scaled: ScaledProgram) -> Response | None:
        z, dual = loaded.engine.solution()
        z = loaded.refined(scaled, z)
        y = without_noise(dual) * scaled.row_scale
        for x in scaled.plans(z):
            certificate = certify(scaled.lp, x, y, TOLERANCE, self.cent, held=self.held, quick=True, known=self._bounds)
            if certificate.passed:
                return Response(float(scaled.lp.costs @ x) + scaled.lp.constant, x, y, certificate.money_bound)
        return None

    def _is_impossible(self, loaded: LoadedProgram, scaled: ScaledProgram) -> bool:
        y = loaded.engine.infeasible_combination(scaled.row_scale)
        return y is not None and certify_infeasible(scaled.lp, y, held=self.held).passed
