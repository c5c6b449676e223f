"""Results as they go out."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from voc.estimates import Estimate
from voc.responses.schemas import ResponseOut
from voc.values import StoredTime, Value


class Option(Value):
    """How often one answer was given."""

    id: str
    """A choice, a number, a month; `other` for respondents' own words."""
    text: dict[str, str] | None = None
    """As the author worded it, by language; None where the id says it."""
    count: int
    share: Estimate | None
    """Of those who answered the question."""


class Range(Value):
    """How many numbers lie in one bin of a histogram."""

    low: float
    high: float
    """Not itself in the bin."""
    count: int


class MatrixRow(Value):
    """One row of a matrix."""

    id: str
    text: dict[str, str] | None
    answered: int
    options: list[Option]
    """One per column."""


class Ranked(Value):
    """One choice of a ranking."""

    id: str
    text: dict[str, str] | None
    rank: Estimate | None
    """Mean place; 1 is the best."""
    first: int
    """How often it came first."""


class Word(Value):
    """A word and the number of answers that hold it."""

    word: str
    count: int


class QuestionSummary(Value):
    """What all counted responses say to one question, whatever version and language they met."""

    id: str
    type: str
    scale: int | None = None
    """Steps of a rating."""
    text: dict[str, str]
    """The latest wording, by language."""
    asked: bool
    """Whether the latest published version still asks it."""
    seen: int
    answered: int
    answer_share: Estimate | None
    """Answered, of those who saw it."""
    left: int
    """Unfinished responses that went no further."""
    left_share: Estimate | None
    """Of those who saw it."""
    median_seconds: float | None
    measure: str | None = None
    """What `figure` is: nps (points), csat (share of 4 and 5), mean, agreed (share)."""
    figure: Estimate | None = None
    options: list[Option] = []
    groups: dict[str, int] = {}
    """For NPS: how many promoters, passives and detractors."""
    matrix: list[MatrixRow] = []
    ranking: list[Ranked] = []
    """The best first."""
    words: list[Word] = []
    """The most frequent first."""
    numbers: list[Range] = []
    median: float | None = None
    files: int | None = None


class Day(Value):
    """How many responses came in one period of the chart."""

    period: str
    """`YYYY-MM-DD`, or `YYYY-MM` in a long span."""
    started: int
    completed: int


class Facet(Value):
    """A value to narrow by."""

    value: str
    count: int


class Results(Value):
    """What a survey's responses say."""

    survey: str
    started: int
    completed: int
    completion: Estimate | None
    median_seconds: float | None
    """Of finished responses: the time on all questions."""
    questions: list[QuestionSummary]
    """Those of the latest version in its order, then those that only earlier versions asked."""
    over_time: list[Day]
    facets: dict[str, list[Facet]]
    """Values of each filter, over all responses of the period."""
    counted_at: StoredTime | None = None
    """When the latest of these counters was made."""


class Given(Value):
    """A respondent's answers word for word."""

    answers: dict[str, Any]
    """By question id."""


class ResponsePage(BaseModel):
    """A page of responses, newest first."""

    model_config = ConfigDict(frozen=True)

    items: list[ResponseOut]
    next: str | None = None


class Rebuilt(Value):
    """What a rebuild of the counters found."""

    workspace: str
    buckets: int
    unsettled: int
    """Days that were about to be recounted anyway."""
    changed: int
    """Days that passed for settled and differed from their rows: each is a fault."""
    total: int
    """Responses."""
