"""A survey as its author wrote it: everything that publishing freezes."""

from typing import Literal

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator

from voc.surveys.afterwards import AfterThanks
from voc.surveys.appearance import Appearance
from voc.surveys.conditions import Condition
from voc.surveys.questions import Question, QuestionBase
from voc.surveys.questions.statement import HttpsAddress
from voc.surveys.rules import Number
from voc.surveys.targeting import Targeting
from voc.surveys.texts import Id, LanguageCode, Text
from voc.values import Value


class Button(Value):
    """A link on an ending."""

    text: Text
    url: HttpsAddress


class Ending(Value):
    """What a respondent sees after the last question."""

    id: Id
    title: Text
    text: Text | None = None
    button: Button | None = None


class Variable(Value):
    """A number that rules calculate."""

    id: Id
    initial: Number = 0


class Pacing(Value):
    """At most so many responses in a period, spread over it."""

    count: int = Field(ge=1, le=10_000_000)
    per: Literal["day", "week", "month"]


class Quota(Value):
    """At most so many finished responses of a kind."""

    id: Id
    name: str = Field(min_length=1, max_length=120)
    where: Condition
    limit: int = Field(ge=0, le=10_000_000)
    ending: Id | None = None
    """What a respondent beyond the quota sees; None for the first ending."""


class Schedule(Value):
    """When, and for how many."""

    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    limit: int | None = Field(default=None, ge=1, le=10_000_000)
    """Responses in all."""
    pacing: Pacing | None = None
    quotas: list[Quota] = Field(default=[], max_length=20)


class Definition(Value):
    """A survey as JSON: it may be saved with mistakes (see `proofreading`), but is published without."""

    name: str = Field(min_length=1, max_length=120, pattern=r"\S")
    questions: list[Question] = Field(min_length=1, max_length=50)
    languages: list[LanguageCode] = Field(default=[], max_length=50, validate_default=True)
    """The first serves readers of all others; none given means those of the questions' texts."""
    endings: list[Ending] = Field(default=[], max_length=10)
    """None means the built-in "thank you"."""
    hidden: list[Id] = Field(default=[], max_length=20)
    """Fields that the page or the link fills in."""
    variables: list[Variable] = Field(default=[], max_length=20)
    targeting: Targeting = Targeting()
    schedule: Schedule = Schedule()
    appearance: Appearance = Appearance()
    afterwards: AfterThanks = AfterThanks()

    @field_validator("languages")
    @classmethod
    def _languages(cls, given: list[str], info: ValidationInfo) -> list[str]:
        texts = [question.text for question in info.data.get("questions", [])]
        return list(dict.fromkeys(given or (code for text in texts for code in text)))

    @property
    def first_language(self) -> str:
        """The language that stands in for missing translations."""
        return self.languages[0]

    def place(self, id_: str) -> int | None:
        """Where a question stands, from 0; None where there is none of that id."""
        return next((place for place, question in enumerate(self.questions) if question.id == id_), None)

    def question(self, id_: str) -> QuestionBase | None:
        """A question by its id."""
        return next((question for question in self.questions if question.id == id_), None)
