"""Ways that lead nowhere, in a circle, or not at all."""

from collections.abc import Iterator

from voc.surveys.definition import Definition
from voc.surveys.effort import LONG_SECONDS, estimated_seconds
from voc.surveys.paths import reachable, ways_on
from voc.surveys.problems import Problem, problem
from voc.surveys.rules import Action, End, Jump, Require


def ways(definition: Definition) -> Iterator[Problem]:
    """Questions and endings that no way leads to, loops, requirements that come too late, and a way too long."""
    met = reachable(definition)
    for place, question in enumerate(definition.questions):
        if place not in met:
            yield problem("unreachable", f"/questions/{place}", id=question.id)
        for at, rule in enumerate(question.rules):
            for action_at, action in enumerate(rule.then):
                yield from _action(definition, place, action, f"/questions/{place}/rules/{at}/then/{action_at}")
    yield from _endings(definition, met)
    seconds = estimated_seconds(definition)
    if seconds > LONG_SECONDS:
        yield problem("long", "", seconds=f"{seconds:.0f}")


def _action(definition: Definition, place: int, action: Action, pointer: str) -> Iterator[Problem]:
    ids = [question.id for question in definition.questions]
    match action:
        case Jump(to=to) if to not in ids:
            yield problem("unknown-question", f"{pointer}/to", id=to)
        case Jump(to=to) if ids.index(to) <= place:
            yield problem("loop", f"{pointer}/to", id=to)
        case End(ending=ending) if ending not in [each.id for each in definition.endings]:
            yield problem("unknown-ending", f"{pointer}/ending", id=ending)
        case Require(question=required) if required not in ids:
            yield problem("unknown-question", f"{pointer}/question", id=required)
        case Require(question=required) if ids.index(required) <= place:
            yield problem("too-late", f"{pointer}/question", id=required)


def _endings(definition: Definition, met: set[int]) -> Iterator[Problem]:
    used = {quota.ending for quota in definition.schedule.quotas}
    known = {question.id for question in definition.questions}
    for place in met - {len(definition.questions)}:
        found, _ = ways_on(definition.questions[place], known)
        used |= {way.ending for way in found if isinstance(way, End)}
    for place, ending in enumerate(definition.endings):
        # the first one is also where a way ends that no rule ends
        if place and ending.id not in used:
            yield problem("unused-ending", f"/endings/{place}", id=ending.id)
