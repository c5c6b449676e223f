"""The collections of invitations."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox, State
from voc.outbox.record import DUE_INDEX


class SendingRules(Document):
    """How a workspace writes to people. Its id is the workspace's; read by id only."""

    id: str
    workspace: str
    rules: dict[str, Any]
    """`voc.invitations.schemas.Rules`."""

    class Settings:
        name = "sending_rules"


class Campaign(Outbox, Document):
    """One survey for many people. Its work is to find them, and for a recurring one to find those who are new."""

    id: str
    workspace: str
    name: str
    survey: str
    definition: dict[str, Any]
    """`voc.invitations.schemas.CampaignIn`."""
    stage: str
    """`draft`, `running`, `paused` or `done`."""
    created_at: int
    """A `voc.clock.stamp`, as all of these."""
    started_at: int | None = None
    expanded_at: int | None = None
    """When everybody had been found."""
    cursor: str | None = None
    """The own id of the customer that was looked at last; None between two rounds of looking."""
    people: int = 0
    """Invitations made so far; their number decides their bucket."""
    slot_at: int = 0
    """When the next one may go out, where the campaign has a pace."""
    counts: dict[str, int] = Field(default_factory=dict)
    """Of all buckets, by `voc.invitations.domain.count_key`."""
    counted_at: int | None = None

    class Settings:
        name = "campaigns"
        indexes = [
            # a workspace's campaigns, the newest first
            IndexModel([("workspace", ASCENDING), ("created_at", DESCENDING)], name="newest"),
            DUE_INDEX,
        ]


class Invitation(Outbox, Document):
    """One person, asked for one response. Its id follows from campaign, person and round.

    Its work is whatever comes next: to be sent, to remind, to expire, to be followed by the next round.
    """

    id: str
    workspace: str
    campaign: str
    """"" for one that no campaign sent."""
    survey: str
    customer: str
    ref: str
    """What the customer is called in ledgers and responses."""
    plan: dict[str, Any] | None = None
    """`voc.invitations.schemas.Plan`, where no campaign holds it."""
    round: int
    fields: dict[str, Any] = Field(default_factory=dict)
    """Merge fields of their own, and hidden fields of the survey."""
    token_hash: str
    channel: str
    """Where it is sent; before that, where it is meant to be."""
    language: str | None = None
    stage: str
    """`voc.invitations.domain.Stage`."""
    reached: str
    """The furthest step of the funnel."""
    reason: str | None = None
    """Why it was withheld."""
    changes: int = 0
    """Raised by every change of `stage` and `reached`; guards counting."""
    uncounted: bool = True
    """Whether the counters have not seen the latest change."""
    bucket: int = 0
    scanned: bool = False
    """Whether a gateway was caught following links that nobody sees."""
    position: str
    """Where it stands in lists: when it was made, and its id."""
    created_at: int
    """A `voc.clock.stamp`, as all of these."""
    send_at: int | None = None
    """None: not before its campaign has started."""
    slotted: bool = False
    """Whether `send_at` is its turn under its campaign's pace."""
    steps: int = 0
    """Deliveries queued: the invitation itself, then its reminders."""
    asked_at: int | None = None
    """When the first of them was queued."""
    expires_at: int

    class Settings:
        name = "invitations"
        indexes = [
            # by_token: somebody opens their own page; the token says whose it is
            IndexModel([("token_hash", ASCENDING)], name="token", unique=True),
            # page: newest first, of a campaign, and by state
            IndexModel([("workspace", ASCENDING), ("position", DESCENDING)], name="newest"),
            IndexModel(
                [("workspace", ASCENDING), ("campaign", ASCENDING), ("stage", ASCENDING), ("position", DESCENDING)],
                name="of_campaign",
            ),
            # recount: one bucket's
            IndexModel([("workspace", ASCENDING), ("campaign", ASCENDING), ("bucket", ASCENDING)], name="bucket"),
            # of_customer: what somebody was invited to
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING)], name="of_customer"),
            # parked: what waits for a person
            IndexModel(
                [("workspace", ASCENDING), ("state", ASCENDING)],
                name="parked",
                partialFilterExpression={"state": State.parked.value},
            ),
            # count: what changed since it was counted
            IndexModel([("uncounted", ASCENDING)], name="uncounted", partialFilterExpression={"uncounted": True}),
            DUE_INDEX,
        ]


class CampaignBucket(Document):
    """Counts of a part of a campaign's invitations. Its id is `{campaign}|{number}`."""

    id: str
    workspace: str
    campaign: str
    bucket: int
    version: int
    """Raised whenever an invitation of the bucket changed."""
    dirty: bool
    not_before: int = 0
    """A `voc.clock.stamp`: a large bucket rests between recounts."""
    counts: dict[str, int] = Field(default_factory=dict)

    class Settings:
        name = "campaign_buckets"
        indexes = [
            # settle: a campaign's buckets
            IndexModel([("workspace", ASCENDING), ("campaign", ASCENDING)], name="of_campaign"),
            # count: buckets to recompute
            IndexModel([("dirty", ASCENDING)], name="dirty", partialFilterExpression={"dirty": True}),
        ]
