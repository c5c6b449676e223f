"""From the teacher to an exported network that tells feelings and kinds."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from ml.classify import KINDS, SENTIMENTS
from ml.encoder.export import Feelings, Pooled, export, layers
from ml.text import readable
from ml.train import kinds, sentiments
from ml.train.corpora import Example
from ml.train.english.batches import Texts
from ml.train.english.network import Trainer
from ml.train.english.progress import Progress
from ml.train.heads import measured_keys
from ml.train.held import is_held_back
from ml.train.korean.pairs import pairs
from ml.train.reading import read
from ml.train.running import kept

_log = logging.getLogger(__name__)
_TOKENS = 48
"""Of a text in training; seven reviews in eight are no longer, and a step costs what its longest text does."""
_AT_LARGE = 10_000
"""Sentences, among translations, that only hold the vectors."""


def fit(data: Path, teacher: Path, out: Path, scratch: Path, *, steps: int, seed: int = 0) -> None:
    """Train the English encoder on and write it.

    Args:
        data: folder of the data sets.
        teacher: folder of the network to begin with, which also says where vectors stay.
        out: folder of the exported network.
        scratch: folder of what is kept between runs: the teacher's vectors and checkpoints.
        steps: see `Trainer`.
        seed: of everything random.
    """
    torch.manual_seed(seed)
    scratch.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    unseen = measured_keys(data)
    told = sentiments.examples(data, "en", seed=seed, without=unseen)
    sorted_by_kind = kinds.english(data, seed=seed, without=unseen)
    at_large = [Example(pair.english, SENTIMENTS[0], 0.0, pair.source) for pair in pairs(data, seed)[:_AT_LARGE]]
    old = Pooled(layers(teacher))

    def texts(name: str, found: Sequence[Example], labels: Sequence[str]) -> Texts:
        used = [example for example in found if not is_held_back(example.text)]
        _log.info("%s: %d of %d texts", name, len(used), len(found))
        cut = [each.ids[:_TOKENS] for each in tokenizer.encode_batch([readable(example.text) for example in used])]
        vectors = kept(scratch / f"{name}.npy", lambda: read(old, cut)[0].astype(np.float16))
        wanted = np.array([labels.index(example.label) for example in used])
        return Texts(cut, vectors, wanted, np.array([example.weight for example in used], np.float32))

    width = old.body.config.hidden_size
    network = Pooled(layers(teacher), Feelings(width, len(SENTIMENTS)), Feelings(width, len(KINDS)))
    Trainer(network, scratch / "network.pt", steps=steps, seed=seed).fit(
        texts("reviews", told, SENTIMENTS),
        texts("feedback", sorted_by_kind, KINDS),
        texts("at_large", at_large, SENTIMENTS),
        Progress(data, tokenizer, network),
    )
    export(network, tokenizer, out)
