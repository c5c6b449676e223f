"""Roles, and what counts as the same e-mail address or the way back after signing in."""

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from voc.errors import VocError

SESSION_IDLE = timedelta(hours=12)
"""A session that nobody used for so long has ended."""
SESSION_LIFE = timedelta(days=14)
"""A session ends after so long, used or not."""
ATTEMPTS_LIMIT = 10
"""Failed sign-ins per window for an account."""
ADDRESS_ATTEMPTS_LIMIT = 10 * ATTEMPTS_LIMIT
"""The same for a client address: many people may share one, behind a company's gateway or a proxy."""
ATTEMPTS_WINDOW = timedelta(minutes=15)


LINK_LIVES = {"invitation": timedelta(days=7), "password": timedelta(hours=1)}
"""How long a link lets its holder in, by what it is for."""


class LinkPurpose(StrEnum):
    """What a link is for."""

    invitation = "invitation"
    password = "password"


class Role(StrEnum):
    """What a member is in the workspace; `roles.MATRIX` says what that allows."""

    owner = "owner"
    admin = "admin"
    product = "product"
    marketing = "marketing"
    agent = "agent"
    analyst = "analyst"
    viewer = "viewer"


ADMINISTRATORS = (Role.owner, Role.admin)
"""Who may let others in."""


def may_reassign(actor: Role, before: Role, after: Role | None, *, has_owner: bool) -> bool:
    """Whether an administrator may give somebody who is `before` the role `after` (None: remove them).

    Owners are the business of owners, so that nobody can be pushed out from below; where there is none, as in
    workspaces older than the role, an administrator may name one.
    """
    return Role.owner not in (before, after) or actor == Role.owner or not has_owner


class SignInRefused(VocError):
    """Unknown address or wrong password; which of them is nobody's business."""

    slug, title, status = "sign-in-refused", "Sign-in refused", 401


class TooManyAttempts(VocError):
    """Too many failed sign-ins for this account or from this address."""

    slug, title, status, transient = "too-many-attempts", "Too many attempts", 429, True


class MemberExists(VocError):
    """The address belongs to somebody already."""

    slug, title, status = "member-exists", "Address taken", 409


class LastAdmin(VocError):
    """Without an administrator nobody could let anybody in any more."""

    slug, title, status = "last-admin", "Last administrator", 409


class LastOwner(VocError):
    """A workspace that has an owner keeps one: from below nobody becomes one."""

    slug, title, status = "last-owner", "Last owner", 409


class OwnersOnly(VocError):
    """Only an owner says who is one."""

    slug, title, status = "owners-only", "Only for owners", 403


class LinkEnded(VocError):
    """The link was used, withdrawn, replaced by a later one, or is too old."""

    slug, title, status = "link-ended", "Link ended", 404


class CodeWrong(VocError):
    """A code of the second step that is not right, or was used before."""

    slug, title, status = "code-wrong", "Wrong code", 403


class StepEnded(VocError):
    """The second step came too late, or there is nothing to do there."""

    slug, title, status = "step-ended", "Begin again", 409


class PasswordWrong(VocError):
    """The password that somebody is to prove themselves by is not theirs."""

    slug, title, status = "password-wrong", "Wrong password", 403


class Oneself(VocError):
    """Nobody shuts themselves out by mistake."""

    slug, title, status = "oneself", "That is you", 409


class KeyEnded(VocError):
    """The key expired, was renewed or revoked."""

    slug, title, status = "key-ended", "Key ended", 409


class WorkspaceMissing(VocError):
    """No workspace has this id or name."""

    slug, title, status = "workspace-missing", "No such workspace", 404


class WorkspaceAmbiguous(VocError):
    """Several workspaces have this name."""

    slug, title, status = "workspace-ambiguous", "Several workspaces of that name", 409


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Browser and system, as far as a browser tells them: "Chrome, Windows"; empty: neither is known.

    The order matters: every browser also calls itself by an older one's name.
    """
    known = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in known if name)


def normal_email(email: str) -> str:
    """The spelling under which an address is kept and found."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def session_ends_at(*, created_at: datetime, last_seen_at: datetime) -> datetime:
    """When a session ends if nobody uses it again."""
    return min(created_at + SESSION_LIFE, last_seen_at + SESSION_IDLE)
