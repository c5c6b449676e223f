"""Foreign texts become ours: one word per language, without markup, with our own mentions of answers."""

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

from voc.surveys.exchange.notes import Notes
from voc.surveys.texts import LANGUAGE_PATTERN, TEXT_LIMIT_CHARACTERS

THANKS = {"en": "Thank you!", "ko": "감사합니다!"}
ONWARD = {"en": "Continue", "ko": "계속하기"}
YES, NO, NOTHING = {"en": "Yes", "ko": "예"}, {"en": "No", "ko": "아니요"}, {"en": "None of these", "ko": "없음"}
FIRST = "default"
"""How both foreign formats name the language that serves all others."""
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*|!)[^<>]*>")
_MARKUP = re.compile(rf"{_TAG.pattern}|&(?:#\d+|#x[0-9a-f]+|[a-z]+);", re.IGNORECASE)
LANGUAGES_LIMIT = 50
_READ_CHARACTERS = 4 * TEXT_LIMIT_CHARACTERS
"""How much of a text is read, its markup included."""
_PLAIN_TAGS = {"p", "br", "div", "span"}
_HIDDEN = {"script", "style"}
_BLOCKS = {"p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}

Mention = Callable[[str, str], str]
"""Rewrites the mentions of answers in a text; the second argument is the place, for notes."""


class Wording:
    """The texts of one import."""

    def __init__(self, first: str, notes: Notes, mention: Mention) -> None:
        """`first` is the code of the language that the file calls its default."""
        self.first = first
        self.languages: dict[str, None] = {first: None}
        self._notes = notes
        self._mention = mention

    def text(self, raw: Any, place: str) -> dict[str, str] | None:
        """A text of ours from a string or an object by language; None where no language has words."""
        given = raw if isinstance(raw, Mapping) else {FIRST: raw}
        texts: dict[str, str] = {}
        for code, words in given.items():
            language = self.first if code == FIRST else code
            plain = self._plain(str(words), place) if isinstance(words, str | int | float) else ""
            if not is_language(language) or (words and not isinstance(words, str | int | float)):
                self._notes.add("ignored", place=place, fields=code)
            elif plain and language not in self.languages and len(self.languages) >= LANGUAGES_LIMIT:
                self._notes.add("surplus", place="languages", limit=LANGUAGES_LIMIT)
            elif plain:
                texts[language] = plain
                self.languages[language] = None
        if self.first in texts:
            texts = {self.first: texts[self.first]} | texts
        return texts or None

    def own(self, texts: dict[str, str]) -> dict[str, str]:
        """A text of ours in the survey's languages, for what the file leaves to its program."""
        spoken = {code: words for code, words in texts.items() if code.partition("-")[0] in self.languages}
        return spoken or {self.first: texts["en"]}

    def _plain(self, words: str, place: str) -> str:
        plain, marked = without_markup(words[:_READ_CHARACTERS].replace("{{", "{ {"))
        if marked:
            self._notes.add("formatting", place=place)
        made = self._mention(plain, place)
        if len(made) > TEXT_LIMIT_CHARACTERS or len(words) > _READ_CHARACTERS:
            self._notes.add("surplus", place=place, limit=f"{TEXT_LIMIT_CHARACTERS:,} characters")
        return made[:TEXT_LIMIT_CHARACTERS].strip()


def mention(source: str, fallback: str = "") -> str:
    """Our mention of a source, such as `{{answer:why|fallback}}`."""
    clean = re.sub(r"[{}|]", " ", fallback).strip()
    return f"{{{{{source}|{clean}}}}}" if clean else f"{{{{{source}}}}}"


def is_language(code: Any) -> bool:
    """Whether it may be the code of a language."""
    return isinstance(code, str) and re.match(LANGUAGE_PATTERN, code) is not None


def guessed_language(text: str) -> str:
    """The language that a text's script suggests: `ko`, `ja`, or `en` for anything else."""
    if re.search(r"[가-힣]", text):
        return "ko"
    return "ja" if re.search(r"[ぁ-ヿ]", text) else "en"


def without_markup(text: str) -> tuple[str, bool]:
    """The words of a piece of HTML, and whether anything more than paragraphs was lost.

    A reader of our own: it takes time in proportion to the text whatever that is, which Python's parser of HTML does
    not, and nothing here is ever shown as HTML again.
    """
    if not _MARKUP.search(text):
        return text.strip(), False
    words: list[str] = []
    tags: set[str] = set()
    at, hidden = 0, ""
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        words += [] if hidden else [text[at : tag.start()], "\n" if name in _BLOCKS else ""]
        if name in _HIDDEN:
            hidden = "" if tag["end"] else name
        tags.add(name)
        at = tag.end()
    words += [] if hidden else [text[at:]]
    lines = [" ".join(line.split()) for line in unescape("".join(words)).split("\n")]
    return "\n".join(line for line in lines if line), bool(tags - _PLAIN_TAGS)
