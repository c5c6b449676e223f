"""Connect trackers, change and try their connections, and forget them."""

import secrets
from datetime import datetime
from typing import Any

from voc import egress, vault
from voc.clock import Clock, stamp
from voc.database import durable
from voc.settings import Egress, Settings
from voc.trackers import queries
from voc.trackers.adapters import ADAPTERS
from voc.trackers.documents import Tracker, TrackerLink
from voc.trackers.domain import Checked, Rules, TooManyTrackers, TrackerTrouble, Trouble, usual
from voc.trackers.opening import opened
from voc.trackers.schemas import CheckOut, TrackerIn, TrackerPatch
from voc.values import new_id

Row = dict[str, Any]
MOST = 20
"""Trackers of one workspace."""
SECRET_BYTES = 32


async def connect(workspace: str, wanted: TrackerIn, allowed: Egress, *, now: datetime) -> tuple[str, str]:
    """Connect a tracker; returns its id, and the secret of its webhook, which nothing shows again; empty where the
    provider makes one later.

    Raises:
        AddressRefused: its address will never be called.
        TooManyTrackers: there are `MOST`.
    """
    adapter = ADAPTERS[wanted.kind]
    egress.glance(wanted.address(), allowed)
    if len(await queries.trackers(workspace)) >= MOST:
        raise TooManyTrackers(f"A workspace has at most {MOST} trackers.", limit=MOST)
    secret = wanted.secret if adapter.makes_secret else _secret()
    document = Tracker(
        id=new_id("trk", now),
        workspace=workspace,
        kind=wanted.kind,
        project=wanted.project,
        base_url=wanted.address(),
        account=wanted.account,
        sealed_token=vault.seal(workspace, wanted.token),
        sealed_secret=vault.seal(workspace, secret) if secret else "",
        rules=usual(adapter.states).model_dump(mode="json"),
        settings=wanted.settings(adapter),
        created_at=stamp(now),
    )
    await durable(Tracker).insert_one(document.model_dump(by_alias=True))
    return document.id, secret


async def change(workspace: str, id_: str, patch: TrackerPatch) -> None:
    """Replace the account, the token, or what this provider alone needs; an empty field stays as it was.

    Raises:
        NotFound: no such tracker in this workspace.
    """
    row = await queries.tracker(workspace, id_)
    fields: Row = {"settings": row["settings"] | {n: v for n in row["settings"] if (v := getattr(patch, n))}}
    if patch.account:
        fields["account"] = patch.account
    if patch.token:
        fields["sealed_token"] = vault.seal(workspace, patch.token)
    await _set(workspace, id_, fields)


async def change_secret(workspace: str, id_: str, given: str = "") -> str:
    """Check webhooks by another secret from now on; returns it.

    Args:
        workspace: whose.
        id_: of the tracker.
        given: the provider's, where the provider makes it.

    Raises:
        NotFound: no such tracker in this workspace.
    """
    await queries.tracker(workspace, id_)
    secret = given or _secret()
    await _set(workspace, id_, {"sealed_secret": vault.seal(workspace, secret)})
    return secret


async def change_rules(workspace: str, id_: str, rules: Rules) -> None:
    """Set what a move on one side means on the other, from the next move on.

    Raises:
        NotFound: no such tracker in this workspace.
    """
    await queries.tracker(workspace, id_)
    await _set(workspace, id_, {"rules": rules.model_dump(mode="json")})


async def check(workspace: str, id_: str, *, settings: Settings, clock: Clock) -> Checked:
    """Try a connection.

    Raises:
        NotFound: no such tracker in this workspace.
        TrackerTrouble: why it would not work.
    """
    row = await queries.tracker(workspace, id_)
    async with egress.client(settings.egress) as http:
        try:
            return await opened(row, http, clock).check()
        except vault.Unreadable as error:
            raise TrackerTrouble(error.detail, reason=Trouble.secret) from error
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise TrackerTrouble("What answers there is not this provider.", reason=Trouble.missing) from error


async def tried(workspace: str, id_: str, *, settings: Settings, clock: Clock) -> CheckOut:
    """Try a connection, and say what came of it either way.

    Raises:
        NotFound: no such tracker in this workspace.
    """
    try:
        found = await check(workspace, id_, settings=settings, clock=clock)
    except TrackerTrouble as trouble:
        return CheckOut(works=False, checked=None, trouble=trouble.reason, detail=trouble.detail)
    return CheckOut(works=True, checked=found, trouble=None, detail="")


async def remove(workspace: str, id_: str) -> None:
    """Forget a tracker, its secrets and its links; issues and the addresses on items stay.

    Raises:
        NotFound: no such tracker in this workspace.
    """
    await queries.tracker(workspace, id_)
    await durable(Tracker).delete_one({"_id": id_, "workspace": workspace})
    await TrackerLink.get_pymongo_collection().delete_many({"workspace": workspace, "tracker": id_})


async def _set(workspace: str, id_: str, fields: Row) -> None:
    await durable(Tracker).update_one({"_id": id_, "workspace": workspace}, {"$set": fields})


def _secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)
