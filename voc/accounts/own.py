"""What members do about their own account: their password, and where they are signed in."""

from datetime import datetime

from voc.accounts import queries, sessions
from voc.accounts.documents import Member, Session
from voc.accounts.domain import SESSION_LIFE, PasswordWrong
from voc.accounts.passwords import hash_password, matches
from voc.accounts.schemas import SessionOut, SignedIn
from voc.accounts.service import check_password
from voc.database import durable
from voc.errors import NotFound


async def change_password(
    workspace: str, member: str, *, present: str, new: str, cookie: str | None, address: str, device: str, now: datetime
) -> SignedIn:
    """Change a password; whoever is signed in elsewhere is no longer, and here a new session replaces the one before.

    Raises:
        PasswordWrong: `present` is not theirs.
        Invalid: `new` can be no password.
        TooManyAttempts: as with signing in.
    """
    check_password(new)
    person = await prove(workspace, member, present, address=address, now=now)
    mine = {"_id": member, "workspace": workspace, "password_hash": person.password_hash}
    hashed = await hash_password(new)
    if not (await durable(Member).update_one(mine, {"$set": {"password_hash": hashed}})).matched_count:
        raise PasswordWrong("The password was changed meanwhile.")
    await queries.remove_sessions(workspace, member)
    return await sessions.open_session(person, replaces=cookie, device=device, now=now)


async def prove(workspace: str, member: str, password: str, *, address: str, now: datetime) -> Member:
    """The member, whose password it is.

    Raises:
        PasswordWrong: it is not.
        TooManyAttempts: as with signing in.
    """
    person = await queries.member_of(workspace, member)
    counted = await sessions.count(person.email, address, now=now)
    if not await matches(password, person.password_hash):
        raise PasswordWrong("This is not your present password.")
    for each in counted:
        await queries.take_back_attempt(each)
    return person


async def signed_in(workspace: str, member: str, *, now: datetime) -> list[SessionOut]:
    """Where a member is signed in, the latest seen first."""
    found = await Session.find({"workspace": workspace, "member": member}).to_list()
    alive = [each for each in found if each.ends_at > now and each.created_at + SESSION_LIFE > now]
    shown = [SessionOut.model_validate(each.model_dump(include=set(SessionOut.model_fields))) for each in alive]
    return sorted(shown, key=lambda each: each.last_seen_at, reverse=True)


async def end(workspace: str, member: str, id_: str) -> None:
    """Sign a member out of one browser.

    Raises:
        NotFound: they are not signed in there.
    """
    mine = {"_id": id_, "workspace": workspace, "member": member}
    if not (await Session.get_pymongo_collection().delete_one(mine)).deleted_count:
        raise NotFound("You are not signed in there any more.")


async def end_others(workspace: str, member: str, *, cookie: str | None) -> int:
    """Sign a member out everywhere but here; says how many there were."""
    collection, here = Session.get_pymongo_collection(), sessions.digest(cookie or "")
    rows = await collection.find({"workspace": workspace, "member": member}, {"_id": 1}).to_list()
    others = [row["_id"] for row in rows if row["_id"] != here]
    return (await collection.delete_many({"_id": {"$in": others}, "workspace": workspace})).deleted_count
