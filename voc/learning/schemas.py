"""Learning as it goes in and out over HTTP."""

from typing import Annotated, Any

from pydantic import Field

from voc.estimates import Estimate
from voc.heads.domain import Version
from voc.learning.domain import LikeField, RereadingState
from voc.values import StoredTime, Value

FeedbackId = Annotated[str, Field(pattern="^fb_[0-9A-Z]{26}$")]


class AlikeIn(Value):
    """Which judgement to carry over."""

    field: LikeField = LikeField.kind


class AlikeText(Value):
    """One look-alike."""

    feedback: str
    likeness: float
    """0 to 1."""


class AlikeOut(Value):
    """Look-alikes of a judged text; `found` is null while they are looked for."""

    id: str
    feedback: str
    field: LikeField
    value: str | None
    before: str | None
    found: list[AlikeText] | None
    applied: list[str] | None
    undone: bool
    busy: bool
    """Whether it is still being worked on."""


class ApplyIn(Value):
    """The look-alikes that should be judged alike."""

    feedback: list[FeedbackId] = Field(max_length=100)


class VersionOut(Value):
    """A version of the workspace's heads; see the report for how it was judged."""

    id: str
    number: int
    model: str
    created_at: StoredTime
    lessons: int
    verdict: str
    report: dict[str, Any]
    usable: bool
    in_use: bool

    @classmethod
    def of(cls, version: Version, used: str | None) -> "VersionOut":
        """As it is stored."""
        fields = version.model_dump(exclude={"has_weights"})
        return cls(**fields, usable=version.has_weights, in_use=version.id == used)


class ModelsOut(Value):
    """Versions of the workspace's heads, the newest first; `in_use` null: the shipped heads read."""

    in_use: str | None
    items: list[VersionOut]
    lessons: int
    """Texts that people judged so far."""


class UseIn(Value):
    """Which version to read with; null: the shipped heads."""

    heads: Annotated[str, Field(pattern="^hd_[0-9A-Z]{26}$")] | None


class RereadingOut(Value):
    """How far reading history again has come; all null where it never began."""

    state: RereadingState | None = None
    began_at: StoredTime | None = None
    finished_at: StoredTime | None = None
    total: int | None = None
    seen: int | None = None
    changed: int | None = None


class CheckIn(Value):
    """Whether a verbatim belongs to the theme."""

    feedback: FeedbackId
    fits: bool


class PrecisionOut(Value):
    """How much of what the model puts into a theme belongs there, as people say."""

    theme: str
    precision: Estimate | None
    """Null: nobody has checked yet."""
    to_check: list[str]
    """Feedback of the random sample that nobody has looked at, at most ten."""
