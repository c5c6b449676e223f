"""The pages of sources: files in by a form, and every passage with an address of its own."""

import re

import pytest_asyncio

from tests.faq_sources.answering import published
from tests.faq_sources.giving import RETURNS, Shelf
from tests.faq_sources.papers import pdf
from tests.imports.browsing import signed_in


class Desk(Shelf):
    """A signed-in colleague at the pages."""

    async def token(self):
        return re.search(r'name="_csrf_token" value="(\w+)"', (await self.http.get("/faq/sources")).text)[1]

    async def post(self, path="/faq/sources", files=(), **fields):
        form = {"_csrf_token": await self.token()} | fields
        kinds = [
            ("file", (name, content if isinstance(content, bytes) else content.encode())) for name, content in files
        ]
        return await self.http.post(path, data=form, files=kinds or None)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(app, watch, engine):
    """Somebody who may write."""
    desk = Desk(await signed_in(app, watch), engine)
    yield desk
    await desk.http.aclose()


async def test_files_go_in_together_and_their_passages_have_addresses(desk):
    assert "No sources yet" in (await desk.http.get("/faq/sources")).text
    answer = await desk.post(files=[("returns.md", RETURNS), ("manual.pdf", pdf(["The battery lasts eight hours."]))])
    assert answer.status_code == 303
    assert "Being read" in (await desk.http.get(answer.headers["location"])).text
    await desk.engine.settle()
    listed = (await desk.http.get("/faq/sources")).text
    assert "Returns" in listed
    assert "manual.pdf" in listed
    for id_ in set(re.findall(r"/faq/sources/(src_\w+)", listed)):
        shown = (await desk.http.get(f"/faq/sources/{id_}")).text
        text = await desk.text(id_)
        assert all(f'id="{place["passage"]}"' in shown for place in text["places"])


async def test_htmx_gets_the_list_alone(desk):
    fragment = (await desk.http.get("/faq/sources", headers={"hx-request": "true"})).text
    assert 'id="sources"' in fragment
    assert "<html" not in fragment


async def test_what_is_not_taken_is_named_and_the_others_are_kept(desk):
    sitemap = "<urlset><url><loc>https://10.0.0.1/a</loc></url></urlset>"
    answer = await desk.post(
        files=[("a.md", "Words."), ("b.exe", "x"), ("c.md", ""), ("s.xml", sitemap), ("t.xml", "x")]
    )
    assert answer.status_code == 422
    for said in ("<b>b.exe</b>", "<b>c.md</b>", "https://10.0.0.1/a", "<b>t.xml</b>", "1 file was kept."):
        assert said in answer.text
    await desk.engine.settle()
    assert "a.md" in (await desk.http.get("/faq/sources")).text
    assert (await desk.post()).status_code == 422


async def test_hostile_words_are_words(desk):
    hostile = '# <script>alert(1)</script>\n\n"><img src=x onerror=alert(1)> `{{ 7*7 }}`\n'
    await desk.post(files=[('"><b>.md', hostile)])
    await desk.engine.settle()
    listed = (await desk.http.get("/faq/sources")).text
    (id_,) = set(re.findall(r"/faq/sources/(src_\w+)", listed))
    shown = (await desk.http.get(f"/faq/sources/{id_}")).text
    for page in (listed, shown):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in re.sub(r'"[^"]*"', "", page.partition('class="words"')[2].partition("</article>")[0])


async def test_a_file_is_replaced_by_one_of_another_kind(desk):
    await desk.post(files=[("returns.md", RETURNS)])
    await desk.engine.settle()
    (id_,) = set(re.findall(r"/faq/sources/(src_\w+)", (await desk.http.get("/faq/sources")).text))
    assert (await desk.post(f"/faq/sources/{id_}", files=[("new.exe", "x")])).status_code == 422
    assert (await desk.post(f"/faq/sources/{id_}")).status_code == 422
    answer = await desk.post(f"/faq/sources/{id_}", files=[("new.pdf", pdf(["Thirty days from now on."]))])
    assert answer.status_code == 303
    await desk.engine.settle()
    shown = (await desk.http.get(f"/faq/sources/{id_}")).text
    assert "Thirty days from now on." in shown
    assert "14 days" not in shown
    assert "Version 2" in shown


async def test_removing_says_what_goes_and_then_it_is_gone(desk):
    await desk.post(files=[("returns.md", RETURNS)])
    await desk.engine.settle()
    (id_,) = set(re.findall(r"/faq/sources/(src_\w+)", (await desk.http.get("/faq/sources")).text))
    assert "2 passages go." in (await desk.http.get(f"/faq/sources/{id_}")).text
    assert (await desk.post(f"/faq/sources/{id_}/remove")).status_code == 303
    assert (await desk.http.get(f"/faq/sources/{id_}")).status_code == 404
    assert "No sources yet" in (await desk.http.get("/faq/sources")).text


async def test_what_came_by_a_form_cannot_be_fetched_anew(desk):
    await desk.post(files=[("returns.md", RETURNS)])
    await desk.engine.settle()
    (id_,) = set(re.findall(r"/faq/sources/(src_\w+)", (await desk.http.get("/faq/sources")).text))
    assert (await desk.post(f"/faq/sources/{id_}/again")).status_code == 422


async def test_nobody_reads_them_without_signing_in(desk, new_caller):
    stranger = await new_caller()
    stranger.http.headers.pop("authorization")
    assert (await stranger.http.get("/faq/sources")).status_code in (302, 303, 307)


async def test_a_source_says_which_entries_rest_on_it(desk):
    await desk.post(files=[("returns.md", RETURNS)])
    await desk.engine.settle()
    said = (await desk.passages())["Send it back within 14 days."]
    entry = await published(desk, "Can I send it back?", said)
    listed = (await desk.http.get("/faq/sources")).text
    assert "1 entry" in listed
    shown = (await desk.http.get(f"/faq/sources/{said['source']}")).text
    assert f'href="/faq/{entry}"' in shown
    assert "1 entry that cites it becomes stale." in shown
