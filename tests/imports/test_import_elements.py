"""Records in one JSON document are read like records a line, however the text arrives and whatever they hold."""

import gzip
import json
import tracemalloc

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voc.imports.elements import ENVELOPES, Elements, is_document
from voc.imports.reading import Rejected, Row, read_table

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(['"', "\\", '\\"]', "[{", "},"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
records = st.lists(st.dictionaries(st.text(max_size=8), values, max_size=4), min_size=1, max_size=6)
dumped = st.sampled_from([{}, {"indent": 2}, {"ensure_ascii": False}])
envelope = st.sampled_from(["", *sorted(ENVELOPES)])


def written(rows, name, how):
    return json.dumps({"type": "list", "pages": {"next": [1]}, name: rows, "meta": []} if name else rows, **how)


@given(records, envelope, dumped, st.integers(1, 40))
def test_every_record_comes_out_as_it_went_in(rows, name, how, step):
    text = written(rows, name, how)
    cutting = Elements()
    lines = [line for at in range(0, len(text), step) for line in cutting.feed(text[at : at + step])]
    assert [json.loads(line.text) for line in [*lines, *cutting.rest()]] == rows


@given(records, envelope, dumped)
def test_a_document_is_told_from_an_object_a_line(rows, name, how):
    assert is_document(written(rows, name, how))
    assert not is_document(json.dumps({"id": 1, "conversations": rows}, **how))
    lines = "".join(json.dumps({"key": row}) + "\n" for row in rows)
    assume(not any(f'"{each}"' in lines for each in ENVELOPES))  # one line alone may be a document in two envelopes
    assert not is_document(lines)


def test_records_carry_the_line_on_which_they_start(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": [{"a": 1}, {"a": 2}]}, indent=1))
    assert [(row.line, row.values["a"]) for row in read_table(path)] == [(3, "1"), (6, "2")]


@pytest.mark.parametrize("name", ["tweets.js", "part.txt", "tweets.js.gz"])
def test_an_assignment_in_front_is_passed_over(tmp_path, name):
    path = tmp_path / name
    content = b'window.YTD.tweets.part0 = [ {"tweet": {"id": "1"}}, {"tweet": {"id": "2"}} ]'
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    assert len(list(read_table(path))) == 2


def test_a_bad_record_loses_itself_and_no_other(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1},\n{"a": nothing},\n7, "text",\n{"a": 2},\n{"a": ')
    found = list(read_table(path))
    assert [type(record) for record in found] == [Row, Rejected, Rejected, Rejected, Row, Rejected]
    assert [record.line for record in found] == [1, 2, 3, 3, 4, 5]


def test_a_large_document_takes_the_memory_of_a_small_one(tmp_path):
    path = tmp_path / "a.json"
    with path.open("w") as file:
        file.write('{"data": [')
        for number in range(3_000):
            file.write(json.dumps({"id": number, "text": "word " * 200}) + ",")
        file.write('{"id": -1}]}')
    tracemalloc.start()
    assert sum(isinstance(record, Row) for record in read_table(path)) == 3_001
    assert tracemalloc.get_traced_memory()[1] < 1024 * 1024 < path.stat().st_size
    tracemalloc.stop()
