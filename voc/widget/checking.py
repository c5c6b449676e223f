"""The page that answers "why is it not showing?", rule by rule, as the widget itself decides."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from voc.clock import Clock
from voc.surveys import queries
from voc.surveys.pages.aiming import DEVICES
from voc.surveys.schemas import SurveyOut
from voc.surveys.targeting.environment import Event
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.widget.explaining import Visit, explain

_MEASURES = ("selector", "name", "share", "seconds")


class CheckPages(Controller):
    """Who is looking at what, and what follows."""

    path = "/surveys/{survey_id:str}/check"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get()
    async def show(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        clock: NamedDependency[Clock],
        customer: FromQuery[str] = "",
        url: FromQuery[str] = "",
        device: FromQuery[str] = "",
        language: FromQuery[str] = "",
        event: FromQuery[str] = "",
    ) -> Template:
        """Fields left empty are not known, and rules about them are neither passed nor failed."""
        workspace = request.auth.workspace
        survey = await queries.one(workspace, survey_id)
        visit = Visit(
            customer=customer.strip() or None, url=url.strip() or None, device=device if device in DEVICES else None,
            language=language.strip() or None, event=_event(survey, event),
        )  # fmt: skip
        context = {
            "survey": survey,
            "current": "targeting",
            "said": {"customer": customer, "url": url, "device": device, "language": language, "event": event},
            "devices": DEVICES,
            "triggers": list(enumerate(survey.targeting.model_dump(mode="json")["triggers"])),
            "found": await explain(workspace, survey_id, visit, now=clock()),
        }
        return page(request, "widget/check.html", context, fragment="widget/_verdict.html")


def _event(survey: SurveyOut, chosen: str) -> Event | None:
    """`show` is the site's own call; a number is the place of one of the survey's triggers."""
    if chosen == "show":
        return Event(on="show")
    triggers = survey.targeting.triggers
    if not chosen.isdigit() or int(chosen) >= len(triggers):
        return None
    trigger = triggers[int(chosen)]
    measured = {name: getattr(trigger, name) for name in _MEASURES if hasattr(trigger, name)}
    return Event(on=trigger.on, **measured)
