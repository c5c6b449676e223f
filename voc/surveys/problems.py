"""What an author is told about a survey, in words."""

from typing import Literal

from voc.values import Value

Severity = Literal["error", "warning"]

MESSAGES: dict[str, tuple[Severity, str]] = {
    "duplicate": ("error", "the id {id} is used twice"),
    "reserved": ("error", "the id other is kept for the respondents' own words"),
    "unreachable": ("error", "no way leads to the question {id}"),
    "unused-ending": ("warning", "no way leads to the ending {id}"),
    "loop": ("error", "leads back to {id}, so respondents would go in a circle"),
    "unknown-question": ("error", "there is no question {id}"),
    "unknown-ending": ("error", "there is no ending {id}"),
    "unknown-variable": ("error", "there is no variable {id}"),
    "unknown-hidden": ("error", "there is no hidden field {id}"),
    "unknown-choice": ("error", "the question {question} has no choice {id}"),
    "unknown-part": ("error", "the question {question} has no part {id}"),
    "unknown-source": ("error", "{source} is not known while a survey is answered"),
    "later": ("error", "looks at the answer to {id}, which is asked later"),
    "unanswerable": ("error", "looks at the answer to {id}, which takes none"),
    "recall-later": ("warning", "repeats the answer to {id} before it is given"),
    "recall-unread": ("warning", "has braces that nothing fills in; write {{answer:ID|fallback}}"),
    "too-late": ("warning", "requires {id}, which was asked before"),
    "no-words": ("error", "has no text in any language"),
    "translation": ("warning", "is not translated to {language}"),
    "minimum-above-maximum": ("error", "the minimum is above the maximum, so no answer fits"),
    "minimum-above-choices": ("error", "the minimum is above the number of choices, so no answer fits"),
    "no-whole-number": ("error", "no whole number lies between the minimum and the maximum"),
    "earliest-after-latest": ("error", "the earliest day is after the latest, so no answer fits"),
    "thumbs": ("error", "thumbs are for a scale of 2"),
    "faces": ("error", "faces are for a scale of at most 5"),
    "closes-before-opens": ("error", "closes before it opens"),
    "long": ("warning", "takes about {seconds} seconds to answer; beyond 60 many people give up"),
    "contrast": ("warning", "the accent {accent} is hard to see on {background}: {ratio}:1, where 3:1 is needed"),
}
"""Severity and wording by code; a page may translate the wording and fill in `values` itself."""


class Problem(Value):
    """One thing that an author should mend (a warning) or must, before publishing (an error)."""

    severity: Severity
    code: str
    place: str
    """JSON pointer into the definition; "" is the whole survey."""
    message: str
    values: dict[str, str] = {}
    """What the message names."""


def problem(code: str, place: str, **values: str) -> Problem:
    """A problem by its code, at its place."""
    severity, wording = MESSAGES[code]
    return Problem(severity=severity, code=code, place=place, message=worded(wording, values), values=values)


def worded(wording: str, values: dict[str, str]) -> str:
    """The wording with its values put in; braces that name none of them stay."""
    for name, value in values.items():
        wording = wording.replace("{" + name + "}", value)
    return wording
