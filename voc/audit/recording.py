"""Puts requests on record whose handler asks for it, before anybody reads that they were answered."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from voc.audit import service
from voc.audit.domain import By, Deed, subject_of
from voc.values import Principal
from voc.web.problems import request_id

OPTION = "audit"
"""Of a handler: the action under which a request that succeeded is recorded, such as `webhook.removed`."""
_FAILED = 400
_PLACES = ("survey_id", "workspace")
"""Parameters that say where rather than what, in a path that has another one."""


class Recording(ASGIMiddleware):
    """Runs after authentication, for the entry names who called."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Hold the first word of the answer back until the entry is on disk."""
        action: str | None = scope["route_handler"].opt.get(OPTION)

        async def after_recording(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < _FAILED and action:
                caller: Principal | None = scope.get("auth")
                if caller is not None:
                    now = scope["litestar_app"].state.clock()
                    await service.record(caller.workspace, _deed(scope, caller, action), now=now)
            await send(message)

        await next_app(scope, receive, after_recording)


def _deed(scope: Scope, caller: Principal, action: str) -> Deed:
    given = {name: str(value) for name, value in scope["path_params"].items()}
    subjects = [value for name, value in given.items() if name not in _PLACES] or list(given.values())
    return Deed(
        action=action,
        by=By.member if caller.member else By.key,
        actor=caller.who,
        subject=subject_of(caller.workspace, action, subjects[-1]) if subjects else "",
        request=request_id(scope),
    )
