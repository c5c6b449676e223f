"""Formbricks' questions with given choices."""

from collections.abc import Callable
from typing import Any

from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.formbricks.reading import Asked, Reading
from voc.surveys.exchange.names import Names

_LIMIT, _LONG_LIMIT = 50, 200


def _choices(reading: Reading, fields: Fields, asked: Asked) -> tuple[list[dict[str, Any]], bool]:
    """Our choices, and whether respondents may word their own."""
    made: list[dict[str, Any]] = []
    other = False
    given = fields.children("choices")
    if len(given) > _LONG_LIMIT:
        reading.notes.add("surplus", place=f"{asked.place}: choices", limit=_LONG_LIMIT)
    for number, choice in enumerate(given[:_LONG_LIMIT], start=1):
        foreign = choice.name("id")
        if foreign == "other":
            other = True
            reading.cosmetic["the label of other"] = None
            continue
        text = reading.wording.text(choice.raw("label"), asked.place)
        id_ = asked.options.give(foreign or f"choice_{number}")
        asked.labels |= dict.fromkeys((text or {}).values(), id_)
        made.append({"id": id_, "text": text or {reading.wording.first: f"{number}"}})
        reading.draft.report(f"{asked.place}, choice {number}", choice)
    return made, other


def _shuffled(reading: Reading, fields: Fields, asked: Asked) -> bool:
    order = fields.text("shuffleOption")
    if order == "exceptLast":
        reading.notes.add("changed", place=asked.place, before="shuffling all but the last", after="shuffling all")
    return order in ("all", "exceptLast")


def _single(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    choices, other = _choices(reading, fields, asked)
    opens = fields.text("displayType") == "dropdown" or len(choices) > _LIMIT
    if opens and not other:
        _keeps_order(reading, fields, asked)
        return {"type": "dropdown", "choices": _first(reading, choices, asked, _LONG_LIMIT)}
    made = _first(reading, choices, asked, _LIMIT)
    return {"type": "single", "choices": made, "other": other, "shuffle": _shuffled(reading, fields, asked)}


def _multiple(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    choices, other = _choices(reading, fields, asked)
    made = _first(reading, choices, asked, _LIMIT)
    return {"type": "multiple", "choices": made, "other": other, "shuffle": _shuffled(reading, fields, asked)}


def _ranking(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    choices, other = _choices(reading, fields, asked)
    if other:
        reading.notes.add("ignored", place=asked.place, fields="choice other")
    _keeps_order(reading, fields, asked)
    return {"type": "ranking", "choices": _first(reading, choices, asked, 15)}


def _first(reading: Reading, choices: list[dict[str, Any]], asked: Asked, limit: int) -> list[dict[str, Any]]:
    if len(choices) > limit:
        reading.notes.add("surplus", place=f"{asked.place}: choices", limit=limit)
    return choices[:limit]


def _picture(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    made = []
    for number, choice in enumerate(fields.children("choices"), start=1):
        id_ = asked.options.give(choice.name("id") or f"picture_{number}")
        made.append({"id": id_, "text": {reading.wording.first: str(number)}, "image": choice.text("imageUrl")})
    reading.notes.add("changed", place=asked.place, before="pictures without words", after="pictures called 1, 2, …")
    return {"type": "picture", "choices": made, "multiple": fields.flag("allowMulti")}


def _matrix(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    rows, asked.rows = _lines(reading, fields, asked, "rows", 20)
    columns, asked.columns = _lines(reading, fields, asked, "columns", 10)
    _keeps_order(reading, fields, asked)
    return {"type": "matrix", "rows": rows, "columns": columns}


def _keeps_order(reading: Reading, fields: Fields, asked: Asked) -> None:
    if fields.text("shuffleOption") not in ("", "none"):
        reading.notes.add("ignored", place=asked.place, fields="shuffleOption")


def _lines(
    reading: Reading, fields: Fields, asked: Asked, part: str, limit: int
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Rows or columns: texts in older exports, `{id, label}` in newer ones."""
    names = Names(part.removesuffix("s"))
    made, pairs = [], []
    for number, line in enumerate(fields.items(part), start=1):
        new = isinstance(line, dict) and "label" in line
        text = reading.wording.text(line["label"] if new else line, asked.place)
        foreign = str(line.get("id", "")) if new else ""
        id_ = names.unused(foreign or f"{part.removesuffix('s')}_{number}")
        pairs.append((foreign, id_))
        made.append({"id": id_, "text": text or {reading.wording.first: str(number)}})
    return _first(reading, made, asked, limit), pairs


CHOOSING: dict[str, Callable[[Reading, Fields, Asked], dict[str, Any]]] = {
    "multipleChoiceSingle": _single,
    "multipleChoiceMulti": _multiple,
    "ranking": _ranking,
    "pictureSelection": _picture,
    "matrix": _matrix,
}
