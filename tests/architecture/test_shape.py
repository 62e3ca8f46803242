"""The shape of the project itself: floors, files, documents."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from optimizer.domain.columns import COLUMN_FAMILIES
from optimizer.domain.measures import COMPONENTS, COSTS, INCOMES, known_measures
from optimizer.formulation.columns import COLUMN_BUILDERS
from tests.architecture.shape import figures
from tests.formulation.two_by_two import with_columns

ROOT = Path(__file__).parents[2]
SOURCES = [path for path in (ROOT / "optimizer").rglob("*.py") if "v1" not in path.parts]


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    """No module is called utils, helpers, common, misc, base or manager."""
    assert not [path for path in SOURCES if path.stem in {"utils", "helpers", "common", "misc", "base", "manager"}]


@pytest.mark.skipif(importlib.util.find_spec("ruff") is None, reason="ruff is not installed here; `make check` installs it")
def test_the_shape_keeps_its_limits() -> None:
    """At 100 columns: short files, bodies and classes, few things on a line, and comments where a reader would stop."""
    found = figures()

    assert found["longest file"] <= 400
    assert found["longest body"] <= 45
    assert found["longest class"] <= 200
    assert found["most positional parameters"] <= 6
    assert found["packed assignments per 1,000 lines"] <= 12.5
    assert found["conditional expressions per 1,000 lines"] <= 15.0
    assert found["comments per 1,000 lines"] >= 10.0
    assert found["keys split by comma"] == 0


def test_the_architecture_names_only_modules_that_exist() -> None:
    """Every path in backticks in ARCHITECTURE.md and CONTRIBUTING.md exists."""
    for document in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        for name in re.findall(r"`([a-z_]+/[a-z_/0-9.]*)`", (ROOT / document).read_text()):
            assert (ROOT / name).exists() or (ROOT / "optimizer" / name).exists(), (document, name)


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    """Constraints hold names and versions only; no text file names a download address of a package."""
    for name in ("constraints.txt", "constraints-generate.txt", "constraints-lowest.txt"):
        for line in (ROOT / name).read_text().splitlines():
            assert re.fullmatch(r"#.*|[A-Za-z0-9_.-]+==[A-Za-z0-9.!+]+", line), (name, line)


def test_the_lowest_versions_tested_are_the_lowest_allowed() -> None:
    """Every lower bound of pyproject.toml is the version that `make test-lowest` installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    bounds = {name.lower(): bound for name, bound in (re.split(r">=", text.split(",")[0]) for text in wanted)}
    pinned = re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)$", (ROOT / "constraints-lowest.txt").read_text(), re.MULTILINE)
    tested = {name.lower(): re.sub(r"(\.0)+$", "", version) for name, version in pinned}

    assert {name: re.sub(r"(\.0)+$", "", bound) for name, bound in bounds.items()} == {name: tested[name] for name in bounds}


def test_every_column_family_is_known_to_addresses() -> None:
    """The families of the program are those that patterns may name."""
    assert list(COLUMN_FAMILIES) == list(COLUMN_BUILDERS)


def test_every_contribution_belongs_to_a_known_measure() -> None:
    """Whatever a column contributes is a component, a money total, jobs, a mineral's total or the local part of costs."""
    formulation = with_columns()
    known = {*known_measures(("niobium",)), "local_cost"}

    assert set(formulation.program.contributed_measures()) <= known


def test_every_component_is_an_income_or_a_cost() -> None:
    """No amount of money is on both sides or on none."""
    assert not set(INCOMES) & set(COSTS)
    assert set(COMPONENTS) == set(INCOMES) | set(COSTS)


def test_the_protos_explain_every_element() -> None:
    """Every message, field, enum, value and method in the protos has a comment above it."""
    bare = []
    for path in (ROOT / "protos" / "optimizer" / "v1").glob("*.proto"):
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            declares = re.match(
                r"\s*(message|enum|service|rpc|oneof)\b|\s*(repeated |optional )?[\w.]+ \w+ = \d+;|\s*[A-Z_0-9]+ = \d+;", line
            )
            if declares and not lines[number - 1].strip().startswith("//"):
                bare.append(f"{path.name}:{number + 1}: {line.strip()}")

    assert not bare
