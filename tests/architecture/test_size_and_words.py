"""Small files, short functions, and a docstring wherever somebody else may look."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_sources import ROOT, nodes, parsed, place, python_files

LINES_LIMIT = 250
TEST_LINES_LIMIT = 400
FUNCTION_LINES_LIMIT = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef


def typescript_files() -> list[Path]:
    """What people write; the types in `generated` come from the models in Python."""
    return sorted(
        file
        for pattern in ("*.ts", "*.tsx", "*.mjs")
        for folder in ("src", "test", "tools")
        for file in (ROOT / "widgets" / folder).rglob(pattern)
        if file.parent.name != "generated"
    )


def lines_limit(file: Path) -> int:
    is_test = "test" in file.parts or "tests" in file.relative_to(ROOT).parts
    return TEST_LINES_LIMIT if is_test else LINES_LIMIT


def public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """What a module or class offers, and what its public classes offer in turn."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def needs_no_words(node: Function | ast.ClassDef) -> bool:
    """Beanie's and Pydantic's nested settings, and what only restates an inherited or overloaded function."""
    if isinstance(node, ast.ClassDef):
        return node.name in ("Settings", "Config")
    names = {each.id if isinstance(each, ast.Name) else getattr(each, "attr", "") for each in node.decorator_list}
    return bool(names & {"override", "overload", "setter"})


def test_no_file_hides_a_second_concept() -> None:
    files = [*python_files("voc", "ml", "tests"), *typescript_files()]
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in files}
    assert {place(file): count for file, count in lengths.items() if count > lines_limit(file)} == {}


def test_files_of_tests_outside_packages_have_names_of_their_own() -> None:
    """Pytest takes two files of one name for one module, as soon as one process collects both."""
    found = Counter(
        file.name for file in python_files("tests") if file.name.startswith("test_") and not is_package(file.parent)
    )
    assert [name for name, count in found.items() if count > 1] == []


def is_package(folder: Path) -> bool:
    return (folder / "__init__.py").exists()


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{place(file, node)} {node.name}: {count} lines"
        for file, node in nodes("voc", "ml", "tests")
        if isinstance(node, Function) and (count := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES_LIMIT
    ]
    assert long == []


@pytest.mark.parametrize("top", ["voc", "ml"])
def test_what_is_public_says_what_it_means(top: str) -> None:
    silent = []
    for file in python_files(top):
        if not ast.get_docstring(parsed(file)) and file.read_text("utf-8").strip():
            silent.append(place(file))
        for node in public(parsed(file).body):
            if not ast.get_docstring(node) and not needs_no_words(node):
                silent.append(f"{place(file, node)} {node.name}")
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    # spelled in two halves, so that this file may be read too
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    left = [
        f"{place(file)} {mark}"
        for file in [*python_files("voc", "ml", "tests"), *typescript_files()]
        for mark in marks
        if mark in file.read_text("utf-8")
    ]
    assert left == []
