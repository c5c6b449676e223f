"""What a shard tells of its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ml.cluster.graph import sums
from ml.cluster.shards import summarise
from ml.grouping import Group
from ml.sharded.dealing import GroupPlan, digest, voice_names
from ml.text import copy_key
from ml.themes import grouped, space_of
from ml.voices import hear


@dataclass(frozen=True)
class Told:
    """Of n texts, as micro-clusters that are numbered through the groups of the plan."""

    sums: tuple[np.ndarray, ...]
    """Per group (n_micros, width) float32: sums of the unit rows of each."""
    worded: tuple[np.ndarray, ...]
    """Per group (n_micros, n_components) float32: the same of their wording; no columns where it does not count."""
    copies: np.ndarray
    """(n_micros,) uint64: what all texts of a micro-cluster say, where they say the same; else 0."""
    before: tuple[str | None, ...]
    """Theme that most texts of each micro-cluster had."""
    micro: np.ndarray
    """(n,) int64: micro-cluster of each text; -1 where it says nothing about anything, or another speaks for it."""
    stand_in: np.ndarray
    """(n,) int64: place of the text that speaks for each; see `ml.voices`."""
    voice: np.ndarray
    """(n,) uint64: texts of one voice have one number, in all shards."""
    echoes: np.ndarray
    """(n,) int64: see `ml.voices`."""


def summed_up(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    previous: Sequence[str | None],
    speakers: Sequence[str | None],
    plans: Sequence[GroupPlan],
    held: Collection[str] = (),
    lasting: Collection[str] = (),
    seed: int = 0,
) -> Told:
    """Sum up a shard; arguments as `ml.themes.find_themes`, and the plans of all groups.

    Texts of themes that are held share no micro-cluster with others.
    """
    among = [
        (space_of(kind), language, theme if theme in {*held, *lasting} else None)
        for kind, language, theme in zip(kinds, languages, previous, strict=True)
    ]
    voices = hear(texts, speakers, among, embeddings)
    apart = [theme if theme in held else None for theme in previous]
    sums, worded, micro = _micros(texts, languages, kinds, embeddings, voices.stand_in, apart, plans, seed)
    first = sum(map(len, sums))
    keys = [copy_key(text) or text for text in texts]
    return Told(
        sums=sums,
        worded=worded,
        copies=_copies(keys, micro, first),
        before=_before(previous, micro[voices.stand_in], first),
        micro=micro,
        stand_in=voices.stand_in,
        voice=np.array([digest(name) for name in voice_names(keys, speakers, voices.echoes)], dtype=np.uint64),
        echoes=voices.echoes,
    )


def _micros(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    stand_in: np.ndarray,
    apart: Sequence[str | None],
    plans: Sequence[GroupPlan],
    seed: int,
) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...], np.ndarray]:
    """`Told.sums`, `Told.worded` and `Told.micro`; texts of one theme in `apart` are with none else."""
    heard = np.flatnonzero(stand_in == np.arange(len(texts)))
    own = ([each[i] for i in heard] for each in (texts, languages, kinds))
    groups = {(group.space, group.language): group for group in grouped(*own, embeddings[heard])}
    micro = np.full(len(texts), -1, dtype=np.int64)
    meant, worded, first = [], [], 0
    for plan in plans:
        group = groups.get((plan.space, plan.language))
        telling = [i for i, terms in enumerate(group.terms) if terms] if group else []
        if group is None or not telling:
            meant.append(np.empty((0, embeddings.shape[1]), np.float32))
            worded.append(np.empty((0, plan.wording.axes.shape[1]), np.float32))
            continue
        places = heard[[group.places[i] for i in telling]]
        words = plan.wording.of([[term.key for term in group.terms[i]] for i in telling])
        rows = group.embeddings[telling]
        members = _members(group, telling, plan.wording.beside(rows, words), [apart[i] for i in places], plan, seed)
        meant.append(sums(rows, members, int(members.max()) + 1))
        worded.append(sums(words, members, len(meant[-1])))
        micro[places] = members + first
        first += len(meant[-1])
    return tuple(meant), tuple(worded), micro


def _members(
    group: Group, telling: Sequence[int], rows: np.ndarray, apart: Sequence[str | None], plan: GroupPlan, seed: int
) -> np.ndarray:
    """Micro-cluster of each telling text, from 0 without gaps; copies count once."""
    strata: dict[str, dict[str, list[int]]] = {}
    for at, (place, theme) in enumerate(zip(telling, apart, strict=True)):
        text = group.texts[place]
        strata.setdefault(theme or "", {}).setdefault(copy_key(text) or text, []).append(at)
    members, first = np.empty(len(telling), dtype=np.int64), 0
    for _, copies in sorted(strata.items()):
        distinct = [own for _, own in sorted(copies.items())]
        found = summarise(rows[[own[0] for own in distinct]], seed, plan.per_micro)
        for own, label in zip(distinct, found.members.tolist(), strict=True):
            members[own] = label + first
        first += len(found.counts)
    return members


def _copies(keys: Sequence[str], micro: np.ndarray, count: int) -> np.ndarray:
    said: list[set[str]] = [set() for _ in range(count)]
    for key, label in zip(keys, micro.tolist(), strict=True):
        if label >= 0:
            said[label].add(key)
    return np.array([digest(next(iter(own))) if len(own) == 1 else 0 for own in said], dtype=np.uint64)


def _before(previous: Sequence[str | None], micro: np.ndarray, count: int) -> tuple[str | None, ...]:
    """Those for whom a text speaks count, too; of a tie the first by id."""
    had: list[Counter[str]] = [Counter() for _ in range(count)]
    for theme, label in zip(previous, micro.tolist(), strict=True):
        if theme is not None and label >= 0:
            had[label][theme] += 1
    return tuple(min(own, key=lambda theme: (-own[theme], theme)) if own else None for own in had)
