"""What is no feedback: advertising for somebody else, and mere abuse.

Rules, because both are rare (below 1 in 1,000 of the reviews measured) and a complaint that is taken for either is
lost: customers of a bank speak of loans, and angry ones swear. So a text is spam only if it wants readers to do
something for its writer (use my code, come to my channel, message me; `spam`), and abuse only if nothing is left of it
without the swearing. What swears and says something is a complaint like others.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from ml.noise.spam import SPAM_WORDING
from ml.text import MAX_CHARACTERS, readable

SPAM, ABUSE = "spam", "abuse"
_WORDS = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))

_ONLY_LINKS = re.compile(r"(?:\s*(?:https?://|www\.)\S+)+\s*")
_ORNAMENT = re.compile(
    r"[\u2022-\u2027\u203b\u2190-\u21ff\u2460-\u24ff\u2500-\u27bf\u3008-\u3011\U0001f300-\U0001faff|~*]+"
)
"""What an advertisement puts between its words, or around them."""
_READ = 500
"""Characters; an advertisement shows its wares, and who tells a long story threatens nobody."""

_PROFANE_KOREAN = re.compile("|".join(_WORDS["ko"]))
_PROFANE_ENGLISH = re.compile(rf"\b(?:{'|'.join(_WORDS['en'])})\w{{0,3}}", re.IGNORECASE)
_UNPRINTABLE = re.compile("|".join(_WORDS["unprintable"]), re.IGNORECASE)
_THREAT = re.compile("|".join([*_WORDS["threats"]]), re.IGNORECASE)
_HOLLOW = frozenset(_WORDS["hollow"])
"""Words that add nothing to an insult: whom it is for, how much, and endings."""
_TOKEN = re.compile(r"[^\W_]+(?:'[a-z]+)?")


def noise_of(text: str) -> str | None:
    """`spam`, `abuse` or None.

    Args:
        text: as everybody may read it; placeholders of contacts are a sign.
    """
    read = " ".join(text[: 2 * _READ].split())[:_READ]
    bare = " ".join(_ORNAMENT.sub(" ", read).split())
    if SPAM_WORDING.search(read) or SPAM_WORDING.search(bare) or _ONLY_LINKS.fullmatch(read):
        return SPAM
    hollow = _is_hollow(read) or _is_hollow(readable(read))  # which spells ㅅㅂ otherwise, and sees through disguises
    if len(text) < _READ and (hollow or _THREAT.search(read)):
        return ABUSE
    return None


def is_coarse(text: str) -> bool:
    """Whether a text swears, whatever else it says."""
    whole = f"{text[:MAX_CHARACTERS]}\n{readable(text)}"  # which spells ㅅㅂ otherwise, and sees through disguises
    return any(pattern.search(whole) for pattern in (_PROFANE_KOREAN, _PROFANE_ENGLISH))


def is_profane(word: str) -> bool:
    """Whether a word is one that nobody would print as a name."""
    found = _PROFANE_KOREAN.search(word) or _PROFANE_ENGLISH.search(word) or _UNPRINTABLE.search(word)
    return found is not None


def _is_hollow(text: str) -> bool:
    """Swearing, and nothing else."""
    without = _PROFANE_ENGLISH.sub(" ", _PROFANE_KOREAN.sub(" ", text))
    if without == text:
        return False
    return all(_says_nothing(token.casefold()) for token in _TOKEN.findall(without))


def _says_nothing(token: str) -> bool:
    if token in _HOLLOW or token.isdigit() or all("\u3131" <= c <= "\u318e" for c in token):
        return True
    return len(token) == 1 or any(token[:-cut] in _HOLLOW for cut in (1, 2) if len(token) > cut)
