"""Entries as they go out, and what may be changed."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from voc.faq.content import ALIASES_LIMIT, SENTENCES_LIMIT, TEXT_LIMIT_CHARACTERS
from voc.faq.happenings import RewordingOut, StaleOut, TrailOut, VersionOut
from voc.faq.states import State
from voc.values import StoredTime, Value, one_line, visible

BULK_LIMIT = 200
"""Most entries of one change of several."""


def _said(text: str) -> str:
    text = one_line(visible(text))
    if not any(each.isprintable() for each in text):
        raise ValueError("needs at least one printable character")
    return text


Line = Annotated[str, Field(max_length=TEXT_LIMIT_CHARACTERS), AfterValidator(_said)]
Name = Annotated[str, Field(max_length=60), AfterValidator(_said)]
EntryId = Annotated[str, Field(pattern="^faq_[0-9A-Z]{26}$")]


class SentenceIn(Value):
    """A sentence of an answer as it should be."""

    text: Line
    passage: str | None = Field(default=None, max_length=80)
    """That it rests on; null: you answer for it yourself."""

    @property
    def wish(self) -> tuple[str, str | None]:
        """As the service takes it."""
        return self.text, self.passage


class EntryPatch(Value):
    """What may be changed of an entry; what is left out stays, null empties a field. A state goes alone."""

    question: Line | None = None
    aliases: tuple[Line, ...] | None = Field(default=None, max_length=ALIASES_LIMIT)
    answer: tuple[SentenceIn, ...] | None = Field(default=None, max_length=SENTENCES_LIMIT)
    category: Name | None = None
    audience: Name | None = None
    other: EntryId | None = None
    """The entry that answers the same in the other language."""
    review_by: date | None = None
    """From that day on it is stale."""
    state: State | None = None
    """`approved` (also takes what is published back), `published`, `rejected`, or `edited` to bring back what is
    rejected."""
    revision: int | None = Field(default=None, ge=1)
    """The one that this was decided upon: 409 if a colleague changed the entry since."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        wishes = self.model_fields_set - {"revision"}
        if not wishes:
            raise ValueError("nothing is to be changed; send at least one field")
        if "state" in wishes and (self.state is None or len(wishes) > 1):
            raise ValueError("a state goes alone")
        empty = [name for name in ("question", "aliases", "answer") if name in wishes and getattr(self, name) is None]
        if empty:
            raise ValueError(f"{empty[0]} cannot be null; leave out what should stay")
        return self

    def wishes(self) -> dict[str, Any]:
        """New values of the content, as JSON, without the answer."""
        return self.model_dump(mode="json", include=self.model_fields_set - {"answer", "state", "revision"})


class EntryIn(Value):
    """An entry that you write yourself."""

    language: str = Field(pattern="^[a-z]{2,3}$")
    question: Line
    answer: tuple[Line, ...] = Field(default=(), max_length=SENTENCES_LIMIT)


class RestoreIn(Value):
    """The version to bring back."""

    version: int = Field(ge=1)
    revision: int | None = Field(default=None, ge=1)


class ChoiceIn(Value):
    """Which of two contradicting sentences is right."""

    conflict: int = Field(ge=0)
    """Its place in `conflicts`."""
    right: str = Field(pattern="^(one|other)$")
    revision: int | None = Field(default=None, ge=1)


class MergeIn(Value):
    """The entry that is to answer for this one."""

    into: EntryId
    revision: int | None = Field(default=None, ge=1)


class MergeAllIn(Value):
    """Entries that ask the same."""

    items: list[EntryId] = Field(min_length=2, max_length=BULK_LIMIT)


class BulkIn(Value):
    """The same state for several entries."""

    items: list[EntryId] = Field(min_length=1, max_length=BULK_LIMIT)
    state: State


class BulkResult(Value):
    """What became of one entry."""

    item: str
    changed: bool
    error: dict[str, Any] | None


class BulkOut(Value):
    """What became of each, in the order sent."""

    results: list[BulkResult]


class SourceOut(Value):
    """Where a sentence was taken from."""

    passage: str
    source: str
    start: int
    end: int
    quote: str
    url: str
    """Where it is read, by colleagues."""


class SentenceOut(Value):
    """A sentence of an answer."""

    text: str
    source: SourceOut | None
    by: str | None
    """Without a source: who answers for it."""
    rewritten: bool
    """Whether a language model worded it."""
    support: str
    """`quoted`, `borne_out`, `own`; or what hinders approval: `unchecked`, `unsupported`."""


class ConflictOut(Value):
    """Two sentences that cannot both be right."""

    one: SentenceOut
    other: SentenceOut
    reason: str
    """`number`, `opposite` or `denial`."""
    chosen: str | None
    by: str | None


class EntryOut(Value):
    """An entry."""

    id: str
    language: str
    state: State
    question: str
    aliases: list[str]
    answer: list[SentenceOut]
    category: str | None
    audience: str | None
    other: str | None
    review_by: date | None
    version: int
    live: int | None
    """The version that is given out; null: none."""
    conflicts: list[ConflictOut]
    askers: int
    """Distinct people who asked it."""
    askers_low: float
    """How many would at the least, by the lower end of the 95 % interval."""
    questions: int
    weekly: list[int]
    trend: float
    score: float
    """Cautious askers × what is left to do × trend; lists are in this order."""
    theme: str | None
    into: str | None
    """The entry that it was merged into: whoever asks it is counted there, too."""
    department: str | None
    """Who could answer what has no answer: the department of the theme. Null where there is one, or nobody is known."""
    revision: int
    created_at: StoredTime
    changed_at: StoredTime
    published_at: StoredTime | None


class OneOut(EntryOut):
    """An entry with everything that happened to it."""

    members: list[str]
    """Feedback that asks it."""
    rewording: RewordingOut | None
    """The last wish to have it rewritten; null: nobody wished."""
    stale: StaleOut | None
    """Null unless it is stale."""
    hindrances: list[str]
    """What keeps it from being approved: `empty`, `conflict`, `unchecked`, `unsupported`, `source`."""
    versions: list[VersionOut]
    trail: list[TrailOut]


class VersionTextOut(Value):
    """What a version said."""

    number: int
    question: str
    aliases: list[str]
    answer: list[SentenceOut]
    category: str | None
    audience: str | None
    other: str | None
    review_by: date | None


class EntryPage(Value):
    """A page of entries, the most urgent first."""

    items: list[EntryOut]
    next: str | None
