"""What the widget is told, and asking on its behalf."""

from datetime import datetime

from voc.accounts import queries as accounts
from voc.accounts.documents import Workspace
from voc.asks import ledger, tally
from voc.asks import service as asks
from voc.asks.domain import TOTAL, customer_name, visitor_name
from voc.asks.policy import Rules
from voc.asks.service import Verdict
from voc.clock import stamp
from voc.errors import NotFound
from voc.responses.places import arrived_in
from voc.surveys import queries as surveys
from voc.surveys.definition import Definition
from voc.surveys.domain import SurveyState
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.targeting.environment import Candidate
from voc.widget.schemas import AskIn, Configuration, PastAskOut, PublicChat, PublicPolicy, Questionnaire, SurveyHead

HIDDEN_FROM_RESPONDENTS = {"targeting", "schedule", "afterwards"}


async def workspace_of(project: str) -> Workspace:
    """The workspace that a snippet names, by its id or its publishable key.

    Raises:
        NotFound: there is none.
    """
    found = await accounts.workspace_by_project(project)
    if found is None:
        raise NotFound("No such project. Copy the snippet again from the settings.", project=project[:80])
    return found


async def configuration(workspace: Workspace, rules: Rules, customer: str | None) -> Configuration:
    """What a page of this workspace may show, and what this customer was asked before."""
    live = await surveys.live_of_workspace(workspace.id)
    known = await ledger.asks_of(workspace.id, [customer_name(customer)]) if customer else []
    return Configuration(
        key=workspace.publishable_key,
        policy=PublicPolicy.of(rules.policy),
        segments={id_: each.where for id_, each in rules.segments.items()},
        asks=[PastAskOut(survey=each.survey, group=each.group, at=each.at) for each in known],
        surveys=[await _head(survey) for survey in live],
        chat=PublicChat(greeting=dict(rules.chat.greeting)) if rules.chat.button else None,
    )


async def questionnaire(workspace: Workspace, survey_id: str) -> Questionnaire:
    """The latest published version.

    Raises:
        NotFound: not in this workspace, or never published.
    """
    survey = await surveys.version(workspace.id, survey_id)
    return Questionnaire(
        id=survey.id,
        workspace=workspace.id,
        version=survey.version,
        definition=survey.definition.model_dump(mode="json", exclude=HIDDEN_FROM_RESPONDENTS, exclude_none=True),
    )


async def ask(workspace: Workspace, wish: AskIn, *, now: datetime) -> Verdict:
    """Whether this person may be asked now; a yes is recorded.

    Raises:
        NotFound: no such survey was published in this workspace.
    """
    survey = await surveys.version(workspace.id, wish.survey)
    customer = wish.customer_id()
    people = [customer_name(customer)] if customer else []
    people.append(visitor_name(wish.visitor))
    return await asks.grant(
        survey,
        people,
        sampled_as=customer or wish.visitor,
        channel="widget",
        now=now,
        arrived=arrived_in(workspace.id),
    )


async def candidate(id_: str, state: SurveyState, definition: Definition) -> Candidate:
    """What decides whether a survey is shown."""
    schedule = definition.schedule
    counted = await tally.counts(id_) if schedule.limit is not None else {}
    return Candidate(
        id=id_,
        state=state.value,
        opens_at=stamp(schedule.opens_at) if schedule.opens_at else None,
        closes_at=stamp(schedule.closes_at) if schedule.closes_at else None,
        full=schedule.limit is not None and counted.get(TOTAL, 0) >= schedule.limit,
        targeting=definition.targeting,
    )


async def _head(survey: PublishedSurvey) -> SurveyHead:
    definition = survey.definition
    known = await candidate(survey.id, survey.state, definition)
    return SurveyHead(
        **{name: getattr(known, name) for name in Candidate.model_fields},
        version=survey.version,
        appearance=definition.appearance,
        languages=definition.languages,
        types=sorted({question.type for question in definition.questions}),
        logic=any(question.rules for question in definition.questions),
    )
