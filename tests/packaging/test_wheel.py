"""What `pip install` of a wheel brings along: every file that the code reads beside itself."""

import subprocess
import tomllib
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def packages() -> list[Path]:
    """Folders with an `__init__.py`, all the way up."""
    inits = [init for top in ("voc", "ml") for init in (ROOT / top).rglob("__init__.py")]
    return sorted(init.parent for init in inits)


def data_files() -> set[str]:
    """Committed files of the packages that are not Python."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z", "voc", "ml"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return {name for name in listed.stdout.decode().split("\0") if name and not name.endswith(".py")}


def packed_files() -> set[str]:
    """Files that setuptools takes by the patterns of pyproject.toml."""
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    found = {path for package in packages() for pattern in patterns for path in package.glob(pattern)}
    return {str(PurePosixPath(path.relative_to(ROOT))) for path in found if path.is_file()}


def test_every_data_file_is_packed() -> None:
    assert data_files() - packed_files() == set()


def test_every_module_is_in_a_package_that_is_packed() -> None:
    orphans = [
        str(module.relative_to(ROOT))
        for top in ("voc", "ml")
        for module in (ROOT / top).rglob("*.py")
        if not (module.parent / "__init__.py").exists()
    ]
    assert orphans == []


def test_the_licence_and_the_readme_travel_along() -> None:
    project = PROJECT["project"]
    assert project["license"] == "Apache-2.0"
    for name in [*project["license-files"], project["readme"]]:
        assert (ROOT / name).stat().st_size > 0
