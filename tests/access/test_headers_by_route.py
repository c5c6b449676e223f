"""Every route tells browsers what its family tells them, refusals and errors included."""

import httpx
import pytest
import pytest_asyncio

from tests.access.header_table import FAMILIES, PAGES, family
from tests.access.one_of_each import one_of_each
from tests.access.route_table import doors
from tests.application import application
from tests.people import PASSWORD, Browser
from voc.accounts import service as accounts
from voc.accounts.domain import Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

COOKIE = {"Secure", "HttpOnly", "Path=/"}
KEPT_BY_BROWSERS = ("/surveys/{survey_id}/qr.png", "/surveys/{survey_id}/qr.svg", "/help/", "/roadmap/")
"""Pages that may be kept for a while."""


@pytest_asyncio.fixture(loop_scope="session")
async def ids(caller, watch):
    found = await one_of_each(caller, watch)
    return found | {"project": caller.workspace, "workspace": caller.workspace}


@pytest.fixture
def secure(settings, database, watch):
    """The application as people reach it by https."""
    return application(settings.model_copy(update={"public_url": "https://voc.test"}), watch)


@pytest_asyncio.fixture(loop_scope="session")
async def browser(secure):
    transport = httpx.ASGITransport(secure, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://voc.test") as http:
        yield Browser(http)


def wrong(door, answer):
    """Headers that say something else than the family's; a route may keep an answer longer where that is known."""
    told = dict(FAMILIES[family(door.path)])
    if door.path.startswith(KEPT_BY_BROWSERS):
        told["cache-control"] = "*"
    for header, value in told.items():
        sent = answer.headers.get_list(header)
        if value != "*" and sent != ([] if value is None else [value]):
            yield door.name, answer.status_code, header, sent


async def test_every_route_tells_strangers_what_its_family_tells(secure, browser, ids):
    faults = []
    for door in doors(secure):
        faults += wrong(door, await browser.http.request(door.method, door.at(**ids)))
    assert faults == []


async def test_every_page_tells_those_who_may_read_it_the_same(secure, browser, caller, ids, watch):
    await accounts.create_member(caller.workspace, "o@headers.test", PASSWORD, "Kim", Role.owner, now=watch())
    assert (await browser.send("/login", {"email": "o@headers.test", "password": PASSWORD})).status_code == 303
    faults, opened = [], 0
    for door in (door for door in doors(secure) if door.method == "GET" and not door.is_api):
        answer = await browser.http.get(door.at(**ids))
        opened += answer.is_success
        faults += wrong(door, answer)
    assert faults == []
    assert opened > 60


async def test_only_mails_may_bring_styles_of_their_own():
    unsafe = [name for name, told in FAMILIES.items() if "unsafe" in told["content-security-policy"]]
    assert unsafe == ["a mail as its reader sees it"]


@pytest.mark.parametrize("path", ["/nothing", "/themes/nothing", "/backlog?cursor=%00"])
async def test_what_is_not_there_tells_the_same(browser, path):
    answer = await browser.http.get(path)
    assert {name: answer.headers.get(name) for name in PAGES} == dict(PAGES)


async def test_cookies_stay_with_us_and_away_from_scripts(browser, caller, watch):
    await accounts.create_member(caller.workspace, "c@headers.test", PASSWORD, "Kim", Role.owner, now=watch())
    answer = await browser.send("/login", {"email": "c@headers.test", "password": PASSWORD})
    set_ = [*answer.headers.get_list("set-cookie"), *(await browser.http.get("/login")).headers.get_list("set-cookie")]
    assert set_
    for cookie in set_:
        flags = {part.strip() for part in cookie.split(";")}
        assert cookie.startswith("__Host-"), cookie
        assert flags >= COOKIE, cookie
        assert {flag.lower() for flag in flags} & {"samesite=lax", "samesite=strict"}, cookie
