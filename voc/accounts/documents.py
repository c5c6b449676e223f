"""The collections of accounts."""

from datetime import datetime

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from voc.accounts.domain import LinkPurpose, Role
from voc.values import Scope, StoredTime


class Workspace(Document):
    """One company's data and people. Its own id is the `workspace` of everything else."""

    id: str
    name: str
    publishable_key: str
    """Complete, because it stands in public web pages; it may create responses and nothing else."""
    created_at: datetime
    first: bool | None = None
    """True for the one made on the first start."""

    class Settings:
        name = "workspaces"
        indexes = [
            # first_start: several processes starting at once make one workspace
            IndexModel([("first", ASCENDING)], name="first", unique=True, partialFilterExpression={"first": True}),
            # workspace_by_project: the key is all that a web page says
            IndexModel([("publishable_key", ASCENDING)], name="publishable_key", unique=True),
        ]


class Member(Document):
    """A person who signs in."""

    id: str
    workspace: str
    email: str
    """As `domain.normal_email` spells it."""
    name: str
    password_hash: str
    role: Role
    language: str | None = None
    """Of the interface; None follows the browser."""
    created_at: datetime
    leaving_at: int | None = None
    """When somebody began to remove them; a `voc.clock.stamp`. See `leaving`."""

    class Settings:
        name = "members"
        indexes = [
            # sign_in: before anybody knows the workspace, so this index alone does not lead with it
            IndexModel([("email", ASCENDING)], name="email", unique=True),
            # members: who can own a backlog item and be named in a note
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class FormerMember(Document):
    """Who signs in no longer: their name, for what they wrote and decided."""

    id: str
    """As it was."""
    workspace: str
    name: str
    removed_at: int
    """A `voc.clock.stamp`."""
    removed_by: str
    """A member or an API key."""

    class Settings:
        name = "former_members"
        indexes = [
            # all_names: what everybody of a workspace is called
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class ApiKey(Document):
    """What a program shows to act in a workspace."""

    id: str
    workspace: str
    name: str
    prefix: str
    """The part of the key that is not secret; names it in lists and finds it."""
    secret_hash: str
    """SHA-256 of the whole key, hexadecimal."""
    scopes: list[Scope] = Field(min_length=1)
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: StoredTime | None = None
    """To the minute."""

    class Settings:
        name = "api_keys"
        indexes = [
            # authentication: the workspace is what we want to learn
            IndexModel([("prefix", ASCENDING)], name="prefix", unique=True),
            # keys: those of a workspace
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class Session(Document):
    """A signed-in browser."""

    id: str
    """SHA-256 of the cookie's value, hexadecimal."""
    workspace: str
    member: str
    created_at: datetime
    last_seen_at: datetime
    """To the minute."""
    ends_at: datetime
    """When it ends unless it is used again."""
    device: str = ""
    """As `domain.device_of` tells it."""

    class Settings:
        name = "sessions"
        indexes = [
            # sessions of a member: the ended ones are removed when the member signs in
            IndexModel([("workspace", ASCENDING), ("member", ASCENDING)], name="member"),
        ]


class AccountLink(Document):
    """A link that lets somebody in once: an invitation, or a new password. Its token is made of the id (`links`)."""

    id: str
    workspace: str
    purpose: LinkPurpose
    email: str
    role: Role | None = None
    """That an invitation gives."""
    member: str | None = None
    """Whose password."""
    language: str = "en"
    """Of the mail."""
    by: str
    """The member or key that made it; empty: whoever forgot their password, or somebody at the machine."""
    created_at: int
    ends_at: int
    """A `voc.clock.stamp`, as `created_at` is."""

    class Settings:
        name = "account_links"
        indexes = [
            # links: the open invitations of a workspace, and those to the same address
            IndexModel([("workspace", ASCENDING), ("purpose", ASCENDING)], name="purpose"),
        ]


class SecondStep(Document):
    """The second step of a member's signing in; under the member's id."""

    id: str
    workspace: str
    sealed: str
    """What codes are made of, sealed."""
    begun_at: int
    confirmed_at: int | None = None
    """A `voc.clock.stamp`; None: it does not count yet."""
    last_step: int = 0
    """The latest 30 seconds since 1970 whose code was used."""
    recovery: list[str] = Field(default_factory=list)
    """Of the recovery codes that are left, digests that only the secret makes: 50 random bits alone could be tried."""
    revision: int = 0

    class Settings:
        name = "second_steps"
        indexes = [
            # leaving and the rotation of secrets: those of a workspace
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class SignInAttempts(Document):
    """Failed sign-ins of one account or one client address within one window."""

    id: str
    """What is counted, as a digest: no address is kept."""
    failures: int
    ends_at: datetime
    """When counting starts again."""

    class Settings:
        name = "sign_in_attempts"
        indexes = [
            # throttle: windows that ended are removed
            IndexModel([("ends_at", ASCENDING)], name="ends_at"),
        ]
