"""Formbricks' questions, a reader by type."""

from collections.abc import Callable
from typing import Any

from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.formbricks.choosing import CHOOSING
from voc.surveys.exchange.formbricks.reading import Asked, Reading

COSMETIC = {"buttonLabel", "backButtonLabel", "isColorCodingEnabled", "format", "otherOptionPlaceholder", "displayType"}
_LOOKS = {"number": "numbers", "smiley": "faces", "star": "stars"}
_SCALES = (2, 3, 5, 7, 10)
_KINDS = {"image": {"png", "jpg", "jpeg", "webp", "gif", "heic"}, "pdf": {"pdf"}, "text": {"txt", "csv"}}
_LIMITS = {
    "minLength": ("text", "minimum", "min"),
    "maxLength": ("text", "maximum", "max"),
    "minValue": ("number", "minimum", "min"),
    "maxValue": ("number", "maximum", "max"),
    "minSelections": ("multiple picture", "minimum", "min"),
    "maxSelections": ("multiple picture", "maximum", "max"),
}
"""Rules of validation that are fields of ours: the types that have it, the field, and their parameter."""

Reader = Callable[[Reading, Fields, Asked], dict[str, Any]]


def take(reading: Reading, fields: Fields, place: str) -> Asked | None:
    """Take one question into the draft; None, with a note, where there is nothing like it."""
    foreign, type_ = fields.name("id"), fields.text("type")
    fields.skip("isDraft", "insightsEnabled", "logic", "logicFallback")
    reader = READERS.get(type_)
    if reader is None:
        reading.notes.add("question", place=place, type=type_ or "?")
        return None
    asked = Asked(id=reading.draft.names.of(foreign) or reading.draft.names.unused(foreign), type="", place=place)
    words = reading.wording.text
    own = reader(reading, fields, asked)
    asked.type = own["type"]
    texts = [words(fields.raw("headline"), place), words(fields.raw("subheader"), place)]
    texts += [words(fields.raw("html"), place)] if "html" in fields else []
    said = [text for text in texts if text]
    question = {"id": asked.id, "text": said[0] if said else None, "help": said[1] if len(said) > 1 else None}
    question |= {"required": fields.flag("required") and asked.type != "statement"} | own
    _limit(reading, fields, question, place)
    left = fields.left()
    reading.cosmetic |= dict.fromkeys(name for name in left if name in COSMETIC)
    if rest := [name for name in left if name not in COSMETIC]:
        reading.notes.add("ignored", place=place, fields=", ".join(rest))
    if not reading.draft.question(place, question):
        return None
    reading.asked[foreign] = asked
    return asked


def _limit(reading: Reading, fields: Fields, question: dict[str, Any], place: str) -> None:
    validation = fields.child("validation")
    validation.skip("logic")
    for rule in validation.children("rules"):
        types, ours, parameter = _LIMITS.get(rule.text("type"), ("", "", ""))
        value = rule.child("params").number(parameter)
        if question["type"] in types.split() and value is not None:
            question[ours] = value
        else:
            reading.notes.add("ignored", place=place, fields=f"validation {rule.text('type')}")


