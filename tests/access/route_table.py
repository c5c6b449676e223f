"""Every route of the application, and what it asks of its caller."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from voc.values import Resource, Scope
from voc.web.guards import requires

PARAMETER = re.compile(r"\{(\w+)\}")
NOTHING = {"number": "1"}
"""Parameters that must look like something for a route to be found."""
REFERENCE = "/schema"
"""Litestar's own routes: the reference, which tells nobody's data."""


class Door(NamedTuple):
    """One method of one path."""

    method: str
    path: str
    asks: tuple[tuple[Scope, Resource], ...]
    """All of these; empty: it is open to anybody."""
    opt: Mapping[str, Any]
    """What its handler says besides."""

    def at(self, **values: str) -> str:
        """The path with its parameters filled in; those without a value name nothing that exists."""
        return PARAMETER.sub(lambda found: values.get(found[1], NOTHING.get(found[1], "nothing")), self.path)

    @property
    def public(self) -> bool:
        """Whether anybody may come in."""
        return bool(self.opt.get("public"))

    @property
    def is_api(self) -> bool:
        """Whether programs call it with a key, and not people with a session."""
        return self.path.startswith("/v1")

    @property
    def name(self) -> str:
        """How it stands in a list."""
        return f"{self.method} {self.path}"


def doors(app: Litestar) -> list[Door]:
    """All of them, in the order of their paths."""
    return sorted(_doors(app), key=lambda door: (door.path, door.method))


def _doors(app: Litestar) -> Iterator[Door]:
    for route in app.routes:
        if isinstance(route, HTTPRoute) and not route.path.startswith(REFERENCE):
            for handler in route.route_handlers:
                for method in handler.http_methods - {"OPTIONS", "HEAD"}:
                    yield Door(str(method), route.path_format, _asks(handler), handler.opt)


def _asks(handler: HTTPRouteHandler) -> tuple[tuple[Scope, Resource], ...]:
    guards: list[Any] = [guard for guard in handler.resolve_guards() if isinstance(guard, requires)]
    return tuple((guard.scope, guard.resource) for guard in guards)
