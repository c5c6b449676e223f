"""The cookie of a session."""

from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from voc.accounts.authentication import session_cookie
from voc.accounts.domain import device_of
from voc.settings import Settings
from voc.web.security import cookie_name, is_https


def cookie(settings: Settings, value: str, *, lasts: timedelta, name: str | None = None) -> Cookie:
    """With everything that keeps it from scripts, other sites and plain HTTP."""
    return Cookie(
        key=name or session_cookie(settings),
        value=value,
        path="/",
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_https(settings),
    )


def halfway_cookie(settings: Settings, value: str, *, lasts: timedelta) -> Cookie:
    """Of somebody whose second step is still to come."""
    return cookie(settings, value, lasts=lasts, name=halfway_name(settings))


def halfway_name(settings: Settings) -> str:
    """What that cookie is called."""
    return cookie_name(settings, "voc_halfway")


def device(request: Request[Any, Any, Any]) -> str:
    """What somebody calls from, for the list of their sessions."""
    return device_of(request.headers.get("user-agent", ""))
