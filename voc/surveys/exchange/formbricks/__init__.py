"""Surveys of Formbricks, as its API and its export give them.

Reads exports with `questions` (each with its own logic) and with `blocks` of `elements` (logic per block), texts as
strings or by language, the logic with conditions and actions and the one before it, and one thank-you card or many
endings. Format: the types under `packages/types/surveys` of github.com/formbricks/formbricks, 2023 to 2026.
"""

import json
from typing import Any

from voc.errors import Invalid
from voc.surveys.definition import Definition
from voc.surveys.exchange.draft import ELEMENTS_LIMIT
from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.formbricks import logic, questions, settings
from voc.surveys.exchange.formbricks.reading import Asked, Reading
from voc.surveys.exchange.notes import Note
from voc.surveys.exchange.wording import ONWARD, THANKS, guessed_language, is_language

_ABOUT_THE_FILE = (
    "id",
    "createdAt",
    "updatedAt",
    "environmentId",
    "createdBy",
    "creator",
    "status",
    "slug",
    "languages",
)
_SILENT = ("cta", "cal")
"""Types of theirs whose answers we do not have."""


def unwrapped(raw: dict[str, Any]) -> dict[str, Any]:
    """The survey inside what their API answers, `{"data": survey}`.

    Raises:
        Invalid: it holds several surveys.
    """
    inner = raw.get("data")
    if isinstance(inner, list) and len(inner) == 1:
        inner = inner[0]
    several = isinstance(inner, list) and len(inner) > 1
    if several and all(isinstance(each, dict) and recognises(each) for each in inner):
        raise Invalid(f"This file holds {len(inner)} surveys. Export them one by one.")
    return inner if isinstance(inner, dict) and recognises(inner) else raw


def recognises(raw: dict[str, Any]) -> bool:
    """Whether it looks like a survey of theirs: questions that have headlines, or blocks of elements."""
    blocks = [each for each in _list(raw, "blocks") if isinstance(each, dict)]
    if any(isinstance(each.get("elements"), list) for each in blocks):
        return True
    asked = [each for each in _list(raw, "questions") if isinstance(each, dict)]
    return any("headline" in each for each in asked)


def read(raw: dict[str, Any]) -> tuple[Definition, tuple[Note, ...]]:
    """The survey as a definition, and what did not map.

    Raises:
        Invalid: nothing in it can be asked.
    """
    survey = Fields(raw)
    first, known = _first_language(raw)
    reading = Reading(first)
    if not known:
        reading.notes.add("language", language=first)
    steps = _steps(reading, survey)
    hidden, variables = _name_everything(reading, survey, steps)
    _welcome(reading, survey)
    taken = [_take(reading, step) for step in steps]
    _endings(reading, survey)
    _targets(reading, steps, taken)
    for step, asked in zip(steps, taken, strict=True):
        last = next((each for each in reversed(asked) if each), None)
        if last:
            logic.add(reading, step[0], last)
        elif step[0].items("logic"):
            reading.notes.add("logic", place=step[0].name("id"), rule="its question was not taken over")
    settings.take(reading, survey)
    name = survey.text("name")[:120] or "Formbricks"
    survey.skip(*_ABOUT_THE_FILE)
    reading.draft.report("settings", survey)
    if reading.cosmetic:
        reading.notes.add("ignored", place="questions", fields=", ".join(sorted(reading.cosmetic)))
    languages = list(reading.wording.languages)
    made = reading.draft.finish(name=name, languages=languages, hidden=hidden, variables=variables)
    return made, reading.notes.all()


_Step = tuple[Fields, list[Fields]]
"""What carries logic, and its questions: one for a question, several for a block."""


def _steps(reading: Reading, survey: Fields) -> list[_Step]:
    blocks = survey.children("blocks")
    steps: list[_Step] = []
    for block in blocks:
        block.skip("name", "id", "logic", "logicFallback", "buttonLabel", "backButtonLabel")
        steps.append((block, block.children("elements")))
    questions = survey.children("questions")
    steps = steps or [(question, [question]) for question in questions]
    if len(steps) > ELEMENTS_LIMIT:
        reading.notes.add("surplus", place="questions", limit=ELEMENTS_LIMIT)
    return steps[:ELEMENTS_LIMIT]


