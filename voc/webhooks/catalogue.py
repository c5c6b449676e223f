"""Every event that webhooks tell of: one table, read by the API, the pages and whoever announces.

Events are thin: they say what happened and to what, not what was said. A receiver asks the API for the rest, so that
what was erased or corrected meanwhile stays so, and no personal data lies at a receiver or in the log of deliveries.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from voc.values import Value
from voc.webhooks.domain import wants


class Type(StrEnum):
    """Types of events."""

    response_completed = "response.completed"
    theme_created = "theme.created"
    alert_opened = "alert.opened"
    backlog_item_changed = "backlog.item.changed"
    report_weekly = "report.weekly"
    test = "webhook.test"


class Event(Value):
    """One type of event."""

    type: Type
    about: str
    """When it happens."""
    example: dict[str, Any]
    """Its `data`."""


EVENTS = (
    Event(
        type=Type.response_completed,
        about="Somebody finished a survey.",
        example={
            "response": "rsp_01JNX3T7Q2",
            "survey": "srv_01JNX0A1B2",
            "version": 3,
            "channel": "link",
            "language": "ko",
            "customer": "cus_5f3a9c",
        },
    ),
    Event(
        type=Type.theme_created,
        about="Feedback has gathered into a theme that was not there before.",
        example={
            "theme": "th_01JNX5V9K4",
            "name": "Signed out while paying",
            "kind": "complaint",
            "language": "en",
            "feedback": 34,
        },
    ),
    Event(
        type=Type.alert_opened,
        about="More people speak of a theme than chance explains.",
        example={
            "alert": "al_01JNX5V9K4",
            "theme": "th_01JNX5V9K4",
            "name": "Signed out while paying",
            "times": 1,
            "people": 41,
            "expected": 12.5,
            "ratio_low": 2.1,
            "ratio_high": 5.0,
            "p_adjusted": 0.0004,
        },
    ),
    Event(
        type=Type.backlog_item_changed,
        about="Somebody decided about a backlog item: status, owner, title, effort, due day, a note, or took it back.",
        example={
            "item": "bl_01JNX5V9K4",
            "title": "Keep me signed in while I pay",
            "status": "planned",
            "change": "ch_01JNX9D2F6",
            "by": "mem_01JNX00000",
            "steps": [{"field": "status", "before": "under_review", "after": "planned"}],
            "undoes": None,
        },
    ),
    Event(
        type=Type.report_weekly,
        about="A week is over: how the scores stand, how much was said, what rises and what to build next.",
        example={
            "first": "2026-11-16",
            "last": "2026-11-22",
            "feedback": 412,
            "feedback_before": 390,
            "kinds": {"complaint": 160, "idea": 92, "question": 71, "praise": 64, "other": 25},
            "scores": [
                {
                    "metric": "nps",
                    "unit": "points",
                    "value": 31.4,
                    "low": 24.5,
                    "high": 37.6,
                    "n": 214,
                    "direction": "up",
                    "difference": 9.2,
                }
            ],
            "rising": [{"alert": "al_01JNX5V9K4", "name": "Signed out while paying", "people": 41}],
            "next": [
                {
                    "item": "bl_01JNX5V9K4",
                    "title": "Keep me signed in while I pay",
                    "rank": 1,
                    "rank_best": 1,
                    "rank_worst": 3,
                    "customers": 38,
                }
            ],
        },
    ),
    Event(type=Type.test, about="Somebody pressed the test button.", example={"webhook": "wh_01JNX7C3M8"}),
)


def taken(patterns: Sequence[str]) -> list[Type]:
    """The types that patterns take; a test goes to the one webhook that is tested."""
    return [event.type for event in EVENTS if event.type != Type.test and wants(patterns, event.type)]
