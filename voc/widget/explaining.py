"""Why a survey is, or is not, shown to somebody: the widget's own rules, with what the server knows."""

from datetime import datetime

from voc.asks import ledger, policy, tally
from voc.asks.domain import customer_name
from voc.clock import stamp
from voc.customers import service as customers
from voc.customers.domain import customer_id
from voc.surveys import queries as surveys
from voc.surveys.conditions import All, Condition, Test, sources
from voc.surveys.targeting.eligible import Outcome, eligible
from voc.surveys.targeting.environment import Candidate, Environment, Event
from voc.surveys.targeting.frequency import Ask
from voc.surveys.targeting.models import Targeting
from voc.surveys.targeting.wording import Reason, reason
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


class Explained(Outcome):
    """A rule, and where it stands in the way, why."""

    reason: Reason | None = None
    message: str | None = None
    """The reason in English."""


class Explanation(Value):
    """The decision, rule by rule."""

    survey: str
    shown: bool
    """Whether nothing that is known stands in the way."""
    failed: str | None
    """The first rule that stands in the way."""
    rules: list[Explained]


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
    seen = await candidate(survey.id, survey.state, definition)
    rules = [
        _explained(each, seen, environment, said=not _is_unsaid(each.rule, definition.targeting, environment, visit))
        for each in eligible(seen, environment).rules
    ]
    failed = next((each.rule for each in rules if each.passed is False), None)
    return Explanation(survey=survey_id, shown=failed is None, failed=failed, rules=rules)


def _explained(outcome: Outcome, survey: Candidate, environment: Environment, *, said: bool) -> Explained:
    if not said or outcome.passed is not False:
        return Explained(rule=outcome.rule, passed=outcome.passed if said else None)
    why = reason(outcome.rule, survey, environment)
    return Explained(rule=outcome.rule, passed=False, reason=why, message=why.english)


def _is_unsaid(rule: str, targeting: Targeting, environment: Environment, visit: Visit) -> bool:
    """Whether a rule needs to know what the visit does not say."""
    if rule in ("sampling", "frequency", "quiet"):
        needed = {
            "sampling": 0 < targeting.sample_share < 1,
            "frequency": targeting.frequency.every_days != 0,
            "quiet": environment.policy.quiet_days > 0 and not targeting.frequency.override_quiet,
        }
        return needed[rule] and visit.customer is None
    given = {
        "url": visit.url,
        "device": visit.device,
        "language": visit.language,
        "customer": visit.customer,
        "segment": visit.customer,
    }
    kinds = _kinds(targeting.where, nested=rule == "where")
    return any(given[kind] is None for kind in kinds if rule in ("where", f"where.{kind}"))


def _kinds(where: Condition, *, nested: bool) -> set[str]:
    """What the plain tests of a condition look at, or what its nested parts do."""
    parts = where.all if isinstance(where, All) else [where]
    about = [part for part in parts if isinstance(part, Test) != nested]
    return {source.partition(":")[0] for part in about for source in sources(part)}


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
