"""What is published goes out in every format, as text and nothing more."""

import csv
import io
import json
import os
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from voc.faq.exporting import KINDS, Format

HOSTILE = (
    '</script><script>alert(1)</script><img src=x onerror="alert(2)">',
    '=HYPERLINK("http://evil.test","x")',
    "[click](javascript:alert(1)) <b onclick=x>bold</b> &lt;i&gt; <!-- x --> # head",
    "@SUM(1+1)*cmd|' /C calc'!A0",
)


class Elements(HTMLParser):
    """Every element, attribute and the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found, self.text, self.scripts = [], [], []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_comment(self, data):
        self.found.append(("comment", data))

    def handle_data(self, data):
        (self.scripts if self.found and self.found[-1][0] == "script" else self.text).append(data)


def parsed(page):
    parser = Elements()
    parser.feed(page)
    parser.close()
    return parser


async def given_out(desk, *questions, language="en", **more):
    for question in questions:
        body = {"language": language, "question": question, "answer": [f"{question} is answered."]}
        id_ = (await desk.http.post("/v1/faqs", json=body)).json()["id"]
        if more:
            await desk.patch(id_, **more)
        for state in ("approved", "published"):
            assert (await desk.patch(id_, state=state)).status_code == 200


async def exported(desk, format_, **filters):
    answer = await desk.http.get("/v1/faqs/export", params={"format": format_} | filters)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["content-type"] == KINDS[Format(format_)].media_type
    return answer.text


async def test_html_of_hostile_text_has_no_live_markup(desk):
    await given_out(desk, *HOSTILE, category="<script>x</script>", audience='"><svg onload=x>')
    page = parsed(await exported(desk, "html"))
    known = {"html", "head", "meta", "title", "script", "body", "main", "h1", "h2", "h3", "nav", "ul", "li", "a", "p"}
    assert {tag for tag, _ in page.found} == known | {"section"}
    assert [attributes for tag, attributes in page.found if tag == "script"] == [{"type": "application/ld+json"}]
    assert {name for _, attributes in page.found for name in attributes} <= {
        "lang", "charset", "name", "content", "type", "href", "id",
    }  # fmt: skip
    links = [attributes["href"] for tag, attributes in page.found if tag == "a"]
    anchors = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert links == [f"#{each}" for each in anchors]
    assert len(set(anchors)) == len(HOSTILE)
    for question in HOSTILE:
        assert question in page.text
    assert len(json.loads("".join(page.scripts))["mainEntity"]) == len(HOSTILE)


async def test_jsonld_is_a_faqpage_that_stands_safely_in_a_script(desk):
    await given_out(desk, *HOSTILE, "Korean 한국어?")
    text = await exported(desk, "jsonld")
    assert not set("<>&\u2028\u2029") & set(text)
    page = json.loads(text)
    assert (page["@context"], page["@type"], set(page)) == (
        "https://schema.org", "FAQPage", {"@context", "@type", "mainEntity"},
    )  # fmt: skip
    assert [question["name"] for question in page["mainEntity"]] == sorted([*HOSTILE, "Korean 한국어?"])
    for question in page["mainEntity"]:
        assert question["@type"] == "Question"
        answer = question["acceptedAnswer"]
        assert (answer["@type"], set(answer)) == ("Answer", {"@type", "text", "inLanguage"})
        shown = parsed(answer["text"])
        assert shown.found == [("p", {})]
        assert "".join(shown.text) == f"{question['name']} is answered."


@pytest.mark.parametrize("format_", ["csv", "hubspot"])
async def test_no_cell_begins_a_formula(desk, format_):
    await given_out(desk, *HOSTILE, category="=1+1", audience="-2", aliases=["+3", "=4"])
    rows = list(csv.reader(io.StringIO(await exported(desk, format_))))
    cells = [cell.lstrip("\ufeff") for row in rows for cell in row]
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


async def test_markdown_shows_what_was_written(desk):
    await given_out(desk, *HOSTILE, "1. First", "- item", "## heading")
    shown = parsed(MarkdownIt("commonmark", {"html": True}).render(await exported(desk, "markdown")))
    assert {tag for tag, _ in shown.found} == {"h1", "h2", "p"}
    text = "".join(shown.text)
    for question in (*HOSTILE, "1. First", "- item", "## heading"):
        assert question in text


async def test_help_centres_get_escaped_articles(desk):
    await given_out(desk, HOSTILE[0], category="Returns", audience="guests")
    (zendesk,) = json.loads(await exported(desk, "zendesk"))["articles"]
    assert zendesk["article"] | {"body": ""} == {
        "title": HOSTILE[0], "body": "", "locale": "en-us", "label_names": ["Returns", "guests"], "draft": True,
        "user_segment_id": None,
    }  # fmt: skip
    (intercom,) = json.loads(await exported(desk, "intercom"))["articles"]
    assert (intercom["description"], intercom["state"]) == ("Returns", "draft")
    for body in (zendesk["article"]["body"], intercom["body"]):
        assert [tag for tag, _ in parsed(body).found] == ["p"]


async def test_only_what_is_published_goes_out_and_as_it_was_published(desk):
    await given_out(desk, "Published?", category="a", audience="guests")
    await given_out(desk, "한국어?", language="ko", category="b")
    await desk.http.post("/v1/faqs", json={"language": "en", "question": "Draft?", "answer": ["Yes."]})
    first = next(each for each in await desk.entries() if each["question"] == "Published?")
    await desk.patch(first["id"], question="Edited?")

    async def asked(**filters):
        return [each["question"] for each in json.loads(await exported(desk, "json", **filters))]

    assert await asked() == ["Published?", "한국어?"]
    assert await asked(language="ko") == ["한국어?"]
    assert await asked(category="a") == await asked(audience="guests") == ["Published?"]
    assert await asked(category="none") == []
    for format_ in Format:
        assert await exported(desk, format_.value, category="none") is not None
    assert (await desk.http.get("/v1/faqs/export", params={"format": "exe"})).status_code == 400


async def test_strangers_export_nothing_of_others(desk, new_caller):
    await given_out(desk, "Secret?")
    stranger = await new_caller()
    assert (await stranger.http.get("/v1/faqs/export?format=json")).json() == []


async def test_the_command_writes_the_same(desk, settings, tmp_path):
    await given_out(desk, "Published?", "한국어?")
    file = tmp_path / "faq.jsonld"
    command = [sys.executable, "-m", "voc", "export", "faq", "--workspace", desk.workspace]
    command += ["--format", "jsonld", "--output", str(file)]
    env = os.environ | {"VOC_MONGODB": settings.mongodb, "VOC_DATABASE": settings.database}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert file.read_text() == await exported(desk, "jsonld")
