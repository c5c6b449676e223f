"""Korean written in Latin letters: tell it, and spell it in Hangul, which the model reads.

People without a Korean keyboard write as they hear: mostly the Revised Romanisation, with slips.
Words of other languages fall into Korean syllables, too ("banana"), so a text counts as Korean
only by what hardly any other language has: its sentence endings and its commonest words.

Source:
    The Revised Romanisation of Korean, Ministry of Culture and Tourism notice 2000-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ONSETS = "g kk n d tt r m b pp s ss - j jj ch k t p h"
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
"""Both in the order of Unicode; `-` is silent."""
_CODA = {"": 0, "g": 1, "k": 1, "n": 4, "d": 7, "t": 7, "l": 8, "m": 16, "b": 17, "p": 17, "ng": 21}
_ONSET = {name: place for place, name in enumerate(_ONSETS.split())} | {"": 11, "l": 5}
_VOWEL = {name: place for place, name in enumerate(_VOWELS.split())} | {"oo": 13, "ee": 20, "woo": 13, "yi": 20}


def _either(names: Iterable[str]) -> str:
    """The longest that fits."""
    return "|".join(sorted((name for name in names if name.isalpha()), key=len, reverse=True))


_SYLLABLE = rf"({_either(_ONSET)})?({_either(_VOWEL)})((?:ng|[gnldmb]|k(?!k)|t(?!t)|p(?!p))(?![aeiouyw]))?"
"""A consonant between two vowels opens the second syllable, and a doubled one is tense."""
_NEXT = re.compile(_SYLLABLE)
_WORD = re.compile(rf"(?>{_SYLLABLE})++")
"""Never tried another way: "aeaeae…" has as many readings as it likes."""
_TOKEN = re.compile(r"[a-z]+")

_ENDING = re.compile(
    r".(?:seyo|haeyo|[hn]aneyo|eoyo|yeoyo|joayo|wayo|sseoyo|ssoyo|eyo|ieyo|yeyo|neyo|nayo|manayo|doenayo|doeyo|dwaeyo|gayo"
    r"|hayo|ssayo|goyo|jyo|mnida|mnikka|neundeyo|geodeunyo|eundeyo|juseyo)$"
)
_WORDS = (
    "neomu neomuneomu jinjja jincha jeongmal gamsahamnida kamsahamnida annyeong annyeonghaseyo baesong hwanbul "
    "jebal choego daebak joayo joaseo andwaeyo juseyo haejuseyo wae eotteoke eonje igeo geunde bissayo maeil "
    "jakku haengbok gwaenchana kwaenchana mianhae jwesonghamnida ppalli cheoeum sasil jjajeung gogaek sayong "
    "eopsseoyo isseoyo itda eopda hago dasineun jal juso chwiso gyeolje juseo"
)
_ENGLISH = (
    "the and is it to of you my this that for with not but was are have be so very can do please when why how "
    "a i in on at he she we they me as if or by from just get got all one out too now more app"
)
_MOST_OTHERS = 0.34
"""Share of the words that may be no Korean syllables: product names."""
_COMMON, _NEVER = frozenset(_WORDS.split()), frozenset(_ENGLISH.split())


def is_romanised(text: str) -> bool:
    """Whether Latin text is Korean by its sound; a single common word is enough when it stands alone."""
    tokens = _TOKEN.findall(text.casefold())
    if not tokens or not text.isascii():
        return False
    if any(token in _NEVER for token in tokens):
        return False
    fits = [_WORD.fullmatch(token) is not None for token in tokens]
    if sum(fits) < len(tokens) * (1 - _MOST_OTHERS):
        return False
    told = sum(_tells(token) for token, fit in zip(tokens, fits, strict=True) if fit)
    return told >= max(1, len(tokens) / 6)


def in_hangul(text: str) -> str:
    """Romanised words spelled in Hangul by sound (너무 조아요); what is no syllable stays."""
    return _TOKEN.sub(lambda found: _spelled(found[0].replace("mni", "bni")), text.casefold())


def _tells(token: str) -> bool:
    return token in _COMMON or (len(token) >= 5 and _ENDING.search(token) is not None)


def _spelled(token: str) -> str:
    out, at = [], 0
    while at < len(token):
        found = _NEXT.match(token, at)
        if found is None:
            return token
        onset, vowel, coda = (each or "" for each in found.groups())
        out.append(chr(0xAC00 + (_ONSET[onset] * 21 + _VOWEL[vowel]) * 28 + _CODA[coda]))
        at = found.end()
    return "".join(out)
