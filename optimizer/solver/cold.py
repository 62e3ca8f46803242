"""The first solve of a program: one way after another, until an outcome is proven."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.domain.proofs import InfeasibleCertificate
from optimizer.formulation.program import LinearProgram
from optimizer.solver.attempts import ATTEMPTS, Attempt
from optimizer.solver.certificate import certify
from optimizer.solver.highs import ENGINE_SCALING, NO_SCALING
from optimizer.solver.loaded import LoadedProgram, TimeLeft
from optimizer.solver.phases import prove_no_plan
from optimizer.solver.scaling import ScaledProgram, span, what_is_lost, without_noise
from optimizer.solver.solution import Solution, Solved, Unsolved
from optimizer.solver.tie_rule import choose_among_optimal

Floats = NDArray[np.float64]

# Relative tolerance of the certificate.
TOLERANCE = 1e-9


@dataclass
class ColdSolver:
    """Solves one program from nothing, so that what it answers depends on the program alone.

    Attributes:
        lp: The program.
        cent: One hundredth of the currency in units of money.
        time_left: Seconds that are left.
        loaded: The program in the engine that the last attempt used; None before the first.
    """

    lp: LinearProgram
    cent: float
    time_left: TimeLeft
    loaded: LoadedProgram | None = None
    _scales_of: Attempt | None = None
    _causes: list[str] = field(default_factory=list)

    def solve(self) -> Solution:
        """Return the proven outcome; of several optimal plans the one that content alone fixes.

        Raises:
            SolverFailure: No outcome can be proven; it says why, as far as numbers show it.
        """
        self._causes = []
        for attempt in ATTEMPTS:
            loaded = self._load(attempt)
            found = None if loaded is None else self._try(loaded, attempt)
            if found is not None:
                return found
        cause = "the engine gives none"
        if self._causes:
            cause = self._causes[0]
        raise SolverFailure(f"no answer can be proven, because {cause}")

    def _load(self, attempt: Attempt) -> LoadedProgram | None:
        """Return the program in the units of an attempt; None if the engine cannot see all of it in them."""
        if self.loaded is None or self._scales_of is None or self._scales_of.scales is not attempt.scales:
            scaled = ScaledProgram(self.lp, *attempt.scales(self.lp))
            lost = what_is_lost(scaled)
            if lost:
                self._causes.append(lost)
                return None
            self.loaded = LoadedProgram.load(scaled)
            self._scales_of = attempt
        self.loaded.engine.set_option("simplex_scale_strategy", ENGINE_SCALING if attempt.engine_scaling else NO_SCALING)
        return self.loaded

    def _try(self, loaded: LoadedProgram, attempt: Attempt) -> Solution | None:
        """Return the outcome if it can be proven, whatever the engine calls it."""
        termination = loaded.engine.run(self.time_left(), presolve=attempt.presolve)
        raw = loaded.engine.raw_status
        if termination is Termination.TIME_LIMIT:
            return Unsolved(termination, raw)
        if termination is Termination.OPTIMAL:
            return self._certified(loaded, raw)
        if attempt.presolve:  # It leaves nothing behind that could prove such an outcome.
            return None
        proof = prove_no_plan(loaded.scaled, loaded.engine, self.time_left, first=termination)
        if proof is None:
            self._causes.append(f"neither a plan nor what speaks against one stands out of rounding; {span(loaded.scaled)}")
            return None
        infeasible = isinstance(proof, InfeasibleCertificate)
        return Unsolved(Termination.INFEASIBLE if infeasible else Termination.UNBOUNDED, raw, proof)

    def _certified(self, loaded: LoadedProgram, raw: str) -> Solution | None:
        """Return the chosen plan, or else the one that was found, with its proof; None if neither is proven."""
        iterations = loaded.engine.iteration_count
        z, dual = loaded.engine.solution()
        z = loaded.refined(loaded.scaled, z)
        y = without_noise(dual) * loaded.scaled.row_scale
        # Rates start from this basis, not from where the choice among optimal plans ends.
        loaded.keep_basis()
        chosen = choose_among_optimal(loaded, z, dual, self.time_left)
        if chosen is None:
            return Unsolved(Termination.TIME_LIMIT, "Time limit reached")
        # Noise is cut off first; where a row needs its tiny amounts, they are tried as they are.
        preferred = loaded.scaled.plans(chosen)
        found = loaded.scaled.plans(z)
        for x in (preferred[0], found[0], preferred[1], found[1]):
            certificate = certify(self.lp, x, y, TOLERANCE, self.cent)
            if certificate.passed:
                objective = float(self.lp.costs @ x) + self.lp.constant
                return Solved(raw, x, y, objective, certificate, iterations)
        self._causes.append(f"the best plan found misses its proof, worst at {certificate.worst}; {span(loaded.scaled)}")
        return None
