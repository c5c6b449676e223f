"""Whose voice a text is, and which text speaks for those that say the same again.

A theme is what several people say. One customer who writes five hundred variants, and a campaign that pastes a sentence
a thousand times with a word changed, are one voice each: their texts join themes, yet take part in
looking for them once, and make none alone. What different known customers say counts for each of them, be it the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from ml.text import copy_key

FEWEST_VOICES = 3
"""Of a theme that nobody knows yet."""
_ALIKE = 0.8
"""Cosine above which two texts of one voice say the same."""
_MOST_LEADERS = 2_000
"""Of one voice; whoever says more different things is no person but a department, and is heard text by text."""

_SHINGLE = 4
_LETTERS = 20
"""Shorter texts resemble each other by chance: "배송이 느려요"."""
_FEWEST_COPIES, _CAMPAIGN = 5, 20
"""Below the first, people happen to word something alike; from the second on, what is a little like it belongs, too."""
_HASHES, _BANDS = 64, 16
_AGREEMENT, _AGREEMENT_LONG = 0.75, 0.55
"""Share of the hashes that two texts must have in common: an estimate of the share of their shingles."""
_AGREEMENT_FOUND, _LOOKED_AT = 0.3, 12
"""… with any of so many texts of a campaign."""
_LONG = 60
"""Letters, syllables counted twice, from which nobody words the half of it alike by chance."""
_PRIME = np.uint64(0x100000001B3)
_DIGITS = {ord(digit): None for digit in "0123456789"}


@dataclass(frozen=True)
class Voices:
    """Of n texts, one entry each."""

    voice: np.ndarray
    """(n,) int: texts of one voice have one number."""
    stand_in: np.ndarray
    """(n,) int: place of the text that speaks for it, often its own."""
    echoes: np.ndarray
    """(n,) int: place of the text that an anonymous one repeats nearly word for word, else its own."""


def hear(
    texts: Sequence[str], speakers: Sequence[str | None], among: Sequence[Hashable], embeddings: np.ndarray
) -> Voices:
    """Find the voices.

    Args:
        texts: as customers wrote them.
        speakers: who wrote each; None where nobody knows.
        among: a text speaks only for texts that have the same entry here.
        embeddings: (n, width) float32, unit rows.
    """
    keys = [copy_key(text) for text in texts]
    echoes = near_copies(keys, [speaker is None for speaker in speakers])
    names = [("echo", int(echoes[i])) if speaker is None else speaker for i, speaker in enumerate(speakers)]
    numbers: dict[Hashable, int] = {}
    voice = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)
    members: dict[Hashable, list[int]] = {}
    for place, number in enumerate(voice):
        members.setdefault((int(number), among[place]), []).append(place)
    stand_in = np.arange(len(texts))
    for own in members.values():
        if len(own) > 1:
            own.sort(key=lambda place: (keys[place], texts[place]))
            stand_in[own] = _leaders(np.array(own), embeddings, one_text=speakers[own[0]] is None)
    return Voices(voice, stand_in, echoes)


def _leaders(own: np.ndarray, embeddings: np.ndarray, *, one_text: bool) -> np.ndarray:
    """Who speaks for each of a voice's texts: the first that is alike."""
    if one_text:
        return np.repeat(own[:1], len(own))
    leaders: list[int] = []
    out = own.copy()
    for at, place in enumerate(own):
        if leaders:
            cosines = embeddings[leaders] @ embeddings[place]
            if cosines.max() >= _ALIKE:
                out[at] = leaders[int(cosines.argmax())]
                continue
        if len(leaders) < _MOST_LEADERS:
            leaders.append(int(place))
    return out


