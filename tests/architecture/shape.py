"""What the code looks like, in numbers: `python -m tests.architecture.shape` prints them.

Sources are measured as they are formatted at 100 columns, whatever the width they are kept at, so that lines mean the
same as elsewhere. Generated stubs are left out. A body is a function without its signature and docstring.
"""

import ast
import io
import shutil
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WIDTH = 100
GENERATED = "v1"
NOT_COMMENTS = ("noqa", "fmt:", "type:", "!")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """A module as text at 100 columns.

    Attributes:
        path: Where it is, from the root of the project.
        text: Its text.
        tree: Its syntax tree.
    """

    path: str
    text: str
    tree: ast.Module

    @property
    def line_count(self) -> int:
        """Return its lines, blank ones included."""
        return self.text.count("\n")


def sources(folder: str) -> list[Source]:
    """Return the modules of a folder, in the order of their paths, formatted at 100 columns."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder
        shutil.copytree(ROOT / folder, copy, ignore=shutil.ignore_patterns(GENERATED, "__pycache__"))
        command = [sys.executable, "-m", "ruff", "format", f"--line-length={WIDTH}", "--quiet", str(copy)]
        subprocess.run([*command, "--config", str(ROOT / "pyproject.toml")], check=True)
        return [_source(path, Path(scratch)) for path in sorted(copy.rglob("*.py"))]


def _source(path: Path, root: Path) -> Source:
    text = path.read_text()
    return Source(str(path.relative_to(root)), text, ast.parse(text))


def functions(source: Source) -> Iterator[Function]:
    """Yield every function of a module, nested ones and methods too."""
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Return how many lines the body of a function has, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def class_lines(source: Source) -> dict[str, int]:
    """Return how many lines each class of a module has."""
    found = (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef))
    return {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in found}


def positional_parameters(function: Function) -> int:
    """Return how many parameters may be given by position, `self` and `cls` left out."""
    names = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    return len([name for name in names if name not in ("self", "cls")])


def packed_assignments(source: Source) -> int:
    """Return how many assignments bind several names to a tuple written out: `a, b = x, y`."""
    assigned = (node for node in ast.walk(source.tree) if isinstance(node, ast.Assign))
    return sum(isinstance(node.value, ast.Tuple) and isinstance(node.targets[0], ast.Tuple) for node in assigned)


def conditional_expressions(source: Source) -> int:
    """Return how many `x if c else y` a module has."""
    return sum(isinstance(node, ast.IfExp) for node in ast.walk(source.tree))


def comments(source: Source) -> int:
    """Return how many lines of a module carry a comment for readers."""
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    texts = (token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT)
    return sum(not text.startswith(NOT_COMMENTS) for text in texts)


def keys_split_by_comma(source: Source) -> int:
    """Return how often a text is taken apart at its commas."""
    calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    split = (call for call in calls if call.func.attr in ("split", "partition", "rpartition"))  # type: ignore[attr-defined]
    return sum(any(isinstance(part, ast.Constant) and part.value == "," for part in call.args) for call in split)


def figures() -> dict[str, float]:
    """Return the figures of the project by name."""
    code, tests = sources("optimizer"), sources("tests")
    every = [function for source in code for function in functions(source)]
    lines = sum(source.line_count for source in code)
    return {
        "files": len(code),
        "lines": lines,
        "longest file": max(source.line_count for source in code),
        "longest body": max(map(body_lines, every)),
        "bodies over 45": sum(body_lines(function) > 45 for function in every),
        "longest class": max(size for source in code for size in class_lines(source).values()),
        "most positional parameters": max(map(positional_parameters, every)),
        "packed assignments per 1,000 lines": 1000 * sum(map(packed_assignments, code)) / lines,
        "conditional expressions per 1,000 lines": 1000 * sum(map(conditional_expressions, code)) / lines,
        "comments per 1,000 lines": 1000 * sum(map(comments, code)) / lines,
        "keys split by comma": sum(map(keys_split_by_comma, code)),
        "tests to code": sum(source.line_count for source in tests) / lines,
    }


if __name__ == "__main__":
    for name, value in figures().items():
        sys.stdout.write(f"{name:42} {value:10,.1f}\n")
