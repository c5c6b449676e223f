"""Ids that are not unique."""

from collections.abc import Iterable, Iterator

from voc.surveys.definition import Definition
from voc.surveys.problems import Problem, problem
from voc.surveys.questions.choices import OTHER


def naming(definition: Definition) -> Iterator[Problem]:
    """Ids used twice, and choices that take the name kept for "other"."""
    named = [(f"/questions/{place}/id", question.id) for place, question in enumerate(definition.questions)]
    named += [(f"/hidden/{place}", id_) for place, id_ in enumerate(definition.hidden)]
    named += [(f"/variables/{place}/id", variable.id) for place, variable in enumerate(definition.variables)]
    yield from _twice(named)
    yield from _twice((f"/endings/{place}/id", ending.id) for place, ending in enumerate(definition.endings))
    quotas = definition.schedule.quotas
    yield from _twice((f"/schedule/quotas/{place}/id", quota.id) for place, quota in enumerate(quotas))
    for place, question in enumerate(definition.questions):
        for field in ("choices", "rows", "columns", "fields"):
            things = getattr(question, field, [])
            yield from _twice((f"/questions/{place}/{field}/{at}/id", one.id) for at, one in enumerate(things))
            if field == "choices" and getattr(question, "other", False):
                yield from (
                    problem("reserved", f"/questions/{place}/choices/{at}/id")
                    for at, one in enumerate(things)
                    if one.id == OTHER
                )


def _twice(named: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    met: set[str] = set()
    for place, id_ in named:
        if id_ in met:
            yield problem("duplicate", place, id=id_)
        met.add(id_)
