"""Items with what people decided, as they go out, and what may be changed."""

from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from voc.backlog.schemas import BacklogItemOut
from voc.backlog.workflow.domain import Status, Step
from voc.values import StoredTime, Value, one_line

NOTE_LIMIT_CHARACTERS = 4_000
BULK_LIMIT = 200
"""Most items of one change of several."""
ItemId = Annotated[str, Field(pattern="^bl_[0-9A-Z]{26}$")]


def _said(text: str) -> str:
    text = one_line(text)
    if not text or not text.isprintable():
        raise ValueError("needs at least one printable character; use null for none")
    return text


def _address(url: str) -> str:
    parts = urlsplit(url)
    plain = url.isprintable() and " " not in url
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ValueError("is no address that begins with https:// or http://")
    return url


class Wishes(Value):
    """What may be set of several items at once; only the fields sent are changed, null empties one."""

    status: Status | None = None
    owner: str | None = Field(default=None, max_length=40)
    """A member's id."""
    department: Annotated[str, Field(max_length=60), AfterValidator(_said)] | None = None

    @model_validator(mode="after")
    def _changes(self) -> Self:
        if "status" in self.model_fields_set and self.status is None:
            raise ValueError("status cannot be empty; leave out what should stay")
        if not self.wishes():
            raise ValueError("nothing is to be changed; send at least one field")
        return self

    def wishes(self) -> dict[str, Any]:
        """New values by field, as JSON."""
        return self.model_dump(mode="json", include=self.model_fields_set - {"revision", "items"})


class WorkPatch(Wishes):
    """What may be set of one item."""

    title: Annotated[str, Field(max_length=120), AfterValidator(_said)] | None = None
    """Imperative, in a person's words; null: as its theme is called."""
    effort: int | None = Field(default=None, ge=1, le=5)
    """1 (hours) to 5 (months)."""
    due: date | None = None
    tracker_url: Annotated[str, Field(max_length=500), AfterValidator(_address)] | None = None
    revision: int | None = Field(default=None, ge=0)
    """The one that this was decided upon: what a colleague changed since is then not written over."""


class BulkIn(Wishes):
    """The same change for several items."""

    items: list[ItemId] = Field(min_length=1, max_length=BULK_LIMIT)


class NoteIn(Value):
    """A note for colleagues; `@` and a name tells somebody."""

    text: str = Field(min_length=1, max_length=NOTE_LIMIT_CHARACTERS, pattern=r"\S")


class Failure(BaseModel):
    """Why an item stayed as it was."""

    slug: str
    title: str
    detail: str
    status: int


class BulkResult(Value):
    """What became of one item."""

    item: str
    changed: bool
    """False without an error: it was so already."""
    error: Failure | None


class BulkOut(Value):
    """What became of each, in the order sent."""

    batch: str
    """Name it to undo the change: `POST /v1/backlog/bulk/{batch}/undo`."""
    results: list[BulkResult]


class BulkUndone(Value):
    """The items that are as they were before; others were changed again since."""

    items: list[str]


class NoteOut(Value):
    """A note."""

    id: str
    text: str
    by: str
    """A member or an API key."""
    at: StoredTime
    mentions: list[str]
    """Members whom it names."""


class ChangeOut(Value):
    """A line of the history."""

    id: str
    by: str
    at: StoredTime
    revision: int
    steps: list[Step]
    """For notes: null and the note's id, or back."""
    batch: str | None
    undoes: str | None
    """The change that this one took back."""
    undone_by: str | None


class ItemOut(BacklogItemOut):
    """An item of the ranking, and where people are with it."""

    model_config = ConfigDict(frozen=True)

    active: bool
    """Whether it is in the latest ranking; else its numbers are of the last one that it was in."""
    theme_name: str
    """What its theme is called; `title` is a person's wording where there is one."""
    status: Status
    owner: str | None
    """A member's id."""
    department: str | None
    effort: int | None
    due: date | None
    tracker_url: str | None
    note_count: int
    changed_at: StoredTime | None
    """When somebody last changed any of this."""
    revision: int
    """Send it along with a change."""


class OneOut(ItemOut):
    """An item with everything that was written and changed."""

    notes: list[NoteOut]
    history: list[ChangeOut]
    """The oldest first, the last thousand."""


class ItemPage(Value):
    """A page of the backlog."""

    items: list[ItemOut]
    next: str | None


class ViewFilters(Value):
    """What a view shows and how, as the address of the list has it."""

    status: str | None = Field(default=None, max_length=20)
    kind: str | None = Field(default=None, max_length=20)
    owner: str | None = Field(default=None, max_length=40)
    department: str | None = Field(default=None, max_length=60)
    q: str | None = Field(default=None, max_length=200)
    sort: str | None = Field(default=None, max_length=20)
    mentioned: str | None = Field(default=None, max_length=40)


class ViewIn(Value):
    """A view to keep."""

    name: Annotated[str, Field(max_length=60), AfterValidator(_said)]
    shared: bool = False
    """Whether all colleagues see it."""
    filters: ViewFilters


class ViewOut(Value):
    """A view that is kept."""

    id: str
    name: str
    by: str
    shared: bool
    filters: ViewFilters


class ViewPage(Value):
    """The caller's views and those that colleagues share, by name."""

    items: list[ViewOut]
    next: None = None
