"""What every second opinion through PuLP needs: units in which nothing is lost, how it ended, what speaks against a plan."""

from typing import Any

import pulp
from pulp import constants

from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.domain.proofs import InfeasibleCertificate
from optimizer.formulation.program import LinearProgram
from optimizer.solver.loaded import TimeLeft
from optimizer.solver.phases import prove_no_plan
from optimizer.solver.scaling import ScaledProgram, choose_scales, even_scales, what_is_lost
from optimizer.solver.solution import Unsolved

# Relative tolerance of the certificate, as for HiGHS: no solver is believed more than another.
TOLERANCE = 1e-9

TERMINATIONS = {
    (constants.LpStatusOptimal, constants.LpSolutionOptimal): Termination.OPTIMAL,
    (constants.LpStatusInfeasible, constants.LpSolutionInfeasible): Termination.INFEASIBLE,
    (constants.LpStatusUnbounded, constants.LpSolutionUnbounded): Termination.UNBOUNDED,
}


def in_its_units(lp: LinearProgram) -> ScaledProgram:
    """Return the program in the first units in which nothing of it is lost.

    Raises:
        SolverFailure: There are none.
    """
    lost = ""
    for scales in (choose_scales, even_scales):
        scaled = ScaledProgram(lp, *scales(lp))
        lost = what_is_lost(scaled)
        if not lost:
            return scaled
    raise SolverFailure(f"no answer can be proven, because {lost}")


def ended(model: Any) -> tuple[Termination, str]:
    """Return how a solve of a PuLP model ended, and PuLP's own words for it; whatever means nothing to us is out of time."""
    words = f"{pulp.LpStatus[model.status]}, {pulp.LpSolution[model.sol_status]}"
    return TERMINATIONS.get((model.status, model.sol_status), Termination.TIME_LIMIT), words


def refuted(scaled: ScaledProgram, termination: Termination, raw: str, time_left: TimeLeft) -> Unsolved | None:
    """Return that there is no plan, or no best one, with its proof; None if neither is proven.

    What a program calls infeasible may be unbounded, and the other way round, where it looks at the duals alone: what is proven
    counts.
    """
    proof = prove_no_plan(scaled, None, time_left, first=termination)
    if proof is None:
        return None
    infeasible = isinstance(proof, InfeasibleCertificate)
    return Unsolved(Termination.INFEASIBLE if infeasible else Termination.UNBOUNDED, raw, proof)
