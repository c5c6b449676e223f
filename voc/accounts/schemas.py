"""What leaves the service."""

from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import Field

from voc.accounts.domain import Role
from voc.accounts.roles import MATRIX
from voc.values import Principal, Scope, Value


class WorkspaceOut(Value):
    """A workspace."""

    id: str
    name: str
    publishable_key: str
    created_at: datetime


class MemberOut(Value):
    """A member, without the password's hash."""

    id: str
    workspace: str
    email: str
    name: str
    role: Role
    language: str | None


class MemberList(Value):
    """Everybody who may sign in."""

    items: list[MemberOut]


class InviteIn(Value):
    """Somebody to be invited."""

    email: str = Field(min_length=3, max_length=254)
    role: Role
    language: Literal["en", "ko"] = "en"
    """Of the mail."""


class OpenLink(Value):
    """An invitation that nobody has taken yet."""

    id: str
    email: str
    role: Role | None
    by: str
    created_at: datetime
    ends_at: datetime


class Invited(Value):
    """A new invitation."""

    invitation: OpenLink
    token: str
    """Of the link; nothing shows it again."""


class InvitationMade(Value):
    """A new invitation, as the API answers it."""

    invitation: OpenLink
    url: str
    """The link, for one person and one use; nothing shows it again."""
    mailed: bool
    """Whether it is on its way by e-mail, too."""


class InvitationList(Value):
    """The open ones, the latest first."""

    items: list[OpenLink]


class MemberPatch(Value):
    """What changes of a member."""

    role: Role


class SessionOut(Value):
    """A browser that somebody is signed in with."""

    id: str
    device: str
    created_at: datetime
    last_seen_at: datetime


class ApiKeyOut(Value):
    """An API key, without its secret."""

    id: str
    workspace: str
    name: str
    prefix: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class KeyIn(Value):
    """A key that a program is to have."""

    name: str = Field(min_length=1, max_length=100)
    """What it is for."""
    scopes: set[Scope] = Field(min_length=1)
    """`admin` includes `read` and `write`, `write` includes `survey`."""
    days: int | None = Field(default=None, ge=1, le=3_650)
    """Until it expires; null: never."""


class Renewal(Value):
    """How a key is renewed."""

    grace_hours: int = Field(default=24, ge=0, le=720)
    """How long the one before goes on."""


class KeyMade(Value):
    """A new key."""

    key: ApiKeyOut
    text: str
    """The key itself; nothing shows it again."""


class KeyList(Value):
    """Every key, the latest first."""

    items: list[ApiKeyOut]


class FirstStart(Value):
    """What the first start made."""

    workspace: str
    email: str
    password: str | None
    """To be shown once; None when the operator chose it."""


class Visitor(Value):
    """A signed-in member, as `request.user`."""

    id: str
    workspace: str
    workspace_name: str
    email: str
    name: str
    role: Role
    language: str | None

    def principal(self) -> Principal:
        """As the caller of guards and services."""
        return Principal(workspace=self.workspace, grants=MATRIX.get(self.role, {}), member=self.id)


class SignedIn(Value):
    """A new session."""

    token: str
    """The cookie's value; nothing else knows it."""
    member: MemberOut


class Halfway(Value):
    """A right password that a second step has to follow."""

    token: str


class KnownKey(NamedTuple):
    """What authentication needs of a stored key."""

    secret_hash: bytes
    principal: Principal
    expires_at: datetime | None
    last_used_at: datetime | None
