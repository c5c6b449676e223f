"""`voc docs import`, through its front door, against the application."""

import asyncio
import json
import os

import httpx
import pytest

from tests.commands import Command
from tests.faq_sources.giving import RETURNS
from tests.faq_sources.papers import pdf
from voc.cli.docs_service import Docs
from voc.imports.errors import ServiceUnreachable
from voc.values import Scope


@pytest.fixture
def run(app, caller, engine, monkeypatch):
    """Import while a worker works; the exit status and the report."""
    command = Command(app, monkeypatch, "docs")

    async def call(path, *options, key=caller.key):
        going = asyncio.create_task(command(key, "import", str(path), "--json", "--patience", "5", *options))
        while not going.done():
            await engine.settle()
            await asyncio.sleep(0.02)
        result = going.result()
        return result.exit_code, json.loads(result.stdout.splitlines()[-1])

    return call


def folder(path, **files):
    for name, content in files.items():
        place = path / name.replace("__", "/").replace("_", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


async def addresses(caller):
    return sorted(each["address"] for each in (await caller.http.get("/v1/faq-sources")).json()["items"])


async def test_a_folder_is_read_with_all_below_it_and_again_changes_nothing(run, caller, tmp_path):
    docs = folder(tmp_path / "help", a_md=RETURNS, deep__er__b_html="<p>Words.</p>", c_png=b"x", _hidden_md="no")
    os.symlink("/etc/hostname", docs / "link.txt")
    code, report = await run(docs)
    assert (code, report["read"], report["passages"], report["passed_by"], report["rejected"]) == (0, 2, 3, 1, [])
    assert await addresses(caller) == ["help/a.md", "help/deep/er/b.html"]
    code, report = await run(docs)
    assert (code, report["read"], report["unchanged"]) == (0, 0, 2)
    code, report = await run(docs / "a.md")
    assert (code, report["unchanged"]) == (0, 1), "a file of a folder is the same by itself"


async def test_what_a_folder_holds_no_more_is_named_and_removed_when_asked(run, caller, tmp_path):
    docs = folder(
        tmp_path / "help", a_md=RETURNS, b_md="# Gifts\n\nGifts are wrapped.\n", c_md="# Hours\n\nFrom nine.\n"
    )
    await run(docs)
    await run(folder(tmp_path / "helpful", d_md="# Else\n\nOf another folder.\n"))
    (docs / "b.md").unlink()
    (docs / "c.md").write_bytes(b"")
    code, report = await run(docs)
    assert (code, report["missing"], report["removed"]) == (2, ["help/b.md"], 0), "an emptied file is still there"
    assert "help/b.md" in await addresses(caller)
    _, report = await run(docs, "--remove-missing")
    assert (report["missing"], report["removed"]) == ([], 1)
    assert await addresses(caller) == ["help/a.md", "help/c.md", "helpful/d.md"]
    _, report = await run(docs / "a.md", "--remove-missing")
    assert report["removed"] == 0, "one file says nothing of a folder"


async def test_what_is_rejected_is_named_with_what_to_do(run, caller, tmp_path):
    docs = folder(tmp_path / "help", good_md=RETURNS, scan_pdf=pdf([]), empty_md="", large_md=b"word " * 4_300_000)
    code, report = await run(docs)
    assert (code, report["read"]) == (2, 1)
    said = {each["document"].rpartition("/")[2]: each["advice"] for each in report["rejected"]}
    assert set(said) == {"scan.pdf", "empty.md", "large.md"}
    assert "OCR" in said["scan.pdf"]
    assert "Divide" in said["large.md"]


async def test_a_sitemap_takes_its_pages_from_beside_it(run, caller, tmp_path):
    urls = ("https://x.test/", "https://x.test/a", "https://x.test/../../etc/passwd", "http://127.0.0.1/b")
    sitemap = "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"
    site = folder(tmp_path / "site", index_html="<p>Home words.</p>", a_html="<p>Page words.</p>", sitemap_xml=sitemap)
    code, report = await run(site / "sitemap.xml")
    assert (code, report["read"]) == (2, 2)
    assert sorted(each["document"] for each in report["rejected"]) == sorted(urls[2:])
    kept = await addresses(caller)
    assert {"site/a.html", "site/index.html"} <= set(kept)
    assert not any("127.0.0.1" in each for each in kept)


async def test_nothing_there_and_a_key_that_may_not_write_are_said(run, new_caller, tmp_path):
    code, report = await run(tmp_path / "none")
    assert (code, report["read"]) == (1, 0)
    reader = await new_caller(Scope.read)
    code, _ = await run(folder(tmp_path / "help", a_md=RETURNS), key=reader.key)
    assert code == 1


async def test_without_a_worker_it_says_that_documents_wait(app, caller, engine, monkeypatch, tmp_path):
    docs = folder(tmp_path / "help", a_md=RETURNS)
    result = await Command(app, monkeypatch, "docs")(caller.key, "import", str(docs), "--wait", "0")
    assert result.exit_code == 1
    assert "still wait" in result.stderr


def test_a_service_that_comes_and_goes_is_waited_for(tmp_path):
    answers = iter([httpx.ConnectError("down"), httpx.Response(503), httpx.Response(429)])
    ends = {"id": "src_1", "address": "a.md", "outcome": "stored"}

    def answer(_):
        following = next(answers, None)
        if isinstance(following, Exception):
            raise following
        return following or httpx.Response(202, json=ends)

    with httpx.Client(base_url="http://x.test", transport=httpx.MockTransport(answer)) as client:
        path = folder(tmp_path, a_md=RETURNS) / "a.md"
        assert Docs(client, patience_seconds=60, sleep=lambda _: None).give("a.md", path) == ends

    def gone(_):
        raise httpx.ConnectError("down")

    with httpx.Client(base_url="http://x.test", transport=httpx.MockTransport(gone)) as client:
        with pytest.raises(ServiceUnreachable, match="same command again"):
            Docs(client, patience_seconds=0, sleep=lambda _: None).give("a.md", path)
