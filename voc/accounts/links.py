"""Links that let somebody in once: an invitation to a workspace, or a new password.

A link's token is its id and our signature of it, so that none is kept and a mail can be written anew when it is sent.
Whoever uses a link takes its row away; of several at once one gets it.
"""

import hmac
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from voc import vault
from voc.accounts import queries
from voc.accounts.documents import AccountLink, Member
from voc.accounts.domain import (
    LINK_LIVES,
    LinkEnded,
    LinkPurpose,
    MemberExists,
    OwnersOnly,
    Role,
    may_reassign,
    normal_email,
)
from voc.accounts.passwords import hash_password
from voc.accounts.schemas import Invited, InviteIn, MemberOut, OpenLink
from voc.accounts.service import check_email, check_name, check_password, create_member
from voc.audit import service as audit
from voc.audit.domain import By, Deed
from voc.clock import from_stamp, stamp
from voc.database import durable
from voc.values import new_id

Post = Callable[[str], Awaitable[bool]]
"""Sends the mail of a link, by its id; whether anything can. The application supplies it."""
_TOKEN = re.compile(r"(lnk_[0-9a-z]{26})-([a-z0-9]{26})")
PAUSE = timedelta(minutes=5)
"""Between two mails to somebody who forgot their password."""


def token_of(id_: str) -> str:
    """What stands in the link."""
    return f"{id_.lower()}-{vault.sign('account link', id_)}"


async def read(token: str, *, now: datetime) -> AccountLink:
    """The link of a token.

    Raises:
        LinkEnded: it is none of ours, or lets nobody in any more.
    """
    found = _TOKEN.fullmatch(token)
    id_ = f"lnk_{found[1][4:].upper()}" if found else ""
    if found and hmac.compare_digest(token.encode(), token_of(id_).encode()):
        link = await AccountLink.find_one({"_id": id_})
        if link is not None and link.ends_at > stamp(now):
            return link
    raise LinkEnded("This link was used, or has ended. Ask for another one.")


async def invite(workspace: str, wish: InviteIn, *, by: str, now: datetime) -> Invited:
    """Invite somebody; an earlier invitation to the same address ends.

    Args:
        workspace: whose.
        wish: whom, and as what.
        by: the member or key that invites; empty: somebody at the machine.
        now: the present.

    Raises:
        Invalid: no e-mail address.
        MemberExists: somebody signs in with it already.
        OwnersOnly: an owner is invited by somebody who is none.
    """
    check_email(wish.email)
    email = normal_email(wish.email)
    if await queries.member_by_email(email) is not None:
        raise MemberExists("Somebody signs in with this address already.")
    if by:
        await _check_owners(workspace, by, wish.role)
    link = _link(workspace, LinkPurpose.invitation, email, now=now)
    link = link.model_copy(update={"role": wish.role, "language": wish.language, "by": by})
    await _replace(link)
    return Invited(invitation=_open(link), token=token_of(link.id))


async def invitations(workspace: str, *, now: datetime) -> list[OpenLink]:
    """Those that nobody has taken yet, the latest first."""
    condition = {"workspace": {"$eq": workspace}, "purpose": {"$eq": LinkPurpose.invitation.value}}
    found = await AccountLink.find(condition).to_list()
    waiting = [_open(each) for each in found if each.ends_at > stamp(now)]
    return sorted(waiting, key=lambda each: each.id, reverse=True)


async def withdraw(workspace: str, id_: str) -> None:
    """Take an invitation back.

    Raises:
        LinkEnded: it was taken, or never was.
    """
    mine = {"_id": id_, "workspace": workspace, "purpose": LinkPurpose.invitation.value}
    if not (await durable(AccountLink).delete_one(mine)).deleted_count:
        raise LinkEnded("This invitation was taken, or withdrawn before.")


