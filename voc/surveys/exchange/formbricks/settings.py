"""Formbricks' settings of a survey: who is asked, when, and what it looks like."""

import re
from datetime import UTC, datetime
from typing import Any

from voc.surveys.exchange.draft import Draft
from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.formbricks.reading import Reading

_TRIGGERS_LIMIT = 20
_URL_RULES = {
    "exactMatch": "equals",
    "contains": "contains",
    "startsWith": "starts",
    "endsWith": "ends",
    "notMatch": "not_equals",
    "notContains": "not_contains",
    "matchesRegex": "matches",
}
_POSITIONS = {
    "bottomLeft": "bottom_left",
    "bottomRight": "bottom_right",
    "topLeft": "top_left",
    "topRight": "top_right",
    "center": "center",
}


def take(reading: Reading, survey: Fields) -> None:
    """Take the targeting, the schedule and the appearance into the draft."""
    _schedule(reading.draft, survey)
    _triggers(reading, survey)
    _frequency(reading, survey)
    share = survey.number("displayPercentage")
    if share is not None:
        reading.draft.part("targeting", "displayPercentage", sample_share=share / 100)
    _placement(reading.draft, survey)
    _colours(reading, survey)


def _schedule(draft: Draft, survey: Fields) -> None:
    draft.part("schedule", "runOnDate", opens_at=_time(survey.text("runOnDate")))
    draft.part("schedule", "closeOnDate", closes_at=_time(survey.text("closeOnDate")))
    draft.part("schedule", "autoComplete", limit=survey.whole("autoComplete"))


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def _triggers(reading: Reading, survey: Fields) -> None:
    made: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    for trigger in survey.children("triggers"):
        action = trigger.child("actionClass")
        name, key, config = action.text("name"), action.text("key"), action.child("noCodeConfig")
        place = f"trigger {name or key}"
        found = {"on": "event", "name": key or name} if key else _trigger(config)
        if found is None:
            reading.notes.add("ignored", place=place, fields=config.text("type") or "the whole trigger")
            continue
        made.append(found)
        pages += _pages(reading, place, config)
    if len(made) > _TRIGGERS_LIMIT:
        reading.notes.add("surplus", place="triggers", limit=_TRIGGERS_LIMIT)
    for trigger in _delayed(reading, made[:_TRIGGERS_LIMIT], survey.number("delay")):
        triggers = [*reading.draft.parts["targeting"].get("triggers", []), trigger]
        if trigger not in triggers[:-1]:
            reading.draft.part("targeting", f"trigger {trigger.get('name', trigger['on'])}", triggers=triggers)
    if pages:
        if len(made) > 1:
            reading.notes.add("changed", place="triggers", before="pages of one trigger", after="pages of all triggers")
        where = pages[0] if len(pages) == 1 else {"any": pages}
        reading.draft.part("targeting", "triggers", where=where)


def _delayed(reading: Reading, triggers: list[dict[str, Any]], delay: float | None) -> list[dict[str, Any]]:
    """Triggers of a survey that waits some seconds after them; only after a page view can ours wait."""
    if delay and any(each["on"] != "page" for each in triggers):
        reading.notes.add("ignored", place="settings", fields=f"delay ({delay:g} s) after other triggers than pages")
    wait = {"on": "delay", "seconds": delay}
    return [wait if delay and each["on"] == "page" else each for each in triggers]


def _trigger(config: Fields) -> dict[str, Any] | None:
    match config.text("type"):
        case "pageView":
            return {"on": "page"}
        case "exitIntent":
            return {"on": "exit"}
        case "fiftyPercentScroll":
            return {"on": "scroll", "share": 0.5}
        case "click":
            selector = config.child("elementSelector").text("cssSelector")
            return {"on": "click", "selector": selector} if selector else None
    return None


def _pages(reading: Reading, place: str, config: Fields) -> list[dict[str, Any]]:
    tests = []
    for page in config.children("urlFilters"):
        operator, value = _URL_RULES.get(page.text("rule")), page.text("value")
        if operator and value:
            tests.append({"on": "url", "is": operator, "value": value})
        else:
            reading.notes.add("ignored", place=place, fields=f"url {page.text('rule')} {value}")
    return tests


def _frequency(reading: Reading, survey: Fields) -> None:
    option, days = survey.text("displayOption"), survey.whole("recontactDays")
    frequency: dict[str, Any] = {}
    if option == "respondMultiple":
        frequency["every_days"] = days or 0
    elif option in ("displayMultiple", "displaySome"):
        reading.notes.add("changed", place="settings", before=f"displayOption {option}", after="asking once")
    if days == 0:
        frequency["override_quiet"] = True
    elif days and option != "respondMultiple":
        reading.notes.add("ignored", place="settings", fields=f"recontactDays ({days})")
    if frequency:
        reading.draft.part("targeting", "recontactDays", frequency=frequency)


def _placement(draft: Draft, survey: Fields) -> None:
    overwrites = survey.child("projectOverwrites")
    if survey.text("type") == "link":
        draft.part("appearance", "type", placement="page")
    elif position := _POSITIONS.get(overwrites.text("placement")):
        draft.part("appearance", "placement", position=position)
    if colour := _colour(overwrites.text("brandColor")):
        draft.part("appearance", "brandColor", accent=colour)


def _colours(reading: Reading, survey: Fields) -> None:
    """Colours of the light scheme, unless the survey says that it follows its project's."""
    styling = survey.child("styling")
    if not styling.flag("overwriteThemeStyling", default=True):
        return
    draft = reading.draft
    accent = _colour(styling.child("brandColor").text("light"))
    draft.part("appearance", "styling.brandColor", accent=accent)
    background = _colour(styling.child("cardBackgroundColor").text("light"))
    text = _colour(styling.child("questionColor").text("light"))
    if background or text:
        draft.part("appearance", "styling", background=background, text=text, scheme="light")
    radius = styling.whole("roundness")
    draft.part("appearance", "styling.roundness", radius=min(radius, 24) if radius is not None else None)
    if styling.flag("hideProgressBar"):
        draft.part("appearance", "styling.hideProgressBar", progress=False)


def _colour(text: str) -> str | None:
    """`#rrggbb` of a colour in hexadecimal; what it says of transparency is dropped."""
    if match := re.fullmatch(r"#([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?", text):
        return f"#{match[1].lower()}"
    short = re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", text)
    return f"#{''.join(digit * 2 for digit in short.groups())}".lower() if short else None
