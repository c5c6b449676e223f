"""What the editor's templates show; they branch and loop, this prepares every value."""

import json
import re
from typing import Any

from babel import Locale, UnknownLocaleError

from voc.surveys import editing
from voc.surveys.pages.workbench.commands import OFFERED_LANGUAGES, Step
from voc.surveys.pages.workbench.deciding import SETTINGS as SETTINGS_PART
from voc.surveys.pages.workbench.deciding import digest, part_of
from voc.surveys.pages.workbench.fields import ICONS, SETTINGS
from voc.surveys.pages.workbench.rule_views import rule_view
from voc.surveys.pages.workbench.sentences import sources
from voc.surveys.proofreading import Problem
from voc.surveys.texts import in_language

Definition = dict[str, Any]


def workbench(step: Step, problems: list[Problem], before: Definition | None, reader: str) -> dict[str, Any]:
    """The editor's context for a step.

    Args:
        step: the draft, the open part and the language.
        problems: what proofreading found in the draft.
        before: the published definition, if there is one.
        reader: the language of the interface.
    """
    definition, language = step.definition, step.language
    noted = _by_part(problems, definition, reader)
    return {
        "language_in": language,
        "first_language": definition["languages"][0],
        "tongues": [
            (code, called(code, reader), editing.missing(definition, code)) for code in definition["languages"]
        ],
        "offered": [(code, called(code, reader)) for code in OFFERED_LANGUAGES if code not in definition["languages"]],
        "part": step.open,
        "base": digest(part_of(definition, step.open)),
        "definition": definition,
        "questions": [_question_card(question, at, step, noted) for at, question in enumerate(definition["questions"])],
        "endings": [_ending_card(ending, at, step, noted) for at, ending in enumerate(definition.get("endings", []))],
        "settings_part": SETTINGS_PART,
        "settings_problems": noted.get("", []),
        "errors": sum(problem.severity == "error" for problem in problems),
        "warnings": sum(problem.severity == "warning" for problem in problems),
        "groups": {name: [(type_, ICONS[type_]) for type_ in types] for name, types in editing.GROUPS.items()},
        "differences": editing.differences(before, definition),
        "open": _opened(step),
        "takes_files": (part_of(definition, step.open) or {}).get("type") == "picture",
        "numbers": {question["id"]: at for at, question in enumerate(definition["questions"], 1)},
        "preview": json.dumps({"definition": shown(definition), "at": _at(step), "language": language}),
    }


def called(code: str, reader: str) -> str:
    """The name of a language in the reader's; its code where nobody knows it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(reader) or code
    except (UnknownLocaleError, ValueError):
        return code


def shown(definition: Definition) -> Definition:
    """What the renderer is handed: everything but whom to ask and when."""
    return {name: value for name, value in definition.items() if name not in ("targeting", "schedule")}


def _at(step: Step) -> str | None:
    kind, _, id_ = (step.open or "").partition(":")
    return id_ if kind == "questions" else None


def _question_card(question: Definition, at: int, step: Step, noted: dict[str, list[Problem]]) -> dict[str, Any]:
    part = f"questions:{question['id']}"
    says = in_language(question["text"], step.language, step.definition["languages"][0])
    return {
        "part": part,
        "id": question["id"],
        "number": at + 1,
        "type": question["type"],
        "icon": ICONS[question["type"]],
        "says": says,
        "untranslated": bool(says) and not question["text"].get(step.language, "").strip(),
        "required": question.get("required", False),
        "rules": len(question.get("rules", [])),
        "problems": noted.get(part, []),
        "is_open": part == step.open,
        "is_first": at == 0,
        "is_last": at == len(step.definition["questions"]) - 1,
        "is_only": len(step.definition["questions"]) == 1,
    }


def _ending_card(ending: Definition, at: int, step: Step, noted: dict[str, list[Problem]]) -> dict[str, Any]:
    part = f"endings:{ending['id']}"
    return {
        "part": part,
        "id": ending["id"],
        "number": at + 1,
        "says": in_language(ending["title"], step.language, step.definition["languages"][0]),
        "problems": noted.get(part, []),
        "is_open": part == step.open,
        "is_first": at == 0,
        "is_last": at == len(step.definition["endings"]) - 1,
    }


def _opened(step: Step) -> dict[str, Any] | None:
    """The open entry with everything that its form needs."""
    entry = part_of(step.definition, step.open)
    if entry is None or step.open == SETTINGS_PART:
        return None
    opened = {"entry": entry, "texts": {}}
    if (step.open or "").startswith("endings:"):
        return opened
    known = sources(step.definition, entry["id"], step.language)
    rules = [rule_view(rule, at, known) for at, rule in enumerate(entry.get("rules", []))]
    named = [_name(step, id_) for id_ in editing.named_by(step.definition, "questions", entry["id"])]
    targets = [_target(step, each) for each in step.definition["questions"] if each["id"] != entry["id"]]
    return opened | {
        "settings": SETTINGS[entry["type"]], "rules": rules, "sources": known, "named_by": named, "targets": targets,
    }  # fmt: skip


def _in_words(problem: Problem, reader: str) -> Problem:
    """The problem with the language's name instead of its code."""
    if "language" not in problem.values:
        return problem
    return problem.model_copy(
        update={"values": problem.values | {"language": called(problem.values["language"], reader)}}
    )


def _target(step: Step, question: Definition) -> tuple[str, int, str]:
    number = next(n for n, each in enumerate(step.definition["questions"], 1) if each["id"] == question["id"])
    return question["id"], number, in_language(question["text"], step.language, step.definition["languages"][0])


def _name(step: Step, id_: str) -> int:
    return next(n for n, each in enumerate(step.definition["questions"], 1) if each["id"] == id_)


def _by_part(problems: list[Problem], definition: Definition, reader: str) -> dict[str, list[Problem]]:
    """Problems by the part they stand in; those of no question or ending under "". The length stands elsewhere."""
    found: dict[str, list[Problem]] = {}
    for problem in (_in_words(problem, reader) for problem in problems if problem.code != "long"):
        match = re.match(r"/(questions|endings)/(\d+)", problem.place)
        entries = definition.get(match[1], []) if match else []
        at = int(match[2]) if match else 0
        part = f"{match[1]}:{entries[at]['id']}" if match and at < len(entries) else ""
        found.setdefault(part, []).append(problem)
    return found