async def accept(token: str, name: str, password: str, *, now: datetime) -> Member:
    """Become a member.

    Raises:
        LinkEnded: see `read`.
        Invalid: a name or password that cannot be one.
    """
    link = await read(token, now=now)
    if link.purpose != LinkPurpose.invitation or link.role is None:
        raise LinkEnded("This link is no invitation.")
    check_password(password)
    check_name(name)
    # taken away first: an invitation that is withdrawn or used meanwhile lets nobody in
    if not (await durable(AccountLink).delete_one({"_id": link.id})).deleted_count:
        raise LinkEnded("This invitation was taken already. Sign in.")
    try:
        made = await create_member(link.workspace, link.email, password, name, link.role, now=now)
    except MemberExists as error:
        raise LinkEnded("Somebody signs in with this address already.") from error
    await _note(link, made.id, "member.joined", now=now)
    return await queries.member_of(link.workspace, made.id)


async def password_link(member: Member | MemberOut, *, by: str, now: datetime, language: str = "en") -> tuple[str, str]:
    """A link by which a member sets a new password: its id and token. Earlier ones end."""
    link = _link(member.workspace, LinkPurpose.password, member.email, now=now)
    link = link.model_copy(update={"member": member.id, "language": language, "by": by})
    await _replace(link)
    return link.id, token_of(link.id)


async def forgot(email: str, *, language: str, now: datetime) -> AccountLink | None:
    """A link for whoever says that they forgot their password; None where nobody has this address, or just got one."""
    email = normal_email(email)
    member = await queries.member_by_email(email)
    if member is None:
        return None
    mine = {"workspace": {"$eq": member.workspace}, "purpose": {"$eq": LinkPurpose.password.value}}
    open_ = [each for each in await AccountLink.find(mine).to_list() if each.member == member.id]
    if any(each.created_at > stamp(now - PAUSE) and not each.by for each in open_):
        return None
    id_, _ = await password_link(member, by="", now=now, language=language)
    return await AccountLink.find_one({"_id": id_})


async def set_password(token: str, password: str, *, now: datetime) -> Member:
    """Set a member's password; their sessions end everywhere.

    Raises:
        LinkEnded: see `read`.
        Invalid: no password.
    """
    check_password(password)
    link = await read(token, now=now)
    hashed = await hash_password(password)
    if link.purpose != LinkPurpose.password or link.member is None:
        raise LinkEnded("This link sets no password.")
    if not (await durable(AccountLink).delete_one({"_id": link.id})).deleted_count:
        raise LinkEnded("This link was used already.")
    mine = {"_id": link.member, "workspace": link.workspace}
    await _note(link, link.member, "member.password-reset", now=now)
    await durable(Member).update_one(mine, {"$set": {"password_hash": hashed}})
    await queries.remove_sessions(link.workspace, link.member)
    return await queries.member_of(link.workspace, link.member)


def _open(link: AccountLink) -> OpenLink:
    times = {name: from_stamp(getattr(link, name)) for name in ("created_at", "ends_at")}
    return OpenLink.model_validate(link.model_dump(include=set(OpenLink.model_fields)) | times)


def _link(workspace: str, purpose: LinkPurpose, email: str, *, now: datetime) -> AccountLink:
    ends_at = stamp(now + LINK_LIVES[purpose.value])
    return AccountLink(
        id=new_id("lnk", now), workspace=workspace, purpose=purpose, email=email, by="", created_at=stamp(now),
        ends_at=ends_at,
    )  # fmt: skip


async def _replace(link: AccountLink) -> None:
    """Earlier ones to the same address go first: somebody who wanted another one trusts the first no more."""
    earlier = {"workspace": link.workspace, "purpose": link.purpose.value, "email": link.email}
    await durable(AccountLink).delete_many(earlier)
    await durable(AccountLink).insert_one(link.model_dump(by_alias=True, mode="json") | {"_id": link.id})


async def _check_owners(workspace: str, by: str, role: Role) -> None:
    roles = {each.id: each.role for each in await queries.members(workspace)}
    has_owner = Role.owner in roles.values()
    if not may_reassign(roles.get(by, Role.admin), role, role, has_owner=has_owner):
        raise OwnersOnly("Only an owner may make somebody one.")


async def _note(link: AccountLink, member: str, action: str, *, now: datetime) -> None:
    deed = Deed(action=action, by=By.member, actor=member, subject=member)
    await audit.record(link.workspace, deed, now=now)
