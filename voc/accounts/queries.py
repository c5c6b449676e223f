"""Every read of accounts, and the writes that are one conditional update."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

from beanie.exceptions import DocumentNotFound
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from voc.accounts.documents import ApiKey, FormerMember, Member, Session, SignInAttempts, Workspace
from voc.accounts.schemas import KnownKey, MemberOut, Visitor
from voc.errors import NotFound
from voc.values import Principal


async def workspaces() -> list[Workspace]:
    """All workspaces, oldest first."""
    return await Workspace.find_all().sort("_id").to_list()


async def workspace(id: str) -> Workspace | None:
    """A workspace by id."""
    return await Workspace.find_one({"_id": id})


async def workspace_by_project(project: str) -> Workspace | None:
    """The workspace that a public web page names, by its id or its publishable key."""
    return await Workspace.find_one({"publishable_key": project} if project.startswith("voc_") else {"_id": project})


async def first_workspace() -> Workspace | None:
    """The workspace made on the first start."""
    return await Workspace.find_one({"first": True})


async def has_member() -> bool:
    """Whether anybody can sign in."""
    return await Member.find_one({}) is not None


async def member_by_email(email: str) -> Member | None:
    """Whoever signs in under this address; no workspace is known yet."""
    return await Member.find_one({"email": email})


async def member(id: str) -> Member | None:
    """A member by a link of theirs; no workspace is known yet."""
    return await Member.find_one({"_id": id})


async def known_key(prefix: str) -> KnownKey | None:
    """The API key that starts with `prefix`."""
    key = await ApiKey.find_one({"prefix": prefix})
    if key is None:
        return None
    principal = Principal(workspace=key.workspace, scopes=frozenset(key.scopes), key=key.id)
    return KnownKey(key.secret_hash.encode(), principal, key.expires_at, key.last_used_at)


async def keys(workspace: str) -> list[ApiKey]:
    """All keys of a workspace."""
    return await ApiKey.find({"workspace": {"$eq": workspace}}).to_list()


async def key_of(workspace: str, id: str) -> ApiKey:
    """A key of a workspace.

    Raises:
        NotFound: there is none.
    """
    found = await ApiKey.find_one({"_id": id, "workspace": workspace})
    if found is None:
        raise NotFound("No such key.", key=id)
    return found


async def keep_key(key: ApiKey) -> None:
    """Store a changed key; as a whole, like a session."""
    await key.replace()


async def replace_publishable_key(workspace: str, prefix: str, text: str) -> None:
    """Have web pages say another key, if they say the one that starts with `prefix`."""
    place = await Workspace.find_one({"_id": workspace})
    if place is not None and place.publishable_key.startswith(f"voc_{prefix}_"):
        same = {"_id": workspace, "publishable_key": place.publishable_key}
        await Workspace.get_pymongo_collection().update_one(same, {"$set": {"publishable_key": text}})


async def note_key_use(workspace: str, id: str, *, at: datetime) -> None:
    """Keep when an API key was used."""
    keys = ApiKey.get_pymongo_collection()
    await keys.update_one({"_id": id, "workspace": workspace}, {"$set": {"last_used_at": at}})


async def session(id: str) -> Session | None:
    """A session by the digest of its cookie."""
    return await Session.find_one({"_id": id})


async def visitor(workspace: str, member: str) -> Visitor | None:
    """The member behind a session, as pages know them; None when one of the two is gone."""
    person, place = await asyncio.gather(
        Member.find_one({"_id": member, "workspace": workspace}), Workspace.find_one({"_id": workspace})
    )
    if person is None or place is None:
        return None
    known = person.model_dump(include=set(Visitor.model_fields))
    return Visitor.model_validate({**known, "workspace_name": place.name})


async def members(workspace: str) -> list[MemberOut]:
    """Everybody who may sign in to a workspace."""
    found = await Member.find({"workspace": workspace}).to_list()
    return [MemberOut.model_validate(each.model_dump(include=set(MemberOut.model_fields))) for each in found]


async def member_of(workspace: str, id: str) -> Member:
    """A member of a workspace.

    Raises:
        NotFound: there is none.
    """
    found = await Member.find_one({"_id": id, "workspace": workspace})
    if found is None:
        raise NotFound("No such member.", member=id)
    return found


async def names(workspace: str, members: Collection[str]) -> dict[str, str]:
    """What members are called, by id and in the order of names, those who were removed included."""
    return await _called({"_id": {"$in": sorted(members)}, "workspace": {"$eq": workspace}})


async def all_names(workspace: str) -> dict[str, str]:
    """What everybody is or was called, by id and in the order of names."""
    return await _called({"workspace": {"$eq": workspace}})


async def all_called(workspace: str) -> dict[str, str]:
    """What everybody and every API key of a workspace is or was called, by id."""
    keys = await ApiKey.get_pymongo_collection().find({"workspace": {"$eq": workspace}}, {"name": 1}).to_list()
    return {row["_id"]: row["name"] for row in keys} | await all_names(workspace)


async def _called(condition: dict[str, Any]) -> dict[str, str]:
    reads = [each.get_pymongo_collection().find(condition, {"name": 1}).to_list() for each in (FormerMember, Member)]
    found = {row["_id"]: row["name"] for rows in await asyncio.gather(*reads) for row in rows}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


async def keep_session(session: Session) -> None:
    """Store a changed session, unless it has ended meanwhile.

    As a whole, because nx-27017 keeps a date that `$set` writes as text, which no range finds any more.
    """
    with suppress(DocumentNotFound):
        await session.replace()


async def remove_session(id: str) -> None:
    """Forget a session."""
    await Session.get_pymongo_collection().delete_one({"_id": id})


async def remove_sessions(workspace: str, member: str) -> None:
    """Forget all sessions of a member."""
    await Session.get_pymongo_collection().delete_many({"workspace": workspace, "member": member})


async def remove_ended_sessions(workspace: str, member: str, *, now: datetime) -> None:
    """Forget the sessions of a member that have ended."""
    ended = {"workspace": workspace, "member": member, "ends_at": {"$lt": now}}
    await Session.get_pymongo_collection().delete_many(ended)


async def keep_password_hash(member: Member, password_hash: str) -> None:
    """Replace a hash by one of the same password; not if the password changed meanwhile."""
    unchanged = {"_id": member.id, "workspace": member.workspace, "password_hash": member.password_hash}
    await Member.get_pymongo_collection().update_one(unchanged, {"$set": {"password_hash": password_hash}})


async def count_attempt(id: str, *, now: datetime, ends_at: datetime) -> tuple[int, datetime]:
    """Count one more in the current window, or open a window that ends at `ends_at`.

    Returns:
        The count with this one, and the end of the window.
    """
    attempts = SignInAttempts.get_pymongo_collection()
    counted = await _raise(attempts, {"_id": id, "ends_at": {"$gt": now}})
    if counted is None:
        await attempts.delete_many({"ends_at": {"$lte": now}})
        try:
            await attempts.insert_one({"_id": id, "failures": 1, "ends_at": ends_at})
        except DuplicateKeyError:  # somebody opened it in between
            counted = await _raise(attempts, {"_id": id})
    return (counted["failures"], counted["ends_at"]) if counted else (1, ends_at)


async def take_back_attempt(id: str) -> None:
    """Do not count an attempt that turned out right."""
    await SignInAttempts.get_pymongo_collection().update_one({"_id": id}, {"$inc": {"failures": -1}})


async def _raise(attempts: Any, where: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = await attempts.find_one_and_update(
        where, {"$inc": {"failures": 1}}, return_document=ReturnDocument.AFTER
    )
    return found
