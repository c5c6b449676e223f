"""Totals over HTTP."""

from typing import Any

from litestar import Request, get

from voc.insights import service
from voc.insights.schemas import Stats, ThemeTotals
from voc.themes import queries as themes
from voc.values import Scope
from voc.web.guards import requires


@get("/v1/stats", guards=[requires(Scope.read)], tags=["stats"], summary="How much there is")
async def stats(request: Request[Any, Any, Any]) -> Stats:
    """Totals of the key's workspace, exact at the moment of asking."""
    workspace = request.auth.workspace
    progress = await themes.progress(workspace)
    in_use = await themes.active(workspace)
    return Stats(
        feedback=await service.totals(workspace),
        themes=ThemeTotals(total=len(in_use), unsorted=progress.analysed_since),
    )
