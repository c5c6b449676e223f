"""Every read of campaigns and invitations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.clock import from_stamp, stamp
from voc.conversations.naming import names_senders
from voc.errors import NotFound
from voc.invitations import domain
from voc.invitations.documents import Campaign, CampaignBucket, Invitation, SendingRules
from voc.invitations.domain import Stage
from voc.invitations.schemas import CampaignOut, InvitationOut, InvitationPage, Rules
from voc.invitations.tokens import submission_of, token_of
from voc.outbox import State
from voc.responses.documents import Response

Row = dict[str, Any]
UNCOUNTED_LIMIT = 1_000
"""Rows looked at per round of counting."""
BUCKET_FIELDS = {"workspace": 1, "campaign": 1, "bucket": 1, "version": 1, "not_before": 1}


async def rules(workspace: str) -> Rules:
    """A workspace's sending rules; the usual ones where nothing was decided."""
    row = await SendingRules.get_pymongo_collection().find_one({"_id": workspace})
    return Rules.model_validate(row["rules"]) if row else Rules()


@names_senders
async def sender_name(workspace: str) -> str:
    """The name that the sending rules say; empty where they say none."""
    return (await rules(workspace)).sender_name


async def campaign(workspace: str, id_: str) -> Row:
    """A campaign as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Campaign.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such campaign.", campaign=id_[:80])
    return dict(found)


async def campaigns(workspace: str, ids: Sequence[str]) -> dict[str, Row]:
    """Campaigns as they are stored, by id; others are left out."""
    if not ids:
        return {}
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    return {row["_id"]: row for row in await Campaign.get_pymongo_collection().find(condition).to_list()}


async def campaign_page(
    workspace: str, *, before: int | None = None, limit: int = 50
) -> tuple[list[CampaignOut], int | None]:
    """A workspace's campaigns, the newest first, and where the next page starts."""
    condition: Row = {"workspace": workspace} | ({"created_at": {"$lt": before}} if before is not None else {})
    found = Campaign.get_pymongo_collection().find(condition).sort("created_at", -1).limit(limit + 1)
    rows = await found.to_list()
    shown = rows[:limit]
    return [campaign_out(row) for row in shown], shown[-1]["created_at"] if len(rows) > limit else None


async def by_token(token: str) -> InvitationOut | None:
    """Whose link it is, in whatever workspace; None: nobody's."""
    found = await Invitation.get_pymongo_collection().find_one({"token_hash": domain.token_hash(token)})
    return invitation_out(found) if found else None


async def invitation(workspace: str, id_: str) -> InvitationOut:
    """One invitation.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Invitation.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such invitation.", invitation=id_[:80])
    return invitation_out(found)


async def invitations(workspace: str, ids: Sequence[str]) -> dict[str, Row]:
    """Invitations as they are stored, by id; others are left out."""
    if not ids:
        return {}
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    return {row["_id"]: row for row in await Invitation.get_pymongo_collection().find(condition).to_list()}


async def page(
    workspace: str,
    *,
    campaign: str | None = None,
    stage: Stage | None = None,
    before: str | None = None,
    limit: int = 50,
) -> InvitationPage:
    """Invitations, newest first; `next` is the position to go on from.

    Args:
        workspace: whose.
        campaign: only of this campaign.
        stage: only those that stand there; wants a campaign.
        before: the position that the page before ended with.
        limit: most items.
    """
    condition: Row = {"workspace": workspace}
    if before is not None:
        condition["position"] = {"$lt": before}
    if campaign is None:
        rows = await _newest(condition, limit + 1)
    else:
        # each stage is an index of its own; none named means a look at each
        stages = [stage] if stage else list(Stage)
        found = [await _newest(condition | {"campaign": campaign, "stage": each.value}, limit + 1) for each in stages]
        rows = sorted((row for each in found for row in each), key=lambda row: row["position"], reverse=True)
    shown = rows[:limit]
    more = len(rows) > limit
    return InvitationPage(
        items=[invitation_out(row) for row in shown], next=shown[-1]["position"] if more and shown else None
    )


async def of_customers(workspace: str, customers: Sequence[str]) -> list[Row]:
    """Every invitation of these customers."""
    condition = {"workspace": workspace, "customer": {"$in": list(customers)}}
    return await Invitation.get_pymongo_collection().find(condition).to_list()


async def parked(workspace: str, model: type[Invitation] | type[Campaign], limit: int = 10_000) -> list[str]:
    """Ids of what failed too often and waits for a person."""
    condition = {"workspace": workspace, "state": State.parked.value}
    rows = await model.get_pymongo_collection().find(condition, {"_id": 1}).limit(limit).to_list()
    return [row["_id"] for row in rows]


async def prepared(workspace: str, campaign: str, limit: int) -> list[Row]:
    """Invitations that wait for their campaign's start."""
    condition = {"workspace": workspace, "campaign": campaign, "stage": Stage.prepared.value}
    return await Invitation.get_pymongo_collection().find(condition, {"position": 1}).limit(limit).to_list()


