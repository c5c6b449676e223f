"""SurveyJS' questions, a reader by type."""

from collections.abc import Callable
from typing import Any

from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.surveyjs.choosing import CHOOSING
from voc.surveys.exchange.surveyjs.reading import Asked, Reading

_LINES = {"email": "email", "tel": "phone", "url": "url", "number": "number", "range": "number", "date": "date"}
COSMETIC = {"hideNumber", "startWithNewLine", "titleLocation", "descriptionLocation", "cols", "autoGrow", "colCount"}
COSMETIC |= {"imageFit", "contentMode", "showLabel", "imageHeight", "imageWidth", "allowClear", "searchEnabled"}
COSMETIC |= {"displayMode", "autoGenerate", "minWidth", "maxWidth", "width", "size", "useDisplayValuesInDynamicTexts"}
COSMETIC |= {"storeDataAsText", "waitForUpload", "allowImagesPreview", "needConfirmRemoveFile", "storeOthersAsComment"}
_TEXT_INPUTS = ("", "text")
_SCALES = (2, 3, 5, 7, 10)
_LOOKS = {"stars": "stars", "smileys": "faces", "labels": "numbers", "": "numbers"}
_FILE_KINDS = {
    "image": ("image/", ".png", ".jpg", ".jpeg", ".webp", ".gif"),
    "pdf": ("pdf",),
    "text": ("text/", ".txt", ".csv"),
}
_MEGABYTE = 1_048_576

Reader = Callable[[Reading, Fields, Asked], dict[str, Any]]


def take(reading: Reading, fields: Fields, asked: Asked, name: str) -> bool:
    """Take one question into the draft; False, with a note, where there is nothing like it."""
    type_ = fields.text("type")
    reader = READERS.get(type_)
    if reader is None:
        reading.notes.add("question", place=asked.place, type=type_ or "?")
        return False
    own = reader(reading, fields, asked)
    question = {
        "id": asked.id,
        "text": reading.text(fields, "title", asked.place) or {reading.wording.first: name},
        "help": reading.text(fields, "description", asked.place),
        "required": fields.flag("isRequired") and own["type"] != "statement",
    } | own
    _validators(reading, fields, question, asked.place)
    reading.cosmetic |= dict.fromkeys(name for name in fields.left() if name in COSMETIC)
    fields.skip(*COSMETIC)
    reading.draft.report(asked.place, fields)
    if not reading.draft.question(asked.place, question):
        return False
    reading.asked[name] = asked
    return True


def _validators(reading: Reading, fields: Fields, question: dict[str, Any], place: str) -> None:
    """Bounds that a question of ours has; anything else is noted."""
    for validator in fields.children("validators"):
        kind = validator.text("type").removesuffix("validator")
        bounds = {
            ("numeric", "number"): {"minimum": "minValue", "maximum": "maxValue"},
            ("text", "text"): {"minimum": "minLength", "maximum": "maxLength"},
            ("answercount", "multiple"): {"minimum": "minCount", "maximum": "maxCount"},
            ("email", "email"): {},
        }.get((kind, question["type"]))
        if kind == "email" and question["type"] == "text":
            for name in ("long", "minimum", "maximum"):
                question.pop(name, None)
            question["type"] = "email"
        elif bounds is None:
            reading.notes.add("ignored", place=place, fields=f"validator {kind}")
            continue
        given = {ours: validator.number(theirs) for ours, theirs in (bounds or {}).items()}
        question |= {ours: value for ours, value in given.items() if value}
        validator.skip("type")
        reading.draft.report(f"{place}, validator {kind}", validator)


def _line(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    kind = fields.text("inputType")
    type_ = _LINES.get(kind, "text")
    if type_ == "number":
        fields.skip("placeholder", "maxLength")
        return {"type": "number", "minimum": fields.number("min"), "maximum": fields.number("max")}
    if type_ == "date":
        fields.skip("placeholder")
        return {"type": "date", "earliest": _day(fields, "min"), "latest": _day(fields, "max")}
    placeholder = reading.text(fields, "placeholder" if "placeholder" in fields else "placeHolder", asked.place)
    if type_ != "text":
        return {"type": type_, "placeholder": placeholder}
    if kind not in _TEXT_INPUTS:
        reading.notes.add("changed", place=asked.place, before=f"an input for {kind}", after="a line of text")
    return {"type": "text", "long": False, "maximum": _longest(fields), "placeholder": placeholder}


def _day(fields: Fields, name: str) -> str | None:
    return fields.text(name)[:10] or None


def _longest(fields: Fields) -> int | None:
    longest = fields.whole("maxLength")
    return longest if longest and longest > 0 else None


def _comment(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    placeholder = reading.text(fields, "placeholder" if "placeholder" in fields else "placeHolder", asked.place)
    reading.cosmetic |= {"rows": None} if "rows" in fields else {}
    fields.skip("rows")
    return {"type": "text", "long": True, "maximum": _longest(fields), "placeholder": placeholder}


def _rating(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    ends = {
        "low": reading.text(fields, "minRateDescription", asked.place),
        "high": reading.text(fields, "maxRateDescription", asked.place),
    }
    values = [each.get("value") if isinstance(each, dict) else each for each in fields.items("rateValues")]
    count = fields.whole("rateCount")
    low, high = fields.whole("rateMin"), fields.whole("rateMax")
    low = 1 if low is None else low
    high = (low + count - 1 if count else 5) if high is None else high
    look = _LOOKS.get(fields.text("rateType") or fields.text("rateDisplayMode"), "numbers")
    if values and all(isinstance(value, int) for value in values):
        low, high = values[0], values[-1]
    elif values:
        reading.notes.add("ignored", place=asked.place, fields="rateValues")
        low, high = 1, len(values)
    if (low, high) == (0, 10):
        return {"type": "nps"} | ends
    scale = next((scale for scale in _SCALES if scale >= high - low + 1), 10)
    if (low, high) != (1, scale):
        reading.notes.add(
            "changed", place=asked.place, before=f"a scale from {low} to {high}", after=f"one from 1 to {scale}"
        )
    if look == "faces" and scale > 5:
        reading.notes.add("changed", place=asked.place, before="smileys", after="numbers")
        look = "numbers"
    return {"type": "rating", "scale": scale, "look": look} | ends


def _file(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    wanted = fields.text("acceptedTypes").lower()
    kinds = [kind for kind, marks in _FILE_KINDS.items() if any(mark in wanted for mark in marks)]
    size = fields.number("maxSize")
    if size is not None and size > 10 * _MEGABYTE:
        reading.notes.add("changed", place=asked.place, before=f"{size / _MEGABYTE:g} MB", after="10 MB")
    return {
        "type": "file",
        "kinds": kinds or None,
        "limit_mb": max(1, min(10, int(size // _MEGABYTE))) if size is not None else None,
        "maximum": 5 if fields.flag("allowMultiple") else 1,
    }


def _words(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    made = {"type": "statement", "text": reading.text(fields, "html", asked.place)}
    return made | {"text": made["text"] or reading.text(fields, "title", asked.place)}


READERS: dict[str, Reader] = CHOOSING | {
    "text": _line,
    "comment": _comment,
    "rating": _rating,
    "file": _file,
    "html": _words,
}
"""Every type of theirs that has a counterpart; panels and groups of lines are taken apart before."""
