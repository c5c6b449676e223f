"""Which language a text is in: `ko`, `en`, another by its ISO 639-1 code, or `other` where nobody can be sure.

Scripts and our own words decide first, because most feedback is Korean or English and short; CLD2
(Chromium's detector, 19 MB, no network) names the rest. Of four libraries on our own 225 short
comments in 26 languages it was the best (.97; fasttext's lid.176 .94, py3langid .92, lingua .92), took
26 µs per text (lingua 6,700), and called the fewest English reviews something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import pycld2

from ml.romanised import is_romanised

OTHER = "other"
_LATIN_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_CODES = {"iw": "he", "jw": "jv", "in": "id", "zh-Hant": "zh", "nb": "no"}
"""CLD2's names of old."""
_LATIN = "es fr de pt it nl tr vi id ms pl sv no da fi cs sk ro hu hr sl sr lt lv et tl sw af sq ca is az uz"
"""What CLD2 may call Latin text: misspelled English looks Basque or Bislama far more often than anybody writes them."""
_SURE_SHARE = 80
"""Percent of the text that must be of one language."""
_SURE_LETTERS = 12
"""Fewer letters without an accent are English, unless a word says otherwise."""

# Words that only one of the languages uses, or uses far more; the commonest, so that a
# sentence of six words nearly always holds one. "a", "me", "no" and "on" tell nothing.
_WORDS = {
    "en": "the and is it to of you i my this that for with not but was are have be so very can do please "
    "app good great bad love nice how why what when does doesn't don't can't ok okay best worst",
    "es": "el los las que y es en por con una pero muy más esta este como gracias "
    "aplicación bueno buena funciona puedo está porque cuando todo",
    "fr": "le les des et est une pour dans que je vous pas très mais avec sur ce cette bien "
    "merci bonjour c'est j'ai ne plus quand",
    "de": "der das und ist nicht ich ein eine es zu mit für auf sehr aber kann gut keine "
    "schlecht danke wenn auch wird mich",
    "pt": "os que não é um uma para com muito mas por mais está isso bom boa meu minha aplicativo obrigado quando você",
    "it": "il gli che è un una per non con molto ma più questa questo sono bene grazie quando anche perché",
    "nl": "het een en niet ik dat van voor maar zeer goed geen ook wordt kan mijn",
    "tr": "ve bir bu için çok ama değil güzel uygulama yok var gibi daha neden olarak",
    "vi": "và là không của cho tôi rất được này các một có ứng dụng",
    "id": "yang dan di tidak ini untuk saya bisa dengan aplikasi bagus sangat ada",
}
_VOTES: dict[str, tuple[str, ...]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _VOTES[_word] = (*_VOTES.get(_word, ()), _language)


def detect(text: str) -> str:
    """`ko`, `en`, an ISO 639-1 code, or `other`.

    Korean when at least a fifth of the letters are Hangul (Korean customers write product names in
    Latin letters), or when Latin letters sound Korean (`ml.romanised`). Short Latin text is English
    unless its words or accents, or CLD2 for sure, say otherwise. A text without letters is `other`.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return OTHER
    hangul = sum(_is_hangul(c) for c in letters)
    if hangul * 5 >= len(letters):
        return "ko"
    latin = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
    if latin * 2 < len(letters):
        return _named(text) or OTHER
    if len(letters) == latin and is_romanised(text):
        return "ko"
    return _latin(text, latin)


def detect_all(texts: Sequence[str]) -> list[str]:
    """One language per text, in order."""
    return [detect(text) for text in texts]


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3" or "\u3131" <= character <= "\u318e"


def _latin(text: str, letters: int) -> str:
    words = [word.casefold() for word in _LATIN_WORD.findall(unicodedata.normalize("NFC", text))]
    score = _votes(words)
    accented = sum(not word.isascii() for word in words)
    best, votes = max(((n, s) for n, s in score.items() if n != "en"), key=lambda pair: pair[1], default=("", 0.0))
    english = score.get("en", 0.0)
    if english >= votes + accented + 1:
        return "en"
    named = _named(text) if accented or letters >= _SURE_LETTERS else None
    if named in _LATIN.split():
        return named
    if english + 0.5 >= votes + 1.5 * accented:
        return "en"
    return best if votes >= 1.5 and votes > english else OTHER


def _votes(words: Sequence[str]) -> dict[str, float]:
    score: dict[str, float] = {}
    for word in words:
        voters = _VOTES.get(word, ())
        for language in voters:
            score[language] = score.get(language, 0.0) + 1.0 / len(voters)
    return score


def _named(text: str) -> str | None:
    """What CLD2 is sure of."""
    try:
        reliable, _, found = pycld2.detect(text.encode("utf-8", "ignore"), isPlainText=True, bestEffort=True)
    except pycld2.error:  # bytes that it takes for no UTF-8
        return None
    _, code, share, _ = found[0]
    if not reliable or code == "un" or share < _SURE_SHARE:
        return None
    code = _CODES.get(code, code)
    return code if len(code) == 2 else None
