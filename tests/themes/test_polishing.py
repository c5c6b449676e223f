"""A language model words the names of themes, and nothing that it does goes wrong for readers."""

import asyncio
import json
from typing import Any, NamedTuple

import numpy as np
import pytest
import structlog
from sorting import by_topic, send, texts

from tests.completing import Endpoint, always, calling, completion, endpoint
from tests.loopback import reply
from voc.settings import Naming
from voc.themes import discovery, queries

_KEY = "sk-secret"


class Result(NamedTuple):
    assignments: list[str | None]
    themes: list[Any]
    echoes: Any


class Korean(NamedTuple):
    """A theme as found, in Korean."""

    key: str = "new-결제"
    kind: str = "complaint"
    language: str = "ko"
    name: str = "결제 · 오류"
    keywords: tuple[str, ...] = ("결제", "오류")
    size: int = 3
    threshold: float = 0.5
    quotes: tuple[int, ...] = (0,)
    anchors: tuple[Any, ...] = ()
    centroid: np.ndarray = np.ones(16, np.float32) / 4


def in_korean(found_texts: list[str], *_: Any, **__: Any) -> Result:
    return Result(["new-결제"] * len(found_texts), [Korean()], range(len(found_texts)))


def many_korean(found_texts: list[str], *_: Any, **__: Any) -> Result:
    themes = [Korean(key=f"new-{n}", name=f"말{n}", keywords=(f"말{n}",)) for n in range(12)]
    return Result(["new-0"] * len(found_texts), themes, range(len(found_texts)))


@pytest.fixture
def discover(engine, caller, watch):
    async def run(url: str | None, find=by_topic, seconds: float = 5.0) -> dict[str, str]:
        naming = Naming(url=url, model="small", key=_KEY, timeout_seconds=seconds)
        await discovery.discover(caller.workspace, now=watch(), find=find, naming=naming)
        return {theme.keywords[0]: theme.name for theme in await queries.active(caller.workspace)}

    return run


async def test_names_are_worded_by_the_model(caller, engine, discover):
    await send(caller, engine, texts(8, "login") + texts(8, "delivery"))
    async with endpoint(calling(login='"Login crashes"', delivery="<think>hm\n</think>Broken delivery.")) as model:
        named = await discover(model.url)
    assert named == {"login": "Login crashes", "delivery": "Broken delivery"}
    assert set(model.keys) == {f"Bearer {_KEY}".encode()}
    assert {body["model"] for body in model.asked} == {"small"}


async def test_nothing_is_sent_unless_a_model_is_set(caller, engine, discover):
    await send(caller, engine, texts(8, "login"))
    assert await discover(None) == {"login": "login"}


async def test_only_keywords_and_quotes_without_personal_data_leave(caller, engine, discover, database):
    await send(caller, engine, texts(8, "login"))
    told = "login crash, write to kim.minji@example.com or 010-2345-6789"
    await database.feedback.update_many({"workspace": caller.workspace}, {"$set": {"text": told}})
    async with endpoint(calling(login="Login crashes")) as model:
        await discover(model.url)
    (message,) = [json.loads(body["messages"][1]["content"]) for body in model.asked]
    assert message == {"keywords": ["login"], "quotes": ["login crash, write to [EMAIL] or [PHONE]"] * 3}
    assert not any(word in model.said() for word in (caller.workspace, "c-1", "fb_", "kim.minji", "2345"))


async def test_a_name_that_a_person_gave_is_neither_sent_nor_touched(caller, engine, discover):
    await send(caller, engine, texts(8, "login") + texts(8, "delivery"))
    await discover(None)
    theme = next(t for t in await queries.active(caller.workspace) if t.name == "login")
    await caller.http.patch(f"/v1/themes/{theme.id}", json={"name": "Signed out at payment"})
    async with endpoint(calling(delivery="Delivery trouble")) as model:
        named = await discover(model.url)
    assert named == {"login": "Signed out at payment", "delivery": "Delivery trouble"}
    assert len(model.asked) == 1


