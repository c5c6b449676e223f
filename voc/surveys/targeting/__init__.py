"""Who may be asked, when and how often; pure, and the same in the widget (`widgets/src/core/targeting.ts`).

The models are what an author and a workspace may say; `eligible` decides for one person at one moment and names the
rule that failed; `sampling`, `frequency` and `pacing` hold one decision each; `wording` says it in words.
"""

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

__all__ = [
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
]
