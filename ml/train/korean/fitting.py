"""From pairs to an exported network."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ml.classify import SENTIMENTS
from ml.encoder import Encoder
from ml.encoder.export import export
from ml.text import readable
from ml.train import sentiments
from ml.train.heads import measured_keys
from ml.train.korean import start, token_vectors, vocabulary
from ml.train.korean.batches import Felt, Translated
from ml.train.korean.network import Trainer
from ml.train.korean.pairs import pairs
from ml.train.korean.progress import Progress
from ml.train.running import kept

_log = logging.getLogger(__name__)
_TOKENS = 64
"""Of a sentence in training."""
_ALL = 400_000


def fit(data: Path, teacher: Path, encoder: Encoder, out: Path, scratch: Path, *, steps: int, seed: int = 0) -> None:
    """Train the Korean encoder and write it.

    Args:
        data: folder of the data sets.
        teacher: folder of the English network.
        encoder: the same, served; its vectors are the target.
        out: folder of the exported network.
        scratch: folder of what is kept between runs: targets and checkpoints.
        steps: see `Trainer`.
        seed: of everything random.
    """
    found = pairs(data, seed)
    korean = [readable(pair.korean) for pair in found]
    _log.info("korean: %d pairs", len(found))
    targets = kept(scratch / "targets.npy", lambda: encoder.encode([pair.english for pair in found]))
    rich = vocabulary.learnt(korean, data, seed)
    placed = kept(
        scratch / "placed.npy",
        lambda: token_vectors.fit(_cut(rich, korean), targets, rich.get_vocab_size(), seed=seed),
    )
    tokenizer, held = vocabulary.most_used(rich, korean, data, seed)
    network = start.network(teacher, encoder, placed[held], tokenizer.get_vocab())
    trainer = Trainer(network, scratch / "network.pt", steps=steps, seed=seed)
    told = sentiments.examples(data, "ko", seed=seed, without=measured_keys(data), most=_ALL)
    labels = np.array([SENTIMENTS.index(each.label) for each in told])
    reviews = Felt(_cut(tokenizer, [readable(each.text) for each in told]), labels)
    trainer.fit(Translated(_cut(tokenizer, korean), targets), reviews, Progress(data, encoder, tokenizer, network))
    export(network, tokenizer, out)


def _cut(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids[:_TOKENS] for encoding in tokenizer.encode_batch(list(texts))]
