"""What an author may set on each type of question; the form and its reader both go by this table."""

from typing import Any, Literal, NamedTuple

Kind = Literal["words", "flag", "options", "whole", "number", "day", "line", "several", "items", "contact"]


class Setting(NamedTuple):
    """One setting."""

    name: str
    """The field of the question."""
    kind: Kind
    options: tuple[Any, ...] = ()
    """Values to choose from, of `options` and `several`."""
    default: Any = None
    """What an empty field means."""
    low: int | None = None
    high: int | None = None


def _words(name: str) -> Setting:
    return Setting(name, "words")


def _flag(name: str) -> Setting:
    return Setting(name, "flag")


def _whole(name: str, default: int | None = None, low: int = 0, high: int = 20_000) -> Setting:
    return Setting(name, "whole", default=default, low=low, high=high)


def _items(name: str) -> Setting:
    return Setting(name, "items")


_ENDS = (_words("low"), _words("high"))
_CHOICES = (_items("choices"), _flag("other"), _flag("shuffle"))
_BOUNDS = (_whole("minimum", high=50), _whole("maximum", high=50))
_PLACEHOLDER = (_words("placeholder"),)
CONTACTS = ("name", "email", "phone", "company", "address")

SETTINGS: dict[str, tuple[Setting, ...]] = {
    "nps": _ENDS,
    "csat": (Setting("look", "options", ("faces", "stars", "numbers")), *_ENDS),
    "ces": _ENDS,
    "rating": (
        Setting("scale", "options", (2, 3, 5, 7, 10)),
        Setting("look", "options", ("stars", "faces", "numbers", "thumbs")),
        *_ENDS,
    ),
    "single": _CHOICES,
    "multiple": (*_CHOICES, *_BOUNDS),
    "dropdown": (_items("choices"),),
    "ranking": (_items("choices"),),
    "picture": (_items("choices"), _flag("multiple"), *_BOUNDS),
    "matrix": (_items("rows"), _items("columns")),
    "text": (_flag("long"), *_PLACEHOLDER, _whole("minimum", default=0), _whole("maximum", low=1)),
    "email": _PLACEHOLDER,
    "phone": _PLACEHOLDER,
    "url": _PLACEHOLDER,
    "number": (Setting("minimum", "number"), Setting("maximum", "number"), _words("unit"), _flag("whole")),
    "date": (Setting("earliest", "day"), Setting("latest", "day")),
    "consent": (_words("label"),),
    "contact": (Setting("fields", "contact", CONTACTS),),
    "file": (
        Setting("kinds", "several", ("image", "pdf", "text")),
        _whole("limit_mb", default=5, low=1, high=10),
        _whole("maximum", default=1, low=1, high=5),
    ),
    "statement": (_words("button"), Setting("link", "line")),
}
ICONS = {
    "nps": "gauge", "csat": "smile", "ces": "feather", "rating": "star", "single": "circle-dot",
    "multiple": "square-check", "dropdown": "chevrons-up-down", "picture": "image", "ranking": "list-ordered",
    "matrix": "table-2", "text": "text-cursor-input", "contact": "contact", "email": "at-sign", "phone": "phone",
    "url": "link", "number": "hash", "date": "calendar", "consent": "circle-check", "file": "paperclip",
    "statement": "message-square-text",
}  # fmt: skip
"""A Lucide icon for each type."""
