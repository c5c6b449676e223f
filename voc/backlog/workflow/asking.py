"""What lists and exports are asked for by their address."""

from typing import Any

from litestar import Request
from litestar.di import Provide
from litestar.params import FromQuery

from voc.backlog.workflow.listing import Filters
from voc.feedback.domain import Kind
from voc.values import Principal

Caller = Request[Any, Principal, Any]


def _of_api(
    request: Caller,
    kind: FromQuery[Kind | None] = None,
    status: FromQuery[str | None] = None,
    owner: FromQuery[str | None] = None,
    department: FromQuery[str | None] = None,
    mentioned: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
) -> Filters:
    """Litestar's dependency: one argument per query parameter, so that the reference lists them."""
    about = {"status": status, "kind": kind, "department": department, "q": q, "sort": sort}
    return Filters(**about, owner=owner, mentioned=mentioned).of(request.auth.who)


def _of_page(request: Caller) -> Filters:
    """Litestar's dependency: what the address says, `me` as it stands there."""
    return Filters.read(request.query_params)


OF_API = {"asked": Provide(_of_api, sync_to_thread=False)}
OF_PAGE = {"asked": Provide(_of_page, sync_to_thread=False)}
