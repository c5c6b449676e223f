"""Which language a text is in: Korean, English, or another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LATIN_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)

# Words that only one of the languages uses, or uses far more; the commonest, so that a
# sentence of six words nearly always holds one. "a", "me", "no" and "on" tell nothing.
_WORDS = {
    "en": "the and is it to of you i my this that for with not but was are have be so very can do "
    "please app good great bad love nice how why what when does doesn't don't can't",
    "es": "el la los las que de y es en por con una para pero muy más esta este como gracias "
    "aplicación bueno buena funciona puedo está porque cuando todo",
    "fr": "le la les des et est une pour dans que je vous pas très mais avec sur ce cette bien "
    "application merci bonjour c'est j'ai ne plus quand",
    "de": "der die das und ist nicht ich ein eine es zu mit für auf sehr aber kann gut keine "
    "schlecht danke wenn auch wird mich",
    "pt": "os que não é um uma para com muito mas por mais está isso bom boa meu minha aplicativo obrigado quando você",
    "it": "il lo gli che è un una per non con molto ma più questa questo sono bene grazie quando anche perché",
    "nl": "de het een en niet ik dat van op met voor maar zeer goed geen ook wordt kan mijn",
    "tr": "ve bir bu için çok ama değil güzel uygulama yok var gibi daha neden olarak",
    "vi": "và là không của cho tôi rất được này các một có ứng dụng",
    "id": "yang dan di tidak ini untuk saya bisa dengan aplikasi bagus sangat ada",
}
_VOTES: dict[str, tuple[str, ...]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _VOTES[_word] = (*_VOTES.get(_word, ()), _language)


def detect(text: str) -> str:
    """`ko`, `en` or `other`.

    Korean when at least a fifth of the letters are Hangul: Korean customers write product names
    in Latin letters. Latin text is English unless words or accents of another language outvote
    it. A text without letters is `other`.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "other"
    hangul = sum(_is_hangul(c) for c in letters)
    if hangul * 5 >= len(letters):
        return "ko"
    latin = sum(c < "\u0250" for c in letters)
    if latin * 2 < len(letters):
        return "other"
    return "en" if _reads_english(text) else "other"


def detect_all(texts: Sequence[str]) -> list[str]:
    """One language per text, in order."""
    return [detect(text) for text in texts]


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3" or "\u3131" <= character <= "\u318e"


def _reads_english(text: str) -> bool:
    words = [word.casefold() for word in _LATIN_WORD.findall(unicodedata.normalize("NFC", text))]
    score: dict[str, float] = {}
    for word in words:
        voters = _VOTES.get(word, ())
        for language in voters:
            score[language] = score.get(language, 0.0) + 1.0 / len(voters)
    accented = sum(not word.isascii() for word in words)
    best_other = max((s for name, s in score.items() if name != "en"), default=0.0)
    return score.get("en", 0.0) + 0.5 >= best_other + 1.5 * accented
