"""Use cases of campaigns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from voc.asks import policy
from voc.clock import stamp
from voc.database import durable
from voc.invitations import queries
from voc.invitations.documents import Campaign, SendingRules
from voc.invitations.domain import CampaignIncomplete, CampaignState, WrongCampaignState, moved
from voc.invitations.schemas import CampaignIn, CampaignOut, Rules
from voc.outbox import State
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyState
from voc.values import new_id
from voc.web.problems import invalid

Problem = dict[str, str]


async def create(workspace: str, campaign: CampaignIn, *, now: datetime) -> CampaignOut:
    """Keep a new campaign as a draft.

    Raises:
        NotFound: no such survey in this workspace.
    """
    await surveys.row(workspace, campaign.survey)
    document = Campaign(
        id=new_id("cmp", now),
        workspace=workspace,
        name=campaign.name,
        survey=campaign.survey,
        definition=campaign.model_dump(mode="json"),
        stage=CampaignState.draft.value,
        created_at=stamp(now),
        state=State.done.value,
        next_dispatch_at=stamp(now),
    )
    await durable(Campaign).insert_one(document.model_dump(by_alias=True))
    return await one(workspace, document.id)


async def one(workspace: str, id_: str) -> CampaignOut:
    """A campaign with its funnel, from counters alone.

    Raises:
        NotFound: not in this workspace.
    """
    return queries.campaign_out(await queries.campaign(workspace, id_))


async def change(workspace: str, id_: str, changes: Mapping[str, Any], *, now: datetime) -> CampaignOut:
    """Replace fields of a campaign that has not started.

    Raises:
        NotFound: not in this workspace.
        WrongCampaignState: it has started.
        Invalid: it would not be a campaign any more.
    """
    row = await queries.campaign(workspace, id_)
    if row["stage"] != CampaignState.draft:
        raise WrongCampaignState("The campaign has started; make another one.", state=row["stage"])
    try:
        campaign = CampaignIn.model_validate(row["definition"] | dict(changes))
    except ValidationError as error:
        raise invalid(error) from error
    await surveys.row(workspace, campaign.survey)
    fields = {"definition": campaign.model_dump(mode="json"), "name": campaign.name, "survey": campaign.survey}
    await _write(row, fields)
    return await one(workspace, id_)


async def move(workspace: str, id_: str, action: str, *, now: datetime) -> CampaignOut:
    """Start, pause, resume or finish a campaign.

    Raises:
        NotFound: not in this workspace.
        WrongCampaignState: its state does not allow that.
        CampaignIncomplete: it cannot start; `errors` says why.
    """
    row = await queries.campaign(workspace, id_)
    after = moved(CampaignState(row["stage"]), action)
    if after == row["stage"]:
        return queries.campaign_out(row)
    fields: dict[str, Any] = {"stage": after.value}
    if action == "start":
        if problems := await problems_of(workspace, CampaignIn.model_validate(row["definition"])):
            raise CampaignIncomplete("The campaign was not started; `errors` says why.", errors=problems)
        fields["started_at"] = stamp(now)
    if after == CampaignState.running:
        begins = CampaignIn.model_validate(row["definition"]).starts_at or now
        fields |= {"state": State.pending.value, "next_dispatch_at": stamp(max(begins, now)), "attempts": 0}
        fields |= {"owner": None, "lease_until": None}  # a worker that is at it does not know, and must not let it go
    await _write(row, fields)
    return await one(workspace, id_)


async def problems_of(workspace: str, campaign: CampaignIn) -> list[Problem]:
    """Why a campaign cannot start; empty: it can."""
    problems = []
    survey = await surveys.row(workspace, campaign.survey)
    if survey["state"] != SurveyState.published:
        problems.append({"pointer": "/survey", "message": "is not published"})
    elif campaign.every_days is not None:
        frequency = (await surveys.version(workspace, campaign.survey)).definition.targeting.frequency
        if frequency.every_days is None or frequency.every_days > campaign.every_days:
            message = "asks people less often than the campaign would; change how often the survey may ask"
            problems.append({"pointer": "/every_days", "message": message})
    segment = campaign.audience.segment
    if segment is not None and segment not in (await policy.read(workspace)).segments:
        problems.append({"pointer": "/audience/segment", "message": "is no segment"})
    if campaign.purpose == "advertising" and not (await queries.rules(workspace)).sender_contact:
        problems.append({"pointer": "/purpose", "message": "needs a sender_contact in the sending rules"})
    return problems


async def set_rules(workspace: str, rules: Rules) -> Rules:
    """Decide how a workspace writes to people."""
    stored = {"workspace": workspace, "rules": rules.model_dump(mode="json")}
    await durable(SendingRules).update_one({"_id": workspace}, {"$set": stored}, upsert=True)
    return await queries.rules(workspace)


async def _write(row: Mapping[str, Any], fields: Mapping[str, Any]) -> None:
    """Change a campaign as it was read.

    Raises:
        WrongCampaignState: somebody else changed it meanwhile.
    """
    # a worker that finds people changes the record, too, and not what is guarded here
    unchanged = {"_id": row["_id"], "workspace": row["workspace"], "stage": row["stage"]}
    written = await durable(Campaign).update_one(unchanged, {"$set": dict(fields), "$inc": {"revision": 1}})
    if not written.matched_count:
        raise WrongCampaignState("A colleague changed the campaign meanwhile. Look again.")
