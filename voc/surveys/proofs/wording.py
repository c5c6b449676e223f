"""Texts that are missing, or repeat what is not known."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from voc.surveys.definition import Definition
from voc.surveys.problems import Problem, problem
from voc.surveys.proofs.references import source_problems
from voc.surveys.recall import recalls, without_recalls

Texts = Iterator[tuple[str, Mapping[str, str], bool]]


def wording(definition: Definition) -> Iterator[Problem]:
    """Texts without words, missing translations, and recalls that nothing fills in."""
    for pointer, text, needed in texts_of(definition):
        written = [code for code, words in text.items() if words.strip()]
        if needed and not written:
            yield problem("no-words", pointer)
        if written:
            missing = [code for code in definition.languages if code not in written and not _serves(code, written)]
            yield from (problem("translation", pointer, language=code) for code in missing)
        for code in written:
            yield from _recalls(definition, text[code], f"{pointer}/{code}")


def texts_of(value: object, pointer: str = "") -> Texts:
    """Every text below a value as (JSON pointer, text, whether it must have words)."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            found = getattr(value, name)
            if isinstance(found, dict):  # nothing in a definition is an object of free keys but texts
                yield f"{pointer}/{name}", found, field.is_required()
            else:
                yield from texts_of(found, f"{pointer}/{name}")
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from texts_of(one, f"{pointer}/{at}")


def _serves(code: str, written: list[str]) -> bool:
    return code.split("-")[0] in written


def _recalls(definition: Definition, words: str, pointer: str) -> Iterator[Problem]:
    place = _question_place(pointer)
    for recall in recalls(words):
        for found in source_problems(definition, recall.source, pointer, None if place is None else place - 1):
            yield problem("recall-later", pointer, **found.values) if found.code == "later" else found
    if "{{" in without_recalls(words):
        yield problem("recall-unread", pointer)


def _question_place(pointer: str) -> int | None:
    _, area, *rest = pointer.split("/")
    return int(rest[0]) if area == "questions" else None
