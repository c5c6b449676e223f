"""Who names whom: rules name questions, endings and variables."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

_NAMED_BY_KIND = {"questions": ("question", "to"), "endings": ("ending",)}


def named_by(definition: dict[str, Any], kind: str, id_: str) -> list[str]:
    """Ids of the questions whose rules name `id_` of `kind` (`questions` or `endings`), in order, each once.

    A question's rules about its own answer do not count: they go with it.
    """
    found = []
    for question in definition["questions"]:
        own = kind == "questions" and question["id"] == id_
        if not own and any(_names(rule, kind, id_) for rule in question.get("rules", [])):
            found.append(question["id"])
    return found


def leaves(condition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every comparison of a condition, however deep."""
    for branch in ("all", "any"):
        for part in condition.get(branch, []):
            yield from leaves(part)
    if "on" in condition:
        yield condition


def renamed(rules: list[dict[str, Any]], old: str, new: str) -> list[dict[str, Any]]:
    """The rules with every mention of the answer to `old` about `new` instead."""
    changed = deepcopy(rules)
    for rule in changed:
        for leaf in leaves(rule["when"]):
            leaf["on"] = _about(leaf["on"], old, new)
        for action in rule["then"]:
            value = action.get("value")
            if isinstance(value, dict) and "from" in value:
                value["from"] = _about(value["from"], old, new)
    return changed


def _about(source: str, old: str, new: str) -> str:
    before = f"answer:{old}"
    if source == before or source.startswith(before + "."):
        return f"answer:{new}" + source[len(before) :]
    return source


def _names(rule: dict[str, Any], kind: str, id_: str) -> bool:
    targets = {action.get(name) for action in rule["then"] for name in _NAMED_BY_KIND[kind]}
    sources = [leaf["on"] for leaf in leaves(rule["when"])]
    sources += [action["value"]["from"] for action in rule["then"] if isinstance(action.get("value"), dict)]
    about = kind == "questions" and any(_about(source, id_, "") != source for source in sources)
    return id_ in targets or about
