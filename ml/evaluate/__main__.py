"""`python -m ml.evaluate`: measure the shipped weights, print the table, write `ml/README.md`."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from pathlib import Path

from ml.evaluate import report
from ml.evaluate.parts import PARTS, Part
from ml.evaluate.results import Results, code_digest
from ml.evaluate.run import Run
from ml.pipeline import Analyser


def main() -> None:
    """Parse the command line, measure, and write the page from what is measured for this model."""
    chosen = _parser().parse_args()
    logging.basicConfig(level=logging.WARNING)
    analyser = Analyser.load(threads=chosen.threads)
    run = Run(
        analyser, chosen.data, chosen.cache, seed=chosen.seed, threads=chosen.threads, again=chosen.again,
        distributed=chosen.distributed,
    )  # fmt: skip
    results = Results(chosen.cache / "evaluated", analyser.version)
    for part in PARTS:
        if part.name in chosen.only or (not chosen.only and (chosen.again or not _current(results, part))):
            _measure(part, run, results)
    found = {part.name: results.of(part.name, part.module.__name__) for part in PARTS}
    measured = {name: one for name, one in found.items() if one}
    shown = {name: one for name, one in measured.items() if name in (chosen.only or measured)}
    print(report.table(shown))
    missing = [name for name, one in found.items() if one is None]
    chosen.out.write_text(report.page(measured, missing, analyser.version), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ml.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path(".voc/models"), help="networks, figures, peers' answers")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--distributed", type=int, default=0, metavar="TEXTS", help="of that part, 100000 for instance")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "README.md")
    parser.add_argument("--only", action="append", default=[], choices=[part.name for part in PARTS], metavar="PART")
    parser.add_argument("--again", action="store_true", help="measure what is measured already, peers included")
    return parser


def _current(results: Results, part: Part) -> bool:
    kept = results.of(part.name, part.module.__name__)
    return kept is not None and kept.current


def _measure(part: Part, run: Run, results: Results) -> None:
    started = time.monotonic()
    code_digest(part.module.__name__)  # of the code that measures: files may change before it is done
    results.keep(part.name, part.module.__name__, part.measure(run))
    print(f"{part.name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