def _name_everything(reading: Reading, survey: Fields, steps: list[_Step]) -> tuple[list[str], list[dict[str, Any]]]:
    """Give ids to questions, hidden fields and variables, so that texts may mention what comes later."""
    names = reading.draft.names
    for _, asked in steps:
        for question in asked:
            foreign = question.name("id")
            id_ = names.give(foreign)
            if question.text("type") in questions.READERS and question.text("type") not in _SILENT:
                reading.sources[foreign] = f"answer:{id_}"
    fields = survey.child("hiddenFields")
    on = fields.flag("enabled", default=True)
    hidden = [names.give(str(each)) for each in fields.items("fieldIds") if on][:20]
    reading.sources |= {str(each): f"hidden:{names.of(str(each))}" for each in fields.items("fieldIds")[:20] if on}
    variables = []
    for variable in survey.children("variables"):
        name, value = variable.text("name"), variable.number("value")
        if variable.text("type") == "text" or len(variables) == 20:
            reading.notes.add("ignored", place=f"variable {name}", fields="a variable that holds text")
            continue
        id_ = names.unused(name)
        reading.sources[variable.name("id")] = f"variable:{id_}"
        variables.append({"id": id_, "initial": value or 0})
    return hidden, variables


def _take(reading: Reading, step: _Step) -> list[Asked | None]:
    return [questions.take(reading, each, each.name("id") or each.text("type")) for each in step[1]]


def _welcome(reading: Reading, survey: Fields) -> None:
    card = survey.child("welcomeCard")
    if not card.flag("enabled", default=True) or "headline" not in card:
        survey.skip("welcomeCard")
        card.skip("headline", "html", "buttonLabel", "timeToFinish", "showResponseCount", "fileUrl", "videoUrl")
        return
    words, place = reading.wording.text, "welcomeCard"
    statement = {"id": reading.draft.names.unused("welcome"), "type": "statement"}
    statement |= {"text": words(card.raw("headline"), place), "button": words(card.raw("buttonLabel"), place)}
    statement["help"] = words(card.raw("html") or card.raw("subheader"), place)
    reading.draft.question(place, statement)
    reading.draft.report(place, card)


def _endings(reading: Reading, survey: Fields) -> None:
    words = reading.wording.text
    cards = survey.children("endings")
    old = survey.child("thankYouCard")
    if not cards and old.flag("enabled"):
        cards = [old]
    old.skip("enabled", "headline", "subheader", "buttonLabel", "buttonLink", "imageUrl", "videoUrl")
    for number, card in enumerate(cards, start=1):
        card.skip("type", "enabled")
        foreign = card.name("id") or f"ending_{number}"
        place, url = f"ending {foreign}", card.text("buttonLink") or card.text("url")
        title = words(card.raw("headline") or card.raw("label"), place) or reading.wording.own(THANKS)
        ending = {"id": reading.draft.ending_names.give(foreign), "title": title}
        ending["text"] = words(card.raw("subheader"), place)
        if card.text("url"):
            reading.notes.add("changed", place=place, before="going to another page", after="a button that goes there")
        if url.startswith("https://"):
            ending["button"] = {"text": words(card.raw("buttonLabel"), place) or reading.wording.own(ONWARD)}
            ending["button"]["url"] = url
        elif url:
            reading.notes.add("ignored", place=place, fields=f"a link to {url}")
        reading.draft.report(place, card)
        if reading.draft.ending(place, ending):
            reading.targets[foreign] = {"do": "end", "ending": ending["id"]}


def _targets(reading: Reading, steps: list[_Step], taken: list[list[Asked | None]]) -> None:
    """Where jumps lead: questions and blocks that were taken, and the first ending for `end`."""
    for (block, _), asked in zip(steps, taken, strict=True):
        if found := next((each for each in asked if each), None):
            reading.targets[block.name("id")] = {"do": "jump", "to": found.id}
    if not reading.draft.endings and _mentions_end(steps):
        reading.draft.ending("endings", {"id": "thanks", "title": reading.wording.own(THANKS)})
    if reading.draft.endings:
        reading.targets["end"] = {"do": "end", "ending": reading.draft.endings[0]["id"]}


def _mentions_end(steps: list[_Step]) -> bool:
    return any('"end"' in json.dumps(step[0].items("logic")) for step in steps)


def _first_language(raw: dict[str, Any]) -> tuple[str, bool]:
    """The code of what the file calls `default`, and whether the file says so."""
    for each in _list(raw, "languages"):
        language = each.get("language") if isinstance(each, dict) and each.get("default") else None
        if isinstance(language, dict) and is_language(language.get("code")):
            return language["code"], True
    blocks = [each for each in _list(raw, "blocks") if isinstance(each, dict)]
    asked = _list(raw, "questions") + [element for block in blocks for element in _list(block, "elements")]
    headlines = [each.get("headline") for each in asked if isinstance(each, dict)]
    return guessed_language(" ".join(str(h.get("default") if isinstance(h, dict) else h) for h in headlines)), False


def _list(raw: dict[str, Any], name: str) -> list[Any]:
    value = raw.get(name)
    return value if isinstance(value, list) else []
