"""The dashboard: one page, and the numbers of each chart as a file."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from voc.clock import Clock
from voc.errors import NotFound
from voc.insights import counted
from voc.insights.dashboard import files, keeping, service, views
from voc.insights.dashboard.quadrant import Across, Quadrant, quadrant
from voc.insights.domain import CROSSED_BY
from voc.insights.series import CHURN, KINDS, Asked, churn, courses
from voc.insights.steps import Step
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page
from voc.web.tables import BYTE_ORDER_MARK, CSV, csv_text

TOLD_APART_BY = ("channel", "segment", "department", "journey_step", "product_area", "language", "device")
VOLUMES = ("kinds", "moods")
Caller = Request[Any, Principal, Any]
Driving = Callable[[str], Awaitable[Sequence[dict[str, Any]]]]
"""Items of a workspace's backlog that are not finished, by what the quadrant needs, the first rank first."""


@dataclass(frozen=True)
class InsightsQuery:
    """What the address asks for, as it was written; what it cannot mean narrows nothing."""

    step: str | None
    survey: str | None
    by: str | None
    value: str | None
    across: str | None
    cross: str | None

    @classmethod
    def from_address(
        cls,
        step: FromQuery[str | None] = None,
        survey: FromQuery[str | None] = None,
        by: FromQuery[str | None] = None,
        value: FromQuery[str | None] = None,
        across: FromQuery[str | None] = None,
        cross: FromQuery[str | None] = None,
    ) -> "InsightsQuery":
        """Litestar's dependency: one argument per query parameter."""
        return cls(step, survey, by, value, across, cross)

    def shown(self) -> dict[str, str | None]:
        """For links that change one of them."""
        return asdict(self)

    def asked(self) -> Asked:
        """Which answers are meant."""
        by = self.by if self.by in TOLD_APART_BY else None
        step = Step.month if self.step == Step.month else Step.week
        return Asked(step=step, survey=self.survey or None, by=by, value=(self.value or None) if by else None)

    def chosen_across(self) -> Across:
        """The horizontal axis of the quadrant."""
        return Across.reach if self.across == Across.reach else Across.feeling

    def crossed_by(self) -> str:
        """The columns of the heat map."""
        return self.cross if self.cross in CROSSED_BY else CROSSED_BY[0]


ASKED = {"asked": Provide(InsightsQuery.from_address, sync_to_thread=False)}


class DashboardPages(Controller):
    """For whoever wants to know how things stand, and how sure that is."""

    path = "/insights"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.insights)]

    @get(dependencies=ASKED)
    async def dashboard(
        self,
        request: Caller,
        asked: NamedDependency[InsightsQuery],
        clock: NamedDependency[Clock],
        driving: NamedDependency[Driving],
    ) -> Template:
        """Scores over time, what drives them, who speaks of what, how much is said."""
        workspace, language, meant = request.auth.workspace, language_of(request), asked.asked()
        scores = await service.scores(workspace, meant, today=clock().date())
        said = await keeping.read(workspace, meant.step)
        since = views.heard_since(scores, said)
        left = await service.churn(workspace, meant, today=clock().date())
        context = {
            "filters": asked.shown() | {"by": meant.by, "value": meant.value},
            "step": meant.step.value,
            "surveys": sorted((name, id_) for id_, name in (await counted.survey_names(workspace)).items()),
            "segments": await service.segment_names(workspace),
            "told_apart_by": TOLD_APART_BY,
            "scores": [views.score(each, since, meant.step, language) for each in scores],
            "churn": views.churn(left, language) if left else None,
            "drivers": views.drivers(await _quadrant(workspace, asked, driving)),
            "crossing": views.crossing(await service.crossing(workspace, said, asked.crossed_by())),
            "crossed_by": asked.crossed_by(),
            "crossed": CROSSED_BY,
            "volumes": [views.volume(said, name, since, meant.step, language) for name in VOLUMES] if said else [],
            "said": said,
        }
        return page(request, "dashboard/page.html", context)

    @get("/csv/{chart:str}", dependencies=ASKED)
    async def numbers(
        self,
        request: Caller,
        chart: FromPath[str],
        asked: NamedDependency[InsightsQuery],
        clock: NamedDependency[Clock],
        driving: NamedDependency[Driving],
    ) -> Response[bytes]:
        """The numbers of one chart as CSV.

        Raises:
            NotFound: no such chart.
        """
        workspace, meant = request.auth.workspace, asked.asked()
        if chart in KINDS:
            rows = files.points((await courses(workspace, meant, today=clock().date()))[chart].points)
        elif chart == CHURN:
            course = await churn(workspace, meant, today=clock().date())
            rows = files.points(course.points if course else [])
        elif chart == "drivers":
            rows = files.drivers(await _quadrant(workspace, asked, driving))
        elif chart == "themes":
            said = await keeping.read(workspace, meant.step)
            rows = files.crossing(await service.crossing(workspace, said, asked.crossed_by()))
        elif chart in VOLUMES:
            rows = files.volume(await keeping.read(workspace, meant.step), chart)
        else:
            raise NotFound("No such chart.", chart=chart)
        headers = {"content-disposition": f'attachment; filename="{chart}.csv"'}
        return Response((BYTE_ORDER_MARK + csv_text(rows)).encode(), media_type=CSV, headers=headers)


async def _quadrant(workspace: str, asked: InsightsQuery, driving: Driving) -> Quadrant:
    return quadrant(await driving(workspace), asked.chosen_across())
