"""Values that every capability shares."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict
from ulid import ULID


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def one_line(text: str) -> str:
    """Without line breaks and repeated blanks."""
    return " ".join(text.split())


_JOINERS = "\u200c\u200d"
"""They hold together what is one letter to readers: a family of emoji, a ligature."""


def visible(text: str) -> str:
    """Without what nobody sees: soft hyphens, marks of width nothing, control characters; blanks and breaks stay."""
    return "".join(each for each in text if each.isprintable() or each.isspace() or each in _JOINERS)


StoredTime = Annotated[datetime, AfterValidator(_aware)]
"""A time read back from the database: the embedded engine returns one that an update set as text without offset."""


class Scope(StrEnum):
    """What an API key or a signed-in member may do."""

    admin = "admin"
    read = "read"
    write = "write"
    survey = "survey"
    """Create responses and nothing else: the publishable key in a web page."""


class Principal(Value):
    """Who is calling, and on whose behalf. Set as `connection.auth` by `accounts`."""

    workspace: str
    scopes: frozenset[Scope]
    member: str | None = None
    """Id of the signed-in member; None for an API key."""
    key: str | None = None
    """Id of the API key; None for a session."""

    @property
    def who(self) -> str:
        """The member, or the key."""
        return self.member or self.key or ""

    def may(self, scope: Scope) -> bool:
        """Whether `scope` is granted; admin includes read and write, write includes survey."""
        implied = {Scope.read: {Scope.admin}, Scope.write: {Scope.admin}, Scope.survey: {Scope.write, Scope.admin}}
        return bool(self.scopes & ({scope} | implied.get(scope, set())))


def new_id(prefix: str, at: datetime) -> str:
    """A prefixed, sortable, unguessable id, such as `fb_01J…`; sorts by `at` (to the millisecond)."""
    return f"{prefix}_{ULID.from_datetime(at)}"
