"""Files of linear programs, read and solved by what knows nothing of Madini: HiGHS, CBC and GLPK with their own readers."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import highspy
import pytest

from optimizer.solver.file_solvers import FILE_SOLVERS

CBC = FILE_SOLVERS["cbc"].start(None, ()).path
GLPK = shutil.which("glpsol")


def read_by_highs(file: Path) -> highspy.Highs:
    """Return an engine that has read a file; of one thread, as every other engine of the process must have it then."""
    engine = highspy.Highs()
    engine.silent()
    for option, value in (("threads", 1), ("small_matrix_value", 1e-12)):
        assert engine.setOptionValue(option, value) == highspy.HighsStatus.kOk
    assert engine.readModel(str(file)) == highspy.HighsStatus.kOk
    return engine


def highs_optimum(file: Path) -> float:
    """Return the optimum that HiGHS finds in a file."""
    engine = read_by_highs(file)
    engine.run()
    assert engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(engine.getInfo().objective_function_value)


def cbc_optimum(file: Path) -> float:
    """Return the optimum that CBC finds in a file; it says eight decimals."""
    answer = file.with_suffix(".cbc")
    subprocess.run([CBC, str(file), "-initialSolve", "-solution", str(answer)], capture_output=True, check=True)
    found = re.match(r"Optimal - objective value (\S+)", answer.read_text())
    assert found is not None, answer.read_text()[:200]
    return float(found[1])


def glpk_optimum(file: Path) -> float:
    """Return the optimum that GLPK finds in a file, to all digits."""
    answer = file.with_suffix(".glpk")
    form = "--lp" if file.suffix == ".lp" else "--freemps"
    done = subprocess.run([str(GLPK), form, str(file), "-w", str(answer)], capture_output=True, text=True)
    assert answer.exists(), done.stdout
    (line,) = (line for line in answer.read_text().splitlines() if line.startswith("s bas"))
    *_, primal, dual, optimum = line.split()
    assert (primal, dual) == ("f", "f")
    return float(optimum)


READERS: list[object] = [
    pytest.param(highs_optimum, id="highs"),
    pytest.param(cbc_optimum, id="cbc"),
    pytest.param(glpk_optimum, id="glpk", marks=pytest.mark.skipif(GLPK is None, reason="no glpsol here: install glpk-utils")),
]
Reader = Callable[[Path], float]


def names_in(file: Path) -> tuple[list[str], list[str]]:
    """Return the names of the columns and rows of a file, as HiGHS reads them."""
    read = read_by_highs(file).getLp()
    return list(read.col_names_), list(read.row_names_)
