"""The backlog as a file: the same rows whichever way it is asked for, and nothing that a spreadsheet would run."""

import csv
import io
import os
import re
import subprocess
import sys
import zipfile

import pytest
from ranked import rank

from tests.people import member
from voc.accounts import queries as accounts
from voc.backlog.workflow import exporting

WILD = ('=HYPERLINK("http://evil.example")', "+1", "-2", "@SUM(A1)", "a | b <b>*c*</b>")


async def export(shop, **params):
    return await shop.http.get("/v1/backlog/export", params=params)


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_a_spreadsheet_gets_ranks_numbers_and_what_was_decided(shop):
    one, *_ = shop.items
    await shop.http.patch(f"/v1/backlog/{one}", json={"status": "planned", "title": "Keep people signed in"})
    answer = await export(shop, format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    first, *rest = rows(answer.content)
    assert (first["id"], first["title"], first["theme"], first["status"]) == (
        one, "Keep people signed in", "The app logs me out", "planned",
    )  # fmt: skip
    assert [row["rank"] for row in rest] == ["2", "3", "4", "5"]
    assert [row["id"] for row in rows((await export(shop, format="csv", status="planned")).content)] == [one]
    assert (await export(shop, format="pdf")).status_code == 400
    assert (await export(shop, status="done")).status_code == 400


async def test_a_document_tells_the_places_and_the_effort_in_words(shop):
    one, *_ = shop.items
    await shop.http.patch(f"/v1/backlog/{one}", json={"effort": 3})
    item = (await shop.http.get(f"/v1/backlog/{one}")).json()
    first = (await export(shop, format="markdown")).text.splitlines()[2]
    assert first.startswith(f"| {item['rank']} ({item['rank_best']}–{item['rank_worst']}) |")
    assert "| a week |" in first
    assert rows((await export(shop, format="csv")).content)[0]["effort"] == "3"


async def test_no_cell_is_run_and_no_text_breaks_the_table(caller, watch):
    await rank(caller.workspace, watch, WILD)
    told = rows((await export(caller, format="csv")).content)
    assert [row["theme"] for row in told] == [f"'{theme}" if theme[0] in "=+-@" else theme for theme in WILD]
    asked = {"complaint": "Fix", "idea": "Add"}
    assert [row["title"] for row in told] == [
        f"{asked[row['kind']]}: {theme}" for row, theme in zip(told, WILD, strict=True)
    ]
    book = zipfile.ZipFile(io.BytesIO((await export(caller, format="xlsx")).content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "evil.example" in sheet
    spans = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
    widths = [float(width) for first, last, width in spans for _ in range(int(first), int(last) + 1)]
    assert len(widths) == len(exporting.COLUMNS)
    assert widths[exporting.COLUMNS.index("title")] > 2 * widths[exporting.COLUMNS.index("rank")]
    assert max(widths) <= 61
    lines = (await export(caller, format="markdown")).text.splitlines()
    assert len(lines) == 2 + len(WILD)
    assert {line.replace("\\|", "").count("|") for line in lines} == {11}
    assert "<b>" not in lines[-1].replace("\\<", "")


async def test_the_same_filters_list_and_export_the_same_items(shop, app, watch):
    one, two, *_ = shop.items
    async with member(app, shop.workspace, watch):
        (kim,) = await accounts.members(shop.workspace)
        await shop.http.patch(f"/v1/backlog/{one}", json={"owner": kim.id, "department": "App"})
        await shop.http.post(f"/v1/backlog/{two}/notes", json={"text": "@Kim look"})
    for filters in (
        {"mentioned": kim.id}, {"owner": kim.id}, {"owner": "me"}, {"department": "App"}, {"kind": "idea"},
        {"q": "late"}, {"status": "new", "sort": "changed"},
    ):  # fmt: skip
        listed = (await shop.http.get("/v1/backlog", params=filters)).json()["items"]
        exported = rows((await export(shop, format="csv", **filters)).content)
        assert [row["id"] for row in exported] == [item["id"] for item in listed]
    assert [row["id"] for row in rows((await export(shop, format="csv", mentioned=kim.id)).content)] == [two]


async def test_the_page_gives_what_it_shows(shop, app, watch):
    await shop.http.patch(f"/v1/backlog/{shop.items[0]}", json={"status": "declined"})
    async with member(app, shop.workspace, watch) as browser:
        answer = await browser.http.get("/backlog/export", params={"format": "csv", "kind": "complaint"})
        assert [row["rank"] for row in rows(answer.content)] == ["2", "4", "5"]
        assert 'attachment; filename="backlog.csv"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("file_format", "begins"), [("csv", b"\xef\xbb\xbfrank,"), ("xlsx", b"PK"), ("markdown", b"| Rank")]
)
async def test_the_command_writes_the_same(shop, settings, tmp_path, file_format, begins):
    file = tmp_path / f"backlog.{file_format}"
    command = [sys.executable, "-m", "voc", "export", "backlog", "--workspace", shop.workspace]
    command += ["--format", file_format, "--output", str(file)]
    env = os.environ | {"VOC_MONGODB": settings.mongodb, "VOC_DATABASE": settings.database}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert file.read_bytes().startswith(begins)
    if file_format == "csv":
        assert file.read_bytes() == (await export(shop, format="csv", status="open")).content
