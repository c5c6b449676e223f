"""SurveyJS' expressions become conditions.

Understood: comparisons of one question, variable or hidden value with constants, joined by `and`, `or`, `not` and
brackets. Arithmetic, functions and comparisons of two questions are not: those raise `Inexpressible`.

    or      = and { "or" and }
    and     = unary { "and" unary }
    unary   = "not" unary | "(" or ")" | test
    test    = operand [ ("empty" | "notempty") | operator operand ]
    operand = {name} | constant | "[" constant { "," constant } "]"
"""

from collections.abc import Callable
from typing import Any

from voc.surveys.exchange.surveyjs.tokens import Inexpressible, Token, tokens

Condition = dict[str, Any]
Resolve = Callable[[str, Any], tuple[str, Any]]
"""Our source for a name of theirs, and a constant of theirs as ours; raises `Inexpressible` for a name unknown."""

_COMPARISONS = {
    "equal": "equals",
    "notequal": "not_equals",
    "less": "less",
    "greater": "greater",
    "lessorequal": "at_most",
    "greaterorequal": "at_least",
    "contains": "contains",
    "notcontains": "not_contains",
    "anyof": "any_of",
    "noneof": "none_of",
    "allof": "contains",
    "startswith": "starts",
    "endswith": "ends",
}
_FLIPPED = {"less": "greater", "greater": "less", "lessorequal": "greaterorequal", "greaterorequal": "lessorequal"}
_OPPOSITES = {
    "equals": "not_equals",
    "contains": "not_contains",
    "any_of": "none_of",
    "answered": "skipped",
    "starts": "not_starts",
    "ends": "not_ends",
}
_OPPOSITES |= {negative: positive for positive, negative in _OPPOSITES.items()}
_BEYOND = {"less": "at_least", "at_least": "less", "greater": "at_most", "at_most": "greater"}
_DEPTH_LIMIT = 30


def condition(expression: str, resolve: Resolve) -> Condition:
    """The condition that an expression states.

    Raises:
        Inexpressible: it is no expression, or says more than conditions can.
    """
    parser = _Parser(expression, tokens(expression), resolve)
    made = parser.disjunction(0)
    if parser.rest():
        raise Inexpressible(f"“{expression}”")
    return made


def negated(when: Condition) -> Condition:
    """The condition that holds exactly when `when` does not."""
    if "all" in when:
        return {"any": [negated(each) for each in when["all"]]}
    if "any" in when:
        return {"all": [negated(each) for each in when["any"]]}
    operator = when["is"]
    if operator in _BEYOND:  # neither way of comparing holds for a missing answer
        return {"any": [{"on": when["on"], "is": "skipped"}, when | {"is": _BEYOND[operator]}]}
    return when | {"is": _OPPOSITES[operator]}


class _Parser:
    def __init__(self, expression: str, words: list[Token], resolve: Resolve) -> None:
        self._expression = expression
        self._words = words
        self._at = 0
        self._resolve = resolve

    def rest(self) -> bool:
        """Whether something follows what was read."""
        return self._at < len(self._words)

    def disjunction(self, depth: int) -> Condition:
        """Parts joined by `or`."""
        return self._joined("or", "any", self._conjunction, depth)

    def _conjunction(self, depth: int) -> Condition:
        return self._joined("and", "all", self._unary, depth)

    def _joined(self, word: str, kind: str, part: Callable[[int], Condition], depth: int) -> Condition:
        parts = [part(depth)]
        while self._takes("op", word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else {kind: parts}

    def _unary(self, depth: int) -> Condition:
        if depth > _DEPTH_LIMIT:
            raise self._unknown()
        if self._takes("op", "not"):
            return negated(self._unary(depth + 1))
        if self._takes("sign", "("):
            inner = self.disjunction(depth + 1)
            self._needs("sign", ")")
            return inner
        return self._test()

    def _test(self) -> Condition:
        left = self._operand()
        if self._takes("op", "empty"):
            return self._bare(left, "skipped")
        if self._takes("op", "notempty"):
            return self._bare(left, "answered")
        word = self._next() if self.rest() else None
        if word is None or word.kind != "op" or word.value not in _COMPARISONS:
            if word is not None and word != Token("sign", ")") and word.value not in ("and", "or"):
                raise self._unknown()
            self._at -= word is not None
            return self._compared(left, "equal", Token("value", True))
        right = self._operand()
        if left.kind == "value":
            return self._compared(right, _FLIPPED.get(word.value, word.value), left)
        return self._compared(left, word.value, right)

    def _compared(self, left: Token, operator: str, right: Token) -> Condition:
        if left.kind != "name" or right.kind != "value":
            raise self._unknown()
        source, value = self._resolve(left.value, right.value)
        if value is None:
            return {"on": source, "is": "skipped" if operator == "equal" else "answered"}
        if operator == "allof" or (operator == "contains" and isinstance(value, list)):
            parts = value if isinstance(value, list) else [value]
            return {"all": [{"on": source, "is": "contains", "value": each} for each in parts]}
        listed = operator in ("anyof", "noneof") and not isinstance(value, list)
        return {"on": source, "is": _COMPARISONS[operator], "value": [value] if listed else value}

    def _bare(self, left: Token, operator: str) -> Condition:
        if left.kind != "name":
            raise self._unknown()
        return {"on": self._resolve(left.value, None)[0], "is": operator}

    def _operand(self) -> Token:
        if self._takes("sign", "["):
            values = [self._constant()]
            while self._takes("sign", ","):
                values.append(self._constant())
            self._needs("sign", "]")
            return Token("value", values)
        word = self._next()
        if word.kind not in ("name", "value"):
            raise self._unknown()
        return word

    def _constant(self) -> Any:
        word = self._next()
        if word.kind != "value":
            raise self._unknown()
        return word.value

    def _next(self) -> Token:
        if not self.rest():
            raise self._unknown()
        self._at += 1
        return self._words[self._at - 1]

    def _takes(self, kind: str, value: str) -> bool:
        found = self.rest() and self._words[self._at] == Token(kind, value)
        self._at += found
        return found

    def _needs(self, kind: str, value: str) -> None:
        if not self._takes(kind, value):
            raise self._unknown()

    def _unknown(self) -> Inexpressible:
        return Inexpressible(f"“{self._expression}”")
