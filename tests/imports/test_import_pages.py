"""The import page: keep the file, choose columns, store the rows once whatever breaks."""

import csv
import io

import httpx
import pytest

from tests.imports.browsing import TABLE, finish, imported, signed_in
from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.imports import pages, queries, uploads
from voc.imports import service as imports
from voc.imports.documents import Import, ImportPart


async def test_a_file_goes_from_upload_to_feedback(browser, watch):
    answer = await browser.upload(TABLE)
    assert answer.status_code == 303
    where = answer.headers["location"]
    columns = (await browser.http.get(where)).text
    assert "reviews.csv" in columns
    assert '<option value="text" selected>' in columns
    assert "slow" in columns
    id_ = where.rpartition("/")[2]
    assert (await browser.start(id_)).headers["location"] == where
    assert "Waiting for its turn" in (await browser.http.get(where)).text
    await finish(id_, watch)
    document = await queries.one(browser.workspace, id_)
    assert (document.state, document.rows_read, document.stored, document.rejected) == ("done", 4, 2, 2)
    shown = (await browser.http.get(where)).text
    assert "no text in" in shown
    assert await Feedback.find({"workspace": browser.workspace}).count() == 2


async def test_htmx_gets_the_progress_alone(browser, watch):
    document = await imported(browser, watch)
    fragment = (await browser.http.get(f"/imports/{document.id}", headers={"hx-request": "true"})).text
    assert 'id="progress"' in fragment
    assert "<html" not in fragment


