"""Links for text messages: short, not to be guessed, and silent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invitations.inviting import invited
from tests.people import stranger
from tests.surveying import publish
from voc.invitations import shortlinks
from voc.invitations.domain import Stage

TOKENS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26)


@pytest.fixture
async def person(app):
    async with stranger(app) as browser:
        yield browser.http


async def test_a_code_leads_to_the_page_and_records_nothing(person, caller, database, watch):
    survey = await publish(caller)
    guest = await invited(caller, survey, watch(), channel="sms")
    code = await shortlinks.shorten(guest.workspace, guest.page, now=watch())
    assert len(f"/l/{code}") <= len("/l/") + 10
    for method, statuses in (("GET", (303,)), ("HEAD", (200,))):
        previewed = await person.request(method, f"/l/{code}", headers={"user-agent": "facebookexternalhit/1.1"})
        assert previewed.status_code in statuses
    assert (await person.get(f"/l/{code}")).headers["location"] == guest.page
    assert (await person.get(f"/l/{code.upper()}")).headers["location"] == guest.page
    assert (await database.responses.count_documents({"survey": survey["id"]}), (await guest.state()).state) == (
        0,
        Stage.queued,
    )


async def test_the_same_link_has_one_code_and_neither_stands_in_the_database(caller, database, watch):
    path = f"/i/{'a' * 26}"
    codes = {await shortlinks.shorten(caller.workspace, path, now=watch()) for _ in range(3)}
    assert len(codes) == 1
    (row,) = await database.short_links.find({"workspace": caller.workspace}).to_list()
    assert not any(secret in str(row) for secret in (*codes, "a" * 26))


async def test_codes_lead_on_only_where_somebody_made_them(person, caller, watch):
    code = await shortlinks.shorten(caller.workspace, "https://evil.example/", now=watch())
    assert (await person.get(f"/l/{code}")).headers["location"] == "/"
    other = code[:-1] + ("a" if code[-1] != "a" else "b")
    assert (await person.get(f"/l/{other}")).status_code == 404


@given(st.sets(TOKENS, min_size=2, max_size=20))
def test_no_two_links_share_a_code(database, tokens):
    codes = {shortlinks.code_of("wsp_1", f"/i/{token}") for token in tokens}
    assert len(codes) == len(tokens)
