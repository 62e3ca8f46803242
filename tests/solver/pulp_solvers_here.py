"""Solvers that PuLP runs by its own names, as parameters of tests; what is not on this machine is skipped with the reason.

`HiGHS`, through PuLP, is always there. `pip install pyscipopt` or `pip install gurobipy`, whose licence covers programs of up to
2,000 columns, puts another beside it.
"""

import pytest

from optimizer.solver.pulp_solvers import is_here

OTHERS_HERE = [
    pytest.param(name, marks=pytest.mark.skipif(not is_here(name), reason=f"no {name} here"))
    for name in ("HiGHS", "SCIP_PY", "GUROBI")
]
