"""What a source is made of; pure."""

import hashlib
from collections.abc import Sequence
from enum import StrEnum

from voc.errors import VocError
from voc.values import Value

FILE_LIMIT_BYTES = 20 * 1024 * 1024
TEXT_LIMIT_CHARACTERS = 1_000_000
"""A book of five hundred pages; it is stored, shown and searched whole."""
BLOCKS_LIMIT = 50_000
"""Headings, paragraphs and list items; people write none of a letter each."""
PAGES_LIMIT = 1_000
ADDRESS_LIMIT_CHARACTERS = 500
TITLE_CHARACTERS = 200
_ID_CHARACTERS = 26


class Kind(StrEnum):
    """What a source is."""

    file = "file"
    page = "page"
    """Of the web; fetched."""
    reply = "reply"
    """What a colleague answered a customer."""


class Format(StrEnum):
    """How a file is written."""

    markdown = "markdown"
    html = "html"
    pdf = "pdf"
    text = "text"


SUFFIXES = {
    ".md": Format.markdown, ".markdown": Format.markdown, ".mdown": Format.markdown, ".html": Format.html,
    ".htm": Format.html, ".xhtml": Format.html, ".pdf": Format.pdf, ".txt": Format.text, ".text": Format.text,
}  # fmt: skip


class SourceState(StrEnum):
    """Where a source stands, beside `voc.outbox.State`."""

    pending = "pending"
    done = "done"
    refused = "refused"
    """What came last cannot be used; what was read before stays."""
    parked = "parked"


class Refusal(StrEnum):
    """Why a file is not taken."""

    unknown = "unknown"
    large = "large"
    empty = "empty"
    encoding = "encoding"
    encrypted = "encrypted"
    scanned = "scanned"
    pages = "pages"
    long = "long"
    malformed = "malformed"
    slow = "slow"
    fetch = "fetch"
    kind = "kind"


ADVICE = {
    Refusal.unknown: "Not a kind of file that is read. Save it as Markdown, HTML, PDF or plain text.",
    Refusal.large: f"Larger than {FILE_LIMIT_BYTES // 1024**2} MB. Divide it into several files.",
    Refusal.empty: "There is no text in it. Look whether the right file was saved.",
    Refusal.encoding: "Its letters cannot be told. Save it as UTF-8 and import it again.",
    Refusal.encrypted: "The PDF asks for a password. Save it without one and import it again.",
    Refusal.scanned: "The PDF holds pictures of pages and no text. Run text recognition (OCR) on it first.",
    Refusal.pages: f"The PDF has more than {PAGES_LIMIT:,} pages. Divide it into several files.",
    Refusal.long: f"It holds more than {TEXT_LIMIT_CHARACTERS:,} characters of text. Divide it into several files.",
    Refusal.malformed: "The file is damaged. Open it in the program that made it, save it anew and import it again.",
    Refusal.slow: "It took too long to read. Divide it, or save it in a simpler form such as plain text.",
    Refusal.fetch: "The page could not be fetched. Look whether the address opens without signing in, and try again.",
    Refusal.kind: "The address does not answer with a page, a PDF or plain text. Save what it shows as a file.",
}
"""What to do about each, for commands; pages have their own words."""


class NotTaken(VocError):
    """A file that cannot be a source; `values["reason"]` is one of `Refusal`."""

    slug, title, status = "source-not-taken", "Not taken", 422

    def __init__(self, reason: Refusal, figures: str = "") -> None:
        """`figures`: what is particular about this file."""
        super().__init__(" ".join(filter(None, (ADVICE[reason], figures))), reason=reason.value)
        self.figures = figures


class Block(Value):
    """A heading, paragraph or list item, as it reads."""

    text: str
    """Empty: here ends what stands under the last heading of its level."""
    level: int = 0
    """Of a heading, from 1; 0: no heading."""
    page: int | None = None
    """Of a PDF, from 1."""


class Reading(Value):
    """What a file says."""

    title: str = ""
    blocks: tuple[Block, ...]


class Passage(Value):
    """A part of a source that can be cited."""

    id: str
    heading: tuple[str, ...]
    """The headings above it, the outermost first."""
    text: str
    start: int
    """In the source's text, by characters."""
    end: int
    page: int | None = None


def source_id(workspace: str, kind: Kind, address: str) -> str:
    """The id of what lies at an address; it does not tell the address."""
    return f"src_{_digest(workspace, kind.value, address)}"


def passage_id(source: str, heading: Sequence[str], text: str, occurrence: int) -> str:
    """The id of a passage; `occurrence` counts equal ones under equal headings, from 0."""
    return f"psg_{_digest(source, *heading, text, str(occurrence))}"


def read_as(heading: Sequence[str], text: str) -> str:
    """A passage as a model reads it: the nearest heading says what it is about, and on a page of questions asks it."""
    return "\n".join([*heading[-1:], text])


def format_of(name: str, media_type: str = "") -> Format | None:
    """By what a file is called, else by the type that came with it; None for what is not read."""
    last = name.rsplit("/", 1)[-1].lower()
    _, dot, suffix = last.rpartition(".")
    if dot and (found := SUFFIXES.get(f".{suffix}")):
        return found
    types = {
        "text/markdown": Format.markdown, "text/html": Format.html, "application/xhtml+xml": Format.html,
        "application/pdf": Format.pdf, "text/plain": Format.text,
    }  # fmt: skip
    return types.get(media_type.partition(";")[0].strip().lower())


def _digest(*parts: str) -> str:
    whole = "\0".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_CHARACTERS]
