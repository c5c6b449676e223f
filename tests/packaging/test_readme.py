"""What the README promises is there."""

import re
from pathlib import Path

import pytest
import yaml

from voc.cli import COMMANDS
from voc.settings import Email, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def headings() -> set[str]:
    """Anchors of the README's own sections."""
    return {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in README.splitlines()
        if line.startswith("#")
    }


@pytest.mark.parametrize(
    "line",
    [
        "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/voc up --demo",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
    ],
)
def test_the_commands_that_others_run_are_lines_of_their_own(line: str) -> None:
    assert line in README.splitlines()


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    if target.startswith("#"):
        assert target[1:] in headings()
    else:
        assert (ROOT / target).is_file()


def test_commands_exist() -> None:
    named = set(re.findall(r"`(?:voc|\.venv/bin/voc) ([a-z][a-z-]*)", README)) | set(
        re.findall(r"^voc ([a-z-]+)", README, re.M)
    )
    assert named - set(COMMANDS) == set()


def test_variables_are_settings_or_belong_to_compose() -> None:
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    named = set(re.findall(r"\bVOC_[A-Z_]+[A-Z]", README))
    known = {f"VOC_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        nested = getattr(field.annotation, "model_fields", {})
        known |= {f"VOC_{name.upper()}__{each.upper()}" for each in nested}
    known |= {f"VOC_EMAIL__{name.upper()}" for name in Email.model_fields}  # or no e-mail at all
    assert named - known - set(re.findall(r"\$\{(VOC_[A-Z_]+)", compose)) == set()


def test_every_setting_is_explained() -> None:
    table = [line for line in README.splitlines() if line.startswith("| `VOC_")]
    explained = " ".join(line.split("|")[1] for line in table)
    assert [field for field in Settings.model_fields if f"VOC_{field.upper()}" not in explained] == []


def test_folders_of_the_map_are_there_and_none_is_missing() -> None:
    rows = [line.split("|")[1] for line in README.splitlines() if re.match(r"\| `[a-z]+/", line)]
    mapped = {folder.rstrip("/") for row in rows for folder in re.findall(r"`([^`]+)/`", row)}
    assert [folder for folder in mapped if not (ROOT / folder).is_dir()] == []
    packages = {init.parent.relative_to(ROOT).as_posix() for init in (ROOT / "voc").glob("*/__init__.py")}
    assert packages - mapped == set()


def test_services_of_the_readme_are_those_of_compose() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    named = set(re.findall(r"docker compose (?:logs|exec) ([a-z-]+)", README)) | set(
        re.findall(r"--scale ([a-z-]+)=", README)
    )
    assert named - set(services) == set()


def test_the_snippet_is_the_same_wherever_it_is_offered() -> None:
    from voc.surveys.sharing import EARLY_CALLS

    for page in ("README.md", "widgets/README.md"):
        assert EARLY_CALLS in (ROOT / page).read_text("utf-8"), page