async def answers(workspace: str, ids: Sequence[str]) -> dict[str, bool]:
    """Which of these invitations were begun to be answered, and whether to the end."""
    by_submission = {submission_of(token_of(id_)): id_ for id_ in ids}
    condition = {"workspace": workspace, "submission_id": {"$in": list(by_submission)}}
    fields = {"submission_id": 1, "finished": 1}
    rows = await Response.get_pymongo_collection().find(condition, fields).to_list() if ids else []
    return {by_submission[row["submission_id"]]: bool(row["finished"]) for row in rows}


async def uncounted_rows(limit: int = UNCOUNTED_LIMIT) -> list[Row]:
    """Invitations whose latest change the counters have not seen."""
    fields = {"workspace": 1, "campaign": 1, "bucket": 1, "changes": 1}
    return await Invitation.get_pymongo_collection().find({"uncounted": True}, fields).limit(limit).to_list()


async def dirty_buckets(*, now: datetime, limit: int = 200) -> list[Row]:
    """Buckets to recompute, those still resting left out."""
    collection = CampaignBucket.get_pymongo_collection()
    rows = await collection.find({"dirty": True}, BUCKET_FIELDS).limit(limit * 4).to_list()
    return [row for row in rows if row["not_before"] <= stamp(now)][:limit]


async def counts_of_bucket(workspace: str, campaign: str, bucket: int) -> dict[str, int]:
    """Invitations of a bucket by furthest step and stage, from the raw rows."""
    found: dict[str, int] = {}
    condition = {"workspace": workspace, "campaign": campaign, "bucket": bucket}
    cursor = Invitation.get_pymongo_collection().find(condition, {"reached": 1, "stage": 1}).batch_size(1_000)
    async for row in cursor:
        key = domain.count_key(row["reached"], row["stage"])
        found[key] = found.get(key, 0) + 1
    return found


async def counts_of_campaign(workspace: str, campaign: str) -> dict[str, int]:
    """The sum of a campaign's buckets."""
    condition = {"workspace": workspace, "campaign": campaign}
    found: dict[str, int] = {}
    for row in await CampaignBucket.get_pymongo_collection().find(condition, {"counts": 1}).to_list():
        for key, count in row.get("counts", {}).items():
            found[key] = found.get(key, 0) + count
    return found


def campaign_out(row: Row) -> CampaignOut:
    """A stored campaign as the outside sees it."""
    return CampaignOut.model_validate(
        row["definition"]
        | {
            "id": row["_id"],
            "state": row["stage"],
            # a crash may leave somebody out of the sum, never out of the counters
            "people": max(row["people"], sum(row["counts"].values())),
            "funnel": domain.funnel(row["counts"]),
            "states": domain.by_stage(row["counts"]),
            "created_at": from_stamp(row["created_at"]),
            "started_at": from_stamp(row["started_at"]) if row["started_at"] else None,
            "counted_at": from_stamp(row["counted_at"]) if row["counted_at"] else None,
        }
    )


def invitation_out(row: Row) -> InvitationOut:
    """A stored invitation as the outside sees it."""
    kept = {name: row.get(name) for name in InvitationOut.model_fields if name in row}
    times = {name: from_stamp(row[name]) if row.get(name) else None for name in ("asked_at", "created_at")}
    return InvitationOut.model_validate(
        kept
        | times
        | {
            "id": row["_id"],
            "campaign": row["campaign"] or None,
            "state": row["stage"],
            "scanned": bool(row["scanned"]),
            "ask": domain.ask_id(row["_id"]),
            "expires_at": from_stamp(row["expires_at"]),
            "reminders": max(0, row["steps"] - 1),
        }
    )


async def _newest(condition: Row, limit: int) -> list[Row]:
    return await Invitation.get_pymongo_collection().find(condition).sort("position", -1).limit(limit).to_list()
