"""What kind of file this is, by its first bytes and, where those do not tell, by its name."""

import re
from enum import StrEnum
from pathlib import PurePath

from voc.imports.errors import BadHeader, EmptyFile, NotATable, WrongEncoding

DELIMITERS = ",\t;|"
_EXCEL = 'in Excel choose "Save as" → "CSV UTF-8" and import that'

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or a ZIP archive", _EXCEL),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document", _EXCEL),
    (b"%PDF", "a PDF document", "export the table itself as CSV"),
    (b"\x1f\x8b", "gzip inside gzip", "unpack it once and import the result"),
    (b"BZh", "a bzip2 archive", "unpack it first; only gzip is read directly"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it first; only gzip is read directly"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it first; only gzip is read directly"),
    (b"PAR1", "a Parquet file", "export it as CSV or JSONL"),
    (b"SQLite format 3\x00", "an SQLite database", "export the table as CSV"),
    (b"\x89PNG", "an image", "export the table itself as CSV"),
    (b"\xff\xd8\xff", "an image", "export the table itself as CSV"),
)
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Format(StrEnum):
    """How rows are written."""

    delimited = "delimited"
    """A header line, then cells between delimiters: CSV, TSV."""
    jsonl = "jsonl"
    """One JSON object a line."""


def refuse_other_files(head: bytes, encoding: str) -> None:
    """Say what a file is when it is certainly no table.

    Raises:
        EmptyFile: not one byte.
        NotATable: a known other kind of file, or binary.
        WrongEncoding: UTF-16 read as something else.
    """
    if not head.strip():
        raise EmptyFile("There is nothing in this file.")
    for signature, kind, remedy in _SIGNATURES:
        if head.startswith(signature):
            raise NotATable(f"This is {kind}: {remedy}.")
    if _PAGE.match(head):
        raise NotATable("This is a web page or XML: was it saved in place of the export?")
    if encoding.startswith(("utf-16", "utf-32")):
        return
    if head.startswith(UTF_16_MARKS):
        raise WrongEncoding('This file is UTF-16 (Excel\'s "Unicode text"): import it with --encoding utf-16.', line=1)
    if b"\0" in head:
        raise NotATable("This is a binary file: export the table as CSV or JSONL.")


def format_of(first_line: str, name: str) -> Format:
    """JSONL when the first line is an object, whatever the name says; else by the name.

    Raises:
        NotATable: an array of something other than records.
    """
    start = first_line.lstrip()
    if start.startswith("{"):
        return Format.jsonl
    if not _suffix(name).startswith((".jsonl", ".ndjson", ".json")):
        return Format.delimited
    if start.startswith("["):
        raise NotATable("This is a JSON array of something other than objects; write one object for each record.")
    return Format.jsonl


def delimiter_of(header: str, name: str) -> str:
    """The candidate most frequent in the header outside quotes; a comma when there is none."""
    if _suffix(name) == ".tsv":
        return "\t"
    bare = re.sub(r'"[^"]*"', "", header)
    best = max(DELIMITERS, key=bare.count)
    return best if best in bare else ","


def columns_of(cells: list[str]) -> list[str]:
    """The names in a header; a nameless column (pandas writes one) becomes `column_N`.

    Raises:
        BadHeader: no name at all, or one twice.
    """
    names = [cell.strip() for cell in cells]
    if not any(names):
        raise BadHeader("Line 1: the first line must name the columns.", line=1)
    names = [name or f"column_{number}" for number, name in enumerate(names, 1)]
    for number, name in enumerate(names, 1):
        first = names.index(name) + 1
        if first < number:
            raise BadHeader(
                f"Line 1: columns {first} and {number} are both called {name!r}; rename one of them.", line=1, name=name
            )
    return names


def _suffix(name: str) -> str:
    """The suffix before `.gz`, in lower case."""
    path = PurePath(name.lower())
    return (PurePath(path.stem) if path.suffix == ".gz" else path).suffix
