"""Rejected rows that are long, and work that fails: the good rows are stored and the page says what is wrong."""

import asyncio
import csv
import io
from datetime import timedelta

import pytest
from pymongo.errors import DocumentTooLarge

from tests.imports.browsing import TABLE, finish, imported
from voc.imports import queries
from voc.imports import service as imports
from voc.imports.documents import Import, ImportPart
from voc.imports.places import Places
from voc.settings import Work

LONG = "long " * 9_000


async def test_long_rejected_rows_cost_no_good_one(browser, watch):
    wide = "text,stars,date," + ",".join(f"c{n}" for n in range(40)) + "\n"
    rows = [",".join([LONG, "1", "2024-03-09", *["=x" * 600] * 40]) for _ in range(450)]
    good = [",".join([f"good {n}", "1", "2024-03-09", *[""] * 40]) for n in range(3)]
    document = await imported(browser, watch, wide + "\n".join(rows + good) + "\n")
    assert (document.state, document.stored, document.rejected) == ("done", 3, 450)
    sizes = [len(part.data) async for part in ImportPart.find({"import_id": document.id})]
    assert max(sizes) <= imports.REJECTS_PART_BYTES < sum(sizes)
    table = (await browser.http.get(f"/imports/{document.id}/rejected.csv")).content.decode("utf-8-sig")
    cells = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [int(row["line"]) for row in cells] == list(range(2, 452))
    assert all(len(row["text"]) == 1_000 and row["text"].endswith("…") for row in cells)


async def test_the_page_says_what_stopped_an_import(browser, watch, monkeypatch):
    async def too_large(*_, **__):
        raise DocumentTooLarge("BSON document too large")

    id_ = (await browser.upload(TABLE)).headers["location"].rpartition("/")[2]
    await browser.start(id_)
    with monkeypatch.context() as broken:
        broken.setattr(imports, "_keep_rejects", too_large)
        for _ in range(Work().attempts_limit):
            await finish(id_, watch)
    document = await queries.one(browser.workspace, id_)
    assert document.state == "parked"
    assert "DocumentTooLarge: BSON document too large" in (await browser.http.get(f"/imports/{id_}")).text
    await browser.start(id_)
    await finish(id_, watch)
    document = await queries.one(browser.workspace, id_)
    assert (document.state, document.stored, document.rejected) == ("done", 2, 2)


async def test_the_lease_is_kept_through_a_long_slice(browser, watch, monkeypatch):
    ends = []

    async def slow(row, _):
        for _ in range(2):
            ends.append((await Import.get(row["_id"])).lease_until)
            await asyncio.sleep(0.2)

    monkeypatch.setattr(imports, "_keep_rejects", slow)
    id_ = (await browser.upload(TABLE)).headers["location"].rpartition("/")[2]
    await browser.start(id_)
    await imports.run(id_, clock=watch, work=Work(lease_seconds=0.1))
    assert ends[1] > ends[0]
    assert (await queries.one(browser.workspace, id_)).state == "done"


async def stints(browser, watch, monkeypatch, content, *, fresh):
    """Imports slice by slice; `fresh`: each in a process of its own. Returns the import and the files fetched."""
    fetched = []
    file_of = queries.file_of
    id_ = (await browser.upload(content)).headers["location"].rpartition("/")[2]
    await browser.start(id_)
    with monkeypatch.context() as short:
        short.setattr(imports, "STINT", timedelta(0))
        short.setattr(queries, "file_of", lambda *place: fetched.append(place) or file_of(*place))
        while (await queries.one(browser.workspace, id_)).state == "pending":
            if fresh:
                short.setattr(imports, "_places", Places())
            await finish(id_, watch)
    return await queries.one(browser.workspace, id_), len(fetched)


@pytest.mark.parametrize("fresh", [False, True])
async def test_equal_rows_stay_apart_across_stints(browser, watch, monkeypatch, fresh):
    content = "text,stars,date\n" + "".join(f"row {n % 300},{n % 7},2024-03-09\n" for n in range(2_100))
    document, fetched = await stints(browser, watch, monkeypatch, content, fresh=fresh)
    assert (document.state, document.rows_read, document.duplicates) == ("done", 2_100, 0)
    assert (document.stored, document.rejected) == (1_800, 300)
    assert fetched == (6 if fresh else 1)
    again = await imported(browser, watch, content)
    assert (again.stored, again.duplicates, again.rejected) == (0, 1_800, 300)


async def test_a_worker_killed_before_it_says_that_the_file_is_damaged_counts_once(browser, watch, monkeypatch):
    async def killed(*_, **__):
        raise KeyboardInterrupt

    lines = b"".join(b"row %d,5,2024-03-09\n" % n for n in range(700))
    id_ = (await browser.upload(b"text,stars,date\n" + lines + b"\xff")).headers["location"].rpartition("/")[2]
    await browser.start(id_)
    with monkeypatch.context() as broken:
        broken.setattr(imports, "_end", killed)
        with pytest.raises(KeyboardInterrupt):
            await finish(id_, watch)
    watch.turn(timedelta(seconds=120))
    await finish(id_, watch)
    document = await queries.one(browser.workspace, id_)
    assert (document.state, document.rows_read, document.stored) == ("failed", 700, 700)
