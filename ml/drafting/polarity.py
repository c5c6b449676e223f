"""What a sentence affirms or denies, on scales on which customers' questions turn: can, free, required, included, …"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ml.text import readable

_READ = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


_SCALES = tuple((name, _any(poles["yes"]), _any(poles["no"])) for name, poles in _READ["scales"].items())
_DENIES = _any(_READ["denied"])
_IDLE = _any(_READ["idle"])
"""Denials that deny nothing: of a condition, of "only"."""


_KINDS = tuple(
    tuple(
        (name, re.compile(rf"(?<![가-힣]){name}" if name[0] > "가" else rf"\b{name}(?:s|es|ies)?\b", re.I))
        for name in names
    )
    for names in _READ["kinds"]
)
"""Kinds of one thing, of which a rule may hold for one and not for the other."""


def kinds(text: str) -> list[frozenset[str]]:
    """Which kinds of each thing that comes in kinds a sentence names."""
    text = readable(text)
    return [frozenset(name for name, pattern in own if pattern.search(text)) for own in _KINDS]


def stands(text: str) -> Mapping[str, int]:
    """Where a sentence stands: 1 or -1 by scale, 0 where it says both; scales that it leaves alone are missing.

    The scale `so` is of every sentence: -1 of one that denies what it speaks of, otherwise 1. What another scale has
    taken for its own ("no fee") denies nothing.
    """
    text = _IDLE.sub(" ", readable(text).replace("’", "'"))
    found: dict[str, int] = {}
    for name, yes, no in _SCALES:
        rest = no.sub(" ", text)
        poles = (bool(yes.search(rest)), rest != text)
        if any(poles):
            found[name] = poles[0] - poles[1]
            if name not in ("before", "same", "online", "more"):
                text = no.sub(" ", text) if poles[1] else text
                text = yes.sub(" ", text) if name == "free" else text
    found["so"] = -1 if _DENIES.search(text) else 1
    return MappingProxyType(found)


def opposed(one: Mapping[str, int], other: Mapping[str, int]) -> list[str]:
    """The scales on which two sentences stand on opposite sides, in order.

    Of two, both may be right: what is possible before shipping is not possible after it.
    """
    return sorted(name for name in one if one[name] * other.get(name, 0) < 0)
