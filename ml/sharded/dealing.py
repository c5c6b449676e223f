"""Which shard each text goes to, and how finely shards sum up what they hold."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.cluster.shards import TEXTS_PER_MICRO
from ml.cluster.wording import WORDING_SHARE, Wording
from ml.naming import reader_for
from ml.text import copy_key
from ml.themes import space_of
from ml.voices import near_copies

_MOST_OF_ONE = 2_000
"""Texts of one voice beyond which it may be heard in several shards: a department, or a till."""
_READ_FOR_WORDING = 5_000
"""Texts of a space and language that are enough to learn which words are common there."""


@dataclass(frozen=True)
class GroupPlan:
    """How the texts of one space and language are summed up."""

    space: str
    language: str
    per_micro: int
    """Texts per micro-cluster; 1: none is summed up."""
    wording: Wording


def planned(
    texts: Sequence[str], languages: Sequence[str], kinds: Sequence[str], at_once: int, seed: int = 0
) -> list[GroupPlan]:
    """A plan for every space and language, in a fixed order; every sequence has one entry per text.

    Args:
        texts: as customers wrote them.
        languages: `Readings.language`.
        kinds: `Readings.kind`.
        at_once: texts of one space and language that one process may look at.
        seed: of what is read to learn wording.
    """
    groups = [(space_of(kind), language) for kind, language in zip(kinds, languages, strict=True)]
    sizes = Counter(groups)
    return [
        GroupPlan(*group, 1 if size <= at_once else TEXTS_PER_MICRO, _wording(group, groups, texts, seed))
        for group, size in sorted(sizes.items())
    ]


def _wording(group: tuple[str, str], groups: Sequence[tuple[str, str]], texts: Sequence[str], seed: int) -> Wording:
    share = WORDING_SHARE.get(group[1], 0.0)
    if not share:
        return Wording.fit([], 0.0)
    own = [place for place, each in enumerate(groups) if each == group]
    read = np.sort(np.random.default_rng(seed).permutation(len(own))[:_READ_FOR_WORDING])
    terms = reader_for(group[1]).terms([texts[own[i]] for i in read])
    return Wording.fit([[term.key for term in each] for each in terms if each], share)


def dealt(texts: Sequence[str], speakers: Sequence[str | None], shards: int) -> np.ndarray:
    """The shard of each text, so that what one voice says is in one, and what says the same: (n,) int64.

    The same text goes to the same shard whatever else there is, as long as there are as many shards.

    Args:
        texts: as customers wrote them.
        speakers: who wrote each; None where nobody knows.
        shards: how many.
    """
    keys = [copy_key(text) for text in texts]
    voices = voice_names(keys, speakers, near_copies(keys, [speaker is None for speaker in speakers]))
    much = {voice for voice, count in Counter(voices).items() if count > _MOST_OF_ONE}
    own = [key if voice in much else voice for key, voice in zip(keys, voices, strict=True)]
    return np.array([digest(each) % shards for each in own], dtype=np.int64)


def voice_names(keys: Sequence[str], speakers: Sequence[str | None], echoes: np.ndarray) -> list[str]:
    """Whose voice each text is, by a name that is the same in every shard.

    Args:
        keys: `ml.text.copy_key` of the texts.
        speakers: who wrote each; None where nobody knows.
        echoes: as `ml.voices.near_copies` answered.
    """
    return [
        f"said {keys[echo]}" if speaker is None else f"by {speaker}"
        for speaker, echo in zip(speakers, echoes.tolist(), strict=True)
    ]


def digest(key: str) -> int:
    """A number from 1 to 2^64 - 1 for a string."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "ignore"), digest_size=8).digest(), "big") or 1
