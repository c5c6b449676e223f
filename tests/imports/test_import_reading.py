"""Any table that can be written is read back; no record disappears."""

import csv
import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.imports.reading import Rejected, Row, read_head, read_table

name = st.from_regex(r"[a-z가-힣][a-z가-힣0-9 _]{0,8}[a-z0-9]", fullmatch=True)
names = st.lists(name, min_size=2, max_size=4, unique=True)
cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=30)


@st.composite
def tables(draw, cell=cells):
    columns = draw(names)
    row = st.fixed_dictionaries({name: cell for name in columns})
    return columns, draw(st.lists(row, max_size=8))


def as_delimited(columns, rows, delimiter=","):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_jsonl(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")

    def write(name: str, content: bytes):
        path = folder / name
        path.write_bytes(gzip.compress(content, 1) if name.endswith(".gz") else content)
        return path

    return write


def read(path, **options):
    records = list(read_table(path, **options))
    return [r for r in records if isinstance(r, Row)], [r for r in records if isinstance(r, Rejected)]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz", "a.tsv.gz"])
@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_a_delimited_table_reads_back_as_written(store, name, table):
    columns, rows = table
    read_back, refused = read(store(name, as_delimited(columns, rows, "\t" if "tsv" in name else ",")))
    assert [row.values for row in read_back] == rows
    assert not refused


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "renamed.txt"])
@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_jsonl_reads_back_as_written(store, name, table):
    _, rows = table
    if not rows:
        return
    read_back, refused = read(store(name, as_jsonl(rows)))
    assert [row.values for row in read_back] == rows
    assert not refused


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.text('ab,"é', min_size=1, max_size=8), max_size=12))
def test_every_line_ends_in_a_row_or_a_reason(store, lines):
    """Whatever quotes do, a line is in some record, each line at most once."""
    path = store("quotes.csv", "\n".join(["x,y", *lines]).encode())
    rows, refused = read(path)
    starts = sorted(record.line for record in [*rows, *refused])
    assert len(starts) == len(set(starts))
    inside = sum(value.count("\n") for row in rows for value in row.values.values())
    inside += sum(record.raw.count("\n") for record in refused)
    assert len(starts) + inside == len(lines)


def test_rows_carry_the_physical_line_on_which_they_start(store):
    rows, _ = read(store("lines.csv", b'a,b\r\n"one\r\nmore",2\r\n\r\nx,y\r\n'))
    assert [(row.line, row.values["a"]) for row in rows] == [(2, "one\r\nmore"), (5, "x")]


def test_a_byte_order_mark_is_not_part_of_the_first_name(store):
    assert read_head(store("bom.csv", b"\xef\xbb\xbf" + "내용,별점\n좋아요,5\n".encode())).columns == ["내용", "별점"]


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "euc-kr", "utf-8"])
def test_the_encoding_can_be_chosen(store, encoding):
    rows, _ = read(store("k.csv", "내용,별점\n배송이 빨라요,5\n".encode(encoding)), encoding=encoding)
    assert rows[0].values == {"내용": "배송이 빨라요", "별점": "5"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised_in_the_header(store, delimiter):
    head = read_head(store("d.txt", f"text{delimiter}stars\nfine, really{delimiter}4\n".replace(", ", " ").encode()))
    assert head.columns == ["text", "stars"]


def test_a_nameless_column_gets_a_name(store):
    assert read_head(store("pandas.csv", b",text\n0,hello\n")).columns == ["column_1", "text"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(store, line_end):
    rows, _ = read(store("e.csv", line_end.join(["a,b", "1,2", "3,4"]).encode()))
    assert [(row.line, row.values["b"]) for row in rows] == [(2, "2"), (3, "4")]


def test_numbers_nulls_and_lists_in_jsonl_become_text(store):
    rows, _ = read(store("v.jsonl", b'{"a": 5, "b": null, "c": true, "d": ["x"], "e": 4.5}\n'))
    assert rows[0].values == {"a": "5", "b": "", "c": "true", "d": '["x"]', "e": "4.5"}


def test_members_joined_by_cat_are_one_file(tmp_path):
    path = tmp_path / "joined.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n") + b"\0" * 512)
    assert [row.values["b"] for row in read(path)[0]] == ["2", "4"]
