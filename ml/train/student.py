"""Fit the Korean student: it places Korean where the English encoder places the translation."""

from __future__ import annotations

import csv
import gzip
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from ml.encoder import Encoder
from ml.encoder.student import MAX_TOKENS
from ml.text import readable
from ml.train.corpora import rows

_log = logging.getLogger(__name__)
_VOCABULARY = 24_000
_WIDTH = 192
_MAX_CHARACTERS = 250
_TEMPERATURE = 0.05
_REFUSED = ("GPL", "MPL", "NC", "see repo")
"""Licences, as the data set states them, whose pairs train nothing that we ship."""
_AT_MOST = {
    "tensorflow_docs_ko": 9_000,
    "python_docs_ko": 9_000,
    "react_docs_ko": 7_000,
    "godot_editor_ko": 6_000,
}
"""Documentation is plenty and far from how customers speak."""


def fit(data: Path, teacher: Encoder, tokenizer_out: Path, out: Path, *, epochs: int = 8, seed: int = 0) -> None:
    """Train tokenizer and network, write both.

    Source:
        Reimers and Gurevych, "Making Monolingual Sentence Embeddings Multilingual using Knowledge
        Distillation", EMNLP 2020; the network is a gated mean of token vectors and one layer.
    """
    found = pairs(data, seed)
    _log.info("student: %d pairs", len(found))
    targets = torch.from_numpy(teacher.encode([pair.english for pair in found]))
    korean = [readable(pair.korean).casefold() for pair in found]
    tokenizer = _tokenizer([*korean, *_reviews(data, seed)])
    tokenizer.save(str(tokenizer_out))
    network = _train(_padded(tokenizer, korean), targets, epochs, seed)
    np.savez_compressed(out, **_packed(network))


@dataclass(frozen=True)
class Pair:
    """A sentence and its translation."""

    english: str
    korean: str
    source: str
    licence: str


def pairs(data: Path, seed: int) -> list[Pair]:
    """Translations that may train shipped weights, shuffled."""
    csv.field_size_limit(1 << 24)
    found: list[Pair] = []
    seen: dict[str, int] = {}
    with gzip.open(data / "parallel_ko_en" / "train.tsv.gz", "rt", encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    random.Random(seed).shuffle(lines)
    for line in lines:
        source, licence = line["source"], line["licence"]
        long = len(line["en"]) > _MAX_CHARACTERS or len(line["ko"]) < 2
        if long or any(word in licence for word in _REFUSED):
            continue
        seen[source] = seen.get(source, 0) + 1
        if seen[source] <= _AT_MOST.get(source, len(lines)):
            found.append(Pair(line["en"], line["ko"], source, licence))
    return found


class Student(torch.nn.Module):
    """Gated mean of token vectors, one linear layer, unit length."""

    def __init__(self, width_out: int) -> None:
        super().__init__()
        self.table = torch.nn.Embedding(_VOCABULARY, _WIDTH, padding_idx=0)
        torch.nn.init.normal_(self.table.weight, std=0.02)
        self.gate = torch.nn.Embedding(_VOCABULARY, 1, padding_idx=0)
        torch.nn.init.zeros_(self.gate.weight)
        self.layer = torch.nn.Linear(_WIDTH, width_out, bias=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(n, tokens) int64, 0 for none, to (n, width_out) unit rows."""
        weight = torch.exp(self.gate(ids)) * (ids > 0).unsqueeze(-1)
        mean = (self.table(ids) * weight).sum(1) / weight.sum(1).clamp(min=1e-6)
        return torch.nn.functional.normalize(self.layer(mean), dim=1)


def _reviews(data: Path, seed: int) -> Iterator[str]:
    """Customers' own words, so that the vocabulary holds them."""
    for name, most in (("ko_app_reviews", 56_000), ("ko_nsmc", 30_000)):
        found = [r["text"] for r in rows(data / name / "train.jsonl.gz")]
        random.Random(seed).shuffle(found)
        yield from (readable(text).casefold() for text in found[:most])


def _tokenizer(texts: Sequence[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=_VOCABULARY, special_tokens=["<pad>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _padded(tokenizer: Tokenizer, texts: Sequence[str]) -> torch.Tensor:
    ids = np.zeros((len(texts), MAX_TOKENS), dtype=np.int64)
    for row, found in zip(ids, tokenizer.encode_batch(list(texts)), strict=True):
        row[: len(found.ids)] = found.ids[:MAX_TOKENS]
    return torch.from_numpy(ids)


def _train(ids: torch.Tensor, targets: torch.Tensor, epochs: int, seed: int) -> Student:
    torch.manual_seed(seed)
    network = Student(targets.shape[1])
    batch = 1_024
    steps = epochs * (len(ids) // batch)
    optimiser = torch.optim.Adam(network.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.05)
    for epoch in range(epochs):
        order = torch.randperm(len(ids))
        losses = []
        for start in range(0, len(ids) - batch + 1, batch):
            chosen = order[start : start + batch]
            longest = int((ids[chosen] > 0).sum(1).max())
            loss = _loss(network(ids[chosen, :longest]), targets[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        _log.info("student: epoch %d, loss %.4f", epoch + 1, float(np.mean(losses)))
    return network


def _loss(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """One minus cosine, and telling the own translation from those of the batch."""
    likeness = found @ wanted.T
    own = torch.arange(len(found))
    contrast = torch.nn.functional.cross_entropy(likeness / _TEMPERATURE, own)
    return 3.0 * (1.0 - likeness.diagonal().mean()) + 0.5 * contrast


def _packed(network: Student) -> dict[str, np.ndarray]:
    table = network.table.weight.detach().numpy()
    scale = np.abs(table).max(axis=1, keepdims=True) / 127.0 + 1e-12
    return {
        "table": np.round(table / scale).astype(np.int8),
        "scale": scale.astype(np.float16),
        "gate": network.gate.weight.detach().numpy()[:, 0].astype(np.float16),
        "layer": network.layer.weight.detach().numpy().T.astype(np.float16),
    }
