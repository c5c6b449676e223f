"""Making workspaces, members and keys, and the first of each. Signing in is in `sessions.py`."""

import asyncio
import re
from collections.abc import Collection
from datetime import datetime

from pymongo.errors import DuplicateKeyError, OperationFailure

from voc.accounts import queries
from voc.accounts.documents import ApiKey, Member, Workspace
from voc.accounts.domain import MemberExists, Role, WorkspaceAmbiguous, WorkspaceMissing, normal_email
from voc.accounts.keys import hash_key, new_key
from voc.accounts.passwords import hash_password, new_password
from voc.accounts.schemas import ApiKeyOut, FirstStart, MemberOut, WorkspaceOut
from voc.errors import Invalid
from voc.settings import Settings
from voc.values import Scope, new_id

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,189}")
_WRITE_CONFLICT = 112
"""Several wanted the same place in an index at once. MongoDB tries again by itself, not every engine does."""
_PAUSES_SECONDS = (0.05, 0.2, 0.8)
_NAME_LIMIT = 100
_PASSWORD_LENGTH = range(8, 1025)


async def workspaces() -> list[WorkspaceOut]:
    """All workspaces, oldest first."""
    return [_workspace(each) for each in await queries.workspaces()]


async def find_workspace(id_or_name: str) -> WorkspaceOut:
    """A workspace by its id, or by its name where that is unique.

    Raises:
        WorkspaceMissing: there is none.
        WorkspaceAmbiguous: several have this name.
    """
    known = await workspaces()
    found = [each for each in known if each.id == id_or_name] or [each for each in known if each.name == id_or_name]
    if not found:
        raise WorkspaceMissing(f"No workspace {id_or_name!r}. `voc workspace list` shows those there are.")
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise WorkspaceAmbiguous(f"Several workspaces are named {id_or_name!r}: {ids}. Say which by its id.")
    return found[0]


async def create_workspace(name: str, *, now: datetime) -> WorkspaceOut:
    """A new, empty workspace and its publishable key.

    Raises:
        Invalid: the name is empty or too long.
    """
    return _workspace(await _create_workspace(name, now=now, first=None))


async def create_member(
    workspace: str, email: str, password: str, name: str, role: Role, *, now: datetime
) -> MemberOut:
    """Somebody who may sign in.

    Raises:
        Invalid: not an e-mail address, or a password shorter than 8 or longer than 1024 characters.
        MemberExists: the address belongs to a member of any workspace.
    """
    check_email(email)
    check_password(password)
    member = Member(
        id=new_id("mem", now),
        workspace=workspace,
        email=normal_email(email),
        name=check_name(name),
        password_hash=await hash_password(password),
        role=role,
        created_at=now,
    )
    try:
        await member.insert()
    except DuplicateKeyError as error:
        raise MemberExists("Somebody signs in with this address already.") from error
    return member_out(member)


def check_email(email: str) -> None:
    """Raise Invalid unless it may be an address of e-mail."""
    if not _EMAIL.fullmatch(email.strip()):
        raise Invalid("This is not an e-mail address.")


def check_password(password: str) -> None:
    """Raise Invalid unless it is long enough, and no longer than anybody types."""
    if len(password) not in _PASSWORD_LENGTH:
        raise Invalid("A password has 8 to 1,024 characters.")


async def create_key(
    workspace: str, scopes: Collection[Scope], name: str, *, now: datetime, expires_at: datetime | None = None
) -> tuple[ApiKeyOut, str]:
    """A new API key, and its text, which is not kept."""
    prefix, text = new_key()
    key = ApiKey(
        id=new_id("key", now),
        workspace=workspace,
        name=check_name(name),
        prefix=prefix,
        secret_hash=hash_key(text),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    await key.insert()
    return ApiKeyOut.model_validate(key.model_dump(include=set(ApiKeyOut.model_fields))), text


async def first_start(settings: Settings, *, now: datetime) -> FirstStart | None:
    """The first workspace and its administrator; None where somebody can sign in already.

    Safe when several processes start at once and after a crash half-way: the workspace is the one marked
    `first`, and whoever inserts the administrator reports the password.
    """
    if await queries.has_member():
        return None
    workspace = await queries.first_workspace() or await _create_workspace("VoC", now=now, first=True)
    chosen = settings.admin_password.get_secret_value() if settings.admin_password else None
    password = chosen or new_password()
    try:
        member = await create_member(workspace.id, settings.admin_email, password, "Administrator", Role.owner, now=now)
    except MemberExists:
        return None
    return FirstStart(workspace=workspace.id, email=member.email, password=None if chosen else password)


async def _create_workspace(name: str, *, now: datetime, first: bool | None) -> Workspace:
    id = new_id("ws", now)
    _, publishable_key = await create_key(id, {Scope.survey}, "Publishable key", now=now)
    made = Workspace(id=id, name=check_name(name), publishable_key=publishable_key, created_at=now, first=first)
    for pause in _PAUSES_SECONDS:
        try:
            return await made.insert()
        except OperationFailure as error:
            if first and (other := await queries.first_workspace()) is not None:
                return other
            if error.code != _WRITE_CONFLICT:
                raise
        await asyncio.sleep(pause)
    return await made.insert()


def check_name(name: str) -> str:
    """A name without surrounding space; Invalid where it is empty, too long or holds what cannot be seen."""
    name = name.strip()
    if not name or len(name) > _NAME_LIMIT or not name.isprintable():
        raise Invalid(f"A name has 1 to {_NAME_LIMIT} printable characters.")
    return name


def member_out(document: Member) -> MemberOut:
    """The member as the world may see them."""
    return MemberOut.model_validate(document.model_dump(include=set(MemberOut.model_fields)))


def _workspace(document: Workspace) -> WorkspaceOut:
    return WorkspaceOut.model_validate(document.model_dump(include=set(WorkspaceOut.model_fields)))
