"""Somebody without JavaScript who fills a survey's page in."""

import html
import re

import pytest

from tests.people import stranger

ENDINGS = [
    {"id": "usual", "title": {"en": "Thanks", "ko": "고마워요"}},
    {
        "id": "joy",
        "title": {"en": "{{answer:nps}} of 10, {{hidden:name|friend}}!"},
        "button": {"text": {"en": "Go"}, "url": "https://x.example"},
    },
]
"""The usual one, and one that says what somebody answered."""


@pytest.fixture
async def person(app):
    """Their browser, without a session."""
    async with stranger(app) as browser:
        yield browser.http


def submission(page):
    """The id that the page's form sends."""
    return re.search(r'name="submission_id" value="(\w+)"', page.text)[1]


def question(page):
    """The page's heading: what is asked, or thanks."""
    return html.unescape(re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.S)[1])


async def answer(person, page, address, fields):
    """The page after a page's form was sent with these fields."""
    sent = {"submission_id": submission(page), "asked": re.search(r'name="asked" value="(\w+)"', page.text)[1]}
    return await person.post(address, data=sent | fields, follow_redirects=True)


async def rows(database, survey):
    """What is stored of a survey's responses."""
    return await database.responses.find({"survey": survey["id"]}).to_list()
