"""One respondent on a survey's pages, whichever way they came, and what each of their forms says; pure."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from babel import negotiate_locale

from voc.errors import Invalid
from voc.responses.forms import FIELD, Fields
from voc.surveys.facts import Facts
from voc.surveys.questions import QuestionBase
from voc.surveys.route import route
from voc.surveys.schemas import PublishedSurvey
from voc.values import Value

KIOSK_SECONDS = 8
"""How long a kiosk shows its thanks."""
KIOSK_PATIENCE_SECONDS = 120
"""How long a kiosk without JavaScript waits for an answer; it cannot see whether anybody is typing."""


class Visit(Value):
    """One respondent on the pages."""

    home: str
    """The path of the page."""
    submission: str
    """Under which the answers are saved; nobody can guess it."""
    begun: bool
    """Whether the form has been sent before."""
    language: str
    query: dict[str, str]
    """What stays in the address from page to page."""
    hidden: dict[str, str]
    suggested: dict[str, Any]
    """Answers that the address suggests; shown, never recorded by themselves."""
    place: str | None
    """The question to show."""
    embedded: bool
    kiosk_seconds: int | None
    channel: str
    invited: bool = False
    """Whether the page is one person's own: then its path says who answers, and the same submission goes on always."""
    sends: str | None = None
    """How the suggested answer may be sent: `click` at once, `sign` as soon as a person is seen to be there, `press` by
    the button alone; None where nothing is to be sent yet."""
    bears: dict[str, Any] = {}
    """Fields of the response that the respondent does not say: the customer, the ask."""
    context: dict[str, str] = {}
    """What else is known of where it was asked."""
    attributes: dict[str, Any] = {}
    """The customer's, for the survey's logic."""

    @property
    def submission_id(self) -> str:
        """The id that the response is stored under; an invitation's is the same in a message and on a page."""
        return self.submission if self.invited else f"link-{self.submission}"

    def at(self, place: str | None) -> "Visit":
        """The same visit at another question."""
        return self.model_copy(update={"place": place, "sends": None})

    def anew(self) -> "Visit":
        """Another respondent's visit by the same link; whoever is invited stays who they are."""
        fresh = {} if self.invited else {"submission": uuid4().hex, "begun": False}
        return self.model_copy(update=fresh | {"place": None})

    def address(self, *, with_place: bool = True) -> dict[str, str]:
        """The query under which it goes on."""
        own = ({"r": self.submission} if self.begun else {}) | ({"at": self.place} if self.place and with_place else {})
        return self.query | own

    def facts(self, stored: Mapping[str, Any] | None) -> Facts:
        """What the survey's logic knows by now."""
        answers = stored["answers"] if stored else {}
        return Facts(answers=answers, hidden=self.hidden, customer=self.attributes, language=self.language)


def language_of(wanted: str | None, accepted: str, languages: Sequence[str]) -> str:
    """The survey's language for a reader: the one in the address, else the browser's best, else the survey's first."""
    tags = [each.partition(";")[0].strip() for each in accepted.split(",")[:20]]
    for tag in [wanted or "", *tags]:
        found = negotiate_locale([tag], languages, sep="-") if tag else None
        if found:
            return next(each for each in languages if each.lower() == found.lower())
    return languages[0]


def response(
    survey: PublishedSurvey, visit: Visit, facts: Facts, stored: Mapping[str, Any] | None, *, finished: bool
) -> dict[str, Any]:
    """The fields of the response as it stands now."""
    seen = route(survey.definition, facts).questions
    done = [id_ for id_ in seen if finished or id_ in facts.answers]
    source = {name: visit.query[name] for name in ("source",) if name in visit.query}
    body = {
        "survey": survey.id,
        "submission_id": visit.submission_id,
        "version": survey.version,
        "answers": facts.answers,
        "finished": finished,
        "seen": done,
        "hidden": visit.hidden,
        "language": visit.language,
        "context": source | visit.context,
    }
    same = stored and all(stored[name] == body[name] for name in ("answers", "finished", "seen"))
    return body | visit.bears | {"sequence": stored["sequence"] + (0 if same else 1) if stored else 1}


def unknown_questions(survey: PublishedSurvey, data: Fields) -> list[str]:
    """Answers in a form to questions that this survey does not have."""
    known = {each.id for each in survey.definition.questions}
    named = (name.removeprefix(FIELD).partition(".")[0] for name in data if name.startswith(FIELD))
    return [name for name in named if name not in known]


def wrong(survey: PublishedSurvey, asked: Sequence[QuestionBase], facts: Facts) -> list[dict[str, str]]:
    """What keeps a respondent from going on, by question."""
    required = route(survey.definition, facts).required
    problems = ((each.id, each.problem(facts.answers.get(each.id), required=each.id in required)) for each in asked)
    return [{"pointer": f"/answers/{id_}", "message": problem} for id_, problem in problems if problem]


def place_of(error: Invalid) -> str | None:
    """The first question whose answer is wrong, which need not be the one that was asked last."""
    pointers = [each["pointer"].split("/") for each in error.values.get("errors", [])]
    return next((parts[2] for parts in pointers if parts[1:2] == ["answers"] and len(parts) > 2), None)


def wrong_at(error: Invalid | None, question: str) -> str:
    """What is wrong with the answer to a question; "" for nothing."""
    places = error.values.get("errors", []) if error else []
    found = next((place["message"] for place in places if place["pointer"] == f"/answers/{question}"), "")
    return found or ("needs an answer" if error else "")