def _open_text(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    kind = fields.text("inputType") or "text"
    placeholder = reading.wording.text(fields.raw("placeholder"), asked.place)
    limit, long = fields.child("charLimit"), fields.flag("longAnswer", default=True)
    counts = limit.flag("enabled")
    limits = {"minimum": limit.whole("min"), "maximum": limit.whole("max")}
    if kind == "text":
        return {"type": "text", "long": long, "placeholder": placeholder} | (limits if counts else {})
    return {"type": kind} if kind == "number" else {"type": kind, "placeholder": placeholder}


def _ends(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    words = reading.wording.text
    return {
        "low": words(fields.raw("lowerLabel"), asked.place),
        "high": words(fields.raw("upperLabel"), asked.place),
    }


def _nps(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    return {"type": "nps"} | _ends(reading, fields, asked)


def _rating(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    steps, look = fields.whole("range") or 5, _LOOKS.get(fields.text("scale"), "numbers")
    scale = next((scale for scale in _SCALES if scale >= steps), 10)
    if scale != steps:
        reading.notes.add("changed", place=asked.place, before=f"a scale of {steps}", after=f"one of {scale}")
    if look == "faces" and scale > 5:
        reading.notes.add("changed", place=asked.place, before="smileys", after="numbers")
        look = "numbers"
    return {"type": "rating", "scale": scale, "look": look} | _ends(reading, fields, asked)


def _action(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    link = fields.text("buttonUrl") if fields.flag("buttonExternal") else ""
    label = fields.raw("ctaButtonLabel") or fields.raw("buttonLabel")
    if link and not link.startswith("https://"):
        reading.notes.add("ignored", place=asked.place, fields=f"buttonUrl ({link})")
        link = ""
    return {"type": "statement", "button": reading.wording.text(label, asked.place), "link": link or None}


def _booking(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    host, user = fields.text("calHost") or "cal.com", fields.text("calUserName")
    reading.notes.add("changed", place=asked.place, before="a calendar", after="a link to it")
    return {"type": "statement", "link": f"https://{host}/{user}"}


def _consent(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    return {"type": "consent", "label": reading.wording.text(fields.raw("label"), asked.place)}


def _date(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    return {"type": "date"}


def _file(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    wanted = {str(each).lower().lstrip(".") for each in fields.items("allowedFileExtensions")}
    kinds = [kind for kind, extensions in _KINDS.items() if wanted & extensions]
    if foreign := sorted(wanted - set().union(*_KINDS.values())):
        reading.notes.add("ignored", place=asked.place, fields=f"allowedFileExtensions ({', '.join(foreign)})")
    size = fields.number("maxSizeInMB")
    if size is not None and size > 10:
        reading.notes.add("changed", place=asked.place, before=f"{size:g} MB", after="10 MB")
    return {
        "type": "file",
        "kinds": kinds or None,
        "limit_mb": max(1, min(10, int(size))) if size is not None else None,
        "maximum": 5 if fields.flag("allowMultipleFiles") else 1,
    }


def _form(reading: Reading, fields: Fields, asked: Asked, parts: dict[str, str]) -> dict[str, Any]:
    """A form of ours from their inputs; several of theirs may become one of ours."""
    lines: dict[str, bool] = {}
    for theirs, ours in parts.items():
        line = fields.child(theirs)
        line.skip("placeholder")
        if line.flag("show", default=True) and theirs in fields:
            reading.cosmetic |= {"placeholder": None} if "placeholder" in line else {}
            lines[ours] = line.flag("required") or lines.get(ours, False)
    if len(set(parts.values())) < len(parts):
        merged = {ours: [theirs for theirs in parts if parts[theirs] == ours] for ours in parts.values()}
        for ours, theirs in merged.items():
            if len(theirs) > 1 and ours in lines:
                reading.notes.add("changed", place=asked.place, before=", ".join(theirs), after=f"one line, {ours}")
    return {"type": "contact", "fields": [{"id": id_, "required": required} for id_, required in lines.items()]}


def _contact(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    parts = {"firstName": "name", "lastName": "name", "email": "email", "phone": "phone", "company": "company"}
    return _form(reading, fields, asked, parts)


def _address(reading: Reading, fields: Fields, asked: Asked) -> dict[str, Any]:
    lines = ("addressLine1", "addressLine2", "city", "state", "zip", "country")
    return _form(reading, fields, asked, dict.fromkeys(lines, "address"))


READERS: dict[str, Reader] = CHOOSING | {
    "openText": _open_text,
    "nps": _nps,
    "rating": _rating,
    "cta": _action,
    "cal": _booking,
    "consent": _consent,
    "date": _date,
    "fileUpload": _file,
    "contactInfo": _contact,
    "address": _address,
}
"""Every type of theirs that has a counterpart."""
