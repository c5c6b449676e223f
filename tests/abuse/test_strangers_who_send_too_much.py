"""A client that sends more than anybody does by hand waits, and nobody else does."""

import asyncio
import socket
import subprocess
import time
from uuid import uuid4

import httpx
import pytest

from tests.application import application
from tests.surveying import publish, response
from voc.embedded.engines import _redis_server
from voc.settings import Limits
from voc.web.throttling import Counter, _per_minute

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRITES = 5
KIM, LEE = ("203.0.113.7", 1), ("203.0.113.8", 1)


@pytest.fixture
def limited(settings, database, watch):
    """The application with few writes for strangers."""
    return application(settings.model_copy(update={"limits": Limits(writes_per_minute=WRITES)}), watch)


@pytest.fixture(scope="module")
def redis():
    """A Redis of this module; answers its URI and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [_redis_server(), "--port", str(port), "--save", "", "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL
    )
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0", server
    server.kill()
    server.wait()


async def send(app, survey, project, client, **headers):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=client)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test", headers=headers) as http:
        return await http.post(f"/c/{project}/responses", json=response(survey))


async def test_who_sends_too_much_waits_and_nobody_else_does(limited, caller):
    survey = await publish(caller)
    answers = [await send(limited, survey, caller.workspace, KIM) for _ in range(WRITES + 2)]
    assert [answer.status_code for answer in answers] == [202] * WRITES + [429] * 2
    assert answers[-1].json()["type"] == "urn:voc:problem:too-many-requests"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert (await send(limited, survey, caller.workspace, LEE)).status_code == 202


async def test_one_subscriber_of_ipv6_is_one_client(limited, caller):
    survey = await publish(caller)
    clients = [(f"2001:db8:0:1::{number:x}", 1) for number in range(WRITES + 1)]
    statuses = [(await send(limited, survey, caller.workspace, client)).status_code for client in clients]
    assert statuses == [202] * WRITES + [429]
    assert (await send(limited, survey, caller.workspace, ("2001:db8:0:2::1", 1))).status_code == 202


async def test_what_a_stranger_says_of_their_address_does_not_help(limited, caller):
    survey = await publish(caller)
    forged = [{"x-forwarded-for": f"198.51.100.{number}"} for number in range(WRITES + 1)]
    statuses = [(await send(limited, survey, caller.workspace, LEE, **each)).status_code for each in forged]
    assert statuses[-1] == 429


async def test_a_company_s_own_programs_are_not_counted(limited, caller):
    transport = httpx.ASGITransport(limited, client=KIM)
    survey = await publish(caller)
    headers = {"authorization": f"Bearer {caller.key}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test", headers=headers) as http:
        answers = [await http.post("/v1/responses", json=response(survey)) for _ in range(WRITES + 3)]
    assert {answer.status_code for answer in answers} == {202}


async def test_processes_count_together(redis):
    uri, _ = redis
    limit, what = _per_minute(20), uuid4().hex
    # a busy machine's Redis takes longer than a request would wait for it
    several = [Counter(uri, answer_seconds=30) for _ in range(4)]
    waits = await asyncio.gather(*(counter.wait_seconds(limit, what) for counter in several for _ in range(10)))
    assert sum(wait == 0 for wait in waits) == 20


async def test_without_redis_each_process_counts_for_itself(redis):
    uri, server = redis
    limit, what = _per_minute(3), uuid4().hex
    counter = Counter(uri)
    server.kill()
    server.wait()
    waits = [await counter.wait_seconds(limit, what) for _ in range(5)]
    assert [wait == 0 for wait in waits] == [True] * 3 + [False] * 2
