"""Who may be asked, when and how often; pure, and the same in the widget (`widgets/src/core/targeting.ts`).

The models are what an author and a workspace may say; `eligible` decides for one person at one moment and names the
rule that failed; `sampling`, `frequency` and `pacing` hold one decision each; `wording` says it in words.
"""

from voc.surveys.targeting.eligible import Eligibility, Outcome, eligible
from voc.surveys.targeting.environment import Candidate, Environment, Event
from voc.surveys.targeting.frequency import Ask, may_ask
from voc.surveys.targeting.models import (
    DAY_MS,
    Click,
    Custom,
    Delay,
    ExitIntent,
    Frequency,
    Idle,
    PageView,
    Policy,
    RouteChange,
    Scroll,
    TabOpened,
    Targeting,
    Trigger,
)
from voc.surveys.targeting.sampling import bucket

__all__ = [
    "Eligibility",
    "Outcome",
    "eligible",
    "Candidate",
    "Environment",
    "Event",
    "Ask",
    "may_ask",
    "DAY_MS",
    "Click",
    "Custom",
    "Delay",
    "ExitIntent",
    "Frequency",
    "Idle",
    "PageView",
    "Policy",
    "RouteChange",
    "Scroll",
    "TabOpened",
    "Targeting",
    "Trigger",
    "bucket",
]