def near_copies(keys: Sequence[str], counted: Sequence[bool]) -> np.ndarray:
    """Place of the text whose near copy each is, else its own: (n,) int.

    Args:
        keys: `ml.text.copy_key` of the texts.
        counted: whether to look at each.

    Source:
        Broder, "On the resemblance and containment of documents", 1997 (minwise hashing).
    """
    echoes = np.arange(len(keys))
    letters = [_without_digits(key) if look else "" for key, look in zip(keys, counted, strict=True)]
    places = [i for i, own in enumerate(letters) if len(own) >= _LETTERS]
    if len(places) < _FEWEST_COPIES:
        return echoes
    places.sort(key=lambda i: (letters[i], keys[i], i))
    signatures = _signatures([letters[i] for i in places])
    root = _linked(signatures, np.array([_is_long(letters[i]) for i in places]))
    _gather(root, signatures)
    sizes = Counter(root.tolist())
    for rank, place in enumerate(places):
        if sizes[int(root[rank])] >= _FEWEST_COPIES:
            echoes[place] = places[int(root[rank])]
    return echoes


def _signatures(texts: Sequence[str]) -> np.ndarray:
    """(n, _HASHES) uint64: the least of each hash over a text's shingles."""
    lengths = np.array([len(text) for text in texts])
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    hashed = np.zeros(len(codes) - _SHINGLE + 1, dtype=np.uint64)
    for offset in range(_SHINGLE):
        hashed = (hashed ^ codes[offset : offset + len(hashed)]) * _PRIME
        hashed ^= hashed >> np.uint64(29)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    inside = np.ones(len(codes), dtype=bool)
    for back in range(1, _SHINGLE):  # shingles that would reach into the next text
        inside[np.cumsum(lengths) - back] = False
    kept = np.flatnonzero(inside[: len(hashed)])
    firsts = np.searchsorted(kept, starts)
    factors = np.random.default_rng(0).integers(1, 2**63, _HASHES, dtype=np.uint64) | np.uint64(1)
    columns = [np.minimum.reduceat((hashed[kept] * factor) >> np.uint64(16), firsts) for factor in factors]
    return np.stack(columns, axis=1)


def _without_digits(key: str) -> str:
    if key.isalpha():
        return key
    return key.translate(_DIGITS) if key.isascii() else "".join(c for c in key if not c.isdigit())


def _is_long(letters: str) -> bool:
    if len(letters) >= _LONG or 2 * len(letters) < _LONG or letters.isascii():
        return len(letters) >= _LONG
    return len(letters) + sum("가" <= c <= "힣" for c in letters) >= _LONG


def _linked(signatures: np.ndarray, long: np.ndarray) -> np.ndarray:
    """The first text that each is, over others, a near copy of: (n,) int."""
    root = np.arange(len(signatures))
    rows = _HASHES // _BANDS
    for band in range(_BANDS):
        bucket = np.zeros(len(root), dtype=np.uint64)
        for column in range(band * rows, (band + 1) * rows):
            bucket = (bucket ^ signatures[:, column]) * _PRIME
            bucket ^= bucket >> np.uint64(32)
        order = np.argsort(bucket, kind="stable")
        firsts = order[np.searchsorted(bucket[order], bucket)]
        others = np.flatnonzero(firsts != np.arange(len(root)))  # nearly all texts are alone
        needed = np.where(long[others] & long[firsts[others]], _AGREEMENT_LONG, _AGREEMENT)
        agree = (signatures[others] == signatures[firsts[others]]).mean(axis=1) >= needed
        for at in others[agree]:
            one, other = _top(root, int(at)), _top(root, int(firsts[at]))
            root[max(one, other)] = min(one, other)
    return np.array([_top(root, at) for at in range(len(root))])


def _gather(root: np.ndarray, signatures: np.ndarray) -> None:
    """Let what is not so near a copy join a campaign that is found, in place."""
    for first, size in sorted(Counter(root.tolist()).items()):
        if size >= _CAMPAIGN and root[first] == first:
            own = np.flatnonzero(root == first)
            looked_at = own[np.linspace(0, len(own) - 1, _LOOKED_AT, dtype=int)]
            near = np.zeros(len(root), dtype=bool)
            for each in looked_at:
                near |= (signatures == signatures[each]).mean(axis=1) >= _AGREEMENT_FOUND
            root[np.isin(root, root[near])] = first


def _top(root: np.ndarray, at: int) -> int:
    while root[at] != at:
        at = int(root[at])
    return at
