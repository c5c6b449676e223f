"""Questions that people grouped, each set in two halves: one to choose constants on, and one that is held apart."""

import gzip
import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ml.text import copy_key

TUNING, APART = "tuning", "apart"


@dataclass(frozen=True)
class Asked:
    """Questions of one half of a set."""

    name: str
    language: str
    texts: list[str]
    groups: list[str]
    """What each asks."""
    pairs: list[tuple[int, int, bool]] | None
    """Places of two questions that people judged, and whether they ask the same; None: all pairs are known."""
    wordings: int
    """How many questions of a group are known as the canonical one and its aliases when the others come in."""


def read(data: Path, half: str) -> list[Asked]:
    """All sets. No group, and of pairs no question, is in both halves."""
    return [
        _grouped(data / "ko_parakqc/dev.jsonl.gz", "ko_parakqc", "ko", "group", 3, half),
        _paired(data / "ko_question_pair/train.jsonl.gz", half),
        _grouped(data / "en_banking77/train.jsonl.gz", "en_banking77", "en", "label", 5, half),
    ]


def _grouped(file: Path, name: str, language: str, field: str, wordings: int, half: str) -> Asked:
    """Copies of a question are left out."""
    kept = {copy_key(row["text"]): row for row in _rows(file) if _half(str(row[field])) == half}
    rows = list(kept.values())
    return Asked(name, language, [r["text"] for r in rows], [str(r[field]) for r in rows], None, wordings)


def _paired(file: Path, half: str) -> Asked:
    """Question_pair: 0 says that both ask the same (the set's page has it the other way round; read a few)."""
    rows = [row for row in _rows(file) if copy_key(row["q1"]) != copy_key(row["q2"])]
    near = _joined([(row["q1"], row["q2"]) for row in rows])
    rows = [row for row in rows if _half(near[row["q1"]]) == half]
    same = _joined([(row["q1"], row["q2"] if row["label"] == 0 else row["q1"]) for row in rows])
    texts = list(dict.fromkeys(text for row in rows for text in (row["q1"], row["q2"])))
    place = {text: i for i, text in enumerate(texts)}
    pairs = [(place[row["q1"]], place[row["q2"]], row["label"] == 0) for row in rows]
    return Asked("ko_question_pair", "ko", texts, [same.get(text, text) for text in texts], pairs, 1)


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The least of all texts that pairs join to each."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    found: dict[str, str] = {}
    for first in sorted(near):
        waiting = [first]
        while waiting:
            text = waiting.pop()
            if text not in found:
                found[text] = first
                waiting += near[text]
    return found


def _half(group: str) -> str:
    return TUNING if zlib.crc32(group.encode()) % 2 else APART


def _rows(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
