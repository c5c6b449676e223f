"""Why a survey is, or is not, shown to somebody: the widget's own rules, with what the server knows."""

from datetime import datetime
from typing import Any

from voc.asks import ledger, policy, tally
from voc.asks.domain import customer_name
from voc.clock import stamp
from voc.customers import service as customers
from voc.customers.domain import customer_id
from voc.surveys import queries as surveys
from voc.surveys.conditions import sources
from voc.surveys.definition import Definition
from voc.surveys.targeting.eligible import Outcome, eligible
from voc.surveys.targeting.environment import Environment, Event
from voc.surveys.targeting.frequency import Ask
from voc.values import Value
from voc.widget.service import candidate

MEASURED = ("page", "route", "scroll", "delay", "exit", "idle", "tab", "show")
"""Triggers that need no name."""


class Visit(Value):
    """What is said of the page and the person; what is None is not known."""

    customer: str | None = None
    url: str | None = None
    device: str | None = None
    language: str | None = None
    event: Event | None = None


class Explanation(Value):
    """The decision, rule by rule."""

    survey: str
    shown: bool
    """Whether nothing that is known stands in the way."""
    failed: str | None
    """The first rule that stands in the way."""
    rules: list[Outcome]


def event_of(name: str | None) -> Event | None:
    """An event by the kind of its trigger, or a reported one by its name."""
    if not name:
        return None
    return Event(on=name) if name in MEASURED else Event(on="event", name=name)


async def explain(workspace: str, survey_id: str, visit: Visit, *, now: datetime) -> Explanation:
    """Which rules this visit passes; a rule about something that is not said is neither passed nor failed.

    Raises:
        NotFound: no such survey in this workspace.
    """
    survey = await surveys.one(workspace, survey_id)
    live = await surveys.version(workspace, survey_id) if survey.version else None
    definition = live.definition if live else survey.definition()
    place = await tally.has_place(live, now=now) if live else None
    environment = (await _environment(workspace, visit, now=now)).model_copy(update={"pacing": place})
    found = eligible(await candidate(survey.id, survey.state, definition), environment)
    rules = [_unsaid(each, definition, visit) for each in found.rules]
    failed = next((each.rule for each in rules if each.passed is False), None)
    return Explanation(survey=survey_id, shown=failed is None, failed=failed, rules=rules)


def _unsaid(outcome: Outcome, definition: Definition, visit: Visit) -> Outcome:
    kind = outcome.rule.removeprefix("where.")
    asked = any(source.partition(":")[0] == kind for source in sources(definition.targeting.where))
    given: dict[str, Any] = {
        "url": visit.url,
        "device": visit.device,
        "language": visit.language,
        "customer": visit.customer,
        "segment": visit.customer,
        "sampling": visit.customer,
    }
    person = outcome.rule == "sampling" and definition.targeting.sample_share < 1
    if kind in given and given[kind] is None and (asked or person):
        return Outcome(rule=outcome.rule, passed=None)
    return outcome


async def _environment(workspace: str, visit: Visit, *, now: datetime) -> Environment:
    rules = await policy.read(workspace)
    known = await ledger.asks_of(workspace, [customer_name(visit.customer)]) if visit.customer else []
    attributes = (
        await customers.attributes_of(customer_id(workspace, visit.customer)) if visit.customer is not None else {}
    )
    return Environment(
        now=stamp(now),
        person=visit.customer or "",
        url=visit.url,
        device=visit.device,
        language=visit.language,
        customer=attributes,
        segments={id_: each.where for id_, each in rules.segments.items()},
        asks=[Ask(survey=each.survey, group=each.group, at=each.at) for each in known],
        event=visit.event,
        policy=rules.policy,
    )
