"""A second step of signing in: a code that an app makes of a secret and the time (TOTP), or a recovery code.

Source: RFC 6238; a code is taken from the step before or after, too, for clocks that differ, and never twice.
"""

import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyotp

from voc import vault
from voc.accounts import queries
from voc.accounts.documents import Member, SecondStep
from voc.accounts.domain import CodeWrong, StepEnded
from voc.audit import service as audit
from voc.audit.domain import By, Deed
from voc.clock import stamp
from voc.database import durable
from voc.errors import NotFound
from voc.settings import SECRET_CHARACTERS

STEP_SECONDS = 30
DRIFT = (-1, 0, 1)
RECOVERY_CODES = 10
HALFWAY = timedelta(minutes=10)
"""How long a right password waits for its second step."""
ISSUER = "VoC"


async def of(member: str) -> SecondStep | None:
    """The second step that a member set up and confirmed."""
    found = await SecondStep.find_one({"_id": member})
    return found if found is not None and found.confirmed_at is not None else None


async def begin(workspace: str, member: str, *, now: datetime) -> str:
    """A new secret, in base 32, which counts once it is confirmed; one that was not is replaced.

    Raises:
        StepEnded: there is a second step already.
    """
    if await of(member) is not None:
        raise StepEnded("There is a second step already. Turn that off first.")
    secret = pyotp.random_base32(SECRET_CHARACTERS)
    row = SecondStep(id=member, workspace=workspace, sealed=vault.seal(workspace, secret), begun_at=stamp(now))
    fields = row.model_dump(by_alias=True, exclude={"id", "revision_id"}, mode="json")
    await durable(SecondStep).update_one({"_id": member}, {"$set": fields}, upsert=True)
    return secret


async def confirm(workspace: str, member: str, code: str, *, now: datetime) -> list[str]:
    """Turn it on; the recovery codes, which nothing shows again.

    Raises:
        StepEnded: nothing was begun, or it is on already.
        CodeWrong: not what the app shows.
    """
    row = await SecondStep.find_one({"_id": member, "workspace": workspace})
    if row is None or row.confirmed_at is not None:
        raise StepEnded("Begin again: there is nothing to confirm.")
    step = _step_of(vault.unseal(workspace, row.sealed), code, now=now, after=row.last_step)
    if step is None:
        raise CodeWrong("This is not what the app shows. Look again: it changes every 30 seconds.")
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    change = {"confirmed_at": stamp(now), "last_step": step, "recovery": [_digest(each) for each in codes]}
    begun = {"_id": member, "begun_at": row.begun_at, "revision": row.revision}
    if not (await durable(SecondStep).update_one(begun, {"$set": change, "$inc": {"revision": 1}})).matched_count:
        raise StepEnded("It was set up in another window meanwhile.")
    return codes


async def check(member: Member, code: str, *, now: datetime) -> None:
    """Use a code up.

    Raises:
        CodeWrong: none of the app's at this time, none of the recovery codes, or used before.
    """
    row = await of(member.id)
    if row is None:
        return
    steps, mine = durable(SecondStep), {"_id": member.id, "revision": row.revision}
    digest = _digest(code)
    step = _step_of(vault.unseal(member.workspace, row.sealed), code, now=now, after=row.last_step)
    if step is not None:
        change = {"last_step": step}
    elif digest in row.recovery:
        change = {"recovery": [each for each in row.recovery if each != digest]}
    else:
        raise CodeWrong("This code is not right, or was used already.")
    # of several who use the same code at once one gets through
    if not (await steps.update_one(mine, {"$set": change, "$inc": {"revision": 1}})).matched_count:
        raise CodeWrong("This code is not right, or was used already.")


async def remove(workspace: str, member: str) -> None:
    """Turn it off."""
    await durable(SecondStep).delete_one({"_id": member, "workspace": workspace})


async def take_away(person: Member, *, by: str, now: datetime) -> None:
    """For whoever lost their telephone and their recovery codes; on record, since it makes signing in easier.

    Args:
        person: who lost them.
        by: the administrator; empty: somebody at the machine.
        now: the present.
    """
    if await SecondStep.find_one({"_id": person.id}) is None:
        return
    acted = By.member if by else By.command
    deed = Deed(action="member.second-step-removed", by=acted, actor=by, subject=person.id)
    await audit.record(person.workspace, deed, now=now)
    await remove(person.workspace, person.id)


def halfway(member: Member, *, now: datetime) -> str:
    """What proves for some minutes that a member's password was right; it opens nothing by itself."""
    ends_at = stamp(now + HALFWAY)
    return f"{member.id}.{ends_at}.{_signature(member, ends_at)}"


async def whose(token: str, *, now: datetime) -> Member:
    """The member who is halfway in.

    Raises:
        StepEnded: it is none of ours, took too long, or the password was changed meanwhile.
    """
    id_, _, rest = token.partition(".")
    ends_at, _, signature = rest.partition(".")
    member = await queries.member(id_) if id_.startswith("mem_") else None
    if member is None or not re.fullmatch("[0-9]{1,15}", ends_at) or int(ends_at) <= stamp(now):
        raise StepEnded("This took too long. Sign in again.")
    if not hmac.compare_digest(signature.encode(), _signature(member, int(ends_at)).encode()):
        raise StepEnded("This was not made here. Sign in again.")
    return member


def address_of(secret: str, email: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


async def pending(workspace: str, member: str) -> str:
    """The secret that waits to be confirmed.

    Raises:
        NotFound: there is none.
    """
    row = await SecondStep.find_one({"_id": member, "workspace": workspace})
    if row is None or row.confirmed_at is not None:
        raise NotFound("There is nothing to confirm.")
    return vault.unseal(workspace, row.sealed)


def _step_of(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """The step of time that a code belongs to, if it is later than the last one used."""
    digits, present = code.replace(" ", ""), int(now.timestamp()) // STEP_SECONDS
    for step in (present + drift for drift in DRIFT):
        expected = pyotp.TOTP(secret).at(step * STEP_SECONDS)
        if hmac.compare_digest(expected.encode(), digits.encode("utf-8", "replace")) and step > after:
            return step
    return None


def _recovery_code() -> str:
    """50 bits, in two groups that can be typed from paper."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(2))


def _digest(code: str) -> str:
    plain = "".join(code.casefold().split())
    return vault.sign("recovery code", plain, characters=52)


def _signature(member: Member, ends_at: int) -> str:
    return vault.sign("second step", f"{member.id}\0{ends_at}\0{member.password_hash}", characters=52)


def spelled(secret: str) -> Sequence[str]:
    """A secret in groups of four, to be typed."""
    return [secret[place : place + 4] for place in range(0, len(secret), 4)]
