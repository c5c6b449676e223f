"""Surveys of SurveyJS, the JSON that its Creator saves.

Pages and panels are taken apart: what a definition knows is a row of questions. Format: the documentation under
`docs` of github.com/surveyjs/survey-library, versions 1.9 to 2.x.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from voc.surveys.definition import Definition
from voc.surveys.exchange.draft import ELEMENTS_LIMIT
from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.notes import Note
from voc.surveys.exchange.surveyjs import flow, questions
from voc.surveys.exchange.surveyjs.expressions import condition
from voc.surveys.exchange.surveyjs.reading import Asked, Reading
from voc.surveys.exchange.surveyjs.tokens import Inexpressible
from voc.surveys.exchange.wording import guessed_language, is_language

_Found = tuple[Fields, str, str]
"""An element, the condition of the panels around it, and where it stands."""


def recognises(raw: dict[str, Any]) -> bool:
    """Whether it looks like a survey of theirs: elements with a name and a type, on pages or not."""
    lists = [raw.get("elements"), raw.get("questions")]
    pages = raw.get("pages")
    if isinstance(pages, list):
        lists += [page.get("elements", page.get("questions")) for page in pages if isinstance(page, dict)]
    found = [each for elements in lists if isinstance(elements, list) for each in elements]
    named = [each for each in found if isinstance(each, dict) and "name" in each and "type" in each]
    return bool(named) and not any("id" in each and "text" in each for each in named)


def read(raw: dict[str, Any]) -> tuple[Definition, tuple[Note, ...]]:
    """The survey as a definition, and what did not map.

    Raises:
        Invalid: nothing in it can be asked.
    """
    survey = Fields(raw)
    locale = survey.text("locale") if is_language(raw.get("locale")) else ""
    first = locale or guessed_language(_first_titles(raw))
    reading = Reading(first)
    if not locale:
        reading.notes.add("language", language=first)
    found = list(islice(_elements(reading, survey), ELEMENTS_LIMIT + 1))
    if len(found) > ELEMENTS_LIMIT:
        found.pop()
        reading.notes.add("surplus", place="elements", limit=ELEMENTS_LIMIT)
    for element, _, _ in found:
        name = element.name("name")
        id_ = reading.draft.names.give(name)
        if element.text("type") in questions.READERS and element.text("type") != "html":
            reading.planned[name] = id_
    title = reading.text(survey, "title", "title")
    _introduction(reading, survey)
    for element, around, place in found:
        _take(reading, element, around, place)
    _endings(reading, survey)
    flow.add(reading, survey)
    if survey.text("showProgressBar") in ("top", "bottom", "both", "off", "topBottom", "aboveHeader", "belowHeader"):
        reading.draft.part("appearance", "showProgressBar", progress=survey.text("showProgressBar") != "off")
    reading.draft.report("settings", survey)
    if reading.cosmetic:
        reading.notes.add("ignored", place="questions", fields=", ".join(sorted(reading.cosmetic)))
    name = next(iter((title or {}).values()), "SurveyJS")[:120]
    return reading.draft.finish(name=name, languages=list(reading.wording.languages)), reading.notes.all()


def _first_titles(raw: dict[str, Any]) -> str:
    """Texts of the default language, for guessing which it is."""
    waiting: list[Any] = [raw]
    texts = []
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            texts += [each["title"]] if isinstance(each.get("title"), str) else []
            texts += [each["default"]] if isinstance(each.get("default"), str) else []
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return json.dumps(texts, ensure_ascii=False)


def _elements(reading: Reading, survey: Fields) -> Iterator[_Found]:
    """Every question in the order asked, out of pages and panels."""
    pages = survey.children("pages")
    for page in pages or [survey]:
        around = page.text("visibleIf") if pages else ""
        place = f"page {page.name('name')}" if pages else ""
        page.skip("name")
        for name in ("elements", "questions"):
            yield from _inside(reading, page.children(name), around)
        if pages:
            reading.draft.report(place, page)


def _inside(reading: Reading, elements: list[Fields], around: str) -> Iterator[_Found]:
    for element in elements:
        name, type_ = element.name("name"), element.text("type")
        within = _both(around, element.text("visibleIf"))
        if type_ == "panel":
            element.skip("name", "state")
            yield from _inside(reading, element.children("elements"), within)
            reading.draft.report(f"panel {name}", element)
        elif type_ == "multipletext":
            element.skip("title", "isRequired", "name")
            for item in element.children("items"):
                yield _line_of(element, item), within, f"{name}.{item.name('name')}"
            reading.notes.add("changed", place=name, before="several lines", after="a question for each line")
        else:
            yield element, within, name


def _line_of(group: Fields, item: Fields) -> Fields:
    """One line of a group as a question of its own, named as expressions name it."""
    raw = {"type": "text", "name": f"{group.name('name')}.{item.name('name')}"}
    inherited = {"isRequired": group.flag("isRequired")} if group.flag("isRequired") else {}
    names = ("title", "isRequired", "inputType", "placeholder", "maxLength", "validators", "min", "max")
    return Fields(raw | inherited | {each: item.raw(each) for each in names if each in item})


def _both(one: str, other: str) -> str:
    return f"({one}) and ({other})" if one and other else one or other


def _take(reading: Reading, element: Fields, around: str, place: str) -> None:
    name = element.name("name")
    asked = Asked(id=reading.draft.names.of(name) or "", place=place or name, visible_if=around)
    asked.required_if = element.text("requiredIf")
    element.skip("visibleIf")
    if element.raw("visible") is False:
        reading.notes.add("refused", place=asked.place, reason="it is never visible")
        return
    if questions.take(reading, element, asked, name):
        return
    reading.planned.pop(name, None)


def _introduction(reading: Reading, survey: Fields) -> None:
    words = reading.text(survey, "description", "description")
    if words:
        id_ = reading.draft.names.unused("introduction")
        reading.draft.question("description", {"id": id_, "type": "statement", "text": words})


def _endings(reading: Reading, survey: Fields) -> None:
    """The ending, and those of conditions; each first line is the title."""
    if words := reading.text(survey, "completedHtml", "completedHtml"):
        _ending(reading, "thanks", words)
    for number, each in enumerate(survey.children("completedHtmlOnCondition"), start=1):
        place = f"completedHtmlOnCondition {number}"
        words = reading.text(each, "html", place)
        expression = each.text("expression")
        try:
            when = condition(expression, reading.resolve)
        except Inexpressible as error:
            reading.notes.add("logic", place=place, rule=error)
            continue
        if words and (ending := _ending(reading, f"thanks_{number}", words)):
            reading.endings.append((when, ending))


def _ending(reading: Reading, wish: str, words: dict[str, str]) -> str | None:
    titles = {language: text.partition("\n")[0] for language, text in words.items()}
    rest = {language: text.partition("\n")[2] for language, text in words.items() if "\n" in text}
    id_ = reading.draft.ending_names.give(wish)
    return id_ if reading.draft.ending(wish, {"id": id_, "title": titles, "text": rest or None}) else None
