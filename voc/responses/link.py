"""What the address and the form of a survey's link say about a visit; pure."""

import re
from typing import Any
from uuid import uuid4

from litestar import Request

from voc.responses.forms import Fields, from_address
from voc.responses.visits import KIOSK_SECONDS, Visit, language_of
from voc.surveys.schemas import PublishedSurvey

SUBMISSION = re.compile(r"[0-9a-f]{32}")
KEPT = ("lang", "source", "embed", "kiosk")
OWN = (*KEPT, "at", "r")
"""Names in the address that the page itself understands; all others may name a question or a hidden field."""
VALUE_LIMIT_CHARACTERS = 500
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
"""Characters that nobody types and no store needs to keep."""


def query_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The address's query, each value cut and without characters that nobody types."""
    return {name: UNSEEN.sub("", value[:VALUE_LIMIT_CHARACTERS]) for name, value in request.query_params.items()}


def visit_of(request: Request[Any, Any, Any], survey: PublishedSurvey, *, sent: Fields | None = None) -> Visit:
    """The visit that a request is part of, or a new one."""
    query = query_of(request)
    definition = survey.definition
    hidden = {name: query[name] for name in definition.hidden if query.get(name)}
    questions = {each.id: each for each in definition.questions if each.id in query and each.id not in OWN}
    suggested = {id_: from_address(each, query[id_]) for id_, each in questions.items()}
    submission = str((sent or {}).get("submission_id") or query.get("r") or "")
    begun = SUBMISSION.fullmatch(submission) is not None
    kept = {name: query[name] for name in (*KEPT, *hidden, *questions) if name in query}
    return Visit(
        home=f"/s/{survey.id}",
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
