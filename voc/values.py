"""Values that every capability shares."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from ulid import ULID


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
        hide_input_in_errors=True,  # errors are logged, and what somebody wrote is not
    )


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


_GRANTING = {
    Scope.admin: {Scope.admin},
    Scope.read: {Scope.read, Scope.admin},
    Scope.write: {Scope.write, Scope.admin},
    Scope.survey: {Scope.survey, Scope.write, Scope.admin},
}


class Resource(StrEnum):
    """A part of the service that is opened to some roles and closed to others; `accounts.roles` says which."""

    feedback = "feedback"
    """What customers said, its themes, and what the model learns from people."""
    backlog = "backlog"
    """Items, their issues elsewhere, the roadmap."""
    surveys = "surveys"
    """Questionnaires, the widget, and answers without personal data."""
    campaigns = "campaigns"
    """Invitations, messages and what was sent."""
    customers = "customers"
    """Who they are, and everything that happened with them."""
    faq = "faq"
    insights = "insights"
    """Metrics, targets, alerts, reports."""
    settings = "settings"
    """What connects the workspace to others: channels, webhooks, trackers."""
    members = "members"
    """Who may sign in, and the keys of programs."""
    privacy = "privacy"
    """Personal data as it was given, erasure, retention, the audit."""
    own = "own"
    """What concerns nobody but oneself."""


class Principal(Value):
    """Who is calling, and on whose behalf. Set as `connection.auth` by `accounts`."""

    workspace: str
    scopes: frozenset[Scope] = frozenset()
    """What a key may do, wherever that is."""
    grants: Mapping[Resource, frozenset[Scope]] = Field(default_factory=dict)
    """What a member may do, by resource."""
    member: str | None = None
    """Id of the signed-in member; None for an API key."""
    key: str | None = None
    """Id of the API key; None for a session."""

    @property
    def who(self) -> str:
        """The member, or the key."""
        return self.member or self.key or ""

    def may(self, scope: Scope, resource: Resource) -> bool:
        """Whether `scope` is granted; admin includes read and write, write includes survey. What nothing grants is
        refused."""
        granted = self.scopes | self.grants.get(resource, frozenset())
        return not granted.isdisjoint(_GRANTING[scope])


def new_id(prefix: str, at: datetime) -> str:
    """A prefixed, sortable, unguessable id, such as `fb_01J…`; sorts by `at` (to the millisecond)."""
    return f"{prefix}_{ULID.from_datetime(at)}"
