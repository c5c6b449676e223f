"""One spelling for what people type: full-width, circled and keycap digits, case, invisible characters; pure."""

import re
import unicodedata
from functools import cached_property, lru_cache

from voc.values import Value

_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u20e3\u00ad")
"""Zero-width characters, soft hyphens and what makes a digit a keycap; \ufe0f stands after emoji."""
_SAME = {"🔟": "10", "’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "−": "-", "〜": "~", "～": "~"}
_APART = re.compile(r"[.!?;,:\n。！？、…()\[\]\"“”]+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


class Folded(Value):
    """Words in one spelling, and where each character came from."""

    model_config = Value.model_config | {"ignored_types": (cached_property,)}

    text: str
    """In lower case and compatibility form (NFKC), one space between words."""
    said: str
    """As it came, composed (NFC)."""
    origins: tuple[int, ...]
    """For each character of `text` its place in `said`."""

    @cached_property
    def words(self) -> list[str]:
        """Letters and digits that stand together."""
        return _WORD.findall(self.text)

    @cached_property
    def parts(self) -> list["Folded"]:
        """What punctuation and new lines set apart, blank parts left out."""
        found, start = [], 0
        for match in [*_APART.finditer(self.text), None]:
            end = match.start() if match else len(self.text)
            if self.text[start:end].strip():
                found.append(self[start:end])
            start = match.end() if match else end
        return found

    @property
    def compact(self) -> str:
        """Letters and digits alone, accents taken off Latin letters."""
        return "".join(each for each in plain_letters(self.text) if each.isalnum())

    def __getitem__(self, part: slice) -> "Folded":
        return Folded(text=self.text[part], said=self.said, origins=self.origins[part])

    def original(self) -> str:
        """The words as they came, without space around them."""
        if not self.origins:
            return ""
        return self.said[self.origins[0] : self.origins[-1] + 1].strip()


@lru_cache(maxsize=64)
def fold(words: str) -> Folded:
    """Bring what somebody typed into one spelling."""
    said = unicodedata.normalize("NFC", words)
    text: list[str] = []
    origins: list[int] = []
    for place, each in enumerate(said):
        if each in _UNSEEN or unicodedata.category(each) in ("Cc", "Cf") and each not in "\n\t\r":
            continue
        for one in _SAME.get(each) or _compatible(each):
            one = _SAME.get(one, one)
            blank = one.isspace() and one != "\n"
            if blank and (not text or text[-1] in " \n"):
                continue
            text.append(" " if blank else one)
            origins.append(place)
    while text and text[-1].isspace():
        text.pop()
        origins.pop()
    lead = next((place for place, each in enumerate(text) if not each.isspace()), len(text))
    return Folded(text="".join(text[lead:]), said=said, origins=tuple(origins[lead:]))


def _compatible(each: str) -> str:
    """Single letters of Hangul stay: "ㅇㅇ" and "ㅋㅋ" are words."""
    return each if "\u3131" <= each <= "\u318e" else unicodedata.normalize("NFKC", each).casefold()


def plain_letters(text: str) -> str:
    """Without accents on Latin letters: "arrêt" as "arret". Hangul stays whole."""
    return "".join(unicodedata.normalize("NFD", each)[0] if "\u00c0" <= each <= "\u024f" else each for each in text)


LAUGHTER = "ㅋㅎㅠㅜ"
"""Letters that only laugh or cry."""


def has_words(text: str) -> bool:
    """Whether there is anything to read, besides digits, signs, and letters that only laugh or cry."""
    return any(each.isalpha() and each not in LAUGHTER + "ㅇㄴ" for each in text)
