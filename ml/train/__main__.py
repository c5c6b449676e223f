"""`python -m ml.train`: fit every weight that the repository ships."""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from pathlib import Path

from ml.encoder import Encoder
from ml.encoder.load import load_encoder
from ml.train import card, projection
from ml.train.heads import HeadTrainer
from ml.weights import HEADS, LEXICAL, STUDENT, STUDENT_TOKENIZER


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m ml.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path(".voc/models"))
    parser.add_argument("--only", choices=("lexical", "student", "heads"), help="fit only one of the files")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    encoder = load_encoder(chosen.cache, threads=chosen.threads)
    if chosen.only in (None, "lexical"):
        projection.fit(chosen.data, LEXICAL, seed=chosen.seed)
    if chosen.only in (None, "student"):
        _student(chosen.data, encoder, chosen.seed, chosen.threads)
    if chosen.only in (None, "heads"):
        HeadTrainer(chosen.data, encoder, chosen.seed).fit().save(HEADS)
    from ml.train.student import pairs

    counted = Counter((pair.source, pair.licence) for pair in pairs(chosen.data, chosen.seed))
    card.write(Path(__file__).parents[1] / "MODEL_CARD.md", counted)


def _student(data: Path, encoder: Encoder, seed: int, threads: int) -> None:
    import torch

    from ml.train import student

    torch.set_num_threads(threads)
    student.fit(data, encoder, STUDENT_TOKENIZER, STUDENT, seed=seed)


if __name__ == "__main__":
    main()
