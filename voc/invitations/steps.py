"""What comes next for an invitation; pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from voc.clock import from_stamp
from voc.invitations.domain import CampaignState, Stage, is_over
from voc.invitations.schemas import Plan
from voc.values import Value

PAUSED_LOOK = timedelta(minutes=10)
"""How soon a paused campaign's invitations are looked at again."""
ANSWERS_LOOK = timedelta(hours=1)
"""How often somebody who answers in a conversation is looked at: that does not tell us by itself."""
_REMINDABLE = (Stage.sent, Stage.delivered, Stage.opened, Stage.started)
"""Never after an answer, a refusal or a bounce; and not where nobody knows whether the first one arrived."""


class Do(StrEnum):
    """What is done now."""

    wait = "wait"
    take_turn = "take turn"
    """Under the campaign's pace."""
    send = "send"
    remind = "remind"
    expire = "expire"
    next_round = "next round"
    rest = "rest"
    """Nothing more, ever."""


class Step(Value):
    """The next step of an invitation."""

    do: Do
    at: datetime | None = None
    """Until when it waits."""


class Frame(Value):
    """What its campaign says about an invitation; for a single one, as if its campaign were running."""

    plan: Plan
    state: CampaignState = CampaignState.running
    every_days: int | None = None
    throttle_per_hour: int | None = None


def frame_of(row: Mapping[str, Any], campaign: Mapping[str, Any] | None) -> Frame:
    """The frame of a stored invitation."""
    if not row["campaign"]:
        return Frame(plan=Plan.model_validate(row["plan"] or {}))
    if campaign is None:  # removed meanwhile
        return Frame(plan=Plan(), state=CampaignState.done)
    definition = campaign["definition"]
    return Frame(
        plan=Plan.model_validate({name: definition[name] for name in Plan.model_fields if name in definition}),
        state=CampaignState(campaign["stage"]),
        every_days=definition.get("every_days"),
        throttle_per_hour=definition.get("throttle_per_hour"),
    )


def next_step(row: Mapping[str, Any], frame: Frame, *, answered: bool, now: datetime) -> Step:
    """What is due for an invitation.

    Args:
        row: as it is stored.
        frame: its campaign's.
        answered: whether its response is finished.
        now: the present.
    """
    stage = Stage(row["stage"])
    if answered or is_over(stage):
        return _afterwards(row, frame, now)
    if row["steps"] == 0:
        return _before_sending(row, frame, now)
    expires = from_stamp(row["expires_at"])
    if now >= expires:
        return Step(do=Do.expire)
    due = _reminder_at(row, frame.plan)
    if due is not None and due < expires and frame.state != CampaignState.done:
        if due > now:
            return _wait(min(due, expires), row, frame, now)
        if frame.state == CampaignState.running and stage in _REMINDABLE:
            return Step(do=Do.remind)
        return Step(do=Do.wait, at=min(now + ANSWERS_LOOK, expires))
    return _wait(expires, row, frame, now)


def again_at(row: Mapping[str, Any], frame: Frame) -> datetime | None:
    """When the same person's next round is due; None: never."""
    if frame.every_days is None:
        return None
    return from_stamp(row["asked_at"] or row["created_at"]) + timedelta(days=frame.every_days)


def expiry(frame: Frame, *, asked_at: datetime) -> datetime:
    """When an invitation that is sent now ends: at the latest when the next round begins."""
    days = [frame.plan.expires_days, *([frame.every_days] if frame.every_days else [])]
    return asked_at + timedelta(days=min(days))


def _before_sending(row: Mapping[str, Any], frame: Frame, now: datetime) -> Step:
    if frame.state == CampaignState.done:
        return Step(do=Do.expire)
    if frame.state != CampaignState.running or row["send_at"] is None:
        return Step(do=Do.wait, at=now + PAUSED_LOOK)
    if row["send_at"] and from_stamp(row["send_at"]) > now:
        return Step(do=Do.wait, at=from_stamp(row["send_at"]))
    return Step(do=Do.take_turn if frame.throttle_per_hour and not row["slotted"] else Do.send)


def _afterwards(row: Mapping[str, Any], frame: Frame, now: datetime) -> Step:
    again = again_at(row, frame)
    # who refuses is not asked again; who could not be reached, or was asked too lately, is
    refused = row["stage"] in (Stage.unsubscribed, Stage.complained, Stage.bounced)
    if again is None or refused or frame.state == CampaignState.done:
        return Step(do=Do.rest)
    if again > now:
        return Step(do=Do.wait, at=again)
    paused = frame.state != CampaignState.running
    return Step(do=Do.wait, at=now + PAUSED_LOOK) if paused else Step(do=Do.next_round)


def _reminder_at(row: Mapping[str, Any], plan: Plan) -> datetime | None:
    if row["steps"] - 1 >= plan.reminders or row["asked_at"] is None:
        return None
    return from_stamp(row["asked_at"]) + timedelta(days=plan.remind_after_days * row["steps"])


def _wait(until: datetime, row: Mapping[str, Any], frame: Frame, now: datetime) -> Step:
    talks = frame.plan.form == "conversation" and row["channel"] != "email"
    return Step(do=Do.wait, at=min(until, now + ANSWERS_LOOK) if talks else until)
