"""SurveyJS' questions with given choices."""

from collections.abc import Callable
from typing import Any

from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.names import Names
from voc.surveys.exchange.surveyjs.reading import Asked, Reading
from voc.surveys.exchange.wording import NO, NOTHING, YES

_LIMIT, _LONG_LIMIT = 50, 200


def _items(reading: Reading, fields: Fields, part: str, names: Names, place: str) -> list[dict[str, Any]]:
    """Choices, rows or columns: `"value"` or `{value, text}`."""
    made = []
    if len(fields.items(part)) > _LONG_LIMIT:
        reading.notes.add("surplus", place=f"{place}: {part}", limit=_LONG_LIMIT)
    for number, each in enumerate(fields.items(part)[:_LONG_LIMIT], start=1):
        item = Fields(each if isinstance(each, dict) else {"value": each})
        value = item.name("value") or (str(item.raw("value")) if isinstance(item.raw("value"), bool) else "")
        text = reading.text(item, "text", place) or reading.wording.text(value, place)
        choice = {"id": names.give(value or f"item_{number}"), "text": text or {reading.wording.first: str(number)}}
        if "imageLink" in item:
            choice["image"] = item.text("imageLink")
        made.append(choice)
        reading.draft.report(f"{place}, {part} {number}", item)
    return made


def _choices(reading: Reading, fields: Fields, asked: Asked, limit: int) -> list[dict[str, Any]]:
    asked.chosen = True
    made = _items(reading, fields, "choices", asked.options, asked.place)
    low, high = fields.whole("choicesMin"), fields.whole("choicesMax")
    if not made and low is not None and high is not None:
        numbers = list(range(low, min(high, low + limit) + 1, max(1, fields.whole("choicesStep") or 1)))
        made = [{"id": asked.options.give(str(n)), "text": {reading.wording.first: str(n)}} for n in numbers]
    if fields.flag("showNoneItem") or fields.flag("hasNone"):
        text = reading.text(fields, "noneText", asked.place) or reading.wording.own(NOTHING)
        made.append({"id": asked.options.give("none"), "text": text})
    if len(made) > limit:
        reading.notes.add("surplus", place=f"{asked.place}: choices", limit=limit)
    return made[:limit]


def _other(reading: Reading, fields: Fields) -> bool:
    shown, had = fields.flag("showOtherItem"), fields.flag("hasOther")
    return shown or had


def _shuffled(reading: Reading, fields: Fields, asked: Asked) -> bool:
    order = fields.text("choicesOrder")
    if order in ("asc", "desc"):
        reading.notes.add("ignored", place=asked.place, fields=f"choicesOrder {order}")
    return order == "random"


def _single(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    choices = _choices(reading, fields, asked, _LIMIT)
    other = _other(reading, fields)
    return {"type": "single", "choices": choices, "other": other, "shuffle": _shuffled(reading, fields, asked)}


def _dropdown(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    if "showOtherItem" in fields or "hasOther" in fields:
        return _single(reading, fields, asked)
    _shuffled(reading, fields, asked)
    return {"type": "dropdown", "choices": _choices(reading, fields, asked, _LONG_LIMIT)}


def _multiple(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    fewest, most = fields.whole("minSelectedChoices"), fields.whole("maxSelectedChoices")
    choices = _choices(reading, fields, asked, _LIMIT)
    other = _other(reading, fields)
    shuffle = _shuffled(reading, fields, asked)
    made = {"type": "multiple", "choices": choices, "other": other, "shuffle": shuffle}
    return made | {"minimum": fewest or None, "maximum": most or None}


def _boolean(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    asked.booleans = {True: "yes", False: "no"}
    asked.chosen = True
    for name, ours in (("valueTrue", "yes"), ("valueFalse", "no")):
        value = fields.raw(name)
        asked.options.give(ours)
        if isinstance(value, str | int) and not isinstance(value, bool):
            asked.options.stands_for(str(value), ours)
    yes = reading.text(fields, "labelTrue", asked.place) or reading.wording.own(YES)
    no = reading.text(fields, "labelFalse", asked.place) or reading.wording.own(NO)
    reading.text(fields, "label", asked.place)
    return {"type": "single", "choices": [{"id": "yes", "text": yes}, {"id": "no", "text": no}]}


def _matrix(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    rows = _items(reading, fields, "rows", asked.rows, asked.place)
    columns = _items(reading, fields, "columns", asked.columns, asked.place)
    every = fields.flag("isAllRowRequired") or fields.flag("eachRowRequired")
    if fields.flag("isRequired") and not every:
        reading.notes.add("changed", place=asked.place, before="one row required", after="every row required")
    return {"type": "matrix", "rows": rows, "columns": columns} | ({"required": True} if every else {})


def _ranking(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    _shuffled(reading, fields, asked)
    return {"type": "ranking", "choices": _choices(reading, fields, asked, 15)}


def _picture(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    _shuffled(reading, fields, asked)
    several = fields.flag("multiSelect")
    return {"type": "picture", "choices": _choices(reading, fields, asked, 20), "multiple": several}


CHOOSING: dict[str, Callable[[Reading, Fields, Asked], dict[str, Any]]] = {
    "radiogroup": _single,
    "buttongroup": _single,
    "dropdown": _dropdown,
    "checkbox": _multiple,
    "tagbox": _multiple,
    "boolean": _boolean,
    "matrix": _matrix,
    "ranking": _ranking,
    "imagepicker": _picture,
}
