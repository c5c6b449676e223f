"""What a preset is: a known program's export, told by its columns, and how its rows become verbatims."""

import html
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, ClassVar

from voc.imports.columns import plain
from voc.imports.rows import Said

__all__ = [
    "Cells", "Preset", "Said", "Values", "from_html", "joined", "kept", "mapping", "objects", "text_in",
]  # fmt: skip

Values = Mapping[str, str]


class Cells:
    """A record's values by any spelling of their names."""

    def __init__(self, values: Values) -> None:
        self._values = {plain(name): value for name, value in values.items()}

    def __call__(self, *names: str) -> str:
        """The first value that is not empty; names as `plain` spells them."""
        return next((value for name in names if (value := self._values.get(name, "").strip())), "")

    def within(self, name: str) -> Any:
        """A value that is itself JSON, read; None where it is not."""
        try:
            return json.loads(self._values.get(name, ""))
        except (ValueError, RecursionError):
            return None


class Preset(ABC):
    """One program's export. Pure; takes any record without raising."""

    name: ClassVar[str]
    """On the command line."""
    title: ClassVar[str]
    """As people call the source."""
    channel: ClassVar[str]
    docs: ClassVar[str]
    """Where the source describes its export."""

    @abstractmethod
    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """Whether a file with these columns (as `plain` spells them) and this first record is such an export."""

    @abstractmethod
    def take(self, cells: Cells) -> Iterator[Said]:
        """What customers said in a record: nothing, one thing, or several of a conversation."""


def text_in(value: Any) -> str:
    """A JSON value as a cell; nothing for what is no single value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def mapping(value: Any) -> dict[str, Any]:
    """The object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def kept(**attributes: str) -> dict[str, str]:
    """The attributes that say something."""
    return {name: value for name, value in attributes.items() if value}


def joined(title: str, text: str) -> str:
    """A subject and what follows it, once where both are the same."""
    return "\n\n".join(dict.fromkeys(part for part in (title.strip(), text.strip()) if part))


def from_html(written: str) -> str:
    """The words of a message kept as HTML; quoted messages are other people's and left out."""
    if "<" not in written:
        return html.unescape(written).strip()
    reader = _Words()
    reader.feed(written)
    reader.close()
    return re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", "".join(reader.words)).strip()


class _Words(HTMLParser):
    _BREAKS = frozenset(["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"])
    _SILENT = frozenset(["aside", "blockquote", "script", "style", "head"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self._SILENT
        if tag in self._BREAKS and self.words and not self._silent:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in self._SILENT))
        if tag == "p" and not self._silent:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
