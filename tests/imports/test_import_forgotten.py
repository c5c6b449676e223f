"""Files that nobody came back for do not stay for ever."""

from datetime import timedelta

import pytest

from tests.imports.browsing import TABLE, finish, imported
from voc.imports import forgotten, queries, uploads
from voc.imports.columns import Columns
from voc.imports.documents import Import, ImportPart
from voc.imports.domain import Plan
from voc.imports.states import FileGone

PLAN = Plan(columns=Columns(text="text", rating="stars"))
DAMAGED = b"text,stars,date\n" + b"row,9,2024-03-09\n" * 700 + b"\xff"


async def kinds(id_):
    return sorted([part.kind async for part in ImportPart.find({"import_id": id_})])


async def test_an_upload_that_nobody_starts_goes_after_a_week(browser, watch):
    id_ = (await browser.upload(TABLE)).headers["location"].rpartition("/")[2]
    watch.turn(timedelta(days=6))
    await forgotten.sweep(browser.workspace, now=watch())
    assert await kinds(id_) == ["file"]
    watch.turn(timedelta(days=2))
    await forgotten.sweep(browser.workspace, now=watch())
    assert await kinds(id_) == []
    assert await Import.get(id_) is None


async def test_a_failed_import_keeps_its_counts_and_loses_its_file(browser, watch):
    document = await imported(browser, watch, DAMAGED)
    assert document.state == "failed"
    watch.turn(timedelta(days=8))
    await forgotten.sweep(browser.workspace, now=watch())
    assert await kinds(document.id) == ["rejects", "rejects"]
    with pytest.raises(FileGone):
        await uploads.start(browser.workspace, document.id, PLAN, now=watch())
    assert (await queries.one(browser.workspace, document.id)).rejected == 700


async def test_an_import_that_is_started_late_stays(browser, watch):
    id_ = (await browser.upload(DAMAGED)).headers["location"].rpartition("/")[2]
    watch.turn(timedelta(days=6, hours=12))
    await uploads.start(browser.workspace, id_, PLAN, now=watch())
    watch.turn(timedelta(days=2))
    await forgotten.sweep(browser.workspace, now=watch())
    await finish(id_, watch)
    await forgotten.sweep(browser.workspace, now=watch())
    assert await kinds(id_) == ["file", "rejects", "rejects"]


async def test_the_next_upload_sweeps(browser, watch):
    async def chunks():
        yield TABLE.encode()

    id_ = (await browser.upload(TABLE)).headers["location"].rpartition("/")[2]
    watch.turn(timedelta(days=8))
    await uploads.keep(browser.workspace, "b.csv", chunks(), now=watch())
    assert await Import.get(id_) is None
