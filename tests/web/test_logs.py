"""The log says what happened, and nothing that was said."""

import json

import pytest
import structlog

from voc import logs
from voc.settings import Logs, Settings
from voc.web.access_log import log

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRETS = ("kim@example.test", "010-1234-5678", "tell nobody", "voc_aaaaaaaaaaaa_")


@pytest.fixture
def written(capsys):
    """What a process writes, as JSON."""
    before = structlog.get_config()
    logs.configure(Logs(format="json"))

    def lines():
        return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]

    yield lines
    structlog.configure(**before)


async def test_a_request_is_a_line_without_what_it_said(app, caller, written):
    key = "Bearer " + "voc_aaaaaaaaaaaa_" + "b" * 52
    body = {"submission_id": "1", "text": "tell nobody 010-1234-5678", "channel": "api", "customer": "kim@example.test"}
    await caller.http.post("/v1/feedback", json=body, headers={"x-request-id": "a-request-of-mine"})
    await caller.http.get("/v1/feedback", params={"q": "tell nobody"})
    await caller.http.get("/v1/customers/kim@example.test")
    await caller.http.get("/v1/feedback", headers={"authorization": key})
    await caller.http.post("/login", data={"email": "kim@example.test", "password": "tell nobody"})
    lines = written()
    assert [line["status"] for line in lines] == [202, 200, 404, 401, 403]
    first = lines[0]
    assert (first["method"], first["path"], first["request_id"]) == ("POST", "/v1/feedback", "a-request-of-mine")
    assert first["workspace"] == caller.workspace
    assert first["caller"].startswith("key_")
    assert first["milliseconds"] > 0
    assert not [secret for secret in SECRETS if secret in json.dumps(lines)]


async def test_probes_are_not_written(caller, written):
    await caller.http.get("/health/live")
    assert written() == []


async def test_a_traceback_shows_no_variables(written):
    def fails(text):
        raise ValueError("broken")

    try:
        fails("tell nobody")
    except ValueError as error:
        log.error("request failed", exc_info=error)
    (line,) = written()
    assert line["exception"][0]["exc_type"] == "ValueError"
    assert "tell nobody" not in json.dumps(line)


async def test_less_is_written_where_less_is_asked_for(caller, written):
    logs.configure(Logs(format="json", level="warning"))
    await caller.http.get("/v1/stats")
    assert written() == []


async def test_the_environment_says_how(monkeypatch):
    monkeypatch.setenv("VOC_LOGS__FORMAT", "console")
    assert Settings().logs.format == "console"
