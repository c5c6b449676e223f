"""Probes and metrics for those who operate the service."""

from typing import Any

from beanie import Document
from litestar import MediaType, Request, Response, get
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pymongo.errors import PyMongoError

_PROBE = {"public": True, "uncounted": True}


@get(
    "/health/live",
    tags=["operation"],
    summary="Is the process alive",
    security=[{}],
    opt={"public": True, "uncounted": True},
)
async def live() -> dict[str, str]:
    """Answers as long as the process can."""
    return {"status": "alive"}


@get(
    "/health/ready",
    tags=["operation"],
    summary="Can requests be served",
    security=[{}],
    opt={"public": True, "uncounted": True},
)
async def ready(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """200 when the database answers, 503 when not: take this process out of rotation until then."""
    model: type[Document] = request.app.state.documents[0]
    try:
        await model.get_pymongo_collection().find_one({"_id": "ready"})
    except PyMongoError as error:
        return Response({"status": "no database", "reason": type(error).__name__}, status_code=503)
    return Response({"status": "ready"})


@get("/metrics", media_type=MediaType.TEXT, include_in_schema=False, opt=_PROBE)
async def metrics() -> Response[bytes]:
    """Prometheus metrics of this process."""
    return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST}, media_type=MediaType.TEXT)
