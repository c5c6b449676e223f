"""Assemble the examples of each kind."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ml.text import copy_key
from ml.train import cues, phrases
from ml.train.corpora import Example, rows, trainable
from ml.train.korean.pairs import stored

_STRENGTH = {"strong": 1.0, "medium": 0.7, "multi": 0.5, "weak": 0.3}
_GOLD_KO = 6.0
"""A hand-labelled Korean row against a rule's guess; 3 and 8 scored less in cross-validation."""
_COMMENT = 0.36
"""A comment from the web as `other`; at 0.6 it drew plain complaints of a shop's customers along."""
_TALK = {"goemotions_ko", "xpersona"}
"""Translations of talk between people (Apache-2.0, MIT); a bracket stands for a name that was taken out."""
_PER_KIND_KO = 4_000
_PER_KIND_EN = 2_500


def korean_gold(data: Path, name: str) -> list[dict]:
    """`dev` or `extra_labelled` of the hand-labelled set, as stored."""
    return list(rows(data / "ko_feedback_type" / f"{name}.jsonl"))


def korean_gold_examples(found: Iterable[dict]) -> list[Example]:
    """The same as examples; an alternative label halves the trust."""
    return [Example(r["text"], r["label"], _GOLD_KO * (0.6 if r["alt"] else 1.0), "ko_feedback_type") for r in found]


def korean_weak(data: Path, *, seed: int, without: set[str]) -> list[Example]:
    """Everything Korean that no person labelled as a kind.

    Args:
        data: folder of the data sets.
        seed: of the samples drawn.
        without: copy keys that must not appear, because they are measured on.
    """
    rng = random.Random(seed)
    reviews = []
    for row in rows(data / "ko_app_reviews" / "train.jsonl.gz"):
        if found := cues.korean(row["text"], row["stars"]):
            reviews.append(Example(row["text"], *found, "ko_app_reviews"))
    out = _capped(reviews, _PER_KIND_KO, rng)
    for row in rows(data / "ko_kote" / "val_as_train.jsonl.gz"):
        if "?" not in row["text"]:
            out.append(Example(row["text"], "other", _COMMENT, "ko_kote"))
    utterances = [
        Example(r["text"], "question" if r["label"] == "question" else "other", 0.2, "ko_3i4k")
        for r in rows(data / "ko_3i4k" / "train.jsonl.gz")
        if r["label"] in ("question", "statement", "fragment")
    ]
    out += _capped(utterances, 2_000, rng) + phrases.korean()
    return [example for example in out if copy_key(example.text) not in without]


def english(data: Path, *, seed: int, without: set[str]) -> list[Example]:
    """Everything English that may train shipped weights. Arguments as in `korean_weak`."""
    rng = random.Random(seed)
    out = [
        Example(r["text"], r["label"], _STRENGTH[r["strength"]], r["source"])
        for r in rows(data / "en_feedback_type" / "train.jsonl.gz")
        if r["label"] and r["strength"] in _STRENGTH and trainable(r["source"])
    ]
    reviews = []
    for row in rows(data / "en_play_reviews" / "train.jsonl.gz"):
        if found := cues.english(row["text"], row["stars"]):
            reviews.append(Example(row["text"], *found, "en_play_reviews"))
    out += _capped(reviews, _PER_KIND_EN, rng)
    out += _capped(_banking(data), 1_500, rng) + _capped(_assistant(data), 1_500, rng)
    out += _capped(_comments(data, rng), 3_000, rng) + phrases.english()
    return [example for example in out if copy_key(example.text) not in without]


def english_dev(data: Path) -> list[dict]:
    """Labelled development rows, as stored; travellers' tips to other guests are left out.

    Those (SemEval B) are labelled suggestion, but suggest nothing to the vendor.
    """
    found = rows(data / "en_feedback_type" / "dev.jsonl")
    return [r for r in found if r["label"] and r["source"] != "semeval2019t9B"]


def _banking(data: Path) -> list[Example]:
    return [
        Example(r["text"], "question", 0.5, "en_banking77")
        for r in rows(data / "en_banking77" / "train.jsonl.gz")
        if re.search(r"\?\s*$", r["text"])
    ]


def _assistant(data: Path) -> list[Example]:
    """What people say to an assistant: questions about its services, and small talk that asks nothing."""
    out = []
    for row in rows(data / "en_clinc150" / "train.jsonl.gz"):
        asks = cues.asks_plainly(row["text"])
        if row.get("domain") in ("small_talk", "meta", "oos") or row["label"] == "oos":
            if not asks:
                out.append(Example(row["text"], "other", 0.25, "en_clinc150"))
        elif asks:
            out.append(Example(row["text"], "question", 0.3, "en_clinc150"))
    return out


def _comments(data: Path, rng: random.Random) -> list[Example]:
    """Talk between people: what ends asking, alone or after a statement, and what does not."""
    found = [r["en"] for r in stored(data, "train") if r["source"] in _TALK and "[" not in r["en"]]
    asking = [text for text in found if text.rstrip().endswith("?") and len(text) > 12]
    stating = [text for text in found if "?" not in text]
    rng.shuffle(asking)
    rng.shuffle(stating)
    longer = [f"{said} {asked}" for said, asked in zip(stating[: len(asking) // 3], asking, strict=False)]
    return [
        *(Example(text, "question", 0.25, "parallel_ko_en") for text in longer + asking[len(longer) :]),
        *(Example(text, "other", 0.12, "parallel_ko_en") for text in stating[len(longer) :]),
    ]


def _capped(examples: list[Example], most: int, rng: random.Random) -> list[Example]:
    """At most so many of each kind, drawn at random."""
    rng.shuffle(examples)
    seen: Counter[str] = Counter()
    kept = []
    for example in examples:
        seen[example.label] += 1
        if seen[example.label] <= most:
            kept.append(example)
    return kept
