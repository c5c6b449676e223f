"""What a survey's address and form say about a visit; pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from babel import negotiate_locale
from litestar import Request

from voc.errors import Invalid
from voc.responses.forms import FIELD, Fields, from_address
from voc.surveys.facts import Facts
from voc.surveys.questions import QuestionBase
from voc.surveys.route import route
from voc.surveys.schemas import PublishedSurvey
from voc.values import Value

SUBMISSION = re.compile(r"[0-9a-f]{32}")
KEPT = ("lang", "source", "embed", "kiosk")
OWN = (*KEPT, "at", "r")
"""Names in the address that the page itself understands; all others may name a question or a hidden field."""
VALUE_LIMIT_CHARACTERS = 500
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
"""Characters that nobody types and no store needs to keep."""
KIOSK_SECONDS = 8
"""How long a kiosk shows its thanks."""
KIOSK_PATIENCE_SECONDS = 120
"""How long a kiosk without JavaScript waits for an answer; it cannot see whether anybody is typing."""


class Visit(Value):
    """One respondent on the page."""

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

    def at(self, place: str | None) -> "Visit":
        """The same visit at another question."""
        return self.model_copy(update={"place": place})

    def anew(self) -> "Visit":
        """Another respondent's visit by the same link."""
        return self.model_copy(update={"submission": uuid4().hex, "begun": False, "place": None})

    def address(self, *, with_place: bool = True) -> dict[str, str]:
        """The query under which it goes on."""
        own = ({"r": self.submission} if self.begun else {}) | ({"at": self.place} if self.place and with_place else {})
        return self.query | own


def visit_of(request: Request[Any, Any, Any], survey: PublishedSurvey, *, sent: Fields | None = None) -> Visit:
    """The visit that a request is part of, or a new one."""
    query = {name: UNSEEN.sub("", value[:VALUE_LIMIT_CHARACTERS]) for name, value in request.query_params.items()}
    definition = survey.definition
    hidden = {name: query[name] for name in definition.hidden if query.get(name)}
    questions = {each.id: each for each in definition.questions if each.id in query and each.id not in OWN}
    suggested = {id_: from_address(each, query[id_]) for id_, each in questions.items()}
    submission = str((sent or {}).get("submission_id") or query.get("r") or "")
    begun = SUBMISSION.fullmatch(submission) is not None
    kept = {name: query[name] for name in (*KEPT, *hidden, *questions) if name in query}
    return Visit(
        submission=submission if begun else uuid4().hex,
        begun=begun,
        language=language_of(query.get("lang"), request.headers.get("accept-language", ""), definition.languages),
        query=kept,
        hidden=hidden,
        suggested={id_: answer for id_, answer in suggested.items() if answer is not None},
        place=query.get("at") if begun else None,
        embedded="embed" in query,
        kiosk_seconds=KIOSK_SECONDS if "kiosk" in query else None,
        channel="kiosk" if "kiosk" in query else "link",
    )


def language_of(wanted: str | None, accepted: str, languages: Sequence[str]) -> str:
    """The survey's language for a reader: the one in the address, else the browser's best, else the survey's first."""
    tags = [each.partition(";")[0].strip() for each in accepted.split(",")[:20]]
    for tag in [wanted or "", *tags]:
        found = negotiate_locale([tag], languages, sep="-") if tag else None
        if found:
            return next(each for each in languages if each.lower() == found.lower())
    return languages[0]


def submission_of(visit: str) -> str:
    """The submission id of a visit."""
    return f"link-{visit}"


def response(
    survey: PublishedSurvey, visit: Visit, facts: Facts, stored: Mapping[str, Any] | None, *, finished: bool
) -> dict[str, Any]:
    """The fields of the response as it stands now."""
    seen = route(survey.definition, facts).questions
    done = [id_ for id_ in seen if finished or id_ in facts.answers]
    context = {name: visit.query[name] for name in ("source",) if name in visit.query}
    body = {
        "survey": survey.id,
        "submission_id": submission_of(visit.submission),
        "version": survey.version,
        "answers": facts.answers,
        "finished": finished,
        "seen": done,
        "hidden": visit.hidden,
        "language": visit.language,
        "context": context,
    }
    same = stored and all(stored[name] == body[name] for name in ("answers", "finished", "seen"))
    return body | {"sequence": stored["sequence"] + (0 if same else 1) if stored else 1}


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
