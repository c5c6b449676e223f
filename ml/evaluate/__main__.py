"""`python -m ml.evaluate`: measure the shipped weights, print the table, write `ml/README.md`."""

from __future__ import annotations

import argparse
from pathlib import Path

from ml.classify.reader import HeadReader
from ml.encoder.load import load_encoder
from ml.evaluate import aspects, heads, languages, personal, report, themes
from ml.pipeline import Analyser
from ml.weights import HEADS


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m ml.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path(".voc/models"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "README.md")
    chosen = parser.parse_args()
    analyser = Analyser.load(chosen.cache, threads=chosen.threads)
    encoder = load_encoder(chosen.cache, threads=chosen.threads)
    figures = [
        *heads.english_kind(chosen.data, analyser),
        *heads.korean_kind(chosen.data, encoder, HeadReader.load(HEADS), chosen.seed),
        *heads.sentiment(chosen.data, analyser),
        *aspects.segments(analyser),
        *languages.language(chosen.data),
        *personal.personal(chosen.data),
        *themes.clustering(chosen.data, analyser, chosen.seed),
        *themes.stability(chosen.data, analyser, chosen.seed),
        *themes.speed(chosen.data, analyser),
    ]
    page = report.page(figures, analyser.version)
    print(page)
    chosen.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
