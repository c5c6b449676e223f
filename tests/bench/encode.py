"""Vectors of English texts by our network and by sentence-transformers' copy of it, each in a process of its own."""

import json
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import click
from rich.progress import Progress

from ml.language import detect
from tests.bench import report, texts
from tests.bench.readers import Reader, reader
from voc.cli.console import err

_MODULES = {"voc": "read_embedder", "peer": "read_encoder"}
_SINGLES = 50
"""Texts per round that are read one at a time."""
_ENV = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}


@dataclass(frozen=True)
class Plan:
    """What to read; the options of the command."""

    data: Path | None = None
    count: int = 2_000
    rounds: int = 5
    starts: int = 3
    threads: int = 2


def run(plan: Plan) -> dict[str, Any]:
    """Bulk, one text at a time, start and memory of both sides, in turns.

    Raises:
        ClickException: sentence-transformers is not installed.
    """
    if find_spec("sentence_transformers") is None:
        raise click.ClickException("sentence-transformers is not installed: pip install -e '.[bench]'")
    said = _english(plan)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voc-bench-")))
        (folder / "texts.json").write_text(json.dumps(said), encoding="utf-8")
        told = stack.enter_context(Progress(console=err, transient=True))
        starts = [_started(folder, plan.threads) for _ in told.track(range(plan.starts), description="starting")]
        sides = {
            name: stack.enter_context(reader(module, folder, _ENV, str(plan.threads)))
            for name, module in _MODULES.items()
        }
        parts = [[(len(said) * n // plan.rounds, len(said) * (n + 1) // plan.rounds)] for n in range(plan.rounds)]
        bulk = [_turn(sides, part, n) for n, part in enumerate(told.track(parts, description="in bulk"))]
        peaks = {name: bulk[-1][name]["peak_rss_mb"] for name in sides}
        ones = [[(i, i + 1) for i in range(n, len(said), plan.rounds)][:_SINGLES] for n in range(plan.rounds)]
        single = [_turn(sides, part, n) for n, part in enumerate(told.track(ones, description="one by one"))]
    return {
        "texts": len(said),
        "characters": round(sum(map(len, said)) / len(said), 1),
        "threads": plan.threads,
        "rounds": plan.rounds,
        "ratios": {"bulk": _ratio(bulk), "single": _ratio(single)},
        **{name: _side(name, starts, bulk, single, peaks) for name in sides},
    }


def tell(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print the figures."""
    report.encode(figures, as_json=as_json)


def _english(plan: Plan) -> list[str]:
    """Only English: both sides run the same network, and the published one reads no Korean."""
    said = texts.of_file(plan.data, 4 * plan.count) if plan.data else texts.sentences(8 * plan.count)
    return [text for text in said if detect(text) == "en"][: plan.count]


def _started(folder: Path, threads: int) -> dict[str, dict[str, float]]:
    """From the start of a process to its first vectors: seconds by the clock and of processor time."""
    starts = {}
    for name, module in _MODULES.items():
        with reader(module, folder, _ENV, str(threads)) as one:
            starts[name] = {"seconds": one.start_seconds, "cpu_seconds": one.ready_cpu_seconds}
    return starts


def _turn(sides: dict[str, Reader], spans: list[tuple[int, int]], number: int) -> dict[str, dict[str, float]]:
    """Both sides read the same spans, in alternating order."""
    taken = {}
    for name in list(sides)[:: 1 if number % 2 == 0 else -1]:
        read = [sides[name].read(*span) for span in spans]
        taken[name] = {key: sum(one[key] for one in read) for key in ("seconds", "cpu_seconds")}
        taken[name] |= {"texts": sum(stop - start for start, stop in spans), "peak_rss_mb": read[-1]["peak_rss_mb"]}
    return taken


def _ratio(turns: list[dict[str, dict[str, float]]]) -> dict[str, float]:
    """How many times longer the peer takes: median of the turns, by the clock and by processor time."""
    return {
        key: round(median(turn["peer"][key] / turn["voc"][key] for turn in turns), 2)
        for key in ("seconds", "cpu_seconds")
    }


def _side(
    name: str,
    starts: list[dict[str, dict[str, float]]],
    bulk: list[dict[str, dict[str, float]]],
    single: list[dict[str, dict[str, float]]],
    peaks: dict[str, float],
) -> dict[str, float]:
    return {
        "per_second": round(median(turn[name]["texts"] / turn[name]["seconds"] for turn in bulk), 1),
        "single_ms": round(median(turn[name]["seconds"] / turn[name]["texts"] for turn in single) * 1e3, 2),
        "start_seconds": round(median(start[name]["seconds"] for start in starts), 2),
        "start_cpu_seconds": round(median(start[name]["cpu_seconds"] for start in starts), 2),
        "peak_rss_mb": round(peaks[name], 1),
    }
