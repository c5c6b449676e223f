"""Whoever operates the service learns whether it works, and nobody else learns anything of it."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from pymongo.errors import ServerSelectionTimeoutError

from tests.application import application
from tests.engine import declared_tasks, engine  # noqa: F401
from voc import probes
from voc.settings import Metrics

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def asked(app):
    """Probes of an application that has not been asked yet."""
    app.state.pop("readiness", None)

    async def ask(path="/health/ready", **headers):
        app.state.pop("readiness", None)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as http:
            return await http.get(path, headers=headers)

    return ask


async def test_a_service_that_works_is_ready(asked, engine):  # noqa: F811
    answer = await asked()
    assert (answer.status_code, answer.json()["status"], answer.json()["write"]) == (200, "ready", "ok")


async def test_a_database_that_does_not_write_takes_it_out_of_service(asked, monkeypatch):
    async def fails(model):
        raise ServerSelectionTimeoutError("mongodb://user:secret@db.internal:27017")

    monkeypatch.setattr(probes, "_write", fails)
    answer = await asked()
    assert (answer.status_code, answer.json()["status"]) == (503, "no database")
    assert "internal" not in answer.text


async def test_a_database_that_does_not_answer_is_not_waited_for(asked, monkeypatch):
    async def hangs(model):
        await asyncio.Event().wait()

    monkeypatch.setattr(probes, "_write", hangs)
    monkeypatch.setattr(probes, "PATIENCE_SECONDS", 0.05)
    assert (await asked()).status_code == 503


async def test_work_that_nobody_does_is_said(asked, caller, engine, watch):  # noqa: F811
    said = {"submission_id": "1", "text": "It crashed.", "channel": "api"}
    await caller.http.post("/v1/feedback", json=said)
    watch.now += timedelta(minutes=11)
    answer = await asked()
    assert (answer.status_code, answer.json()["status"], answer.json()["work"]) == (200, "degraded", "late")
    assert answer.json()["oldest_due_seconds"] >= 660
    told = (await asked("/metrics")).text
    assert 'voc_oldest_due_work_seconds{work="feedback"} 660.0' in told
    await engine.settle()
    assert (await asked()).json()["status"] == "ready"


async def test_a_disk_that_is_nearly_full_is_said(asked, settings, tmp_path, monkeypatch):
    (tmp_path / "database").mkdir()
    monkeypatch.setattr(probes.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1_000_000}))
    found = probes._free_bytes(settings.model_copy(update={"data_dir": tmp_path}))
    assert found == 1_000_000


async def test_probes_do_not_ask_the_database_each_time(app, asked, monkeypatch):
    counted = []

    async def counts(model):
        counted.append(model)

    monkeypatch.setattr(probes, "_write", counts)
    await asked()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as http:
        for _ in range(5):
            assert (await http.get("/health/ready")).status_code == 200
    assert len(counted) == 1


async def test_requests_are_counted_by_route(asked, caller):
    await caller.http.get("/v1/customers/somebody-who-is-not-there")
    told = (await asked("/metrics")).text
    assert 'voc_requests_total{method="GET",route="/v1/customers/{customer_id}",status="404"}' in told
    assert "somebody-who-is-not-there" not in told
    assert 'voc_request_seconds_bucket{le="0.005",route="/v1/customers/{customer_id}"}' in told


async def test_metrics_are_told_to_this_machine_alone(app, asked):
    assert (await asked("/metrics")).status_code == 200
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as http:
        assert (await http.get("/metrics")).status_code == 403


async def test_metrics_are_told_to_whoever_brings_the_token(settings, database, watch):
    opened = settings.model_copy(update={"metrics": Metrics(token="of-this-test")})  # type: ignore[arg-type]
    transport = httpx.ASGITransport(application(opened, watch), client=("203.0.113.9", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as http:
        found = [
            (await http.get("/metrics", headers=headers)).status_code
            for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Bearer of-this-test"})
        ]
    assert found == [403, 403, 200]
