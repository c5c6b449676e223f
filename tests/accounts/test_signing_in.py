from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from voc.accounts.documents import Member, Session
from voc.web.paths import local_path

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_stranger_is_sent_to_the_sign_in_page_and_back(browser):
    answer = await browser.http.get("/inside?kind=idea")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Finside%3Fkind%3Didea"


async def test_a_stranger_asking_through_htmx_leaves_the_page(browser):
    current = {"hx-request": "true", "hx-current-url": "http://voc.test/inside?page=2"}
    answer = await browser.http.get("/inside", headers=current)
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/login?next=%2Finside%3Fpage%3D2"


async def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(browser, member):
    unknown, wrong = [await browser.sign_in(email, "wrong") for email in ("nobody@example.test", member)]
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.text.replace("nobody@example.test", "") == wrong.text.replace(member, "")


async def test_an_unknown_address_costs_the_same_hash_as_a_wrong_password(browsers, member, monkeypatch):
    verify, checked = PasswordHasher.verify, []

    def counting(hasher, encoded, password):
        checked.append(extract_parameters(encoded))
        return verify(hasher, encoded, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    for email in (member, "nobody.at.all@example.test"):
        await browsers().sign_in(email, "wrong")
    assert len(checked) == 2
    assert checked[0] == checked[1]


async def test_a_member_signs_in_and_goes_where_they_wanted(browser, member):
    answer = await browser.sign_in(member.upper(), next="/inside?kind=idea")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inside?kind=idea")
    assert (await browser.http.get("/inside")).text == "Acme"
    assert (await browser.http.get("/login")).status_code == 303


async def test_the_cookie_holds_256_bits_and_the_database_only_their_digest(browser, member):
    answer = await browser.sign_in(member)
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("voc_session="))
    token = cookie.split(";")[0].partition("=")[2]
    assert len(token) == 43
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    kept = [str(each) for each in await Session.find_all().to_list()]
    assert kept
    assert not any(token in each for each in kept)


async def test_signing_in_again_ends_the_earlier_session(browsers, member):
    browser, thief = browsers(), browsers()
    token = await browser.token()
    await browser.sign_in(member, token=token)
    thief.http.cookies = dict(browser.http.cookies)
    assert (await thief.http.get("/inside")).status_code == 200
    await browser.sign_in(member, token=token)
    assert (await browser.http.get("/inside")).status_code == 200
    assert (await thief.http.get("/inside")).status_code == 303


async def test_signing_out_ends_the_session_in_the_database(browsers, member):
    browser, thief = browsers(), browsers()
    token = await browser.token()
    await browser.sign_in(member, token=token)
    thief.http.cookies = dict(browser.http.cookies)
    answer = await browser.http.post("/logout", data={"_csrf_token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "voc_session" not in browser.http.cookies
    assert (await thief.http.get("/inside")).status_code == 303


async def test_a_session_ends_when_nobody_uses_it_for_twelve_hours(browser, member, watch):
    await browser.sign_in(member)
    for _ in range(3):
        watch.turn(timedelta(hours=11))
        assert (await browser.http.get("/inside")).status_code == 200
    watch.turn(timedelta(hours=12))
    assert (await browser.http.get("/inside")).status_code == 303


async def test_a_session_ends_after_fourteen_days_however_busy(browser, member, watch):
    await browser.sign_in(member)
    for _ in range(30):
        watch.turn(timedelta(hours=11))
        assert (await browser.http.get("/inside")).status_code == 200
    watch.turn(timedelta(hours=6))
    assert (await browser.http.get("/inside")).status_code == 303


async def test_a_member_who_is_gone_is_nobody(browser, member):
    await browser.sign_in(member)
    await Member.find_one({"email": member}).delete()
    assert (await browser.http.get("/inside")).status_code == 303


async def test_an_api_key_opens_no_page_and_a_session_no_api(browser, member, key):
    assert (await browser.http.get("/inside", headers={"authorization": f"Bearer {key}"})).status_code == 303
    await browser.sign_in(member)
    assert (await browser.http.get("/v1/who")).status_code == 401


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/",
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "javascript:alert(1)",
        "/\t/evil.test",
        "/\n/evil.test",
        "///evil.test",
        "",
        "evil",
        "/login",
        "/logout?a=b",
    ],
)
async def test_signing_in_never_leads_away(browser, member, target):
    assert (await browser.sign_in(member, next=target)).headers["location"] == "/"


@given(st.text() | st.text(alphabet="/\\:@.?#x\t ", max_size=12))
async def test_the_way_back_is_a_path(target):
    path = local_path(target)
    assert path.startswith("/")
    assert path[1:2] not in ("/", "\\")
    assert path.isprintable()
