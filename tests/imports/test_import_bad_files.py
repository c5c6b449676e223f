"""Each way in which a file can be bad: what is said, and which rows are kept."""

import gzip
import tracemalloc

import pytest

from voc.errors import VocError
from voc.imports.errors import (
    BadHeader,
    BrokenGzip,
    EmptyFile,
    NotATable,
    UnpacksTooLarge,
    WrongEncoding,
)
from voc.imports.reading import Limits, Rejected, Row, read_head, read_table


def until_it_fails(path, **options):
    """Rows and refusals up to the error, and the error."""
    records = []
    try:
        for record in read_table(path, **options):
            records.append(record)
    except VocError as error:
        return records, error
    return records, None


@pytest.fixture
def store(tmp_path):
    def write(content: bytes, name: str = "table.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"a,b\n\x00\x01\x02", "binary"),
        (gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0), "gzip inside gzip"),
    ],
)
def test_another_kind_of_file_is_named_with_what_to_do(store, content, words):
    _, error = until_it_fails(store(content))
    assert isinstance(error, NotATable)
    assert words in error.detail


def test_a_json_array_without_records_is_refused_with_what_to_do(store):
    _, error = until_it_fails(store(b"[1, 2]", "table.json"))
    assert "one object for each record" in error.detail


@pytest.mark.parametrize("content", [b"", b"\n\n", gzip.compress(b"", mtime=0)])
def test_an_empty_file_says_so(store, content):
    assert isinstance(until_it_fails(store(content))[1], EmptyFile)


def test_a_header_alone_is_empty(store):
    with pytest.raises(EmptyFile, match="no rows under the header"):
        read_head(store(b"text,stars\n"))


def test_invalid_utf8_names_line_and_byte_and_keeps_the_rows_before(store):
    records, error = until_it_fails(store("text,stars\nfine,5\n좋아요,".encode() + b"\xc8\xff\nmore,3\n"))
    assert [record.values["text"] for record in records] == ["fine"]
    assert isinstance(error, WrongEncoding)
    assert (error.values["line"], error.values["byte"]) == (3, 11)
    assert "--encoding cp949" in error.detail


def test_utf16_from_excel_is_recognised(store):
    _, error = until_it_fails(store("text\nx\n".encode("utf-16")))
    assert "--encoding utf-16" in error.detail


def test_utf16_without_its_mark_is_not_guessed(store):
    assert isinstance(until_it_fails(store(b"text\nfine\n"), encoding="utf-16")[1], WrongEncoding)


def test_an_unknown_encoding_is_named(store):
    assert "'klingon'" in until_it_fails(store(b"a\n1\n"), encoding="klingon")[1].detail


@pytest.mark.parametrize("damage", ["cut", "flipped", "checksum"])
def test_a_broken_gzip_keeps_what_came_before(store, damage):
    lines = b"".join(b"row %d,%d\n" % (n, n % 5) for n in range(20_000))
    packed = bytearray(gzip.compress(b"text,stars\n" + lines, 1))
    if damage == "cut":
        del packed[len(packed) * 3 // 4 :]
    elif damage == "flipped":
        packed[len(packed) // 2 : len(packed) // 2 + 8] = b"\xff" * 8
    else:
        packed[-5] ^= 0xFF
    records, error = until_it_fails(store(bytes(packed), "table.csv.gz"))
    rows = [record for record in records if isinstance(record, Row)]
    assert isinstance(error, BrokenGzip)
    assert len(rows) > 1_000
    assert [row.values["text"] for row in rows[:1000]] == [f"row {n}" for n in range(1000)]
    assert error.values["line"] == records[-1].line + 1
    assert ("may be wrong too" in error.detail) == (damage != "cut")
    assert ("before it are good" in error.detail) == (damage == "cut")


def test_a_bomb_stops_early_and_in_little_memory(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", 9) as file:
        file.write(b"text\n")
        for _ in range(100):
            file.write(b"a" * 1024 * 1024)
    tracemalloc.start()
    _, error = until_it_fails(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(error, UnpacksTooLarge)
    assert peak < 64 * 1024 * 1024


def test_the_total_is_limited_too(store):
    path = store(gzip.compress(b"text\n" + b"hello\n" * 100_000), "table.csv.gz")
    assert isinstance(until_it_fails(path, limits=Limits(unpacked_bytes=100_000))[1], UnpacksTooLarge)


@pytest.mark.parametrize(("quote", "inside"), [("", "a"), ('"', "a"), ('"', "a" * 127 + "\n")])
def test_a_cell_of_five_megabytes_costs_its_row_only(store, quote, inside):
    cell = inside * (5 * 1024 * 1024 // len(inside))
    records, error = until_it_fails(store(f"text,n\none,1\n{quote}{cell}{quote},2\nthree,3\n".encode()))
    assert error is None
    assert [type(record) for record in records] == [Row, Rejected, Row]
    assert "'text' has 5,242,880 characters" in records[1].reason
    assert len(records[1].raw) <= 2_000
    assert records[2].values == {"text": "three", "n": "3"}


def test_a_line_too_long_for_memory_costs_its_row_only(store):
    records, _ = until_it_fails(store(b"text,n\none,1\n" + b"x" * (17 * 1024 * 1024) + b",2\nthree,3\n"))
    assert [record.line for record in records] == [2, 3, 4]
    assert "longer than" in records[1].reason


def test_a_quote_never_closed_swallows_nothing(store):
    records, _ = until_it_fails(store(b'text,n\none,1\n"two,2\nthree,3\n"four, really",4\n'))
    assert [record.line for record in records] == [2, 3, 4, 5]
    assert [type(record) for record in records] == [Row, Rejected, Row, Row]
    records, _ = until_it_fails(store(b'text,n\none,1\n"two,2\nthree,3\n'))
    assert records[1].reason == "a quote opens here and is never closed"
    assert records[2].values["text"] == "three"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"text,stars,text\n1,2,3\n", "columns 1 and 3 are both called 'text'"),
        (b",,\n1,2,3\n", "must name the columns"),
        (b'"text,stars\n1,2\n', "never closed"),
    ],
)
def test_a_header_names_each_column_once(store, header, words):
    _, error = until_it_fails(store(header))
    assert isinstance(error, BadHeader)
    assert words in error.detail


def test_rows_with_other_than_the_headers_cells_are_refused(store):
    records, _ = until_it_fails(store(b"a,b\n1,2,3\n1\n1,2\n"))
    assert [getattr(record, "reason", None) for record in records] == [
        "3 cells where the header has 2",
        "1 cell where the header has 2",
        None,
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"[1, 2]", "not a JSON object but a list"),
        (b'"text"', "not a JSON object but a text"),
        (b"{broken", "not JSON"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": "\\u0000"}', "NUL"),
        (b'{"a": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "digits"),
    ],
)
def test_a_json_line_that_is_no_object_of_text_is_refused(store, line, words):
    records, error = until_it_fails(store(b'{"a": "ok"}\n' + line + b'\n\n{"a": "ok"}\n', "table.jsonl"))
    assert error is None
    assert [record.line for record in records] == [1, 2, 4]
    assert words in records[1].reason


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("text,stars\n")
        file.writelines(f"a sentence of ordinary length, number {n},5\n".replace(", ", " ") for n in range(20_000))
    tracemalloc.start()
    rows = sum(1 for _ in read_table(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 20_000
    assert peak < 4 * 1024 * 1024
