"""What the code imports is declared, and what is declared is explained."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKSHOP = ("ml/train", "ml/evaluate")
"""Run by those who train the model; their dependencies may stand in any extra."""


def name_of(requirement: str) -> str:
    """The distribution that a requirement asks for, as the index spells it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


DECLARED = {name_of(each) for each in PROJECT["dependencies"]}
EXTRAS = {name_of(each) for extra in PROJECT["optional-dependencies"].values() for each in extra}


def imported(file: Path) -> Iterator[str]:
    """Top-level modules of others that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for name in names:
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in ("voc", "ml", "__future__"):
                yield top


def test_what_is_imported_is_declared() -> None:
    distributions = packages_distributions()
    missing = set()
    for file in [file for top in ("voc", "ml") for file in (ROOT / top).rglob("*.py")]:
        place = file.relative_to(ROOT).as_posix()
        allowed = DECLARED | EXTRAS if place.startswith(WORKSHOP) else DECLARED
        for module in imported(file):
            names = {name_of(each) for each in distributions.get(module, [module])}
            if not names & allowed:
                missing.add(f"{place} imports {module} ({', '.join(sorted(names))})")
    assert missing == set()


def test_torch_is_pinned_to_one_version() -> None:
    assert any(re.fullmatch(r"torch==\d+\.\d+\.\d+", each) for each in PROJECT["dependencies"])


def test_the_readme_gives_a_reason_for_each_dependency() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = [line for line in readme.splitlines() if line.startswith("| `")]
    explained = {name_of(name) for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}
    assert DECLARED - explained == set()
