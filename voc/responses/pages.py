"""The public page of a survey: one question at a time without JavaScript, the widget's renderer with it."""

from functools import partial
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.responses import interview, link, look, sent_files
from voc.responses.forms import Fields
from voc.responses.interview import Place
from voc.responses.sent_files import LARGEST_FORM_BYTES
from voc.surveys import queries as surveys
from voc.web.security import FOR_ANY_SITE, policy

FRAMED = {"public": True, "csp": policy(frame_ancestors="*", images="https:"), FOR_ANY_SITE: True}
"""Other sites may show the page inside theirs, where a browser keeps no cookies for us; it acts for nobody."""
Caller = Request[Any, Any, Any]


class LinkPages(Controller):
    """Whoever has the link may answer."""

    path = "/s"
    include_in_schema = False
    opt = FRAMED
    request_max_body_size = LARGEST_FORM_BYTES

    @get("/{survey_id:str}")
    async def questions(
        self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Template | Redirect:
        """A question: the first one, or where the respondent is."""
        return await interview.question(request, await _place(request, survey_id), now=clock())

    @post("/{survey_id:str}", status_code=303)
    async def answer(
        self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Save what was answered so far, and go on; sending a form twice saves it once."""
        data = await sent_files.fields(request)
        return await interview.answer(request, await _place(request, survey_id, sent=data), data, now=clock())

    @get("/{survey_id:str}/thanks")
    async def thanks(self, request: Caller, survey_id: FromPath[str]) -> Template | Redirect:
        """The ending that the answers led to."""
        return await interview.thanks(request, await _place(request, survey_id))

    @get("/{survey_id:str}/look.css")
    async def sheet(self, survey_id: FromPath[str]) -> Response[str]:
        """The author's colours; the page asks for them by version, so a browser may keep them."""
        survey = await surveys.published(survey_id)
        css = look.style_sheet(survey.definition.appearance)
        return Response(css, media_type="text/css", headers={"cache-control": "public, max-age=86400"})


async def _place(request: Caller, survey_id: str, *, sent: Fields | None = None) -> Place:
    """Where a respondent is.

    Raises:
        NotFound: nothing was ever published under that id.
    """
    survey = await surveys.published(survey_id)
    return await interview.place(survey, partial(link.visit_of, request, sent=sent))
