"""What became of the themes that readers knew when they were looked for again; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from voc.values import Value

_PART = 0.2
"""Share of a theme's texts that must have gone to one new theme for it to be a split."""
_MOST = 0.5
"""Share that must have gone to one theme for it to be a merge."""
_SHOWN = 200


class Fate(Value):
    """One theme and where its texts went, or came from."""

    theme: str
    other: str | None = None
    texts: int


class Changes(Value):
    """Kept, split, merged, new: every theme of before or now is in one of them, or gone."""

    kept: int
    kept_share: float | None
    """Of the texts that had a theme, those that still have the same; None: none had one."""
    moved: int
    """Texts whose theme changed, those that had none included."""
    split: tuple[Fate, ...]
    """A known theme gave up a good part of its texts to a new one, `other`."""
    merged: tuple[Fate, ...]
    """A known theme went up in another, `other`."""
    new: tuple[Fate, ...]
    gone: tuple[Fate, ...]
    """Its texts went here and there, or to no theme."""


def changes(before: Sequence[str | None], after: Sequence[str | None]) -> Changes:
    """Compare the theme of each text before and after.

    Args:
        before: None for none or a text that nobody had read.
        after: of the same texts, in the same order.
    """
    flows = Counter(zip(before, after, strict=True))
    had = Counter(theme for theme in before if theme is not None)
    has = Counter(theme for theme in after if theme is not None)
    parted = {
        now: Fate(theme=was, other=now, texts=texts)
        for (was, now), texts in sorted(flows.items(), key=lambda flow: flow[1])
        if was in has and now is not None and now not in had and texts >= _PART * had[was]
    }
    ended = [_end(theme, size, flows) for theme, size in had.items() if theme not in has]
    stayed = sum(texts for (was, now), texts in flows.items() if was == now and was is not None)
    return Changes(
        kept=len(set(had) & set(has)),
        kept_share=stayed / had.total() if had else None,
        moved=sum(texts for (was, now), texts in flows.items() if was != now),
        split=_largest(parted.values()),
        merged=_largest(fate for fate in ended if fate.other),
        new=_largest(Fate(theme=theme, texts=size) for theme, size in has.items() if theme not in had.keys() | parted),
        gone=_largest(fate for fate in ended if not fate.other),
    )


def _end(theme: str, size: int, flows: Counter[tuple[str | None, str | None]]) -> Fate:
    went = {now: texts for (was, now), texts in flows.items() if was == theme and now is not None}
    most = max(went, key=lambda now: (went[now], now), default=None)
    return Fate(theme=theme, other=most if most and went[most] >= _MOST * size else None, texts=size)


def _largest(fates: Iterable[Fate]) -> tuple[Fate, ...]:
    return tuple(sorted(fates, key=lambda fate: (-fate.texts, fate.theme))[:_SHOWN])
