"""What publishing would change, in a few counted facts."""

from typing import Any

from voc.values import Value


class Difference(Value):
    """Something that a new version would bring."""

    what: str
    """`added`, `removed`, `changed` and `moved` are about questions; `endings`, `languages`, `name`, `fields`,
    `targeting`, `schedule`, `appearance` and `afterwards` say that these changed."""
    ids: list[str] = []
    """The questions concerned."""


def differences(before: dict[str, Any] | None, after: dict[str, Any]) -> list[Difference]:
    """How the draft `after` differs from the published definition `before`; all of it is new without one."""
    old = {question["id"]: question for question in before["questions"]} if before else {}
    new = {question["id"]: question for question in after["questions"]}
    kept_before = [id_ for id_ in old if id_ in new]
    kept_after = [id_ for id_ in new if id_ in old]
    questions = {
        "added": [id_ for id_ in new if id_ not in old],
        "removed": [id_ for id_ in old if id_ not in new],
        "changed": [id_ for id_ in kept_after if old[id_] != new[id_]],
        "moved": [after for before, after in zip(kept_before, kept_after, strict=True) if before != after],
    }
    found = [Difference(what=what, ids=ids) for what, ids in questions.items() if ids]
    if before:
        found += [Difference(what=what) for what, names in _PARTS.items() if _differs(before, after, names)]
    return found


_PARTS = {
    "endings": ("endings",),
    "languages": ("languages",),
    "name": ("name",),
    "fields": ("hidden", "variables"),
    "targeting": ("targeting",),
    "schedule": ("schedule",),
    "appearance": ("appearance",),
    "afterwards": ("afterwards",),
}


def _differs(before: dict[str, Any], after: dict[str, Any], names: tuple[str, ...]) -> bool:
    return any(before.get(name) != after.get(name) for name in names)
