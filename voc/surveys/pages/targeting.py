"""The tab that says when, where and whom a survey asks."""

import json
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import Invalid
from voc.surveys import queries, service
from voc.surveys.pages import aiming
from voc.surveys.pages.aiming import ConditionForm, TriggerForm
from voc.surveys.pages.naming import SegmentNames
from voc.surveys.pages.tabs import TabForm, Wrong, amount, back_to, tab, whole
from voc.surveys.schemas import SurveyOut
from voc.values import Resource, Scope
from voc.web.guards import requires

WRITES = [requires(Scope.write, Resource.surveys)]
Caller = Request[Any, Any, Any]


class ReachForm(TabForm):
    """How many are asked, and how often."""

    sample_pct: str = "100"
    gap: str = "once"
    every_days: str = ""
    group: str = ""
    override_quiet: str = ""


class EntryForm(TabForm):
    """A trigger or condition to remove, or to put back: its JSON."""

    entry: str = ""

    def json(self) -> Any:  # type: ignore[override]
        """What it says.

        Raises:
            Invalid: not what this page sent.
        """
        try:
            return json.loads(self.entry)
        except ValueError as error:
            raise Invalid("This is not an entry of the list. Open the page again.") from error


class TargetingPages(Controller):
    """When and where."""

    path = "/surveys/{survey_id:str}/targeting"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get()
    async def show(
        self,
        request: Caller,
        survey_id: FromPath[str],
        segments: NamedDependency[SegmentNames],
        add: FromQuery[str] = "",
        about: FromQuery[str] = "",
        removed: FromQuery[str] = "",
        saved: FromQuery[int] = 0,
    ) -> Template:
        """All of it; `add` and `about` open the form of a trigger or a condition, `removed` offers to put one back."""
        survey = await queries.one(request.auth.workspace, survey_id)
        opened = {"add": add, "about": about, "removed": _entry(removed), "saved": bool(saved)}
        return await _show(request, survey, segments, opened)

    @post(guards=WRITES, status_code=303)
    async def reach(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[ReachForm],
        clock: NamedDependency[Clock],
        segments: NamedDependency[SegmentNames],
    ) -> Redirect | Template:
        """Keep the sample and the gap between asks."""
        survey = await queries.one(request.auth.workspace, survey_id)
        changes, wrong = _reach(data)
        if wrong:
            return await _show(request, survey, segments, {"form": data}, wrong)
        await _change(survey, changes, clock, data.revision)
        return back_to(survey_id, "targeting", saved=1)

    @post("/triggers", guards=WRITES, status_code=303)
    async def add_trigger(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[TriggerForm],
        clock: NamedDependency[Clock],
        segments: NamedDependency[SegmentNames],
    ) -> Redirect | Template:
        """One more moment to ask; a trigger that is there already is not added again."""
        survey = await queries.one(request.auth.workspace, survey_id)
        made, wrong = aiming.trigger_of(data)
        if made is None:
            return await _show(request, survey, segments, {"add": data.on, "form": data}, wrong)
        present = _triggers(survey)
        if made not in present:
            await _change(survey, {"triggers": [*present, made]}, clock, data.revision)
        return back_to(survey_id, "targeting")

    @post("/conditions", guards=WRITES, status_code=303)
    async def add_condition(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[ConditionForm],
        clock: NamedDependency[Clock],
        segments: NamedDependency[SegmentNames],
    ) -> Redirect | Template:
        """One more thing that must hold."""
        survey = await queries.one(request.auth.workspace, survey_id)
        made, wrong = aiming.condition_of(data)
        if made is None:
            return await _show(request, survey, segments, {"about": data.about, "form": data}, wrong)
        present = aiming.conditions(survey.targeting)
        if made not in present:
            await _change(survey, {"where": {"all": [*present, made]}}, clock, data.revision)
        return back_to(survey_id, "targeting")

    @post("/remove", guards=WRITES, status_code=303)
    async def remove(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[EntryForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Take a trigger or a condition away; the page then offers to put it back."""
        survey = await queries.one(request.auth.workspace, survey_id)
        entry = data.json()
        if _is_trigger(entry):
            changes = {"triggers": aiming.without(_triggers(survey), entry)}
        else:
            changes = {"where": {"all": aiming.without(aiming.conditions(survey.targeting), entry)}}
        await _change(survey, changes, clock, data.revision)
        return back_to(survey_id, "targeting", removed=data.entry)

    @post("/restore", guards=WRITES, status_code=303)
    async def restore(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: URLEncodedBody[EntryForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Put back what was removed."""
        survey = await queries.one(request.auth.workspace, survey_id)
        entry = data.json()
        if _is_trigger(entry):
            changes = {"triggers": [*aiming.without(_triggers(survey), entry), entry]}
        else:
            changes = {"where": {"all": [*aiming.without(aiming.conditions(survey.targeting), entry), entry]}}
        await _change(survey, changes, clock, data.revision)
        return back_to(survey_id, "targeting")


async def _show(
    request: Caller, survey: SurveyOut, segments: SegmentNames, opened: dict[str, Any], wrong: Wrong | None = None
) -> Template:
    known = await segments(request.auth.workspace)
    context = {
        "triggers": [(each, json.dumps(each)) for each in _triggers(survey)],
        "conditions": [(each, json.dumps(each)) for each in aiming.conditions(survey.targeting)],
        "names": {"segments": known, "answers": {}, "choices": {}},
        "targeting": survey.targeting,
        "sample_of": _out_of(survey.targeting.sample_share),
        "kinds": {
            "triggers": aiming.TRIGGERS,
            "about": aiming.ABOUT,
            "devices": aiming.DEVICES,
            "operators": {"url": aiming.URL_OPERATORS, "customer": aiming.VALUE_OPERATORS},
        },
        "add": "", "about": "", "removed": None, "saved": False, "form": None,
    }  # fmt: skip
    return tab(request, survey, "targeting", {**context, **opened}, wrong=wrong)


async def _change(survey: SurveyOut, changes: dict[str, Any], clock: Clock, revision: int | None) -> None:
    whole_ = survey.targeting.model_dump(mode="json") | changes
    await service.change(survey.workspace, survey.id, {"targeting": whole_}, now=clock(), revision=revision)


def _triggers(survey: SurveyOut) -> list[dict[str, Any]]:
    return list(survey.targeting.model_dump(mode="json")["triggers"])


def _is_trigger(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("on") in aiming.TRIGGERS


def _entry(text: str) -> tuple[dict[str, Any], str] | None:
    """What was removed and its text; None for anything that the page cannot show."""
    try:
        entry = json.loads(text) if text else None
    except ValueError:
        return None
    return (entry, text) if aiming.is_entry(entry) else None


def _out_of(share: float) -> int:
    """In how many people a sample is told, so that it makes a whole number of them."""
    return next((people for people in (100, 1_000) if abs(share * people - round(share * people)) < 1e-9), 10_000)


def _reach(form: ReachForm) -> tuple[dict[str, Any], Wrong]:
    share = amount(form.sample_pct, 0, 100)
    days = {"once": None, "always": 0, "days": whole(form.every_days, 1, 3_650)}.get(form.gap)
    wrong: Wrong = {}
    if share is None:
        wrong["sample_pct"] = "range"
    if form.gap == "days" and days is None:
        wrong["every_days"] = "range"
    if form.group and not aiming.GROUP.fullmatch(form.group):
        wrong["group"] = "name"
    frequency = {"every_days": days, "group": form.group or None, "override_quiet": bool(form.override_quiet)}
    return {"sample_share": round((share or 0) / 100, 4), "frequency": frequency}, wrong
