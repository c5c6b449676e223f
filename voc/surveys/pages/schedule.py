"""The tab with a survey's limits: from when to when, how many in all, how many a day, how many of a kind."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.clock import Clock
from voc.errors import Invalid
from voc.surveys import queries, service
from voc.surveys.definition import Quota
from voc.surveys.pages import quotas
from voc.surveys.pages.tabs import TabForm, Wrong, back_to, tab, whole
from voc.surveys.schemas import SurveyOut
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of

WRITES = [requires(Scope.write, Resource.surveys)]
ZONES = (
    "UTC", "Asia/Seoul", "Asia/Tokyo", "Asia/Singapore", "Europe/London", "Europe/Berlin", "America/New_York",
    "America/Los_Angeles", "Australia/Sydney",
)  # fmt: skip
MOST = 10_000_000
Caller = Request[Any, Any, Any]


class LimitsForm(TabForm):
    """Times and amounts."""

    opens_at: str = ""
    closes_at: str = ""
    timezone: str = "UTC"
    limit: str = ""
    pace_count: str = ""
    pace_per: str = "month"


class QuotaForm(TabForm):
    """A quota to add."""

    name: str = ""
    counted: str = ""
    limit: str = ""
    ending: str = ""


class KeptQuotaForm(TabForm):
    """A quota to remove, or to put back: its JSON."""

    quota: str = ""

    def value(self) -> Quota:
        """What it says.

        Raises:
            Invalid: not what this page sent.
        """
        try:
            return Quota.model_validate_json(self.quota)
        except ValidationError as error:
            raise Invalid("This is not a quota. Open the page again.") from error


class SchedulePages(Controller):
    """Limits."""

    path = "/surveys/{survey_id:str}/schedule"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get()
    async def show(
        self,
        request: Caller,
        survey_id: FromPath[str],
        timezone: FromQuery[str] = "",
        removed: FromQuery[str] = "",
        saved: FromQuery[int] = 0,
    ) -> Template:
        """Times in `timezone`; `removed` offers to put a quota back."""
        survey = await queries.one(request.auth.workspace, survey_id)
        return _show(request, survey, zone=timezone, removed=_quota(removed), saved=bool(saved))

    @post(guards=WRITES, status_code=303)
    async def save(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[LimitsForm],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Keep times and amounts; quotas stay."""
        survey = await queries.one(request.auth.workspace, survey_id)
        changes, wrong = _limits(data)
        if wrong:
            return _show(request, survey, zone=data.timezone, form=data, wrong=wrong)
        await _change(survey, changes, clock, data.revision)
        return back_to(survey_id, "schedule", saved=1, timezone=data.timezone)

    @post("/quotas", guards=WRITES, status_code=303)
    async def add(
        self, request: Caller, survey_id: FromPath[str], data: URLEncodedBody[QuotaForm], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """One more quota."""
        survey = await queries.one(request.auth.workspace, survey_id)
        made, wrong = _made(survey, data)
        if wrong:
            return _show(request, survey, quota=data, wrong=wrong)
        await _change(survey, {"quotas": [*_quotas(survey), made]}, clock, data.revision)
        return back_to(survey_id, "schedule")

    @post("/remove", guards=WRITES, status_code=303)
    async def remove(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[KeptQuotaForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Take a quota away; the page then offers to put it back."""
        survey = await queries.one(request.auth.workspace, survey_id)
        kept = [each for each in _quotas(survey) if each["id"] != data.value().id]
        await _change(survey, {"quotas": kept}, clock, data.revision)
        return back_to(survey_id, "schedule", removed=data.quota)

    @post("/restore", guards=WRITES, status_code=303)
    async def restore(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[KeptQuotaForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Put back what was removed."""
        survey = await queries.one(request.auth.workspace, survey_id)
        quota = data.value().model_dump(mode="json")
        others = [each for each in _quotas(survey) if each["id"] != quota["id"]]
        await _change(survey, {"quotas": [*others, quota]}, clock, data.revision)
        return back_to(survey_id, "schedule")


def _show(
    request: Caller,
    survey: SurveyOut,
    *,
    zone: str = "",
    form: LimitsForm | None = None,
    quota: QuotaForm | None = None,
    removed: Quota | None = None,
    saved: bool = False,
    wrong: Wrong | None = None,
) -> Template:
    language = language_of(request)
    zone = zone if zone in ZONES else {"ko": "Asia/Seoul"}.get(language, "UTC")
    context = {
        "zones": ZONES,
        "fields": form or _fields(survey, zone),
        "quota": quota or QuotaForm(),
        "quotas": [
            (each, each.model_dump(mode="json")["where"], each.model_dump_json()) for each in survey.schedule.quotas
        ],
        "groups": quotas.groups(survey, language),
        "names": quotas.names(survey, language),
        "endings": [(each.id, each.title.get(language) or next(iter(each.title.values()))) for each in survey.endings],
        "removed": (removed, removed.model_dump_json()) if removed else None,
        "saved": saved,
    }
    return tab(request, survey, "schedule", context, wrong=wrong)


def _fields(survey: SurveyOut, zone: str) -> LimitsForm:
    """The form as the survey would fill it in."""
    schedule = survey.schedule
    return LimitsForm(
        opens_at=_local(schedule.opens_at, zone),
        closes_at=_local(schedule.closes_at, zone),
        timezone=zone,
        limit=str(schedule.limit or ""),
        pace_count=str(schedule.pacing.count) if schedule.pacing else "",
        pace_per=schedule.pacing.per if schedule.pacing else "month",
    )


def _local(at: datetime | None, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if at else ""


def _limits(form: LimitsForm) -> tuple[dict[str, Any], Wrong]:
    wrong: Wrong = {}
    zone = form.timezone if form.timezone in ZONES else "UTC"
    times = {name: _moment(getattr(form, name), zone) for name in ("opens_at", "closes_at")}
    wrong |= {name: "date" for name, at in times.items() if at is None and getattr(form, name)}
    opens, closes = times["opens_at"], times["closes_at"]
    if opens and closes and closes <= opens:
        wrong["closes_at"] = "order"
    amounts = {name: whole(getattr(form, name), 1, MOST) for name in ("limit", "pace_count")}
    wrong |= {name: "whole" for name, value in amounts.items() if value is None and getattr(form, name)}
    per = form.pace_per if form.pace_per in ("day", "week", "month") else "month"
    pacing = {"count": amounts["pace_count"], "per": per} if amounts["pace_count"] else None
    stored = {name: at.isoformat() if at else None for name, at in times.items()}
    return {**stored, "limit": amounts["limit"], "pacing": pacing}, wrong


def _moment(text: str, zone: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None


def _made(survey: SurveyOut, form: QuotaForm) -> tuple[dict[str, Any], Wrong]:
    limit, where = whole(form.limit, 0, MOST), quotas.condition(survey, form.counted)
    wrong: Wrong = {}
    if not 1 <= len(form.name) <= 120:
        wrong["name"] = "empty"
    if where is None:
        wrong["counted"] = "choose"
    if limit is None:
        wrong["quota_limit"] = "whole"
    known = {each.id for each in survey.schedule.quotas}
    id_ = next(name for number in range(1, len(known) + 2) if (name := f"quota_{number}") not in known)
    ending = form.ending if any(each.id == form.ending for each in survey.endings) else None
    return {"id": id_, "name": form.name, "where": where, "limit": limit, "ending": ending}, wrong


async def _change(survey: SurveyOut, changes: dict[str, Any], clock: Clock, revision: int | None) -> None:
    schedule = survey.schedule.model_dump(mode="json") | changes
    await service.change(survey.workspace, survey.id, {"schedule": schedule}, now=clock(), revision=revision)


def _quotas(survey: SurveyOut) -> list[dict[str, Any]]:
    return list(survey.schedule.model_dump(mode="json")["quotas"])


def _quota(text: str) -> Quota | None:
    try:
        return Quota.model_validate_json(text) if text else None
    except ValidationError:
        return None
