"""Themes as they go out, and what may be changed."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from voc.themes.domain import Action, ThemeWeek
from voc.themes.fates import Fate
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
    held_by: str | None = None
    """Who pinned, merged or split it; None: nobody, later runs may part or join it."""
    merged_into: str | None = None
    """Where its texts went, if a person retired it."""
    parent: str | None = None
    """Its area."""
    placed_by: str | None = None
    description: str | None = None
    """What a person said belongs here."""
    examples: list[str] | None = None
    week: ThemeWeek | None = None
    """Whether more people speak of it than usual; null: nobody has spoken of it lately, or too few weeks are known."""
    state: str
    created_at: StoredTime
    updated_at: StoredTime


class ThemePage(Value):
    """All themes in use, the largest first."""

    items: list[ThemeOut]
    next: str | None = None


class ThemePatch(Value):
    """What a person may change; only the fields sent are."""

    name: str | None = Field(default=None, min_length=1, max_length=120, pattern=r"\S")
    pinned: bool | None = None
    """Whether later runs keep its texts together and apart from all others."""
    parent: str | None = Field(default=None, max_length=40)
    """Its area; null for none."""

    @model_validator(mode="after")
    def _changes(self) -> Self:
        nothing = sorted(name for name in self.model_fields_set - {"parent"} if getattr(self, name) is None)
        if nothing or not self.model_fields_set:
            raise ValueError(f"{' and '.join(nothing) or 'a change'} cannot be empty; leave out what should stay")
        return self


ThemeId = Annotated[str, Field(pattern="^th_[0-9A-Z]{26}$")]
FeedbackId = Annotated[str, Field(pattern="^fb_[0-9A-Z]{26}$")]


class MergeIn(Value):
    """What becomes part of the theme in the address."""

    themes: list[ThemeId] = Field(min_length=1, max_length=20)


class SplitIn(Value):
    """How to part a theme: by the feedback that leaves it, or into so many parts as they are found."""

    feedback: list[FeedbackId] = Field(default=[], max_length=1_000)
    name: str | None = Field(default=None, min_length=1, max_length=120, pattern=r"\S")
    """Of the theme that the feedback makes."""
    into: int = Field(default=2, ge=2, le=6)


Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]


class DefinitionIn(Value):
    """A theme in a person's own words: past and new feedback that fits it is put there."""

    name: Name
    description: str = Field(default="", max_length=1_000)
    examples: list[Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"\S")]] = Field(
        default=[], max_length=20
    )
    """As customers would say it; three tell the service more than a long description."""
    parent: str | None = Field(default=None, max_length=40)
    """Its area."""


class AreaIn(Value):
    """An area by name."""

    name: Name


class AreaOut(BaseModel):
    """Themes that are about one thing, over kinds and languages; each theme names its area as `parent`."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    language: str
    named_by: str | None
    keywords: list[str]
    created_at: StoredTime
    updated_at: StoredTime


class AreaPage(Value):
    """All areas in use, by name."""

    items: list[AreaOut]
    next: str | None = None


class EditOut(BaseModel):
    """What a person did to themes; `state` is `pending` while their feedback moves."""

    model_config = ConfigDict(frozen=True)

    id: str
    action: Action
    theme: str
    others: list[str]
    created: list[str]
    """New themes of a split."""
    touched: list[str]
    before: dict[str, dict[str, Any]]
    member: str
    at: StoredTime
    state: str
    undoes: str | None
    undone: bool


class EditPage(Value):
    """What people did to themes, the latest first."""

    items: list[EditOut]
    next: str | None = None


class RunOut(BaseModel):
    """What one discovery did to the themes that readers knew."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: StoredTime
    texts: int
    kept_share: float | None
    """Of the texts that had a theme, those that still have the same; null: none had one."""
    moved: int
    kept: int
    split: list[Fate]
    merged: list[Fate]
    new: list[Fate]
    gone: list[Fate]


class RunPage(Value):
    """Discoveries, the latest first."""

    items: list[RunOut]
    next: str | None = None