async def test_a_name_stays_and_is_not_asked_for_again(caller, engine, discover):
    await send(caller, engine, texts(8, "login"))
    async with endpoint(calling(login="Login crashes")) as model:
        await discover(model.url)
        model.serve = calling(login="Login failures")
        assert await discover(model.url) == {"login": "Login crashes"}
        assert len(model.asked) == 1
    assert await discover(model.url) == {"login": "Login crashes"}
    assert await discover(None) == {"login": "login"}


@pytest.mark.parametrize(
    "answer",
    [
        "Login crashes\nand more",
        "Login trouble that nobody could ever print in one short column",
        "로그인 오류",
        "Вход login",
        "Sign-in trouble",
        "Login [EMAIL]",
        "login by kim@example.com",
        "login 010-2345-6789",
        "login at https://spam.example",
        "<b>login</b> crash",
        "login fucking crash",
        "delivery login",
        "",
        "\u200blogin\u202e crash",
    ],
)
async def test_a_bad_name_is_refused(caller, engine, discover, answer):
    await send(caller, engine, texts(8, "login") + texts(8, "delivery"))
    async with endpoint(calling(login=answer, delivery=answer)) as model:
        assert (await discover(model.url))["login"] == "login"


async def test_two_themes_do_not_get_one_name(caller, engine, discover):
    await send(caller, engine, texts(8, "login") + texts(8, "delivery"))
    async with endpoint(calling(login="Login and delivery", delivery="Delivery and login")) as model:
        named = await discover(model.url)
    assert named == {"login": "login", "delivery": "delivery"}


@pytest.mark.parametrize(
    ("answer", "name"), [("결제할 때 나는 오류", "결제할 때 나는 오류"), ("Payment errors", "결제 · 오류")]
)
async def test_a_korean_theme_gets_a_korean_name(caller, engine, discover, answer, name):
    await send(caller, engine, texts(3, "login"))
    async with endpoint(always(completion(answer))) as model:
        assert await discover(model.url, find=in_korean) == {"결제": name}


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"no", 500, last=True),
        reply(b"no", 401, last=True),
        reply(b"<html>", last=True),
        reply(b'{"choices": []}', last=True),
        reply(b'{"choices": [{"message": {"content": null}}]}', last=True),
        reply(b'{"choices": "' + b"x" * 200_000 + b'"}', last=True),
        b"HTTP/1.1 302 X\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"",
    ],
)
async def test_a_model_that_fails_leaves_the_names_and_a_line_in_the_log(caller, engine, discover, answer):
    await send(caller, engine, texts(8, "login"))
    with structlog.testing.capture_logs() as lines:
        async with endpoint(always(answer)) as model:
            assert await discover(model.url) == {"login": "login"}
    assert len(model.asked) == 1
    assert [line["log_level"] for line in lines if line["event"] == "name not polished"] == ["warning"]
    assert _KEY not in str(lines)


async def test_a_slow_model_is_not_waited_for(caller, engine, discover):
    await send(caller, engine, texts(8, "login"))
    async with asyncio.timeout(10), endpoint(always(completion("Login crashes"))) as model:
        model.pause_seconds = 0.1  # shorter than any pause between two reads that would be given up for
        assert await discover(model.url, seconds=0.5) == {"login": "login"}


async def test_a_model_that_never_answers_is_asked_for_few_names(caller, engine, discover):
    async def never(_: Endpoint, __: dict[str, Any]) -> bytes:
        await asyncio.sleep(3_600)
        return b""

    await send(caller, engine, texts(8, "login"))
    async with asyncio.timeout(120), endpoint(never) as model:
        assert await discover(model.url, find=many_korean, seconds=0.2) == {f"말{n}": f"말{n}" for n in range(12)}
    assert len(model.asked) <= 4


async def test_a_model_that_is_not_there_changes_nothing(caller, engine, discover):
    await send(caller, engine, texts(8, "login"))
    async with endpoint(always(b"")) as model:
        gone = model.url
    assert await discover(gone) == {"login": "login"}


def test_a_url_without_a_model_is_no_setting():
    with pytest.raises(ValueError, match="a URL needs a model"):
        Naming(url="http://127.0.0.1:11434/v1")
