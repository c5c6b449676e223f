"""Feedback per second of one worker, from pending to stored readings, beside the encoder alone."""

import json
import os
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import click
from rich.progress import Progress

from ml.language import detect_all
from tests.bench import processes, report, texts
from tests.bench.readers import Reader, reader
from voc.cli.console import err


@dataclass(frozen=True)
class Plan:
    """What to read; the options of the command."""

    data: Path | None = None
    count: int = 1_000
    rounds: int = 4


def run(plan: Plan) -> dict[str, Any]:
    """Start both readers on the same texts and have them take turns."""
    if find_spec("sentence_transformers") is None:
        raise click.ClickException("sentence-transformers is not installed: pip install -e '.[bench]'")
    said = texts.of_file(plan.data, plan.count) if plan.data else texts.sentences(plan.count)
    rounds = min(plan.rounds, len(said))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voc-bench-")))
        (folder / "texts.json").write_text(json.dumps(said), encoding="utf-8")
        uri, engine = stack.enter_context(processes.database(folder))
        env = {"VOC_MONGODB": uri, "VOC_DATABASE": f"voc_bench_{os.getpid()}", "VOC_DATA_DIR": str(folder)}
        env |= {"HF_HUB_OFFLINE": "1"}
        voc = stack.enter_context(reader("read_voc", folder, env))
        encoder = stack.enter_context(reader("read_encoder", folder, env, str(voc.threads)))
        readers = {"voc": voc, "encoder": encoder}
        taken = _take_turns(readers, len(said), rounds, engine)
    return _figures(taken, readers, said)


def tell(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print the figures."""
    report.analyse(figures, as_json=as_json)


def _take_turns(
    readers: dict[str, Reader], count: int, rounds: int, engine: int | None
) -> dict[str, list[dict[str, float]]]:
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in readers}
    with Progress(console=err, transient=True) as progress:
        steps = progress.add_task("reading", total=rounds)
        for number in range(rounds):
            start, stop = count * number // rounds, count * (number + 1) // rounds
            for name in list(readers)[:: 1 if number % 2 == 0 else -1]:
                before = processes.cpu_seconds(engine)
                one = readers[name].read(start, stop)
                one["engine_cpu_seconds"] = processes.cpu_seconds(engine) - before
                taken[name].append(one | {"texts": stop - start})
            progress.advance(steps)
    return taken


def _figures(taken: dict[str, list[dict[str, float]]], readers: dict[str, Reader], said: list[str]) -> dict[str, Any]:
    ratios = [theirs["seconds"] / ours["seconds"] for ours, theirs in zip(*taken.values(), strict=True)]
    sides = {
        name: {
            "per_second": round(median(one["texts"] / one["seconds"] for one in rounds), 1),
            "cpu_ms": round(sum(one["cpu_seconds"] for one in rounds) / len(said) * 1e3, 3),
            "engine_cpu_ms": round(sum(one["engine_cpu_seconds"] for one in rounds) / len(said) * 1e3, 3),
            "peak_rss_mb": round(max(one["peak_rss_mb"] for one in rounds), 1),
            "ready_seconds": round(readers[name].ready_seconds, 2),
        }
        for name, rounds in taken.items()
    }
    return {
        "texts": len(said),
        "languages": dict(Counter(detect_all(said)).most_common()),
        "characters": round(sum(map(len, said)) / len(said), 1),
        "threads": readers["voc"].threads,
        "rounds": len(ratios),
        "ratio": round(median(ratios), 3),
        "ratio_range": [round(min(ratios), 3), round(max(ratios), 3)],
        **sides,
    }
