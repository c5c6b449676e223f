"""The steps of a campaign as its pages show them; pure."""

from collections.abc import Mapping

from voc.estimates import share
from voc.invitations.domain import FUNNEL, Stage
from voc.values import Value

SHOWN = FUNNEL[1:]
"""From `sent` on: what waits is no step that anybody took."""
SMALL_SAMPLE = 30
"""Below so many a share is little more than a guess, and is drawn as one."""


class Step(Value):
    """How many came so far, and how large a part that is of those who came to the step before."""

    name: str
    count: int
    of: int
    """Those who came to the step before; of the first one, everybody who was queued."""
    share: float | None
    """Of `of`, 0–1; None where nobody could have come."""
    low: float | None
    high: float | None
    """Where the share lies in 95 of 100 such samples."""
    whole: float
    """Of those who were sent something, 0–1; the height of the step's bar."""
    small: bool
    """Whether `of` is a small sample."""
    known: bool = True
    """False where nobody reports how many came so far: only those who went further are certain."""


def steps(funnel: Mapping[str, int], *, reported: bool = True) -> list[Step]:
    """The steps of a campaign's funnel, in order.

    Args:
        funnel: how many came to each stage, or further.
        reported: whether all who send for it report what arrived. Where they do not, and nothing is known to have
            arrived but what was opened, that step is unknown, and the next is a part of the one before.
    """
    sent = funnel.get(Stage.sent.value, 0)
    found = []
    before = funnel.get(Stage.queued.value, 0)
    for stage in SHOWN:
        count = funnel.get(stage.value, 0)
        if stage == Stage.delivered and not reported and count <= funnel.get(Stage.opened.value, 0):
            found.append(_unknown(stage, count, before))
            continue
        part = share(count, before)
        found.append(
            Step(
                name=stage.value,
                count=count,
                of=before,
                share=part.value if part else None,
                low=part.low if part else None,
                high=part.high if part else None,
                whole=count / sent if sent else 0.0,
                small=before < SMALL_SAMPLE,
            )
        )
        before = count
    return found


def _unknown(stage: Stage, count: int, before: int) -> Step:
    return Step(
        name=stage.value,
        count=count,
        of=before,
        share=None,
        low=None,
        high=None,
        whole=0.0,
        small=before < SMALL_SAMPLE,
        known=False,
    )
