"""What leaves the service."""

from datetime import datetime
from typing import NamedTuple

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


class KnownKey(NamedTuple):
    """What authentication needs of a stored key."""

    secret_hash: bytes
    principal: Principal
    expires_at: datetime | None
    last_used_at: datetime | None
