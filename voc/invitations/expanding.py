"""Finds the people of a campaign, some hundred at a time, and invites each once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import UpdateOne

from voc import outbox
from voc.asks import policy
from voc.clock import stamp
from voc.customers import queries as customers
from voc.customers.documents import Customer
from voc.customers.domain import top
from voc.invitations import domain, queries
from voc.invitations.documents import Campaign, Invitation
from voc.invitations.domain import CampaignState, Stage
from voc.invitations.making import INSERT_LIMIT, Guest, row_of, store
from voc.invitations.people import fits, known
from voc.invitations.schemas import CampaignIn
from voc.outbox import State
from voc.settings import Work
from voc.surveys.conditions import ALWAYS, Condition

PAGES_AT_ONCE = 20
"""Then other work has its turn; the dispatcher wakes us again for the rest."""
LOOK_AGAIN = timedelta(days=1)
"""How often a campaign looks for people who are new, or whether it is over."""
Row = dict[str, Any]


async def run(ids: Sequence[str], *, now: datetime, work: Work) -> int:
    """Go on with these campaigns; returns how many invitations were made or released."""
    held = await outbox.lease(Campaign, ids, now=now, work=work)
    made = 0
    async with outbox.kept(Campaign, held, work=work):
        for row in held.rows:
            if row["stage"] == CampaignState.running:
                made += await _go_on(row, held.owner, now=now)
            else:
                await outbox.complete(Campaign, [(row["_id"], {})], owner=held.owner)
    return made


async def _go_on(row: Row, owner: str, *, now: datetime) -> int:
    campaign = CampaignIn.model_validate(row["definition"])
    where = await _segment(row["workspace"], campaign)
    made = 0
    for _ in range(PAGES_AT_ONCE):
        if campaign.audience.kind == "people":
            count, more = await _release(row, now=now)
        else:
            count, more = await _page(row, campaign, where, now=now)
        made += count
        # the people of a list were counted when it came
        grown = 0 if campaign.audience.kind == "people" else count
        kept = {"$set": {"cursor": row["cursor"]}, "$inc": {"people": grown}}
        mine = await Campaign.get_pymongo_collection().update_one({"_id": row["_id"], "owner": owner}, kept)
        if not mine.matched_count:  # the lease was lost: whoever has it goes on
            return made
        if not more:
            await _end(row, campaign, owner, now=now)
            return made
    await outbox.complete(
        Campaign, [(row["_id"], {"next_dispatch_at": stamp(now)})], owner=owner, state=State.pending.value
    )
    return made


async def _segment(workspace: str, campaign: CampaignIn) -> Condition | None:
    """Whom the campaign asks; None where its segment is gone."""
    if campaign.audience.segment is None:
        return ALWAYS
    found = (await policy.read(workspace)).segments.get(campaign.audience.segment)
    return found.where if found else None


async def _page(row: Row, campaign: CampaignIn, where: Condition | None, *, now: datetime) -> tuple[int, bool]:
    """Invite the next customers that fit; how many were new, and whether there are more to look at."""
    if where is None:
        return 0, False
    workspace = row["workspace"]
    condition: Row = {"workspace": workspace} | ({"ref": {"$gt": row["cursor"]}} if row["cursor"] else {})
    fields = {"ref": 1, "attributes": 1, "merged_into": 1}
    found = await Customer.get_pymongo_collection().find(condition, fields).sort("ref", 1).limit(INSERT_LIMIT).to_list()
    whole = [each for each in found if not each.get("merged_into")]
    attributes = await _attributes(workspace, whole)
    chosen = [each for each in whole if fits(where, attributes[each["_id"]])]
    ids = {domain.invitation_id(workspace, row["_id"], each["_id"], 1): each for each in chosen}
    known = await queries.invitations(workspace, list(ids))
    guests = [
        Guest(
            workspace=workspace,
            campaign=row["_id"],
            origin=row["_id"],
            survey=campaign.survey,
            customer=each["_id"],
            ref=each["ref"],
            plan=campaign.plan(),
            number=row["people"] + number,
        )
        for number, (id_, each) in enumerate(ids.items())
        if id_ not in known
    ]
    made = await store([row_of(guest, send_at=now, now=now) for guest in guests])
    row["people"] += len(made)
    if found:
        row["cursor"] = found[-1]["ref"]
    return len(made), len(found) == INSERT_LIMIT


async def _attributes(workspace: str, whole: Sequence[Row]) -> dict[str, Row]:
    """Attributes of customers, with those of whoever is merged into them."""
    into = await customers.merged(workspace)
    joined = {top(each, into) for each in into}
    people = await known(workspace, [each["_id"] for each in whole if each["_id"] in joined])
    own = {each["_id"]: dict(each.get("attributes", {})) for each in whole}
    return own | {id_: person.attributes for id_, person in people.items()}


async def _release(row: Row, *, now: datetime) -> tuple[int, bool]:
    """Let invitations of a list go out; how many, and whether there are more."""
    waiting = await queries.prepared(row["workspace"], row["_id"], INSERT_LIMIT)
    if waiting:
        ready = {
            "stage": Stage.queued.value,
            "reached": Stage.queued.value,
            "send_at": stamp(now),
            "state": State.pending.value,
            "next_dispatch_at": stamp(now),
            "uncounted": True,
        }
        change = {"$set": ready, "$inc": {"changes": 1, "revision": 1}}
        await Invitation.get_pymongo_collection().bulk_write(
            [UpdateOne({"_id": each["_id"], "stage": Stage.prepared.value}, change) for each in waiting], ordered=False
        )
    return len(waiting), len(waiting) == INSERT_LIMIT


async def _end(row: Row, campaign: CampaignIn, owner: str, *, now: datetime) -> None:
    """Everybody was found: come again for those who are new, or to see whether all is over."""
    fields: Row = {"cursor": None, "expanded_at": stamp(now), "next_dispatch_at": stamp(now + LOOK_AGAIN)}
    if campaign.every_days is None and row["expanded_at"] and _is_over(row):
        await outbox.complete(Campaign, [(row["_id"], fields | {"stage": CampaignState.done.value})], owner=owner)
        return
    await outbox.complete(Campaign, [(row["_id"], fields)], owner=owner, state=State.pending.value)


def _is_over(row: Row) -> bool:
    """Whether all invitations that were made are counted and none waits for anything."""
    stages = domain.by_stage(row["counts"])
    waiting = sum(count for stage, count in stages.items() if not domain.is_over(Stage(stage)))
    return sum(stages.values()) >= row["people"] and waiting == 0
