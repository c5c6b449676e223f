"""`python -m ml.train`: fit every weight that the repository ships."""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from pathlib import Path

from ml.train import card
from ml.weights import ENGLISH, HEADS, KOREAN

PARTS = ("english", "korean", "heads")


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m ml.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--scratch", type=Path, default=Path(".voc/training"), help="checkpoints; a run goes on there")
    parser.add_argument("--only", choices=PARTS, help="fit only one of the parts")
    parser.add_argument("--steps", type=int, default=4_500, help="batches of 128 for the Korean encoder")
    parser.add_argument("--english-steps", type=int, default=1_000, help="batches of 160 for the English encoder")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if chosen.only in (None, "english"):
        _english(chosen)
    if chosen.only in (None, "korean"):
        _korean(chosen)
    if chosen.only in (None, "heads"):
        from ml.embedding import TextEmbedder
        from ml.train.heads import HeadTrainer

        HeadTrainer(chosen.data, TextEmbedder.load(threads=chosen.threads), chosen.seed).fit().save(HEADS)
    from ml.train.korean.pairs import pairs

    counted = Counter((pair.source, pair.licence) for pair in pairs(chosen.data, chosen.seed))
    card.write(Path(__file__).parents[1] / "MODEL_CARD.md", counted)


def _english(chosen: argparse.Namespace) -> None:
    import torch

    from ml.train.english.fitting import fit
    from ml.train.teacher import folder

    torch.set_num_threads(chosen.threads)
    fit(chosen.data, folder(), ENGLISH, chosen.scratch / "english", steps=chosen.english_steps, seed=chosen.seed)


def _korean(chosen: argparse.Namespace) -> None:
    import torch

    from ml.encoder.load import load_encoder
    from ml.train.korean.fitting import fit
    from ml.train.teacher import folder

    torch.set_num_threads(chosen.threads)
    encoder = load_encoder(threads=chosen.threads)
    fit(chosen.data, folder(), encoder, KOREAN, chosen.scratch, steps=chosen.steps, seed=chosen.seed)


if __name__ == "__main__":
    main()
