"""A file's bytes to what they say; a format is one file and one line."""

from collections.abc import Callable

from voc.faq.sources.domain import Block, Format, NotTaken, Reading, Refusal
from voc.faq.sources.formats import markdown, pdf, plain, web_page

READERS: dict[Format, Callable[[bytes, str], Reading]] = {
    Format.markdown: markdown.read,
    Format.html: web_page.read,
    Format.pdf: pdf.read,
    Format.text: plain.read,
}


def read(format_: Format, data: bytes, charset: str = "") -> Reading:
    """What a file says, each block without blanks around it.

    Raises:
        NotTaken: it cannot be read, or says nothing.
    """
    reading = READERS[format_](data, charset)
    blocks = [block.model_copy(update={"text": block.text.strip()}) for block in reading.blocks]
    said: list[Block] = [block for block in blocks if block.text or block.level]
    if not any(not block.level and any(letter.isalnum() for letter in block.text) for block in said):
        raise NotTaken(Refusal.empty)
    return Reading(title=reading.title.strip() or _first_heading(said), blocks=tuple(said))


def _first_heading(blocks: list[Block]) -> str:
    return next((block.text for block in blocks if block.level and block.text), "")
