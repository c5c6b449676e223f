"""The form that puts a reading right."""

from typing import Any, Literal

from pydantic import Field

from voc.feedback.domain import Kind
from voc.feedback.schemas import THEME_ID
from voc.values import Value

MOODS = {"negative": -0.8, "neutral": 0.0, "positive": 0.8}
"""What a word stands for on the scale of sentiment."""


class FeedbackForm(Value):
    """The correction form, with what it showed; the token was checked before."""

    kind: Kind | None = None
    kind_before: str = ""
    theme: str = Field(default="", max_length=40, pattern=f"^$|{THEME_ID}")
    theme_before: str = ""
    mood: Literal["", "negative", "neutral", "positive"] = ""
    """Empty: as it is."""
    noise: str = Field(default="", pattern="^(spam|abuse)?$")
    noise_before: str = ""
    csrf_token: str = Field(default="", alias="_csrf_token")

    def changed(self) -> dict[str, Any]:
        """What the person touched."""
        changed: dict[str, Any] = {}
        if self.kind is not None and self.kind != self.kind_before:
            changed["kind"] = self.kind
        if self.theme != self.theme_before:
            changed["theme"] = self.theme or None
        if self.mood:
            changed["sentiment"] = MOODS[self.mood]
        if self.noise != self.noise_before:
            changed["noise"] = self.noise or None
        return changed


class UndoForm(Value):
    """Takes back what one correction changed."""

    fields: str = Field(pattern="^(kind|theme|sentiment|noise)( (kind|theme|sentiment|noise))*$")
    at: int
    """When it was made; a `voc.clock.stamp`."""
    csrf_token: str = Field(default="", alias="_csrf_token")

    def names(self) -> list[str]:
        """The fields."""
        return self.fields.split()
