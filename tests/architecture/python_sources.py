"""The project's own source files, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def python_files(*tops: str) -> list[Path]:
    """Python files below the folders, in order."""
    return sorted(file for top in tops for file in (ROOT / top).rglob("*.py"))


@cache
def parsed(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text("utf-8"), str(file))


def place(file: Path, node: ast.AST | None = None) -> str:
    """Where a fault stands, as an editor can open it."""
    line = getattr(node, "lineno", 1)
    return f"{file.relative_to(ROOT)}:{line}"


def nodes(*tops: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every file."""
    for file in python_files(*tops):
        for node in ast.walk(parsed(file)):
            yield file, node
