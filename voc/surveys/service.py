"""Use cases about surveys."""

from datetime import datetime

from voc.surveys import queries
from voc.surveys.documents import Survey
from voc.surveys.domain import SurveyState
from voc.surveys.schemas import SurveyIn, SurveyOut
from voc.values import new_id


async def create(workspace: str, survey: SurveyIn, *, now: datetime) -> SurveyOut:
    """Keep a new survey as a draft."""
    document = Survey(
        id=new_id("srv", now),
        workspace=workspace,
        name=survey.name.strip(),
        state=SurveyState.draft.value,
        questions=survey.questions,
        created_at=now,
    )
    await Survey.get_pymongo_collection().insert_one(document.model_dump(mode="python", by_alias=True))
    return await queries.one(workspace, document.id)


async def publish(workspace: str, id_: str, *, now: datetime) -> SurveyOut:
    """Let a survey take answers; publishing twice changes nothing.

    Raises:
        NotFound: not in this workspace.
    """
    await Survey.get_pymongo_collection().update_one(
        {"_id": id_, "workspace": workspace, "state": SurveyState.draft.value},
        {"$set": {"state": SurveyState.published.value, "published_at": now}},
    )
    return await queries.one(workspace, id_)


async def first_survey(workspace: str, *, now: datetime) -> SurveyOut:
    """The workspace's first survey; a published NPS survey is made where there is none."""
    if found := await queries.of_workspace(workspace):
        return found[0]
    made = await create(workspace, SurveyIn(name="NPS"), now=now)
    return await publish(workspace, made.id, now=now)
