"""Triggers and conditions between a form and the survey's targeting; pure."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from voc.surveys.conditions import Condition
from voc.surveys.pages.tabs import TabForm, Wrong, amount
from voc.surveys.targeting import Targeting, Trigger

TRIGGERS = ("page", "route", "click", "event", "scroll", "delay", "exit", "idle", "tab")
ABOUT = ("url", "device", "language", "customer", "segment")
DEVICES = ("phone", "tablet", "desktop")
URL_OPERATORS = (
    "contains", "not_contains", "equals", "not_equals", "starts", "not_starts", "ends", "not_ends", "matches",
    "not_matches",
)  # fmt: skip
VALUE_OPERATORS = (
    "equals", "not_equals", "contains", "not_contains", "greater", "less", "at_least", "at_most", "in", "not_in",
    "answered", "skipped",
)  # fmt: skip
NEGATIONS = ("not_equals", "not_contains", "not_starts", "not_ends", "not_matches")
GROUP = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TRIGGER: TypeAdapter[Trigger] = TypeAdapter(Trigger)
_CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)
Json = dict[str, Any]
Read = tuple[Json | None, Wrong]
"""What a form says, as JSON of the definition; or what is wrong with it."""


class TriggerForm(TabForm):
    """A trigger to add."""

    on: str = ""
    selector: str = ""
    name: str = ""
    share_pct: str = ""
    seconds: str = ""


class ConditionForm(TabForm):
    """A condition to add."""

    about: str = ""
    attribute: str = ""
    operator: str = ""
    value: str = ""
    segment: str = ""
    phone: str = ""
    tablet: str = ""
    desktop: str = ""


def trigger_of(form: TriggerForm) -> Read:
    """The trigger that a form describes."""
    fields: dict[str, Callable[[], tuple[str, str, Any]]] = {
        "click": lambda: ("selector", "selector", form.selector or None),
        "event": lambda: ("name", "name", form.name or None),
        "scroll": lambda: ("share_pct", "share", _share(form.share_pct)),
        "delay": lambda: ("seconds", "seconds", amount(form.seconds, 0, 3_600)),
        "idle": lambda: ("seconds", "seconds", amount(form.seconds, 1, 3_600)),
    }
    if form.on not in TRIGGERS:
        return None, {"on": "choose"}
    made: Json = {"on": form.on}
    if form.on in fields:
        field, name, value = fields[form.on]()
        if value is None:
            return None, {field: "empty" if field in ("selector", "name") else "range"}
        made[name] = value
    return _checked(_TRIGGER, made, "on")


def condition_of(form: ConditionForm) -> Read:
    """The condition that a form describes; several addresses become a choice between them."""
    readers = {"url": _url, "device": _device, "language": _language, "customer": _customer, "segment": _segment}
    if form.about not in readers:
        return None, {"about": "choose"}
    made, wrong = readers[form.about](form)
    return (None, wrong) if made is None else _checked(_CONDITION, made, "value")


def conditions(targeting: Targeting) -> list[Json]:
    """The parts that must all hold, as JSON."""
    where = targeting.model_dump(mode="json")["where"]
    return list(where["all"]) if "all" in where else [where]


def without(parts: list[Json], part: Json) -> list[Json]:
    """The list less the first entry that equals `part`; sent twice, it removes nothing else."""
    kept = list(parts)
    if part in kept:
        kept.remove(part)
    return kept


def is_entry(entry: Any) -> bool:
    """Whether this is the JSON of a trigger or of a condition."""
    if not isinstance(entry, dict):
        return False
    adapter: TypeAdapter[Any] = _TRIGGER if entry.get("on") in TRIGGERS else _CONDITION
    try:
        adapter.validate_python(entry)
    except ValidationError:
        return False
    return True


def _share(text: str) -> float | None:
    pct = amount(text, 0, 100)
    return None if pct is None else round(pct / 100, 4)


def _checked(adapter: TypeAdapter[Any], made: Json, field: str) -> Read:
    try:
        return adapter.validate_python(made).model_dump(mode="json"), {}
    except ValidationError:
        return None, {field: "pattern" if "match" in str(made.get("is", "")) else "fits_not"}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _words(text: str) -> list[str]:
    return [word.strip() for line in text.splitlines() for word in line.split(",") if word.strip()]


def _url(form: ConditionForm) -> Read:
    if form.operator not in URL_OPERATORS:
        return None, {"operator": "choose"}
    tests = [{"on": "url", "is": form.operator, "value": line} for line in _lines(form.value)]
    if not tests:
        return None, {"value": "empty"}
    if len(tests) == 1:
        return tests[0], {}
    return {"all" if form.operator in NEGATIONS else "any": tests}, {}


def _device(form: ConditionForm) -> Read:
    chosen = [device for device in DEVICES if getattr(form, device)]
    return ({"on": "device", "is": "in", "value": chosen}, {}) if chosen else (None, {"phone": "choose"})


def _language(form: ConditionForm) -> Read:
    codes = _words(form.value)
    if not codes:
        return None, {"value": "empty"}
    return {"on": "language", "is": "in", "value": codes}, {}


def _customer(form: ConditionForm) -> Read:
    if not form.attribute:
        return None, {"attribute": "empty"}
    if form.operator not in VALUE_OPERATORS:
        return None, {"operator": "choose"}
    made: Json = {"on": f"customer:{form.attribute}", "is": form.operator}
    if form.operator in ("answered", "skipped"):
        return made, {}
    if not form.value:
        return None, {"value": "empty"}
    return made | {"value": _words(form.value) if form.operator in ("in", "not_in") else form.value}, {}


def _segment(form: ConditionForm) -> Read:
    if not form.segment:
        return None, {"segment": "choose"}
    return {"on": f"segment:{form.segment}", "is": "equals", "value": form.operator != "not"}, {}
