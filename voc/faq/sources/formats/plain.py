"""Plain text: paragraphs between empty lines."""

import re

from voc.faq.sources.domain import Block, Reading
from voc.faq.sources.encodings import decoded


def read(data: bytes, charset: str) -> Reading:
    """What a text file says."""
    paragraphs = re.split(r"\n[ \t]*\n", decoded(data, charset=charset))
    return Reading(blocks=tuple(Block(text=each) for each in paragraphs))
