"""From a form to the next draft: what was typed, then what the button does; and whether a colleague was faster.

The form says on which state of its entry it was made (`base`). Colleagues who work on different questions of one
survey therefore never stand in each other's way; who changes the same one is told, and nothing is overwritten.
"""

import hashlib
import json
from copy import deepcopy
from typing import Any

from voc.errors import VocError
from voc.surveys import editing
from voc.surveys.pages.workbench.commands import KINDS, Step, perform
from voc.surveys.pages.workbench.forms import read_ending, read_question
from voc.surveys.pages.workbench.posted import Fields, number_in
from voc.surveys.pages.workbench.sentences import sources

Definition = dict[str, Any]
SETTINGS = "settings"
"""The part with name, languages, hidden fields and variables."""
FORCE = "force"
"""The command to save although a colleague was faster."""


class ChangedMeanwhile(VocError):
    """A colleague changed the same part; `mine` is the definition as this form would have it, if it can be had."""

    slug, title, status = "part-changed", "Changed meanwhile", 409

    def __init__(self, mine: Definition | None, typed: str) -> None:
        super().__init__("A colleague changed this part meanwhile.")
        self.mine, self.typed = mine, typed


def decide(definition: Definition, fields: Fields, avoid: frozenset[str] = frozenset()) -> Step:
    """The step that a form asks for.

    Args:
        definition: the draft as it is now.
        fields: the form.
        avoid: ids that published versions use.

    Raises:
        ChangedMeanwhile: the form was made on an older state of its part.
        NotFound: what the button names is no longer there.
        Invalid: the button would leave nothing.
    """
    do = fields.one("do")
    typed = written(definition, fields)
    if typed.definition != definition and do != FORCE and _is_stale(definition, typed, fields):
        raise ChangedMeanwhile(typed.definition, fields.one("text"))
    return perform(typed.becomes(avoid=avoid), do)


def written(definition: Definition, fields: Fields) -> Step:
    """The draft with what was typed, before any button.

    Raises:
        ChangedMeanwhile: the part that was edited was removed.
    """
    languages = definition["languages"]
    language = fields.one("language") if fields.one("language") in languages else languages[0]
    part = fields.one("part") or None
    changed = deepcopy(definition)
    if fields.has("name") and fields.one("name") != fields.one("base_name"):
        changed["name"] = fields.one("name").strip() or definition["name"]
    if part == SETTINGS:
        _read_settings(changed, fields)
    elif part:
        changed = _read_part(changed, part, fields, language)
    return Step(definition=changed, open=part, language=language)


def part_of(definition: Definition, part: str | None) -> Any:
    """What a part holds; None if there is no such part."""
    if part == SETTINGS:
        return {name: definition.get(name) for name in ("hidden", "variables")}
    kind, _, id_ = (part or "").partition(":")
    entries = definition.get(kind, []) if kind in KINDS else []
    return next((entry for entry in entries if entry["id"] == id_), None)


def digest(content: Any) -> str:
    """Sixteen characters that say which state of a part a form was made on."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _is_stale(definition: Definition, typed: Step, fields: Fields) -> bool:
    before, after = part_of(definition, typed.open), part_of(typed.definition, typed.open)
    return before != after and fields.one("base") != digest(before)


def _read_part(definition: Definition, part: str, fields: Fields, language: str) -> Definition:
    kind, _, id_ = part.partition(":")
    before = part_of(definition, part)
    if before is None:
        raise ChangedMeanwhile(None, fields.one("text") or fields.one("title"))
    if kind == "endings":
        return editing.replace(definition, kind, read_ending(fields, before, language))
    known = sources(definition, id_, language)
    return editing.replace(definition, kind, read_question(fields, before, language, known))


def _read_settings(definition: Definition, fields: Fields) -> None:
    definition["hidden"] = [id_.strip() for id_ in fields.many("hidden") if id_.strip()]
    pairs = zip(fields.many("variables.id"), fields.many("variables.initial"), strict=False)
    definition["variables"] = [
        {"id": id_.strip(), "initial": number_in(initial) or 0} for id_, initial in pairs if id_.strip()
    ]
