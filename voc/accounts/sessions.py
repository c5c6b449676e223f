"""Signing in, staying signed in, signing out."""

import hashlib
import secrets
from datetime import datetime, timedelta

from voc.accounts import queries, second_step
from voc.accounts.documents import Member, Session
from voc.accounts.domain import (
    ADDRESS_ATTEMPTS_LIMIT,
    ATTEMPTS_LIMIT,
    ATTEMPTS_WINDOW,
    SESSION_LIFE,
    CodeWrong,
    SignInRefused,
    TooManyAttempts,
    normal_email,
    session_ends_at,
)
from voc.accounts.passwords import hash_password, is_outdated, matches
from voc.accounts.schemas import Halfway, SignedIn, Visitor
from voc.accounts.service import member_out
from voc.audit import service as audit
from voc.audit.domain import By, Deed
from voc.web.clients import network_of

_NOTED_EACH = timedelta(minutes=1)


async def sign_in(
    email: str, password: str, *, address: str, replaces: str | None, now: datetime, device: str = ""
) -> SignedIn | Halfway:
    """A new session, or half the way to one; the browser's earlier one, if any, ends.

    An attempt counts before the password is looked at, so attempts at the same time cannot slip through.

    Raises:
        SignInRefused: unknown address or wrong password; both take the same time.
        TooManyAttempts: within 15 minutes, ten failures for this account or a hundred from this client address.
    """
    email = normal_email(email)
    counted = await count(email, address, now=now)
    member = await queries.member_by_email(email)
    right = await matches(password, member.password_hash if member else None)
    if member is not None and not right:
        await _note(member.workspace, member.id, "member.sign-in-refused", now=now)
    if member is None or not right:
        raise SignInRefused("The e-mail address or the password is not right.")
    for each in counted:
        await queries.take_back_attempt(each)
    if is_outdated(member.password_hash):
        renewed = await hash_password(password)
        await queries.keep_password_hash(member, renewed)
        member.password_hash = renewed  # a second step is bound to it
    return await enter(member, replaces=replaces, device=device, now=now)


async def enter(member: Member, *, replaces: str | None, device: str, now: datetime) -> SignedIn | Halfway:
    """Let a member in whose password is right: all the way, or halfway where a second step follows."""
    if await second_step.of(member.id) is not None:
        return Halfway(token=second_step.halfway(member, now=now))
    await _note(member.workspace, member.id, "member.signed-in", now=now)
    return await open_session(member, replaces=replaces, device=device, now=now)


async def take_second_step(
    token: str, code: str, *, address: str, replaces: str | None, device: str, now: datetime
) -> SignedIn:
    """Let in who is halfway in, by a code.

    Raises:
        StepEnded: it took too long.
        CodeWrong: the code is not right, or was used.
        TooManyAttempts: as with passwords.
    """
    member = await second_step.whose(token, now=now)
    counted = await count(member.email, address, now=now, what="code ")
    try:
        await second_step.check(member, code, now=now)
    except CodeWrong:
        await _note(member.workspace, member.id, "member.sign-in-refused", now=now)
        raise
    for each in counted:
        await queries.take_back_attempt(each)
    await _note(member.workspace, member.id, "member.signed-in", now=now)
    return await open_session(member, replaces=replaces, device=device, now=now)


async def count(email: str, address: str, *, now: datetime, what: str = "") -> list[str]:
    """Count an attempt for an account and a client address; what to take back where it turns out right.

    Raises:
        TooManyAttempts: see `sign_in`.
    """
    counted = {
        digest(f"{what}address:{network_of(address)}"): ADDRESS_ATTEMPTS_LIMIT,
        digest(f"{what}account:{email}"): ATTEMPTS_LIMIT,
    }
    for each, limit in counted.items():
        await _count(each, limit=limit, now=now)
    return list(counted)


async def visitor(token: str, *, now: datetime) -> Visitor | None:
    """Who is signed in with this cookie; None when nobody is, or no longer."""
    session = await queries.session(digest(token))
    if session is None or session.ends_at <= now or session.created_at + SESSION_LIFE <= now:
        return None
    found = await queries.visitor(session.workspace, session.member)
    if found is not None and now >= session.last_seen_at + _NOTED_EACH:
        session.last_seen_at = now
        session.ends_at = session_ends_at(created_at=session.created_at, last_seen_at=now)
        await queries.keep_session(session)
    return found


async def sign_out(token: str, *, now: datetime) -> None:
    """End a session."""
    session = await queries.session(digest(token))
    if session is not None:
        await _note(session.workspace, session.member, "member.signed-out", now=now)
        await queries.remove_session(session.id)


async def _note(workspace: str, member: str, action: str, *, now: datetime) -> None:
    """On record before it takes effect, so that nobody is inside whom the record does not know."""
    by = By.system if action == "member.sign-in-refused" else By.member
    actor = "" if by == By.system else member
    await audit.record(workspace, Deed(action=action, by=by, actor=actor, subject=member), now=now)


async def open_session(member: Member, *, replaces: str | None, device: str, now: datetime) -> SignedIn:
    """Let a member in whose word was checked; the session that it `replaces`, a cookie's value, ends."""
    await queries.remove_ended_sessions(member.workspace, member.id, now=now)
    if replaces:
        await queries.remove_session(digest(replaces))
    token = secrets.token_urlsafe(32)
    session = Session(
        id=digest(token),
        workspace=member.workspace,
        member=member.id,
        created_at=now,
        last_seen_at=now,
        ends_at=session_ends_at(created_at=now, last_seen_at=now),
        device=device,
    )
    await session.insert()
    return SignedIn(token=token, member=member_out(member))


async def _count(id: str, *, limit: int, now: datetime) -> None:
    count, ends_at = await queries.count_attempt(id, now=now, ends_at=now + ATTEMPTS_WINDOW)
    if count > limit:
        seconds = max(1, round((ends_at - now).total_seconds()))
        raise TooManyAttempts(
            f"Too many failed attempts. Try again in {-(-seconds // 60)} minutes.", retry_after_seconds=seconds
        )


def digest(text: str) -> str:
    """What stands for a cookie's value, or for whom attempts are counted."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
