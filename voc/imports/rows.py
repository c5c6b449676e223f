"""What a reader yields: a row, or the reason why there is none."""

from dataclasses import dataclass, field

RAW_LIMIT_CHARACTERS = 2_000
CELL_LIMIT_CHARACTERS = 1024 * 1024
"""A longer cell is refused, and its row with it; the longest verbatim is far shorter."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that one customer said, as a preset finds it in a record. Everything is text; empty: not there."""

    id: str
    """The source's own id: the same in every export, so that what two exports share is stored once."""
    text: str
    at: str = ""
    """As `voc.imports.dates.instant_of` reads it."""
    rating: str = ""
    """Of 5."""
    customer: str = ""
    """The company's own id of the customer, or the source's with the source's name in front."""
    email: str = ""
    phone: str = ""
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table."""

    line: int
    """The physical line on which it starts, from 1."""
    values: dict[str, str]
    said: Said | None = None
    """What a preset found in it; None: it is read by its columns."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One record in which no customer says anything: a reply of ours, a rating without words."""

    line: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """One record that cannot be used."""

    line: int
    reason: str
    raw: str
    """Its text as it stands in the file, at most `RAW_LIMIT_CHARACTERS` of it."""


def rejected(line: int, reason: str, raw: str) -> Rejected:
    """A `Rejected` whose raw text is bounded."""
    raw = raw.rstrip("\r\n")
    return Rejected(line, reason, cut(raw, RAW_LIMIT_CHARACTERS))


def cut(text: str, limit: int | None) -> str:
    """At most `limit` characters of a text, the last one an ellipsis where something is missing."""
    return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"
