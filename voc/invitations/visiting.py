"""What the address of somebody's own page says about a visit, and about who opened it; pure.

Mail gateways open every link of a message, many in a real browser with scripts running. So opening the page sends
nothing. An answer chosen in the message is sent by its button, or by the page's own script once a person is seen to be
there; where a gateway was caught at an invitation, by the button alone.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from voc.invitations.schemas import InvitationOut
from voc.invitations.tokens import submission_of
from voc.responses.domain import attributes_asked
from voc.responses.forms import FIELD, Fields, from_address
from voc.responses.interview import Place
from voc.responses.link import query_of
from voc.responses.visits import Visit, language_of
from voc.surveys.facts import Facts
from voc.surveys.route import route
from voc.surveys.schemas import PublishedSurvey

Headers = Mapping[str, str]
OUTSIDE = ("cross-site", "same-site", "same-origin")
"""Where another page holds the link; `none` is an address that was typed or came from another program."""
ANSWER = "a"
"""In the address: the answer to the survey's first question."""


def is_fetched_ahead(headers: Headers) -> bool:
    """Whether a browser fetches the page before anybody wants to see it.

    Source:
        https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Purpose
    """
    return any("prefetch" in headers.get(name, "") for name in ("sec-purpose", "purpose", "x-moz"))


def is_clicked(headers: Headers) -> bool:
    """Whether the browser says that a person's click in another page led here.

    Source:
        https://www.w3.org/TR/fetch-metadata/#sec-fetch-user-header
    """
    said = headers.get("sec-fetch-user") == "?1" and headers.get("sec-fetch-site") in OUTSIDE
    return said and headers.get("sec-fetch-dest", "document") == "document" and not is_fetched_ahead(headers)


def is_opened(headers: Headers, *, https: bool) -> bool:
    """Whether a browser shows the page to somebody: previews and plain fetchers do not say what they fetch it for.

    Browsers say it where they reach us by https.
    """
    if is_fetched_ahead(headers):
        return False
    return headers.get("sec-fetch-dest", "" if https else "document") == "document"


def visit_of(
    request: Request[Any, Any, Any],
    survey: PublishedSurvey,
    *,
    token: str,
    invitation: InvitationOut,
    attributes: Mapping[str, Any],
) -> Visit:
    """The visit of whoever was invited.

    Args:
        request: theirs.
        survey: the version that they answer.
        token: of their invitation.
        invitation: theirs.
        attributes: what is known of them.
    """
    query, definition = query_of(request), survey.definition
    wanted = query.get("lang") or invitation.language
    hidden = {name: str(invitation.fields[name]) for name in definition.hidden if name in invitation.fields}
    language = language_of(wanted, request.headers.get("accept-language", ""), definition.languages)
    chosen = {} if "at" in query else _chosen(survey, query, Facts(hidden=hidden, customer=dict(attributes)))
    return Visit(
        home=f"/i/{token}",
        submission=submission_of(token),
        begun=False,
        invited=True,
        language=language,
        query={"lang": query["lang"]} if "lang" in query else {},
        hidden=hidden,
        suggested=chosen,
        sends=_sends(request.headers, invitation) if chosen else None,
        place=query.get("at"),
        embedded=False,
        kiosk_seconds=None,
        channel=invitation.channel,
        bears={"customer": _customer(survey, invitation, attributes), "ask": invitation.ask},
        context=_context(invitation),
        attributes=dict(attributes),
    )


def going_on(here: Place) -> Place:
    """At the question that is next for somebody who comes back; where they name one, or choose anew, at that."""
    visit, stored = here.visit, here.stored
    if stored is None or visit.place is not None:
        return here
    if any(stored["answers"].get(id_) != answer for id_, answer in visit.suggested.items()):
        return here
    met = route(here.survey.definition, here.facts).questions
    return here.at(next((id_ for id_ in met if id_ not in stored["answers"]), met[-1]))


def marked(visit: Visit, data: Fields) -> Visit:
    """The visit whose address brings the answer in a form, to be looked at again before it is sent."""
    chosen = next((value for name, value in data.items() if name.startswith(FIELD) and isinstance(value, str)), "")
    return visit.model_copy(update={"query": visit.query | {ANSWER: chosen}})


def _chosen(survey: PublishedSurvey, query: Mapping[str, str], facts: Facts) -> dict[str, Any]:
    """The answer to the first question that the address brings; empty where it brings none that fits."""
    first = survey.definition.question(route(survey.definition, facts).questions[0])
    if first is None or not query.get(ANSWER):
        return {}
    answer = from_address(first, query[ANSWER])
    return {} if answer is None else {first.id: answer}


def _sends(headers: Headers, invitation: InvitationOut) -> str:
    if invitation.scanned:
        return "press"
    return "click" if is_clicked(headers) else "sign"


def _customer(survey: PublishedSurvey, invitation: InvitationOut, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """As a response names them: with what decided their way, so that the way can be told again."""
    asked = attributes_asked(survey.definition)
    return {"id": invitation.ref, "attributes": {name: value for name, value in attributes.items() if name in asked}}


def _context(invitation: InvitationOut) -> dict[str, str]:
    known = {"source": invitation.channel, "invitation": invitation.id, "campaign": invitation.campaign}
    return {name: value for name, value in known.items() if value}
