"""What is found, brought in line with what readers know and what people decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from ml.cluster.carry import Past, match
from ml.grouping import FoundTheme, Group

Arranged = list[tuple[np.ndarray, dict[int, str]]]
"""Labels of each group, and which of them is which theme of before."""
_ROUNDS = 8
"""Texts that move shift the borders, and few move for that; then nothing moves any more."""


def arrange(
    groups: Sequence[Group],
    cuts: Sequence[np.ndarray],
    before: Sequence[str | None],
    held: set[str],
    lasting: set[str],
) -> Arranged:
    """The cuts with the themes of before in them, moved until the same corpus would move nothing.

    Args:
        groups: of the corpus.
        cuts: `Group.cut` of each.
        before: theme of each text before.
        held: themes whose texts stay together and apart from all others.
        lasting: themes that live on; one that nothing resembles keeps the texts that it had.
    """
    now = Past.read(before)
    known = set(now.themes)
    held = held & known
    for _ in range(_ROUNDS):
        arranged = _arranged(groups, cuts, now, held)
        lost = (lasting & known) - {theme for _, keys in arranged for theme in keys.values()}
        if lost:
            held, arranged = held | lost, _arranged(groups, cuts, now, held | lost)
        moved, now = now, _themes(groups, arranged, len(before))
        if moved.same(now):
            break
    return [(labels, {label: theme for label, theme in keys.items() if theme in known}) for labels, keys in arranged]


def stays(
    groups: Sequence[Group],
    cuts: Sequence[np.ndarray],
    assignments: Sequence[str | None],
    held: set[str],
    lasting: set[str],
) -> bool:
    """Whether looking at the same corpus again would move nothing; arguments as `arrange`."""
    was = Past.read(assignments)
    again = _themes(groups, arrange(groups, cuts, assignments, held, lasting), len(assignments))
    place = {theme: at for at, theme in enumerate(was.themes)}
    now = np.array([place.get(theme, -1) for theme in again.themes] + [-1])[again.of]
    return np.array_equal(was.of, now)


def _arranged(groups: Sequence[Group], cuts: Sequence[np.ndarray], now: Past, held: Collection[str]) -> Arranged:
    labels = np.full(len(now.of), -1, dtype=np.int64)
    fixed: dict[int, str] = {}
    own, firsts = [], [0]
    for group, cut in zip(groups, cuts, strict=True):
        found, themes = group.arranged(cut, now.at(group.places), held)
        labels[group.places] = np.where(found >= 0, found + firsts[-1], -1)
        fixed |= {label + firsts[-1]: theme for label, theme in themes.items()}
        own.append(found)
        firsts.append(firsts[-1] + int(found.max(initial=-1)) + 1)
    carried = match(now, labels, fixed)
    return [
        (found, {label - start: theme for label, theme in carried.items() if start <= label < end})
        for found, start, end in zip(own, firsts, firsts[1:], strict=False)
    ]


def _themes(groups: Sequence[Group], arranged: Arranged, count: int) -> Past:
    """Theme of each text, those that nobody knows yet under a name of this run."""
    labels, names = np.full(count, -1, dtype=np.int64), []
    for number, (group, (found, keys)) in enumerate(zip(groups, arranged, strict=True)):
        labels[group.places] = np.where(found >= 0, found + len(names), -1)
        names += [keys.get(label, f"? {number} {label}") for label in range(int(found.max(initial=-1)) + 1)]
    themes = tuple(sorted(set(names)))
    place = {theme: at for at, theme in enumerate(themes)}
    return Past(np.array([place[name] for name in names] + [-1])[labels], themes)


def joined(found: Sequence[FoundTheme]) -> list[FoundTheme]:
    """Themes that a person joined over kinds or languages are one, called after their largest part."""
    parts: dict[str, list[FoundTheme]] = {}
    for theme in found:
        parts.setdefault(theme.key, []).append(theme)
    return [_whole(sorted(own, key=lambda part: -part.size)) for own in parts.values()]


def _whole(parts: Sequence[FoundTheme]) -> FoundTheme:
    if len(parts) == 1:
        return parts[0]
    turns = (quote for turn in zip_longest(*(part.quotes for part in parts)) for quote in turn)
    return replace(
        parts[0],
        size=sum(part.size for part in parts),
        quotes=tuple(quote for quote in turns if quote is not None)[: len(parts[0].quotes)],
        anchors=tuple(anchor for part in parts for anchor in part.anchors),
    )
