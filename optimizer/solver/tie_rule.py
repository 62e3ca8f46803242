"""Of several optimal plans the one that content alone fixes: the point of least weighted activity on the optimal face.

Columns with a reduced cost and rows with a dual stay where they are: this is the face of all optimal plans, whichever dual was
found. On it

    minimise sum_j w_j z_j,   w_j = 1 + SHA-256(address of j) / 2^32, and 1 more for a sale under a claim

Least activity is always bounded, carries no pointless traffic, and prefers an ordinary sale to a claim that earns no more. The
weights of two columns differ for no reason but their names, so the order of rows in a table decides nothing.
"""

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Termination
from optimizer.formulation.program import LinearProgram
from optimizer.solver.loaded import LoadedProgram, TimeLeft

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# A reduced cost below this share of 1 + |c_j|, or a dual below this, is zero.
IS_ZERO = 1e-9


def choose_among_optimal(loaded: LoadedProgram, z: Floats, dual: Floats, time_left: TimeLeft) -> Floats | None:
    """Return the chosen amounts, in the engine's units; None if time runs out.

    Args:
        loaded: The program; its engine stands at the optimum that was found.
        z: The amounts found.
        dual: The duals found.
        time_left: Seconds that are left.
    """
    engine = loaded.engine
    costs = loaded.scaled.costs
    held = np.abs(engine.reduced_costs()) > IS_ZERO * (1.0 + np.abs(costs))
    free = np.flatnonzero(~held)
    if not len(free):
        return z
    weights = np.zeros(len(z))
    weights[free] = preference_weights(loaded.scaled.lp, free)
    fixed = np.flatnonzero(held)
    rows = _hold_rows(loaded, dual)
    engine.change_costs(-weights)
    engine.change_columns(fixed, np.zeros(len(fixed)), np.zeros(len(fixed)))
    # The point that was found is on the face, so the primal simplex starts feasible.
    with engine.primal_simplex():
        termination = engine.run(time_left(), presolve=False, cold=False)
    chosen = loaded.refined(loaded.scaled, engine.solution()[0])
    engine.change_costs(costs)
    loaded.restore_columns(fixed)
    loaded.restore_rows(rows)
    loaded.go_back()
    if termination is Termination.TIME_LIMIT:
        return None
    if termination is Termination.OPTIMAL:
        return chosen
    return z


def _hold_rows(loaded: LoadedProgram, dual: Floats) -> Ints:
    """Hold rows that have a dual at the side that it prices; return those that were not held there anyway."""
    tight: Ints = np.flatnonzero(np.abs(dual) > IS_ZERO)
    side = np.where(dual > 0, loaded.row_upper, loaded.row_lower)[tight]
    may_move = loaded.row_lower[tight] != loaded.row_upper[tight]
    loaded.engine.change_rows(tight[may_move], side[may_move], side[may_move])
    moved: Ints = tight[may_move]
    return moved


def preference_weights(lp: LinearProgram, columns: Ints) -> Floats:
    """Return w_j of some columns, whose positions ascend."""
    digests = b"".join([sha256(name.encode()).digest()[:4] for name in lp.names_of_columns(columns)])
    weights = 1.0 + np.frombuffer(digests, dtype=">u4") / 2.0**32
    return np.asarray(weights + lp.is_claimed[columns], dtype=np.float64)
