import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voc.accounts import service
from voc.accounts.documents import ApiKey
from voc.values import Scope

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def call(browser, key, path="/v1/who"):
    return await browser.http.get(path, headers={"authorization": f"Bearer {key}"})


async def test_a_stranger_gets_a_problem(browser):
    answer = await browser.http.get("/v1/who")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="voc"'
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:voc:problem:not-signed-in"
    assert "set-cookie" not in answer.headers


async def test_a_key_stands_for_its_workspace(browser, workspace, key):
    answer = await call(browser, key)
    assert answer.status_code == 200
    assert answer.json()["workspace"] == workspace


async def test_a_key_is_stored_as_a_digest(key):
    kept = str(await ApiKey.find_one({"prefix": key.split("_")[1]}))
    assert key.split("_")[2] not in kept


@pytest.mark.parametrize("scopes", [{Scope.survey}, {Scope.write}])
async def test_a_key_without_the_scope_is_not_allowed(browser, workspace, watch, scopes):
    _, key = await service.create_key(workspace, scopes, "Narrow", now=watch())
    answer = await call(browser, key)
    assert answer.status_code == 403
    assert answer.json()["scope"] == "read"


async def test_the_publishable_key_may_answer_and_nothing_else(browser, workspace):
    key = (await service.find_workspace(workspace)).publishable_key
    headers = {"authorization": f"Bearer {key}"}
    assert (await browser.http.post("/v1/answers", headers=headers)).status_code == 202
    assert (await browser.http.get("/v1/who", headers=headers)).status_code == 403
    assert (await browser.http.get("/inside", headers=headers)).status_code == 303


async def test_a_key_expires(browser, workspace, watch):
    ends = watch() + timedelta(days=1)
    _, key = await service.create_key(workspace, {Scope.read}, "Short", now=watch(), expires_at=ends)
    assert (await call(browser, key)).status_code == 200
    watch.turn(timedelta(days=1))
    assert (await call(browser, key)).status_code == 401


async def test_a_removed_key_stops_within_ten_seconds(browser, key, watch):
    assert (await call(browser, key)).status_code == 200
    prefix = key.split("_")[1]
    while await ApiKey.find_one({"prefix": prefix}):  # a note of its last use may be on its way and in conflict
        await ApiKey.find_one({"prefix": prefix}).delete()
    watch.turn(timedelta(seconds=10))
    assert (await call(browser, key)).status_code == 401


async def test_a_right_prefix_with_a_wrong_secret_is_refused(browser, key):
    assert (await call(browser, key)).status_code == 200
    assert (await call(browser, key[:-1] + ("a" if key[-1] != "a" else "b"))).status_code == 401


async def test_the_last_use_is_noted_once_a_minute(browser, key, watch):
    prefix = key.split("_")[1]

    async def noted():
        await call(browser, key)
        await asyncio.sleep(0.2)
        return (await ApiKey.find_one({"prefix": prefix})).last_used_at

    first = await noted()
    assert first == watch()
    watch.turn(timedelta(seconds=59))
    assert await noted() == first
    watch.turn(timedelta(seconds=1))
    assert await noted() == watch()


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=255), max_size=100))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_nonsense_is_no_key(browser, text):
    for value in (text, f"Bearer {text}", f"Bearer voc_{text}"):
        answer = await browser.http.get("/v1/who", headers={b"authorization": value.encode("latin-1")})
        assert answer.status_code == 401
