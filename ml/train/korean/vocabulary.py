"""Cut Korean into tokens: a unigram vocabulary of which the pieces that are used remain."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from ml.text import readable
from ml.train.corpora import rows

_LEARNT, KEPT = 24_000, 13_900
"""Pieces that are learnt, and the most used of them that stay; every single character that occurs stays as well. A
vocabulary that is learnt at the smaller size cuts words that are common in 24,000 pieces."""
_REVIEWS = (("ko_app_reviews", 56_000), ("ko_nsmc", 60_000), ("ko_kote", 5_000))


def learnt(korean: Sequence[str], data: Path, seed: int) -> Tokenizer:
    """A tokenizer of `_LEARNT` pieces over translations and customers' own words.

    Case is folded and forms are composed (NFKC) inside, so that the file alone says how a text is cut. Token 0 is
    padding, token 1 what is unknown.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=_LEARNT, special_tokens=["<pad>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator([*korean, *_reviews(data, seed)], trainer)
    return tokenizer


def most_used(tokenizer: Tokenizer, korean: Sequence[str], data: Path, seed: int) -> tuple[Tokenizer, list[int]]:
    """The same tokenizer with fewer pieces, and the old numbers of those that stayed, in order."""
    counts: Counter[int] = Counter()
    for found in tokenizer.encode_batch([*korean, *_reviews(data, seed)]):
        counts.update(found.ids)
    spec = json.loads(tokenizer.to_str())
    pieces = spec["model"]["vocab"]
    by_use = sorted(range(2, len(pieces)), key=lambda number: -counts[number])
    single = [number for number in by_use if len(pieces[number][0]) == 1 and counts[number]]
    kept = [0, 1, *sorted({*by_use[:KEPT], *single})]
    spec["model"]["vocab"] = [pieces[number] for number in kept]
    return Tokenizer.from_str(json.dumps(spec)), kept


def _reviews(data: Path, seed: int) -> list[str]:
    """Customers' own words."""
    out: list[str] = []
    for name, most in _REVIEWS:
        file = "val_as_train" if name == "ko_kote" else "train"
        found = [row["text"] for row in rows(data / name / f"{file}.jsonl.gz")]
        random.Random(seed).shuffle(found)
        out += [readable(text) for text in found[:most]]
    return out
