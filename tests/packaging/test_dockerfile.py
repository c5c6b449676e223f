"""The Dockerfile, instruction by instruction."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from voc.cli import COMMANDS

ROOT = Path(__file__).parents[2]


class Instruction(NamedTuple):
    word: str
    rest: str


def instructions() -> list[Instruction]:
    """What Docker would run: comments dropped, continued lines joined."""
    lines = [line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


INSTRUCTIONS = instructions()
STAGES = [place for place, each in enumerate(INSTRUCTIONS) if each.word == "FROM"]
FINAL = INSTRUCTIONS[STAGES[-1] :]


def rests(word: str, among: list[Instruction]) -> list[str]:
    return [each.rest for each in among if each.word == word]


def test_compilers_stay_in_the_first_stage() -> None:
    assert len(STAGES) == 2
    assert not any("apt-get" in rest or "build-essential" in rest for rest in rests("RUN", FINAL))
    assert "--no-index" in " ".join(rests("RUN", FINAL))


def test_both_stages_use_one_supported_python() -> None:
    images = {rest.split()[0] for rest in rests("FROM", INSTRUCTIONS)}
    assert images == {"python:3.12-slim"}


def test_what_runs_is_nobody_special() -> None:
    user = rests("USER", FINAL)[-1]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert FINAL.index(Instruction("USER", user)) < next(
        place for place, each in enumerate(FINAL) if each.word == "ENTRYPOINT"
    )


def test_nothing_comes_from_the_network_but_packages() -> None:
    assert rests("ADD", INSTRUCTIONS) == []
    assert not any(re.search(r"curl|wget|https?://", rest) for rest in rests("RUN", INSTRUCTIONS))


def test_only_what_the_wheel_is_made_of_is_copied() -> None:
    copied = {source for rest in rests("COPY", INSTRUCTIONS) for source in rest.split()[:-1]}
    assert copied == {"pyproject.toml", "README.md", "LICENSE", "ml", "voc"}
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in ignored
    assert {line.removeprefix("!").removesuffix("/**") for line in ignored if line.startswith("!")} == copied


def test_no_secret_is_built_in() -> None:
    for word in ("ENV", "ARG"):
        assert not any(re.search(r"SECRET|PASSWORD|TOKEN|KEY", rest) for rest in rests(word, INSTRUCTIONS))


def test_the_image_runs_voc_and_is_watched() -> None:
    assert json.loads(rests("ENTRYPOINT", FINAL)[0]) == ["voc"]
    assert json.loads(rests("CMD", FINAL)[0])[0] in COMMANDS
    assert "/health/ready" in rests("HEALTHCHECK", FINAL)[0]


def test_torch_is_the_version_that_the_package_asks_for() -> None:
    asked = re.search(r'"torch==([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert asked
    assert f"TORCH_VERSION={asked[1]}" in rests("ARG", INSTRUCTIONS)
