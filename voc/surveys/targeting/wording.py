"""Why a survey is not shown, as one sentence about this very person and moment.

English is the message id; `surveys/why.html` says the same through the catalogue, so that Korean pages have their own.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from voc.surveys.comparing import missing
from voc.surveys.conditions import All, Test, holds
from voc.surveys.targeting.environment import Candidate, Environment, lookup
from voc.surveys.targeting.frequency import Ask, related
from voc.surveys.targeting.models import DAY_MS
from voc.values import Value

SENTENCES = {
    "draft": "It is a draft; publish it first.",
    "paused": "It is paused.",
    "closed": "It is closed.",
    "opens": "It opens on %(at)s.",
    "closes": "It closed on %(at)s.",
    "limit": "It has all the responses that it may take.",
    "untriggered": "Nothing shows it by itself: add a moment.",
    "trigger": "None of its moments fits what happened.",
    "url": "The page address does not fit: %(found)s.",
    "device": "The device does not fit: %(found)s.",
    "language": "The language does not fit: %(found)s.",
    "customer": "The customer’s attribute %(name)s does not fit: %(found)s.",
    "unknown": "Nothing is known here about %(name)s.",
    "segment": "The customer does not fit the condition on the segment %(name)s.",
    "where": "Its combined conditions do not hold.",
    "sampling": "This person is not in its sample of %(share)s %%; that never changes by asking again.",
    "once": "This person was asked on %(at)s, and it asks only once.",
    "frequency": "This person was asked on %(at)s; it may ask again from %(again)s on.",
    "quiet": "This person was asked on %(at)s, and the workspace keeps quiet until %(again)s.",
    "session": "This visit has had as many surveys as the workspace allows: %(count)s.",
    "page": "This page has had as many surveys as the workspace allows: %(count)s.",
    "pacing": "Its pace allows no more for now.",
}
"""By code; `surveys/why.html` lists the same."""
_FOUND_LIMIT_CHARACTERS = 120


class Reason(Value):
    """Why a rule did not pass."""

    code: str
    """One of `SENTENCES`."""
    values: dict[str, str] = {}
    """What the sentence's gaps take; times are in UTC."""

    @property
    def english(self) -> str:
        """The sentence."""
        return SENTENCES[self.code] % self.values


def reason(rule: str, survey: Candidate, environment: Environment) -> Reason:
    """Why a rule of `eligible` that did not pass for this survey and environment did not."""
    if rule.startswith("where."):
        return _where(rule.removeprefix("where."), survey, environment)
    explain = _REASONS.get(rule)
    return explain(survey, environment) if explain else Reason(code=rule)


def _state(survey: Candidate, environment: Environment) -> Reason:
    return Reason(code=survey.state if survey.state in ("draft", "paused") else "closed")


def _opens(survey: Candidate, environment: Environment) -> Reason:
    return Reason(code="opens", values={"at": _at(survey.opens_at or 0)})


def _closes(survey: Candidate, environment: Environment) -> Reason:
    return Reason(code="closes", values={"at": _at(survey.closes_at or 0)})


def _trigger(survey: Candidate, environment: Environment) -> Reason:
    return Reason(code="trigger" if survey.targeting.triggers else "untriggered")


def _sampling(survey: Candidate, environment: Environment) -> Reason:
    return Reason(code="sampling", values={"share": f"{survey.targeting.sample_share * 100:g}"})


def _frequency(survey: Candidate, environment: Environment) -> Reason:
    frequency = survey.targeting.frequency
    last = _last(related(environment.asks, survey.id, frequency))
    if frequency.every_days is None:
        return Reason(code="once", values={"at": _at(last)})
    return Reason(code="frequency", values={"at": _at(last), "again": _at(last + frequency.every_days * DAY_MS)})


def _quiet(survey: Candidate, environment: Environment) -> Reason:
    last = _last(environment.asks)
    return Reason(code="quiet", values={"at": _at(last), "again": _at(last + environment.policy.quiet_days * DAY_MS)})


def _session(survey: Candidate, environment: Environment) -> Reason:
    return Reason(code="session", values={"count": str(environment.policy.per_session)})


def _page(survey: Candidate, environment: Environment) -> Reason:
    return Reason(code="page", values={"count": str(environment.policy.per_page)})


_REASONS: dict[str, Callable[[Candidate, Environment], Reason]] = {
    "state": _state,
    "opens": _opens,
    "closes": _closes,
    "trigger": _trigger,
    "sampling": _sampling,
    "frequency": _frequency,
    "quiet": _quiet,
    "session": _session,
    "page": _page,
}


def _where(kind: str, survey: Candidate, environment: Environment) -> Reason:
    """About the first test of this kind that does not hold."""
    where = survey.targeting.where
    find = lookup(where, environment)
    parts = where.all if isinstance(where, All) else [where]
    tests = [each for each in parts if isinstance(each, Test) and each.on.partition(":")[0] == kind]
    source = next((each.on for each in tests if not holds(each, find)), kind)
    name = source.partition(":")[2] or kind
    found = environment.language if kind == "language" else find(source)
    if kind == "segment":
        return Reason(code=kind, values={"name": name})
    if missing(found):
        return Reason(code="unknown", values={"name": name})
    return Reason(code=kind, values={"name": name, "found": _text(found)})


def _text(found: Any) -> str:
    text = ", ".join(map(str, found)) if isinstance(found, list) else str(found)
    return text if len(text) <= _FOUND_LIMIT_CHARACTERS else f"{text[:_FOUND_LIMIT_CHARACTERS]}…"


def _last(asks: list[Ask]) -> int:
    return max((ask.at for ask in asks), default=0)


def _at(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M} UTC"
