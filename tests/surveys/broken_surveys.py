"""A table of broken surveys: what is wrong with each, and where an author is told so."""

from tests.surveys.short_surveys import (
    ALWAYS,
    AT_LEAST_4,
    AT_MOST_3,
    CALCULATE,
    CHOICES,
    NEVER,
    QUOTA,
    ask,
    end,
    endings,
    jump,
    look,
    rule,
    survey,
    when,
)
from voc.surveys.definition import Definition

BROKEN: dict[str, tuple[Definition, list[tuple[str, str]]]] = {
    "two questions of one id": (survey(ask("a"), ask("a")), [("duplicate", "/questions/1/id")]),
    "a hidden field like a question": (survey(ask("a"), hidden=["a"]), [("duplicate", "/hidden/0")]),
    "a variable like a hidden field": (
        survey(ask("a"), hidden=["b"], variables=[{"id": "b"}]),
        [("duplicate", "/variables/0/id")],
    ),
    "two endings of one id": (
        survey(ask("a"), endings=endings("x", "x")),
        [
            ("duplicate", "/endings/1/id"),
            ("unused-ending", "/endings/1"),
        ],
    ),
    "two quotas of one id": (
        survey(ask("a"), schedule={"quotas": [QUOTA, QUOTA]}),
        [("duplicate", "/schedule/quotas/1/id")],
    ),
    "two choices of one id": (
        survey(ask("a", "single", choices=[CHOICES[0], CHOICES[0]])),
        [("duplicate", "/questions/0/choices/1/id")],
    ),
    "two rows of one id": (
        survey(ask("a", "matrix", rows=[CHOICES[0]] * 2, columns=CHOICES)),
        [("duplicate", "/questions/0/rows/1/id")],
    ),
    "a choice named other beside other": (
        survey(ask("a", "single", choices=[*CHOICES, {"id": "other", "text": {"en": "x"}}], other=True)),
        [("reserved", "/questions/0/choices/2/id")],
    ),
    "a question that is always jumped over": (
        survey(ask("a", "nps", rule(ALWAYS, jump("c"))), ask("b"), ask("c")),
        [("unreachable", "/questions/1")],
    ),
    "a question after a certain end": (
        survey(ask("a", "nps", rule({"any": [ALWAYS]}, end("x"))), ask("b"), endings=endings("x")),
        [("unreachable", "/questions/1")],
    ),
    "a question that only an impossible jump leads to": (
        survey(ask("a", "nps", rule(NEVER, jump("b")), rule(ALWAYS, jump("c"))), ask("b"), ask("c")),
        [("unreachable", "/questions/1")],
    ),
    "a jump after a certain one": (
        survey(ask("a", "nps", rule(ALWAYS, jump("c")), rule(ALWAYS, jump("b"))), ask("b"), ask("c")),
        [("unreachable", "/questions/1")],
    ),
    "a question that every possible answer passes over": (
        survey(
            ask("a", "csat", rule(AT_LEAST_4, jump("c")), rule(AT_MOST_3, end("x")), required=True),
            ask("b"),
            ask("c"),
            endings=endings("x"),
        ),
        [("unreachable", "/questions/1")],
    ),
    "a question that every choice passes over": (
        survey(
            ask(
                "a",
                "single",
                *(rule(look("answer:a", "equals", value=v), jump("c")) for v in ("yes", "no")),
                choices=CHOICES,
                required=True,
            ),
            ask("b"),
            ask("c"),
        ),
        [("unreachable", "/questions/1")],
    ),
    "an ending that only an impossible answer leads to": (
        survey(ask("a", "csat", rule(look("answer:a", "less", value=1), end("y"))), endings=endings("x", "y")),
        [("unused-ending", "/endings/1")],
    ),
    "an ending that nothing leads to": (
        survey(ask("a"), endings=endings("x", "y")),
        [("unused-ending", "/endings/1")],
    ),
    "a jump back": (
        survey(ask("a"), ask("b", "nps", rule(look("answer:b"), jump("a")))),
        [("loop", "/questions/1/rules/0/then/0/to")],
    ),
    "a jump to itself": (
        survey(ask("a", "nps", rule(look("answer:a"), jump("a")))),
        [("loop", "/questions/0/rules/0/then/0/to")],
    ),
    "a jump to no question": (
        survey(ask("a", "nps", rule(ALWAYS, jump("gone")))),
        [("unknown-question", "/questions/0/rules/0/then/0/to")],
    ),
    "an end at no ending": (
        survey(ask("a", "nps", rule(ALWAYS, end("gone")))),
        [("unknown-ending", "/questions/0/rules/0/then/0/ending")],
    ),
    "no question required": (
        survey(ask("a", "nps", rule(ALWAYS, {"do": "require", "question": "gone"}))),
        [("unknown-question", "/questions/0/rules/0/then/0/question")],
    ),
    "an earlier question required": (
        survey(ask("a"), ask("b", "nps", rule(ALWAYS, {"do": "require", "question": "a"}))),
        [("too-late", "/questions/1/rules/0/then/0/question")],
    ),
    "no variable calculated": (
        survey(ask("a", "nps", rule(ALWAYS, CALCULATE))),
        [("unknown-variable", "/questions/0/rules/0/then/0/variable")],
    ),
    "a calculation from no question": (
        survey(ask("a", "nps", rule(ALWAYS, CALCULATE | {"value": {"from": "answer:gone"}})), variables=[{"id": "v"}]),
        [("unknown-question", "/questions/0/rules/0/then/0/value/from")],
    ),
    "a quota with no ending": (
        survey(ask("a"), schedule={"quotas": [QUOTA | {"ending": "gone"}]}),
        [("unknown-ending", "/schedule/quotas/0/ending")],
    ),
    "a quota about no question": (
        survey(ask("a"), schedule={"quotas": [QUOTA | {"where": {"all": [look("answer:gone")]}}]}),
        [("unknown-question", "/schedule/quotas/0/where/all/0/on")],
    ),
    "a condition on no question": (
        survey(when("answer:gone"), ask("b")),
        [("unknown-question", "/questions/0/rules/0/when/on")],
    ),
    "a condition on a later question": (
        survey(when("answer:b"), ask("b")),
        [("later", "/questions/0/rules/0/when/on")],
    ),
    "a condition on a statement": (
        survey(ask("s", "statement", rule(look("answer:s"), jump("b"))), ask("b")),
        [("unanswerable", "/questions/0/rules/0/when/on")],
    ),
    "a condition on no part": (
        survey(when("answer:a.other"), ask("b")),
        [("unknown-part", "/questions/0/rules/0/when/on")],
    ),
    "a condition on no hidden field": (
        survey(when("hidden:gone"), ask("b")),
        [("unknown-hidden", "/questions/0/rules/0/when/on")],
    ),
    "a condition on no variable": (
        survey(when("variable:gone"), ask("b")),
        [("unknown-variable", "/questions/0/rules/0/when/on")],
    ),
    "a condition on the page's address": (
        survey(when("url"), ask("b")),
        [("unknown-source", "/questions/0/rules/0/when/on")],
    ),
    "a condition on no choice": (
        survey(
            ask(
                "a",
                "single",
                rule({"any": [look("answer:a", "in", value=["yes", "gone"])]}, jump("b")),
                choices=CHOICES,
            ),
            ask("b"),
        ),
        [("unknown-choice", "/questions/0/rules/0/when/any/0/value")],
    ),
    "a condition on no column": (
        survey(
            ask(
                "a",
                "matrix",
                rule(look("answer:a.yes", "equals", value="gone"), jump("b")),
                rows=CHOICES,
                columns=CHOICES,
            ),
            ask("b"),
        ),
        [("unknown-choice", "/questions/0/rules/0/when/value")],
    ),
    "a question without words": (survey(ask("a", text={"en": " "})), [("no-words", "/questions/0/text")]),
    "a missing translation": (
        survey(ask("a", low={"ko": "전혀"}), languages=["en", "ko"]),
        [("translation", "/questions/0/text"), ("translation", "/questions/0/low")],
    ),
    "a blank translation": (
        survey(ask("a", text={"en": "?", "ko": ""})),
        [("translation", "/questions/0/text")],
    ),
    "a recall of no question": (
        survey(ask("a", text={"en": "{{answer:gone}}"})),
        [("unknown-question", "/questions/0/text/en")],
    ),
    "a recall of the question itself": (
        survey(ask("a", text={"en": "{{answer:a}}"})),
        [("recall-later", "/questions/0/text/en")],
    ),
    "a recall that is misspelt": (
        survey(ask("a"), endings=[{"id": "x", "title": {"en": "Bye {{name}}"}}]),
        [("recall-unread", "/endings/0/title/en")],
    ),
    "a text's minimum above its limit": (
        survey(ask("a", "text", long=False, minimum=300)),
        [("minimum-above-maximum", "/questions/0/minimum")],
    ),
    "a number's bounds": (
        survey(ask("a", "number", minimum=5, maximum=4)),
        [("minimum-above-maximum", "/questions/0/minimum")],
    ),
    "no whole number": (
        survey(ask("a", "number", minimum=1.2, maximum=1.8, whole=True)),
        [("no-whole-number", "/questions/0/minimum")],
    ),
    "more choices asked for than there are": (
        survey(ask("a", "multiple", choices=CHOICES, minimum=3)),
        [("minimum-above-choices", "/questions/0/minimum")],
    ),
    "days the wrong way round": (
        survey(ask("a", "date", earliest="2026-02-01", latest="2026-01-01")),
        [("earliest-after-latest", "/questions/0/earliest")],
    ),
    "thumbs of five": (survey(ask("a", "rating", look="thumbs")), [("thumbs", "/questions/0/look")]),
    "faces of ten": (survey(ask("a", "rating", look="faces", scale=10)), [("faces", "/questions/0/look")]),
    "closing before opening": (
        survey(ask("a"), schedule={"opens_at": "2026-03-02T00:00:00Z", "closes_at": "2026-03-01T00:00:00Z"}),
        [("closes-before-opens", "/schedule/closes_at")],
    ),
    "too long": (survey(*(ask(id_, "text") for id_ in "abc")), [("long", "")]),
    "an accent that cannot be seen": (
        survey(ask("a"), appearance={"scheme": "light", "accent": "#ffff00"}),
        [("contrast", "/appearance/accent")],
    ),
}
"""By name, a survey and the problems that are found in it: code and place."""
