"""What the steps of a draft have in common: its frame, its fields, and adding people to its list."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from voc.customers import queries as customers
from voc.database import durable
from voc.errors import Invalid
from voc.invitations import campaigns, queries, recipients
from voc.invitations.documents import Campaign, CampaignBucket, Invitation
from voc.invitations.domain import CampaignState, WrongCampaignState
from voc.invitations.making import Guest, row_of, store
from voc.invitations.schemas import CampaignIn, CampaignOut, RecipientsOut
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyState
from voc.values import Resource, Scope
from voc.web.pages import page

Caller = Request[Any, Any, Any]
StateQuery = Annotated[str, QueryParameter(name="state")]
"""`state` in the address; the framework keeps that name for itself."""
Wrong = dict[str, str]
"""What does not fit: the field's name and a code that the macro `problem` puts into words."""
STEPS = ("people", "message", "timing", "start")
FILE_LIMIT_BYTES = 8 * 1024 * 1024
FORM_LIMIT_BYTES = FILE_LIMIT_BYTES + 256 * 1024
PASTED_LIMIT_CHARACTERS = 200_000


async def draft_of(request: Caller, campaign_id: str) -> CampaignOut | Redirect:
    """A campaign that can still be changed; one that has started is shown on its own page.

    Raises:
        NotFound: not in the caller's workspace.
    """
    campaign = await campaigns.one(request.auth.workspace, campaign_id)
    if campaign.state != CampaignState.draft:
        return Redirect(f"/campaigns/{campaign_id}", status_code=303)
    return campaign


def step_page(
    request: Caller,
    campaign: CampaignOut | None,
    current: str,
    context: Mapping[str, Any],
    *,
    fragment: str | None = None,
    wrong: Wrong | None = None,
) -> Template:
    """One step of a draft; what does not fit makes it a 422."""
    around = {
        "campaign": campaign,
        "current": current,
        "steps": STEPS,
        "may_write": request.auth.may(Scope.write, Resource.campaigns),
        "wrong": defaultdict(str, wrong or {}),
    }
    status = 422 if wrong else 200
    return page(request, f"campaigns/{current}.html", {**around, **context}, fragment=fragment, status=status)


async def published(workspace: str) -> list[tuple[str, str]]:
    """Surveys that can be asked: id and name, the newest first."""
    found = await surveys.of_workspace(workspace)
    return [(each.id, each.name) for each in reversed(found) if each.state == SurveyState.published]


def text(form: FormMultiDict, name: str, limit: int = 200) -> str:
    """A field of a form, without space around it."""
    value = form.get(name)
    return value.strip()[:limit] if isinstance(value, str) else ""


async def add_people(workspace: str, campaign: str, form: FormMultiDict, *, now: datetime) -> RecipientsOut | None:
    """Put the people of a form's file and of its pasted lines on a draft's list; None where it names nobody.

    Raises:
        Invalid: the file cannot be read, or nothing says who somebody is.
    """
    file, pasted = form.get("file"), text(form, "pasted", PASTED_LIMIT_CHARACTERS)
    results = []
    if isinstance(file, UploadFile) and file.filename:
        content = await file.read(FILE_LIMIT_BYTES + 1)
        if len(content) > FILE_LIMIT_BYTES:
            raise Invalid(f"The file is larger than {FILE_LIMIT_BYTES // 1024 // 1024} MB. Split it.")
        results.append(await recipients.add(workspace, campaign, content, now=now))
    if pasted:
        table = as_csv(pasted)
        bare = table != pasted  # no heading says that a word is an id
        results.append(await recipients.add(workspace, campaign, table.encode(), now=now, only_known_ids=bare))
    if not results:
        return None
    return RecipientsOut(
        recipients=sum(each.recipients for each in results),
        added=sum(each.added for each in results),
        rejected=[rejected for each in results for rejected in each.rejected],
    )


def as_csv(pasted: str) -> str:
    """Pasted addresses as the CSV that lists are read from; a table with a heading stays as it is.

    An address stands alone in its line or between commas: an e-mail address, a phone number, or an id of the
    company's own that is known. `Kim <kim@example.com>` names somebody, too.
    """
    lines = [line.strip() for line in pasted.splitlines() if line.strip()]
    heads = [cell.strip().strip('"').lower() for cell in lines[0].replace("\t", ",").split(",")] if lines else []
    if any(head in recipients.CONTACTS for head in heads):
        return pasted
    rows = ["email,phone,id,name"]
    for line in lines:
        for part in line.replace(";", ",").replace("\t", ",").split(","):
            if part.strip():
                rows.append(_row(part.strip()))
    return "\n".join(rows) + "\n"


async def pick(workspace: str, campaign: CampaignOut, customer: str, *, now: datetime) -> int:
    """Put one known customer on a draft's list; how many were added: 0 for somebody who is on it.

    Raises:
        NotFound: no such customer in this workspace.
    """
    whole = await customers.canonical(workspace, customer)
    found = await customers.row(workspace, whole)
    guest = Guest(
        workspace=workspace,
        campaign=campaign.id,
        origin=campaign.id,
        survey=campaign.survey,
        customer=whole,
        ref=found["ref"],
        plan=campaign.plan(),
        number=campaign.people,
    )
    added = len(await store([row_of(guest, send_at=None, now=now)]))
    if added:
        grown = {"$inc": {"people": added}}
        await durable(Campaign).update_one({"_id": campaign.id, "workspace": workspace}, grown)
    return added


async def empty_list(workspace: str, campaign: str) -> None:
    """Take everybody off a draft's list.

    Raises:
        NotFound: not in this workspace.
        WrongCampaignState: it has started.
    """
    row = await queries.campaign(workspace, campaign)
    if row["stage"] != CampaignState.draft:
        raise WrongCampaignState("The campaign has started; its list stays.", state=row["stage"])
    mine = {"workspace": workspace, "campaign": campaign}
    await durable(Invitation).delete_many(mine)
    await durable(CampaignBucket).delete_many(mine)
    await durable(Campaign).update_one({"_id": campaign, "workspace": workspace}, {"$set": {"people": 0, "counts": {}}})


async def discard(workspace: str, campaign: str) -> None:
    """Remove a draft with its list; nothing of it was ever sent.

    Raises:
        NotFound: not in this workspace.
        WrongCampaignState: it has started.
    """
    await empty_list(workspace, campaign)
    await durable(Campaign).delete_one({"_id": campaign, "workspace": workspace, "stage": CampaignState.draft.value})


def changed(campaign: CampaignOut, **fields: Any) -> CampaignOut:
    """A campaign as it would be with these fields.

    Raises:
        ValidationError: it would not be one.
    """
    definition = {name: getattr(campaign, name) for name in CampaignIn.model_fields} | fields
    checked = CampaignIn.model_validate(definition)
    return campaign.model_copy(update={name: getattr(checked, name) for name in fields})


def names_of(problems: Sequence[Mapping[str, str]]) -> list[str]:
    """Which parts of a campaign stand in the way of starting it."""
    return [problem["pointer"].strip("/").replace("/", "_") for problem in problems]


def _row(part: str) -> str:
    name, bracket, rest = part.partition("<")
    address = rest.partition(">")[0].strip() if bracket else part
    name = name.strip().strip('"') if bracket else ""
    quoted = '"' + address.replace('"', "") + '"'
    named = '"' + name.replace('"', "") + '"'
    if "@" in address:
        return f"{quoted},,,{named}"
    if address.startswith(("+", "0")) and re.fullmatch(r"[0-9+() .-]{9,30}", address):
        return f",{quoted},,{named}"
    return f",,{quoted},{named}"
