"""Whether one person is asked at one moment, and if not, which rule says so; the same in the widget."""

from collections.abc import Iterator

from voc.surveys.conditions import All, Condition, Lookup, Test, holds
from voc.surveys.targeting.environment import Candidate, Environment, Event, lookup
from voc.surveys.targeting.frequency import often_enough, quiet_enough
from voc.surveys.targeting.models import Click, Custom, Delay, Idle, Scroll, Trigger
from voc.surveys.targeting.sampling import sampled
from voc.values import Value

KINDS = ("url", "device", "language", "customer", "segment")
"""Sources whose tests are rules of their own, in this order."""


class Outcome(Value):
    """One rule and whether it passed; None: it cannot be told here."""

    rule: str
    passed: bool | None


class Eligibility(Value):
    """The decision, with every rule in order."""

    shown: bool
    rules: list[Outcome]
    failed: str | None
    """The first rule that did not pass."""


def eligible(survey: Candidate, environment: Environment) -> Eligibility:
    """Whether to show the survey now; a rule that cannot be told here does not stand in the way."""
    rules = [Outcome(rule=rule, passed=passed) for rule, passed in _rules(survey, environment)]
    failed = next((each.rule for each in rules if each.passed is False), None)
    return Eligibility(shown=failed is None, rules=rules, failed=failed)


def _rules(survey: Candidate, environment: Environment) -> Iterator[tuple[str, bool | None]]:
    targeting, now, policy = survey.targeting, environment.now, environment.policy
    yield "state", survey.state == "published"
    yield "opens", survey.opens_at is None or now >= survey.opens_at
    yield "closes", survey.closes_at is None or now < survey.closes_at
    yield "limit", not survey.full
    yield "trigger", _triggered(targeting.triggers, environment.event)
    yield from _where(targeting.where, lookup(targeting.where, environment))
    yield "sampling", sampled(survey.id, environment.person, targeting.sample_share)
    yield "frequency", often_enough(environment.asks, survey.id, targeting.frequency, now)
    yield "quiet", quiet_enough(environment.asks, targeting.frequency, policy, now)
    yield "session", environment.session_asks < policy.per_session
    yield "page", environment.page_asks < policy.per_page
    yield "pacing", environment.pacing


def _triggered(triggers: list[Trigger], event: Event | None) -> bool | None:
    if event is None:
        return None if triggers else False
    return event.on == "show" or any(_fires(each, event) for each in triggers)


def _fires(trigger: Trigger, event: Event) -> bool:
    """Same kind, same selector or name, and at least as far or as long; a measure not given passes."""
    if trigger.on != event.on:
        return False
    match trigger:
        case Click():
            return trigger.selector == event.selector
        case Custom():
            return trigger.name == event.name and holds(trigger.where, _of_event(event))
        case Scroll():
            return event.share is None or event.share >= trigger.share
        case Delay() | Idle():
            return event.seconds is None or event.seconds >= trigger.seconds
    return True


def _of_event(event: Event) -> Lookup:
    return lambda source: event.props.get(source.removeprefix("event:"))


def _where(condition: Condition, find: Lookup) -> Iterator[tuple[str, bool]]:
    """Tests that all must hold, by what they look at; whatever is nested is a rule "where" of its own."""
    parts = condition.all if isinstance(condition, All) else [condition]
    for kind in KINDS:
        about = [each for each in parts if isinstance(each, Test) and each.on.partition(":")[0] == kind]
        yield f"where.{kind}", all(holds(each, find) for each in about)
    nested = [each for each in parts if not isinstance(each, Test)]
    if nested:
        yield "where", all(holds(each, find) for each in nested)
