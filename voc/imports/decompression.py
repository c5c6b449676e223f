"""Bytes of a file, unpacked when they are gzip, never more than the limits allow."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from voc.imports.errors import BrokenGzip, UnpacksTooLarge

GZIP_MAGIC = b"\x1f\x8b"
CHUNK_BYTES = 64 * 1024
STEP_BYTES = 16 * 1024
"""Unpacked at a time; whatever shares a step with damage is lost, so it is small."""
_WITH_GZIP_HEADER = 31


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may unpack to."""

    ratio: float = 200.0
    """Most bytes out per byte in; tables reach 5 to 50, a gzip bomb about 1,000."""
    ratio_from_bytes: int = 64 * 1024 * 1024
    """Unpacked bytes below which the ratio does not matter."""
    unpacked_bytes: int = 16 * 1024**3
    """Most bytes out, whatever the ratio."""


def unpacked(file: BinaryIO, limits: Limits, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The content in chunks; gzip is known by its first bytes, not by the file's name.

    Args:
        progress: told how many bytes of the file as stored have been read so far.

    Raises:
        BrokenGzip: cut off or damaged; everything before was yielded.
        UnpacksTooLarge: a limit is passed.
    """
    first = file.read(CHUNK_BYTES)
    stored = _stored(file, first, progress or (lambda _: None))
    return _gunzip(stored, limits) if first.startswith(GZIP_MAGIC) else stored


def _stored(file: BinaryIO, first: bytes, progress: Callable[[int], None]) -> Iterator[bytes]:
    total, chunk = 0, first
    while chunk:
        total += len(chunk)
        progress(total)
        yield chunk
        chunk = file.read(CHUNK_BYTES)


def _gunzip(stored: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Members one after another, as `cat a.gz b.gz` makes them; zero padding at the end is normal."""
    member = zlib.decompressobj(_WITH_GZIP_HEADER)
    read = written = 0
    for chunk in stored:
        read += len(chunk)
        while chunk:
            if member.eof:
                chunk = chunk.lstrip(b"\0")
                if not chunk:
                    break
                member = zlib.decompressobj(_WITH_GZIP_HEADER)
            out = _inflate(member, chunk)
            written += len(out)
            _check(read, written, limits)
            if out:
                yield out
            chunk = member.unused_data if member.eof else member.unconsumed_tail
    yield from _rest(member)


def _inflate(member: "zlib._Decompress", chunk: bytes) -> bytes:
    try:
        return member.decompress(chunk, STEP_BYTES)
    except zlib.error as error:
        # deflate has no checks on the way: bytes before the place where it fails may be wrong already
        raise BrokenGzip(f"The gzip data is damaged ({error}).", doubtful=True) from error


def _rest(member: "zlib._Decompress") -> Iterator[bytes]:
    """What zlib still holds after the last byte came in, and whether the stream came to its end."""
    while not member.eof:
        out = _inflate(member, member.unconsumed_tail)
        if not out:
            raise BrokenGzip("The gzip data breaks off before its end; the file was probably not copied completely.")
        yield out


def _check(read: int, written: int, limits: Limits) -> None:
    if written > limits.unpacked_bytes:
        raise UnpacksTooLarge(f"It unpacks to more than {limits.unpacked_bytes:,} bytes, which is the limit.")
    if written > limits.ratio_from_bytes and written > limits.ratio * read:
        raise UnpacksTooLarge(
            f"It unpacks to {written // max(read, 1):,} times its size; a table of feedback stays under "
            f"{limits.ratio:g} times. If the file is genuine, unpack it yourself and import the result."
        )
