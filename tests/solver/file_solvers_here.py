"""The solvers that PuLP runs as programs, as parameters of tests; what is not on this machine is skipped with the reason."""

import pytest

from optimizer.solver.file_solvers import FILE_SOLVERS, missing_program

HERE = [
    pytest.param(name, marks=pytest.mark.skipif(bool(missing_program(name)), reason=f"no {name} here: {missing_program(name)}"))
    for name in FILE_SOLVERS
]
