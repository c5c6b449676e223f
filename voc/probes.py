"""Probes and metrics for those who operate the service.

A probe says whether requests can be served by doing what they need: a write that is on disk. What is merely late or
running out is said too, and takes nothing out of service, since fewer processes would make neither better.
"""

import asyncio
import hmac
import shutil
import time
from pathlib import Path
from typing import Any

from beanie import Document
from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from pymongo.errors import PyMongoError

from voc.clock import Clock, stamp
from voc.database import durable
from voc.outbox import Outbox, State
from voc.settings import Settings
from voc.web.clients import client_address
from voc.web.guards import NotAllowed

_PROBE = {"public": True, "uncounted": True}
PATIENCE_SECONDS = 2.0
"""For all checks together; a load balancer waits no longer either."""
KEPT_SECONDS = 1.0
"""How long a result is told again, so that probes are no load."""
LATE_SECONDS = 600
"""Work that has been due for longer says that workers or the dispatcher do not keep up, or do not run."""
LOCAL = ("127.", "::1")

_waiting = Gauge("voc_oldest_due_work_seconds", "For how long the oldest work that is due has waited", ["work"])
_free = Gauge("voc_disk_free_bytes", "Free space where the embedded database is")


@get("/health/live", tags=["operation"], summary="Is the process alive", security=[{}], opt=_PROBE)
async def live() -> dict[str, str]:
    """Answers as long as the process can."""
    return {"status": "alive"}


@get("/health/ready", tags=["operation"], summary="Can requests be served", security=[{}], opt=_PROBE)
async def ready(
    request: Request[Any, Any, Any], clock: NamedDependency[Clock], settings: NamedDependency[Settings]
) -> Response[dict[str, Any]]:
    """200 when a write reaches the disk, 503 when not: take this process out of rotation until then. `degraded` serves
    requests and wants somebody to look: the disk is nearly full, or work has been due for ten minutes."""
    found = await _looked(request, clock, settings)
    return Response(found, status_code=503 if found["status"] == "no database" else 200)


@get("/metrics", media_type=MediaType.TEXT, include_in_schema=False, opt=_PROBE)
async def metrics(
    request: Request[Any, Any, Any], clock: NamedDependency[Clock], settings: NamedDependency[Settings]
) -> Response[bytes]:
    """Prometheus metrics of this process: with `VOC_METRICS__TOKEN` as a bearer token, or from this machine alone."""
    if not _may_read(request, settings):
        raise NotAllowed("Metrics are told to this machine, or to whoever brings VOC_METRICS__TOKEN.")
    await _looked(request, clock, settings)
    return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST}, media_type=MediaType.TEXT)


def _may_read(request: Request[Any, Any, Any], settings: Settings) -> bool:
    token = settings.metrics.token
    if token is None:
        return client_address(request, settings.trusted_proxies).startswith(LOCAL)
    sent = request.headers.get("authorization", "").encode("utf-8", "replace")
    return hmac.compare_digest(sent, f"Bearer {token.get_secret_value()}".encode())


async def _looked(request: Request[Any, Any, Any], clock: Clock, settings: Settings) -> dict[str, Any]:
    """What was found within the last second."""
    state = request.app.state
    kept: tuple[float, dict[str, Any]] | None = getattr(state, "readiness", None)
    if kept is None or time.monotonic() >= kept[0] + KEPT_SECONDS:
        kept = (time.monotonic(), await _look(state.documents, clock, settings))
        state.readiness = kept
    return kept[1]


async def _look(models: list[type[Document]], clock: Clock, settings: Settings) -> dict[str, Any]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await _write(models[0])
            waited = await _waited(models, clock)
    except (PyMongoError, TimeoutError) as error:
        return {"status": "no database", "reason": type(error).__name__}
    free = _free_bytes(settings)
    found = {"write": "ok", "disk": "ok", "work": "ok"}
    if free is not None and free < settings.metrics.least_free_megabytes * 1_000_000:
        found["disk"] = "nearly full"
    if waited > LATE_SECONDS:
        found["work"] = "late"
    status = "ready" if set(found.values()) == {"ok"} else "degraded"
    return {"status": status, **found, "oldest_due_seconds": waited, "free_bytes": free}


async def _write(model: type[Document]) -> None:
    probes = durable(model).database["flushes"].with_options(write_concern=durable(model).write_concern)
    await probes.update_one({"_id": "probe"}, {"$inc": {"probes": 1}}, upsert=True)


async def _waited(models: list[type[Document]], clock: Clock) -> int:
    """Seconds that the longest waiting of all due work has waited."""
    now, carriers = stamp(clock()), [model for model in models if issubclass(model, Outbox)]
    oldest = await asyncio.gather(*(_oldest(model) for model in carriers))
    waits = [max(0, now - due) // 1_000 if due is not None else 0 for due in oldest]
    for model, seconds in zip(carriers, waits, strict=True):
        _waiting.labels(model.get_collection_name()).set(seconds)
    return max(waits, default=0)


async def _oldest(model: type[Document]) -> int | None:
    pending = model.get_pymongo_collection().find({"state": State.pending.value}, {"next_dispatch_at": 1})
    rows = await pending.sort("next_dispatch_at", 1).limit(1).to_list()
    return int(rows[0]["next_dispatch_at"]) if rows else None


def _free_bytes(settings: Settings) -> int | None:
    """None where the database is somewhere else."""
    folder: Path = settings.data_dir.expanduser().absolute() / "database"
    if not folder.is_dir():
        return None
    free = shutil.disk_usage(folder).free
    _free.set(free)
    return free
