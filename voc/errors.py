"""The root of every error that a user may meet."""

from typing import Any, ClassVar


class VocError(Exception):
    """Something went wrong that has a name.

    Leaves live in their capability and state `slug`, `title` and HTTP `status`. The message says
    what happened and what to do; `values` are the machine-readable particulars.
    """

    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"
    status: ClassVar[int] = 500
    transient: ClassVar[bool] = False
    """Whether the same call may succeed later, unchanged."""

    def __init__(self, detail: str, **values: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.values = values


class NotFound(VocError):
    """No such thing in this workspace; a foreign workspace's looks the same."""

    slug, title, status = "not-found", "Not found", 404


class Invalid(VocError):
    """The input breaks a rule; `values["errors"]` may list where."""

    slug, title, status = "invalid", "Invalid input", 400


class Unavailable(VocError):
    """An engine that we need does not answer; nothing was stored."""

    slug, title, status, transient = "unavailable", "Temporarily unavailable", 503, True
