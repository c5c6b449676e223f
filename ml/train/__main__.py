"""`python -m ml.train`: fit every weight that the repository ships."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from ml.encoder.load import load_encoder
from ml.train import projection
from ml.train.heads import HeadTrainer
from ml.weights import HEADS, LEXICAL


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m ml.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path(".voc/models"))
    parser.add_argument("--only", choices=("heads", "lexical"), help="fit only one of the files")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if chosen.only != "heads":
        projection.fit(chosen.data, LEXICAL, seed=chosen.seed)
    if chosen.only != "lexical":
        encoder = load_encoder(chosen.cache, threads=chosen.threads)
        HeadTrainer(chosen.data, encoder, chosen.seed).fit().save(HEADS)


if __name__ == "__main__":
    main()
