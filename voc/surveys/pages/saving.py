"""Saving what an author did: decided on the draft as it is at that moment, and again if it changed in between."""

from typing import Any

from voc.clock import Clock
from voc.settings import Settings
from voc.surveys import queries, service
from voc.surveys.domain import SurveyChanged
from voc.surveys.editing import Removed, restore
from voc.surveys.pages.undoing import unpack
from voc.surveys.pages.workbench.commands import Step
from voc.surveys.pages.workbench.deciding import decide
from voc.surveys.pages.workbench.posted import Fields
from voc.surveys.schemas import SurveyOut

TRIES = 4
"""How often a change is decided again because a colleague changed another part in the same moment."""
_MAKING = ("add", "copy", "item_add")


async def save(workspace: str, id_: str, fields: Fields, clock: Clock, settings: Settings) -> tuple[SurveyOut, Step]:
    """Decide on the present draft and store the outcome.

    Returns:
        The survey as it is stored, and the step that led there.

    Raises:
        NotFound: no such survey in the workspace, or what the button names is no longer there.
        ChangedMeanwhile: a colleague changed the same part.
        SurveyChanged: colleagues changed other parts each time that it was tried.
        Invalid: the draft would not be a survey any more.
    """
    for left in reversed(range(TRIES)):
        survey = await queries.one(workspace, id_)
        before = draft_of(survey)
        step = _restored(before, fields, settings) or decide(before, fields, await _avoided(workspace, id_, fields))
        changes = {name: value for name, value in step.definition.items() if value != before.get(name)}
        if not changes:
            return survey, step
        try:
            survey = await service.change(workspace, id_, changes, now=clock(), revision=survey.revision)
        except SurveyChanged:
            if not left:
                raise
            continue
        return survey, step.becomes(definition=draft_of(survey))
    raise AssertionError("unreachable")


async def act(workspace: str, id_: str, do: str, clock: Clock) -> str | None:
    """Do what concerns the survey as a whole, if that is what the button says; returns what was done."""
    if do == "publish":
        await service.publish(workspace, id_, now=clock())
    elif do in ("pause", "resume", "close"):
        await service.move(workspace, id_, do)
    else:
        return None
    return do


def draft_of(survey: SurveyOut) -> dict[str, Any]:
    """The draft as JSON."""
    return survey.definition().model_dump(mode="json")


def _restored(before: dict[str, Any], fields: Fields, settings: Settings) -> Step | None:
    """The step of the button that undoes."""
    if fields.one("do") != "restore" or not (removed := unpack(fields.one("removed"), Removed, settings)):
        return None
    typed = decide(before, fields) if removed.at is not None else None
    language = fields.one("language") if fields.one("language") in before["languages"] else before["languages"][0]
    definition, id_ = restore(typed.definition if typed else before, removed)
    return Step(definition=definition, open=f"{removed.kind}:{id_}", language=language)


async def _avoided(workspace: str, id_: str, fields: Fields) -> frozenset[str]:
    """Ids of questions and choices that respondents have met; only who makes new ones needs them."""
    if fields.one("do").partition(":")[0] not in _MAKING:
        return frozenset()
    met: set[str] = set()
    for version in await queries.versions(workspace, id_):
        for question in version.definition.questions:
            met.add(question.id)
            for name in ("choices", "rows", "columns"):
                met |= {item.id for item in getattr(question, name, [])}
    return frozenset(met)
