"""Messages as a recipient would read them, before anybody does."""

import re
from datetime import datetime

from voc.channels import segments
from voc.channels.domain import Channel
from voc.channels.outgoing import Content
from voc.customers.documents import Customer
from voc.errors import VocError
from voc.invitations import queries
from voc.invitations.people import Known
from voc.invitations.regions import region_of
from voc.invitations.rendering import Occasion, render
from voc.invitations.schemas import CampaignOut
from voc.surveys.schemas import PublishedSurvey
from voc.values import Value

NAMES = {"ko": "김지민", "en": "Jimin Kim"}
"""Of a recipient who stands for all others."""
FIELDS_LOOKED_AT, FIELDS_SHOWN = 200, 12
_PIXEL = re.compile(r"<img[^<>]*/p\.gif[^<>]*>")
"""What would say that a message was opened; in a sample there is nobody to say it of."""


class Sample(Occasion):
    """A message whose links lead to a look at the survey, so that trying it answers nothing."""

    def path(self, tail: str = "") -> str:
        """Where a test's links lead, as a path."""
        return f"/surveys/{self.survey.id}/preview"

    @property
    def unsubscribe(self) -> str:
        """A test unsubscribes nobody."""
        return self.path()


class Shown(Value):
    """A message in a preview."""

    channel: Channel
    content: Content | None
    size: segments.SmsSize | None
    """Of a text message."""
    problem: str = ""
    """The slug of what forbids it."""


async def shown(
    workspace: str,
    campaign: CampaignOut,
    survey: PublishedSurvey,
    channel: Channel,
    *,
    language: str,
    base: str,
    sender: str,
    now: datetime,
) -> Shown:
    """A campaign's message on one channel.

    Args:
        workspace: whose.
        campaign: what it says.
        survey: what it asks.
        channel: where.
        language: the reader's, one of the survey's.
        base: where people reach this service.
        sender: the workspace's name.
        now: the present.
    """
    rules = await queries.rules(workspace)
    occasion = Sample(
        workspace=workspace,
        invitation="sample",
        survey=survey,
        plan=campaign.plan(),
        channel=channel,
        language=language,
        reminder=False,
        person=somebody(language),
        fields={},
        region=region_of(rules.country),
        sender=rules.sender(sender),
        base=base.rstrip("/"),
    )
    return await _rendered(occasion, now)


async def _rendered(occasion: Sample, now: datetime) -> Shown:
    channel = occasion.channel
    try:
        content = await render(occasion, now=now)
    except VocError as error:
        return Shown(channel=channel, content=None, size=None, problem=error.slug)
    if content.html:
        content = content.model_copy(update={"html": _PIXEL.sub("", content.html)})
    return Shown(channel=channel, content=content, size=segments.size(content.text) if channel == Channel.sms else None)


def somebody(language: str) -> Known:
    """A recipient who stands for all others."""
    name = NAMES.get(language.partition("-")[0], NAMES["en"])
    return Known(customer="", refs=(), name=name, attributes={}, addresses=(), decisions={})


async def merge_fields(workspace: str) -> list[str]:
    """What is known of customers and may stand in a message, the name first, then what is known of most."""
    found = Customer.get_pymongo_collection().find({"workspace": workspace}, {"attributes": 1})
    counted: dict[str, int] = {}
    for row in await found.sort("last_seen_at", -1).limit(FIELDS_LOOKED_AT).to_list():
        for name in row.get("attributes", {}):
            if ":" not in name and name != "name":
                counted[name] = counted.get(name, 0) + 1
    return ["name", *sorted(counted, key=lambda name: (-counted[name], name))[: FIELDS_SHOWN - 1]]
