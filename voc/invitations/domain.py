"""What an invitation goes through; pure."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from voc.channels.domain import Status
from voc.errors import VocError

BUCKETS = 64
"""Parts that a campaign's invitations are counted in, however many there are."""
BUCKET_SIZE = 500
"""Invitations that come into a bucket in a row: a small campaign has one."""
_FIELD = re.compile(r"\{\{\s*([^{}|:.]{1,100}?)\s*(?:\|([^{}]*))?\}\}")
"""What names a source of the survey's own, such as `{{customer:plan|…}}`, is the survey's to replace."""


class Stage(StrEnum):
    """Where an invitation stands, in the order of what overrides what: the order of reports then does not matter."""

    prepared = "prepared"
    """Its campaign has not started."""
    queued = "queued"
    held = "held"
    """Nobody knows whether it was sent; it is not sent again."""
    sent = "sent"
    delivered = "delivered"
    opened = "opened"
    started = "started"
    expired = "expired"
    withheld = "withheld"
    """It may not be sent; `reason` says why."""
    failed = "failed"
    """The provider refused it."""
    bounced = "bounced"
    completed = "completed"
    unsubscribed = "unsubscribed"
    complained = "complained"


FUNNEL = (Stage.queued, Stage.sent, Stage.delivered, Stage.opened, Stage.started, Stage.completed)
"""The steps that a funnel counts: whoever reached one has reached all before it."""
_ORDER = tuple(Stage)
_ENDED = _ORDER.index(Stage.expired)
STAGE_OF = {
    Status.queued: Stage.queued,
    Status.sending: Stage.queued,
    Status.held: Stage.held,
    Status.sent: Stage.sent,
    Status.delivered: Stage.delivered,
    Status.opened: Stage.opened,
    Status.clicked: Stage.opened,
    Status.bounced: Stage.bounced,
    Status.complained: Stage.complained,
    Status.unsubscribed: Stage.unsubscribed,
    Status.failed: Stage.failed,
    Status.withheld: Stage.withheld,
    Status.expired: Stage.expired,
}
"""What a delivery's status says about its invitation."""
ONLY_OF_THE_FIRST = frozenset({Stage.queued, Stage.held, Stage.withheld, Stage.failed, Stage.expired})
"""Stages that say nothing when it is a reminder's delivery that came to them."""


class CampaignState(StrEnum):
    """Whether a campaign sends."""

    draft = "draft"
    running = "running"
    paused = "paused"
    done = "done"


MOVES = {
    "start": ({CampaignState.draft}, CampaignState.running),
    "pause": ({CampaignState.running}, CampaignState.paused),
    "resume": ({CampaignState.paused}, CampaignState.running),
    "finish": ({CampaignState.running, CampaignState.paused}, CampaignState.done),
}
"""By action: the states it starts from, and the one it leads to."""


class WrongCampaignState(VocError):
    """The campaign's state does not allow this."""

    slug, title, status = "wrong-state", "Not possible now", 409


class CampaignIncomplete(VocError):
    """The campaign cannot start; `values["errors"]` says why."""

    slug, title, status = "campaign-incomplete", "Campaign cannot start", 409


class NoAddress(VocError):
    """We know no address of this customer on any of the channels."""

    slug, title, status = "no-address", "No address", 409


class InvitationOver(VocError):
    """The invitation was answered, has expired or was taken back."""

    slug, title, status = "invitation-over", "Invitation is over", 410


def invitation_id(workspace: str, origin: str, customer: str, round_: int) -> str:
    """The id of what one person is asked once.

    Args:
        workspace: whose.
        origin: the campaign, or the key of a single invitation.
        customer: who.
        round_: of a recurring campaign, from 1.
    """
    return "inv_" + _digest(workspace, origin, customer, str(round_))


def ask_id(invitation: str) -> str:
    """The id of an invitation's ask in the ledgers; its reminders are the same ask."""
    return "ask_" + _digest("ask", invitation)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(f"invitation\0{token}".encode("utf-8", "surrogatepass")).hexdigest()


def bucket_of(number: int) -> int:
    """The bucket of a campaign's invitation by its number."""
    return number // BUCKET_SIZE % BUCKETS


def position(at: int, id_: str) -> str:
    """Where something stands in a list by time; sorts as text."""
    return f"{at:014d}|{id_}"


def moved(state: CampaignState, action: str) -> CampaignState:
    """A campaign's state after `action`; the state it leads to already is left as it is.

    Raises:
        WrongCampaignState: it does not start from here.
    """
    sources, target = MOVES[action]
    if state not in sources and state != target:
        raise WrongCampaignState(f"A campaign that is {state} cannot {action}.", state=state.value)
    return target


def after(stage: Stage, reached: Stage, news: Stage) -> tuple[Stage, Stage]:
    """Stage and furthest step of an invitation once `news` is known, whatever came before and in which order."""
    if news in FUNNEL and FUNNEL.index(news) > _step(reached):
        reached = news
    return max(stage, news, key=_ORDER.index), reached


def is_over(stage: Stage) -> bool:
    """Whether nothing is sent any more."""
    return _ORDER.index(stage) >= _ENDED


def count_key(reached: str, stage: str) -> str:
    """What invitations of the same furthest step and stage are counted under."""
    return f"{reached}-{stage}"


def funnel(counts: Mapping[str, int]) -> dict[str, int]:
    """How many reached each step, from counts by `count_key`."""
    found = dict.fromkeys((step.value for step in FUNNEL), 0)
    for key, count in counts.items():
        furthest = _step(Stage(key.partition("-")[0]))
        for step in FUNNEL[: furthest + 1]:
            found[step.value] += count
    return found


def by_stage(counts: Mapping[str, int]) -> dict[str, int]:
    """How many stand at each stage, from counts by `count_key`."""
    found: dict[str, int] = {}
    for key, count in counts.items():
        stage = key.partition("-")[2]
        found[stage] = found.get(stage, 0) + count
    return found


def slots(free_at: datetime, count: int, *, per_hour: int, not_before: datetime) -> tuple[list[datetime], datetime]:
    """Turns for so many under a pace, evenly spread, and when the next one after them is.

    Args:
        free_at: when the first free turn is.
        count: how many are wanted.
        per_hour: the pace.
        not_before: no turn lies before it.
    """
    gap = timedelta(hours=1) / per_hour
    start = max(free_at, not_before)
    return [start + gap * number for number in range(count)], start + gap * count


def fill(text: str, fields: Mapping[str, object]) -> str:
    """`{{name|otherwise}}` replaced by the field `name`, in any case of its letters, or by `otherwise`."""
    known = {name.casefold(): value for name, value in fields.items()}

    def value(found: re.Match[str]) -> str:
        stored = known.get(found[1].casefold())
        return str(stored) if stored not in (None, "") else (found[2] or "").strip()

    return _FIELD.sub(value, text)


def fields_of(texts: Sequence[str]) -> list[str]:
    """Names of the merge fields in some texts, once each."""
    return list(dict.fromkeys(found[1] for text in texts for found in _FIELD.finditer(text)))


def _step(stage: Stage) -> int:
    return FUNNEL.index(stage) if stage in FUNNEL else -1


def _digest(*parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest)[:26].decode().lower()