async def test_the_table_of_rejects_is_whole_and_harmless(browser, watch):
    document = await imported(browser, watch)
    answer = await browser.http.get(f"/imports/{document.id}/rejected.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [(row["line"], row["text"]) for row in rows] == [("4", ""), ("5", "'=far")]


async def test_the_same_file_again_stores_nothing(browser, watch):
    await imported(browser, watch)
    again = await imported(browser, watch)
    assert (again.stored, again.duplicates, again.rejected) == (0, 2, 2)


async def test_a_worker_killed_between_storing_and_counting_counts_once(browser, watch, monkeypatch):
    content = "text,stars,date\n" + "".join(f"row {n},{n % 8},2024-03-09\n" for n in range(1_300))

    async def killed(*_, **__):
        raise KeyboardInterrupt

    id_ = (await browser.upload(content)).headers["location"].rpartition("/")[2]
    await browser.start(id_)
    save = imports._save
    for survived in (0, 1):
        seen = []

        async def sometimes(*words, survived=survived, seen=seen, **named):
            seen.append(1)
            return await (save if len(seen) <= survived else killed)(*words, **named)

        monkeypatch.setattr(imports, "_save", sometimes)
        with pytest.raises(KeyboardInterrupt):
            await finish(id_, watch)
        watch.turn(imports.timedelta(seconds=120))
    monkeypatch.setattr(imports, "_save", save)
    await finish(id_, watch)
    document = await queries.one(browser.workspace, id_)
    bad = sum(n % 8 > 5 for n in range(1_300))
    assert (document.state, document.rows_read) == ("done", 1_300)
    assert (document.stored, document.duplicates, document.rejected) == (1_300 - bad, 0, bad)
    table = b"".join([part async for part in queries.parts(browser.workspace, id_, "rejects", start=1)])
    assert table.count(b"\n") == bad


async def test_a_long_import_gives_way_and_goes_on(browser, watch, monkeypatch):
    monkeypatch.setattr(imports, "STINT", imports.timedelta(0))
    content = "text,stars,date\n" + "".join(f"row {n},5,2024-03-09\n" for n in range(1_200))
    document = await imported(browser, watch, content)
    assert (document.state, document.rows_read) == ("pending", 500)
    assert "Storing the rows" in (await browser.http.get(f"/imports/{document.id}")).text
    for _ in range(3):
        await finish(document.id, watch)
    document = await queries.one(browser.workspace, document.id)
    assert (document.state, document.stored, document.duplicates) == ("done", 1_200, 0)


async def test_damage_late_in_the_file_keeps_the_rows_before_and_says_where(browser, watch):
    lines = b"".join(b"row %d,5,2024-03-09\n" % n for n in range(700))
    document = await imported(browser, watch, b"text,stars,date\n" + lines + b"\xff\xff,1,\n")
    assert (document.state, document.stored) == ("failed", 700)
    shown = (await browser.http.get(f"/imports/{document.id}")).text
    assert "Line 702, byte 1 of the line (0xFF): not UTF-8 text. Save the file as UTF-8" in shown
    assert "--encoding" not in shown


async def test_korean_windows_files_are_recognised(browser):
    answer = await browser.upload("내용,별점\n배송이 빨라요,5\n".encode("cp949"))
    page = (await browser.http.get(answer.headers["location"])).text
    assert "배송이 빨라요" in page
    assert '<option value="내용" selected>' in page


@pytest.mark.parametrize("content", [b"", b"text\n", b"PK\x03\x04", b"\x00\x01"])
async def test_a_file_that_is_no_table_is_not_kept(browser, content):
    answer = await browser.upload(content)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert await Import.find({"workspace": browser.workspace}).count() == 0
    assert await ImportPart.find({"workspace": browser.workspace}).count() == 0


async def test_an_upload_without_a_file_asks_for_one(browser):
    answer = await browser.http.post("/imports/new", data={"_csrf_token": await browser.token()})
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


async def test_an_import_starts_once(browser, watch):
    document = await imported(browser, watch)
    assert (await browser.start(document.id)).status_code == 409
    table = (await browser.http.get(f"/imports/{document.id}/rejected.csv")).text
    assert len(table.splitlines()) == 1 + document.rejected


async def test_a_later_start_shows_its_own_rejects(browser, watch):
    lines = b"".join(b"row %d,5,2024-03-09\n" % n for n in range(700))
    document = await imported(browser, watch, b"text,stars,date\nfar,9,\n" + lines + b"\xff")
    for _ in range(2):
        assert (document.state, document.stored, document.rejected) == ("failed", 700, 1)
        table = (await browser.http.get(f"/imports/{document.id}/rejected.csv")).text
        assert len(table.splitlines()) == 2
        assert (await browser.start(document.id)).status_code == 303
        await finish(document.id, watch)
        document = await queries.one(browser.workspace, document.id)
    assert await ImportPart.find({"workspace": browser.workspace, "kind": "rejects"}).count() == 1


async def test_a_column_that_the_file_lacks_is_refused(browser):
    id_ = (await browser.upload(TABLE)).headers["location"].rpartition("/")[2]
    assert (await browser.start(id_, text_column="other")).status_code == 400


async def test_another_workspaces_import_is_not_found(app, browser, watch):
    document = await imported(browser, watch)
    stranger = await signed_in(app, watch)
    for path in (f"/imports/{document.id}", f"/imports/{document.id}/rejected.csv"):
        assert (await stranger.http.get(path)).status_code == 404
    assert (await stranger.start(document.id)).status_code == 404
    assert document.id not in (await stranger.http.get("/imports")).text
    await stranger.http.aclose()
    with pytest.raises(NotFound):
        await queries.one(stranger.workspace, document.id)


async def test_who_is_not_signed_in_is_sent_to_do_so(app):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as http:
        assert (await http.get("/imports")).headers["location"].startswith("/login")


async def test_the_list_names_files_and_their_counts(browser, watch):
    document = await imported(browser, watch)
    page = (await browser.http.get("/imports")).text
    assert f'href="/imports/{document.id}"' in page
    assert "Finished" in page


async def test_an_upload_that_breaks_off_leaves_nothing(browser, watch):
    async def broken():
        yield b"text\n" + b"row\n" * 200_000
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await uploads.keep(browser.workspace, "a.csv", broken(), now=watch())
    assert await ImportPart.find({"workspace": browser.workspace}).count() == 0


async def test_files_of_the_limit_are_let_in(settings):
    assert pages.router(settings).request_max_body_size > settings.ingest.upload_limit_bytes
