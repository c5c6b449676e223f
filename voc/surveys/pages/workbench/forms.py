"""What an author's form says, read into the entry it edits: a question or an ending.

A form carries the texts of one language only; those of other languages stay as they are. A field that is empty
means "as if it was never set", so that an entry that nobody changed is read back as it was.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from voc.surveys.pages.workbench.fields import SETTINGS, Setting
from voc.surveys.pages.workbench.posted import Fields, number_in
from voc.surveys.pages.workbench.rule_forms import read_rules
from voc.surveys.pages.workbench.sentences import Source

Entry = dict[str, Any]


def read_question(fields: Fields, before: Entry, language: str, known: list[Source]) -> Entry:
    """The question as the form leaves it; its rules may look at the sources `known`."""
    question = deepcopy(before)
    question["text"] = written(before["text"], language, fields.one("text")) or {language: ""}
    question["help"] = written(before.get("help"), language, fields.one("help"))
    if before["type"] != "statement":
        question["required"] = fields.has("required")
    for setting in SETTINGS[before["type"]]:
        _READERS[setting.kind](question, setting, fields, language)
    question["rules"] = read_rules(fields, before.get("rules", []), known)
    return question


def read_ending(fields: Fields, before: Entry, language: str) -> Entry:
    """The ending as the form leaves it; a button needs an address."""
    ending = deepcopy(before)
    ending["title"] = written(before["title"], language, fields.one("title")) or {language: ""}
    ending["text"] = written(before.get("text"), language, fields.one("text"))
    button = before.get("button") or {"text": {}}
    text = written(button["text"], language, fields.one("button.text"))
    address = fields.one("button.url").strip()
    ending["button"] = {"text": text or {language: ""}, "url": address} if address else None
    return ending


def written(text: Mapping[str, str] | None, language: str, words: str) -> dict[str, str] | None:
    """`text` with `words` in `language`; None when nothing is left in any."""
    kept = dict(text or {})
    if words.strip() or kept.get(language):
        kept[language] = words
    if not kept.get(language, "x").strip():
        del kept[language]
    return kept or None


def _words(question: Entry, setting: Setting, fields: Fields, language: str) -> None:
    text = written(question.get(setting.name), language, fields.one(setting.name))
    question[setting.name] = text or ({language: ""} if setting.name == "label" else None)


def _flag(question: Entry, setting: Setting, fields: Fields, _: str) -> None:
    question[setting.name] = fields.has(setting.name)


def _options(question: Entry, setting: Setting, fields: Fields, _: str) -> None:
    chosen = fields.one(setting.name)
    question[setting.name] = next(
        (option for option in setting.options if str(option) == chosen), question.get(setting.name, setting.options[0])
    )


def _whole(question: Entry, setting: Setting, fields: Fields, _: str) -> None:
    number = number_in(fields.one(setting.name))
    question[setting.name] = setting.default if number is None else int(number)


def _number(question: Entry, setting: Setting, fields: Fields, _: str) -> None:
    question[setting.name] = number_in(fields.one(setting.name))


def _line(question: Entry, setting: Setting, fields: Fields, _: str) -> None:
    question[setting.name] = fields.one(setting.name).strip() or None


def _several(question: Entry, setting: Setting, fields: Fields, _: str) -> None:
    chosen = fields.many(setting.name)
    question[setting.name] = [option for option in setting.options if option in chosen] or question[setting.name]


def _contact(question: Entry, setting: Setting, fields: Fields, _: str) -> None:
    chosen, required = fields.many("fields"), fields.many("fields.required")
    order = [field["id"] for field in question["fields"]]
    order += [name for name in setting.options if name not in order]
    kept = [{"id": name, "required": name in required} for name in order if name in chosen]
    question["fields"] = kept or question["fields"]


def _items(question: Entry, setting: Setting, fields: Fields, language: str) -> None:
    """Entries in the order of the form, which may have been changed by dragging."""
    name = setting.name
    known = {item["id"]: item for item in question.get(name, [])}
    texts, images = fields.many(f"{name}.text"), fields.many(f"{name}.image")
    items = []
    for at, id_ in enumerate(fields.many(f"{name}.id")):
        if (item := known.pop(id_, None)) is None or at >= len(texts):
            continue
        item = item | {"text": written(item["text"], language, texts[at]) or {language: ""}}
        if at < len(images):
            item["image"] = images[at].strip() or item["image"]
        items.append(item)
    question[name] = items or question.get(name, [])


_READERS = {
    "words": _words, "flag": _flag, "options": _options, "whole": _whole, "number": _number, "day": _line,
    "line": _line, "several": _several, "items": _items, "contact": _contact,
}  # fmt: skip
