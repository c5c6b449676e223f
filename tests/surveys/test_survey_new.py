"""How a survey begins: nothing is kept before its author says so."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.people import Browser, member
from tests.surveys.tabbing import NPS
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.surveys import queries
from voc.surveys.catalogue import templates
from voc.surveys.pages.new import FILE_LIMIT_BYTES

OURS = json.dumps({"name": "From git", "questions": [NPS]})
SURVEYJS = json.dumps(
    {
        "title": "Stay",
        "pages": [
            {
                "elements": [
                    {"type": "comment", "name": "why", "title": "Why <b>us</b>?"},
                    {"type": "signaturepad", "name": "sign", "title": "Sign here"},
                ]
            }
        ],
    }
)


async def beginner(app: Any, watch: Any, role: Role = Role.product) -> Any:
    """A fresh workspace and the sign-in of somebody in it."""
    workspace = (await accounts.create_workspace("Acme", now=watch())).id
    return workspace, member(app, workspace, watch, role)


async def look(browser: Browser, text: str = "", *, file: bytes | None = None) -> Any:
    """Show a file or a text to the page."""
    shown = (await browser.http.get("/surveys/new")).text
    token = re.search(r'name="_csrf_token" value="(\w+)"', shown)[1]
    files = {"file": ("survey.json", file)} if file is not None else {"file": ("", b"")}
    form = {"_csrf_token": token, "text": text}
    return await browser.http.post("/surveys/new/file", data=form, files=files, headers={"accept-language": "en"})


async def test_only_those_who_may_write_begin_surveys(app, watch):
    _, viewer = await beginner(app, watch, Role.viewer)
    async with viewer as browser:
        assert (await browser.http.get("/surveys/new")).status_code == 403


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_gallery_offers_every_template_in_the_readers_language(app, watch, language):
    _, somebody = await beginner(app, watch)
    async with somebody as browser:
        shown = unescape((await browser.http.get("/surveys/new", headers={"accept-language": language})).text)
    for each in templates():
        assert each.name[language] in shown
        assert each.purpose[language] in shown


async def test_a_template_becomes_a_draft_named_in_the_authors_language(app, watch):
    workspace, somebody = await beginner(app, watch)
    async with somebody as browser:
        browser.http.headers["accept-language"] = "ko"
        first = templates()[0]
        answer = await browser.send(f"/surveys/new/template/{first.id}", {}, form="/surveys/new")
        assert answer.status_code == 303
        survey = (await queries.of_workspace(workspace))[0]
        assert answer.headers["location"] == f"/surveys/{survey.id}/edit"
        assert (survey.name, survey.state) == (first.name["ko"], "draft")
        assert (await browser.send("/surveys/new/template/nothing", {}, form="/surveys/new")).status_code == 404


async def test_a_blank_survey_needs_a_name(app, watch):
    workspace, somebody = await beginner(app, watch)
    async with somebody as browser:
        assert (await browser.send("/surveys/new/blank", {"name": " "}, form="/surveys/new")).status_code == 422
        assert await queries.of_workspace(workspace) == []
        assert (await browser.send("/surveys/new/blank", {"name": "Mine"}, form="/surveys/new")).status_code == 303
        assert [each.name for each in await queries.of_workspace(workspace)] == ["Mine"]


@pytest.mark.parametrize(("language", "order"), [("ko", ["ko", "en"]), ("en", ["en", "ko"])])
async def test_a_blank_survey_begins_in_its_authors_language(app, watch, language, order):
    workspace, somebody = await beginner(app, watch)
    async with somebody as browser:
        browser.http.headers["accept-language"] = language
        await browser.send("/surveys/new/blank", {"name": "Mine"}, form="/surveys/new")
        (survey,) = await queries.of_workspace(workspace)
        assert list((await queries.one(workspace, survey.id)).languages) == order


async def test_the_gallery_estimates_as_the_editor_will(app, watch):
    workspace, somebody = await beginner(app, watch)
    async with somebody as browser:
        browser.http.headers["accept-language"] = "ko"
        shown = unescape((await browser.http.get("/surveys/new")).text)
        told = re.findall(r"약 (\d+)초", shown)
        for place, each in enumerate(templates()):
            answer = await browser.send(f"/surveys/new/template/{each.id}", {}, form="/surveys/new")
            editor = (await browser.http.get(answer.headers["location"])).text
            assert f"약 {told[place]}초" in re.sub(r"<[^>]+>", "", unescape(editor))


@pytest.mark.parametrize("as_file", [True, False])
async def test_a_file_is_looked_at_before_it_is_kept(app, watch, as_file):
    workspace, somebody = await beginner(app, watch)
    async with somebody as browser:
        shown = await (look(browser, file=OURS.encode()) if as_file else look(browser, OURS))
        assert shown.status_code == 200
        assert "Everything in this file comes across." in shown.text
        assert await queries.of_workspace(workspace) == []
        text = unescape(re.search(r'<textarea name="text" hidden>([^<]*)', shown.text)[1])
        answer = await browser.send("/surveys/new/keep", {"text": text, "name": "Better"}, form="/surveys/new")
        assert answer.status_code == 303
        assert [each.name for each in await queries.of_workspace(workspace)] == ["Better"]


async def test_what_does_not_come_across_is_listed(app, watch):
    _, somebody = await beginner(app, watch)
    async with somebody as browser:
        shown = unescape((await look(browser, SURVEYJS)).text)
    assert "Read as a survey of SurveyJS." in shown
    assert "there is no question of the type signaturepad here; it was left out." in shown


@pytest.mark.parametrize("file", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe\x00", b'{"name": "x", "questions": []}'])
async def test_what_is_no_survey_is_refused_with_a_reason(app, watch, file):
    workspace, somebody = await beginner(app, watch)
    async with somebody as browser:
        shown = await look(browser, file=file)
        assert shown.status_code == 422
        kept = await browser.send("/surveys/new/keep", {"text": file.decode("latin-1")}, form="/surveys/new")
        assert kept.status_code == 400
    assert await queries.of_workspace(workspace) == []


async def test_what_was_pasted_stays_to_be_mended(app, watch):
    _, somebody = await beginner(app, watch)
    async with somebody as browser:
        shown = await look(browser, '{"name": "Half')
    assert shown.status_code == 422
    assert '{"name": "Half</textarea>' in unescape(shown.text)


async def test_a_file_that_is_too_large_is_refused(app, watch):
    _, somebody = await beginner(app, watch)
    async with somebody as browser:
        shown = await look(browser, file=b" " * (FILE_LIMIT_BYTES + 1))
    assert shown.status_code == 422
    assert "larger than 1 MB" in shown.text


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("samples/**/*.json")), ids=lambda path: path.stem)
async def test_every_sample_of_others_is_shown_in_both_languages(app, watch, path):
    _, somebody = await beginner(app, watch)
    async with somebody as browser:
        browser.http.headers["accept-language"] = "ko"
        shown = await look(browser, path.read_text("utf-8"))
    assert shown.status_code in (200, 422)
