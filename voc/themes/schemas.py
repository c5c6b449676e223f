"""Themes as they go out, and what may be changed."""

from pydantic import BaseModel, ConfigDict, Field

from voc.values import StoredTime, Value


class ThemeOut(BaseModel):
    """A theme without its vectors."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    language: str
    name: str
    named_by: str | None
    keywords: list[str]
    size: int
    quotes: list[str]
    state: str
    created_at: StoredTime
    updated_at: StoredTime


class ThemePage(Value):
    """All themes in use, the largest first."""

    items: list[ThemeOut]
    next: str | None = None


class ThemePatch(Value):
    """What a person may change."""

    name: str = Field(min_length=1, max_length=120, pattern=r"\S")
