"""Physical lines of text out of bytes, with the line and byte of the first that is not text."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from voc.imports.errors import UnreadableFile, WrongEncoding

LINE_LIMIT_CHARACTERS = 16 * 1024 * 1024
"""A longer line is not kept in memory; its beginning is delivered, marked as cut."""

_LINE_END = re.compile(r"\r\n|\n|\r(?!\Z)")
"""A final CR waits for what follows, for it may be half of CRLF."""


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line with its line end, numbered from 1."""

    number: int
    text: str
    cut: bool = False
    """Whether only the beginning is here because the line is too long."""


def known_encoding(name: str) -> str:
    """The codec's own name; UTF-8 becomes the variant that skips a byte order mark.

    Raises:
        WrongEncoding: Python knows no such text encoding.
    """
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)
    except LookupError as error:
        raise WrongEncoding(f"No encoding is called {name!r}. Try utf-8, cp949, euc-kr, utf-16 or latin-1.") from error
    return "utf-8-sig" if codec.name == "utf-8" else codec.name


class Cutting(Protocol):
    """What cuts decoded text into the pieces that hold a record, or the part of one, each."""

    number: int
    """Of the physical line reached."""

    @property
    def unfinished(self) -> str:
        """The beginning of the present piece."""

    def feed(self, text: str) -> Iterator[Line]:
        """The pieces that end in this text."""

    def rest(self) -> Iterator[Line]:
        """The piece that the file ends in."""


def read_lines(chunks: Iterator[bytes], encoding: str, cutting: Cutting | None = None) -> Iterator[Line]:
    """Lines ended by LF, CRLF or CR, or whatever pieces `cutting` makes.

    Raises:
        WrongEncoding: bytes that are not text in `encoding`; the lines before were yielded.
        UnreadableFile: whatever `chunks` raises, with `line` added; the unfinished last line is left out.
    """
    splitter = cutting or _Splitter()
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in chunks:
            yield from _decoded(splitter, decoder, chunk, encoding)
    except WrongEncoding:
        raise
    except UnreadableFile as error:
        before = "Rows before it may be wrong too." if error.values.get("doubtful") else "The rows before it are good."
        raise type(error)(
            f"Line {splitter.number:,}: {error.detail} {before}",
            **(error.values | {"line": splitter.number}),
        ) from error
    yield from _decoded(splitter, decoder, b"", encoding, final=True)
    yield from splitter.rest()


def _decoded(
    splitter: Cutting, decoder: codecs.IncrementalDecoder, chunk: bytes, encoding: str, final: bool = False
) -> Iterator[Line]:
    before = decoder.getstate()
    try:
        text = decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        start = error.start - (len(error.object) - len(chunk))
        decoder.setstate(before)
        with suppress(UnicodeError):  # UTF-16 without its mark fails at the first byte
            yield from splitter.feed(decoder.decode(chunk[: max(start, 0)]))
        raise _not_text(splitter, error, encoding) from error
    except UnicodeError as error:  # UTF-16 without its byte order mark
        fact = f"Line {splitter.number:,}: not {encoding} text ({error})."
        message = f"{fact} Name the right encoding with --encoding."
        raise WrongEncoding(message, line=splitter.number, byte=1, fact=fact) from error
    yield from splitter.feed(text)


def _not_text(splitter: Cutting, error: UnicodeDecodeError, encoding: str) -> WrongEncoding:
    byte = error.object[error.start]
    position = len(splitter.unfinished.rpartition("\n")[2].encode(encoding.removesuffix("-sig"), "replace")) + 1
    shown = "UTF-8" if encoding == "utf-8-sig" else encoding
    hint = "name the right one with --encoding"
    if shown == "UTF-8":
        hint = (
            "name its encoding, for example --encoding cp949 (Korean Windows and Excel) "
            "or --encoding latin-1 (Western European)"
        )
    fact = f"Line {splitter.number:,}, byte {position:,} of the line (0x{byte:02X}): not {shown} text."
    message = f"{fact} If the file is in another encoding, {hint}."
    return WrongEncoding(message, line=splitter.number, byte=position, fact=fact)


class _Splitter:
    """Cuts decoded text into lines; keeps the unfinished one, and no more of it than the limit."""

    def __init__(self) -> None:
        self.number = 1
        self._parts: list[str] = []
        self._size = 0

    @property
    def unfinished(self) -> str:
        return "".join(self._parts)

    def feed(self, text: str) -> Iterator[Line]:
        if self._parts and self._parts[-1].endswith("\r"):
            text = self._take_back_cr() + text
        start = 0
        for match in _LINE_END.finditer(text):
            yield self._finish(text[start : match.end()])
            start = match.end()
        self._keep(text[start:])

    def rest(self) -> Iterator[Line]:
        if self._size:
            yield self._finish("")

    def _take_back_cr(self) -> str:
        self._parts[-1] = self._parts[-1][:-1]
        return "\r"

    def _keep(self, text: str) -> None:
        """Beyond the limit only a last CR is kept, which may be half of a line end."""
        if self._size > LINE_LIMIT_CHARACTERS:
            text = "\r" if text.endswith("\r") else ""
        if text:
            self._parts.append(text)
            self._size += len(text)

    def _finish(self, end: str) -> Line:
        line = Line(self.number, self.unfinished + end, cut=self._size > LINE_LIMIT_CHARACTERS)
        self.number += 1
        self._parts, self._size = [], 0
        return line
