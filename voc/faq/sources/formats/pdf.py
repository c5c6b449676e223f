"""PDF: the text of its pages, lines joined to paragraphs."""

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from voc.faq.sources.domain import PAGES_LIMIT, TEXT_LIMIT_CHARACTERS, Block, NotTaken, Reading, Refusal

_LEAST_CHARACTERS_PER_PAGE = 5
_SENTENCE_END = re.compile(r"[.!?…。！？:][\"'”’)\]]*$")
_BULLET = re.compile(r"^\s*(?:[-–—•·▪◦*○●□■]|\d{1,3}[.)]|[가-하][.)])\s+")
_FULL_LINE_SHARE = 0.75
"""Of the longest line; a sentence that ends before it ends a paragraph."""
_BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OSError,
           RecursionError, ZeroDivisionError, NotImplementedError, UnicodeError, ArithmeticError)  # fmt: skip
"""What a damaged file makes the parser raise."""


def read(data: bytes, _: str) -> Reading:
    """What a PDF says, by page.

    Raises:
        NotTaken: it is encrypted, damaged, too long, or pictures only.
    """
    try:
        file = PdfReader(io.BytesIO(data), strict=False)
        if file.is_encrypted and not file.decrypt(""):
            raise NotTaken(Refusal.encrypted)
        if (count := len(file.pages)) > PAGES_LIMIT:
            raise NotTaken(Refusal.pages, f"It has {count:,}.")
        pages = _pages(file)
        title = str(file.metadata.title or "") if file.metadata else ""
    except _BROKEN as error:
        raise NotTaken(Refusal.malformed) from error
    if sum(map(len, pages)) < _LEAST_CHARACTERS_PER_PAGE * len(pages):
        raise NotTaken(Refusal.scanned if pages else Refusal.empty)
    return Reading(title=title, blocks=tuple(_blocks(pages)))


def _pages(file: PdfReader) -> list[str]:
    pages: list[str] = []
    left = TEXT_LIMIT_CHARACTERS
    for page in file.pages:
        pages.append(page.extract_text().replace("\x00", ""))
        left -= len(pages[-1])
        if left < 0:
            raise NotTaken(Refusal.long)
    return pages


def _blocks(pages: list[str]) -> Iterator[Block]:
    for number, page in enumerate(pages, start=1):
        for paragraph in _paragraphs(page.splitlines()):
            yield Block(text=paragraph, page=number)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines joined until a blank one, a list item, or a sentence that ends before the margin."""
    longest = max((len(line.strip()) for line in lines), default=0)
    held: list[str] = []
    for line in map(str.strip, lines):
        if held and (not line or _BULLET.match(line)):
            yield _joined(held)
            held = []
        if line:
            held.append(line)
        if held and _SENTENCE_END.search(line) and len(line) < _FULL_LINE_SHARE * longest:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def _joined(lines: list[str]) -> str:
    """One line; a word that was divided at a margin is made whole."""
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", " ".join(lines))
