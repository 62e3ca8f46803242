"""Every row family as an LP file, and every column family with its contributions, against files read and agreed once.

`MADINI_UPDATE_GOLDEN=1 make test` writes them anew; read the difference before committing it.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from optimizer.formulation.columns import COLUMN_BUILDERS
from optimizer.formulation.formulation import Formulation
from optimizer.formulation.model import state_model
from optimizer.formulation.rows import ROW_BUILDERS
from tests.formulation.two_by_two import with_columns

GOLDEN = Path(__file__).parent / "golden"


def _compare(path: Path, text: str) -> None:
    if os.environ.get("MADINI_UPDATE_GOLDEN"):
        path.write_text(text)
    assert path.read_text() == text


def rows_as_lp(formulation: Formulation, folder: Path) -> str:
    """Return the constraints of an LP file of the program, without objective and bounds."""
    program = formulation.program.finish(np.zeros(formulation.program.column_count), 0.0)
    model = state_model(program, np.ones(program.matrix.shape[1]), np.ones(program.matrix.shape[0]))
    model.lp.setObjective(0 * model.variables[0])
    path = folder / "family.lp"
    model.lp.writeLP(str(path))
    text = path.read_text()
    return text[text.index("Subject To") : text.index("End")]


@pytest.mark.parametrize("family", ROW_BUILDERS)
def test_row_family_is_what_was_agreed(family: str, tmp_path: Path) -> None:
    """The rows of the family alone, written as an LP file, equal the golden file, and there is at least one."""
    formulation = with_columns()

    ROW_BUILDERS[family](formulation)

    assert formulation.program.row_count > 0
    _compare(GOLDEN / f"rows-{family}.lp", rows_as_lp(formulation, tmp_path))


@pytest.mark.parametrize("family", COLUMN_BUILDERS)
def test_column_family_contributes_what_was_agreed(family: str) -> None:
    """The family's columns and what one unit of each contributes to each measure equal the golden file."""
    formulation = with_columns()
    program = formulation.program.finish(np.zeros(formulation.program.column_count), 0.0)
    lines = []
    for measure in formulation.program.contributed_measures():
        columns, nodes, amounts = formulation.program.contributions(measure)
        for column, node, amount in sorted(zip(columns.tolist(), nodes.tolist(), amounts.tolist(), strict=True)):
            name = program.column_names[column]
            if name.startswith(f"{family}["):
                lines.append(f"{name} {measure} @{formulation.program.node_ids[node]} {amount:.10g}")
    names = [name for name in program.column_names if name.startswith(f"{family}[")]

    assert names
    _compare(GOLDEN / f"columns-{family}.txt", "\n".join([*names, "", *sorted(lines), ""]))


def test_every_family_has_a_golden_file_and_every_golden_file_a_family() -> None:
    """A new family without a golden file, or a file without a family, fails."""
    expected = {f"rows-{family}.lp" for family in ROW_BUILDERS} | {f"columns-{family}.txt" for family in COLUMN_BUILDERS}

    assert expected == {path.name for path in GOLDEN.iterdir()}


def test_names_survive_the_modelling_library() -> None:
    """Column and row names in the model are one to one with addresses."""
    formulation = with_columns()
    for add_rows in ROW_BUILDERS.values():
        add_rows(formulation)
    program = formulation.program.finish(np.zeros(formulation.program.column_count), 0.0)
    model = state_model(program, np.ones(program.matrix.shape[1]), np.ones(program.matrix.shape[0]))

    assert len(set(program.column_names)) == len({variable.name for variable in model.variables})
    assert len(set(program.row_names)) == len(program.row_names) == len(model.constraints)
