"""SurveyJS' expressions, cut into words."""

import re
from typing import Any, NamedTuple

LENGTH_LIMIT = 5_000
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<name>\{[^{}]*\})
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<sign><=|>=|<>|!=|==|\*=|&&|\|\||[=<>!()\[\],+\-*/%^])
    | (?P<word>[^\W\d][\w.]*)
    )""",
    re.VERBOSE,
)
_SIGNS = {
    "=": "equal",
    "==": "equal",
    "!=": "notequal",
    "<>": "notequal",
    "<": "less",
    ">": "greater",
    "<=": "lessorequal",
    ">=": "greaterorequal",
    "*=": "contains",
    "&&": "and",
    "||": "or",
    "!": "not",
}
_WORDS = {"contain": "contains", "notcontain": "notcontains", "negate": "not"}
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}


class Inexpressible(Exception):
    """An expression that our conditions cannot say, or that is no expression; the message is for a note."""


class Token(NamedTuple):
    """One word: a `name`, a `value`, an operator (`op`), or a bracket or comma (`sign`)."""

    kind: str
    value: Any


def tokens(expression: str) -> list[Token]:
    """The words of an expression.

    Raises:
        Inexpressible: something in it is no word of the language.
    """
    if len(expression) > LENGTH_LIMIT:
        raise Inexpressible("an expression longer than anyone reads")
    made, at = [], 0
    while expression[at:].strip():
        match = _TOKEN.match(expression, at)
        if match is None:
            raise Inexpressible(f"“{expression}”")
        made.append(_token(match))
        at = match.end()
    return made


def _token(match: re.Match[str]) -> Token:
    text = match[match.lastgroup or 0]
    if match.lastgroup == "name":
        return Token("name", text[1:-1].strip().removeprefix("#"))
    if match.lastgroup == "string":
        return Token("value", re.sub(r"\\(.)", r"\1", text[1:-1]))
    if match.lastgroup == "number":
        return Token("value", float(text) if "." in text else int(text))
    if match.lastgroup == "sign":
        return Token("op", _SIGNS[text]) if text in _SIGNS else Token("sign", text)
    word = text.lower()
    if word in _CONSTANTS:
        return Token("value", _CONSTANTS[word])
    return Token("op", _WORDS.get(word, word))
