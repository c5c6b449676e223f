"""Foreign texts become ours: one word per language, without markup, with our own mentions of answers."""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any

from voc.surveys.exchange.notes import Notes
from voc.surveys.texts import LANGUAGE_PATTERN, TEXT_LIMIT_CHARACTERS

THANKS = {"en": "Thank you!", "ko": "감사합니다!"}
ONWARD = {"en": "Continue", "ko": "계속하기"}
YES, NO, NOTHING = {"en": "Yes", "ko": "예"}, {"en": "No", "ko": "아니요"}, {"en": "None of these", "ko": "없음"}
FIRST = "default"
"""How both foreign formats name the language that serves all others."""
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+);", re.IGNORECASE)
_PLAIN_TAGS = {"p", "br", "div", "span"}
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
            if not isinstance(words, str | int | float) or isinstance(words, bool):
                continue
            plain = self._plain(str(words), place)
            if plain and not re.match(LANGUAGE_PATTERN, language):
                self._notes.add("ignored", place=place, fields=code)
            elif plain:
                texts[language] = plain
        if self.first in texts:
            texts = {self.first: texts[self.first]} | texts
        self.languages |= dict.fromkeys(texts)
        return texts or None

    def own(self, texts: dict[str, str]) -> dict[str, str]:
        """A text of ours in the survey's languages, for what the file leaves to its program."""
        spoken = {code: words for code, words in texts.items() if code.partition("-")[0] in self.languages}
        return spoken or {self.first: texts["en"]}

    def _plain(self, words: str, place: str) -> str:
        plain, marked = without_markup(words.replace("{{", "{ {"))
        if marked:
            self._notes.add("formatting", place=place)
        made = self._mention(plain, place)
        if len(made) > TEXT_LIMIT_CHARACTERS:
            self._notes.add("surplus", place=place, limit=f"{TEXT_LIMIT_CHARACTERS:,} characters")
        return made[:TEXT_LIMIT_CHARACTERS].strip()


def mention(source: str, fallback: str = "") -> str:
    """Our mention of a source, such as `{{answer:why|fallback}}`."""
    clean = re.sub(r"[{}|]", " ", fallback).strip()
    return f"{{{{{source}|{clean}}}}}" if clean else f"{{{{{source}}}}}"


def guessed_language(text: str) -> str:
    """The language that a text's script suggests: `ko`, `ja`, or `en` for anything else."""
    if re.search(r"[가-힣]", text):
        return "ko"
    return "ja" if re.search(r"[ぁ-ヿ]", text) else "en"


def without_markup(text: str) -> tuple[str, bool]:
    """The words of a piece of HTML, and whether anything more than paragraphs was lost."""
    if not _MARKUP.search(text):
        return text.strip(), False
    reader = _Words()
    reader.feed(text)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    return "\n".join(line for line in lines if line), bool(reader.tags - _PLAIN_TAGS)


class _Words(HTMLParser):
    """Keeps the words, turns blocks into lines, and drops scripts and styles whole."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: set[str] = set()
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden += tag in ("script", "style")
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")
