"""Reads a pattern of the dialect into an automaton; `patterns` says what the dialect is and walks it."""

from collections.abc import Callable
from dataclasses import dataclass

LIMIT_CHARACTERS = 200
CLASSES = {"d": "09", "w": "09AZ__az", "s": "\t\r  "}
"""What a letter after a backslash stands for: pairs of first and last character, all ASCII."""
END = 0
"""The state in which a text has matched."""
_SIGNS = ("*", "+", "?")
_REFUSED = {
    "{": "{ } is not available; a backslash before it means the character",
    "}": "{ } is not available; a backslash before it means the character",
    "]": "a ] without its [; a backslash before it means the character",
}


class PatternError(ValueError):
    """The pattern is not in the dialect; the message says what and where (counted from 1)."""


@dataclass(slots=True)
class State:
    """One node of the automaton: it takes a character that fits `pairs`, or moves on for nothing."""

    kind: str
    """`take`, `fork`, `start`, `end` or `match`."""
    out: int = END
    other: int = END
    pairs: str = ""
    negated: bool = False

    def takes(self, character: str) -> bool:
        """Whether it moves on with this character."""
        pairs = self.pairs
        return self.negated != any(pairs[i] <= character <= pairs[i + 1] for i in range(0, len(pairs), 2))


def parse(source: str) -> tuple[list[State], int]:
    """All states of the automaton (state `END` is the match) and the index of the first.

    Raises:
        PatternError: not in the dialect.
    """
    if len(source) > LIMIT_CHARACTERS:
        raise PatternError(f"a pattern has at most {LIMIT_CHARACTERS} characters")
    states = [State("match")]
    return states, _Parser(source, states).parse()


Fragment = Callable[[int], int]
"""Builds its states so that they lead to the given state; returns the first of them."""


class _Parser:
    """Recursive descent: a fragment knows where it leads only when it is built, from the end of the pattern."""

    def __init__(self, source: str, states: list[State]) -> None:
        self.source, self.at, self.states = source, 0, states

    def parse(self) -> int:
        whole = self.alternatives()
        if self.at < len(self.source):
            raise self.wrong("a ) without its (")
        return whole(END)

    def wrong(self, what: str) -> PatternError:
        return PatternError(f"{what}, at character {min(self.at, len(self.source) - 1) + 1}")

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def take(self) -> str:
        character = self.peek()
        self.at += 1
        return character

    def add(self, state: State) -> int:
        self.states.append(state)
        return len(self.states) - 1

    def alternatives(self) -> Fragment:
        first = self.sequence()
        if self.peek() != "|":
            return first
        self.take()
        second = self.alternatives()
        return lambda to: self.add(State("fork", first(to), second(to)))

    def sequence(self) -> Fragment:
        parts: list[Fragment] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated())

        def build(to: int) -> int:
            for part in reversed(parts):
                to = part(to)
            return to

        return build

    def repeated(self) -> Fragment:
        fixed = self.peek() in ("^", "$")
        part = self.atom()
        sign = self.peek()
        if sign not in _SIGNS:
            return part
        if fixed:
            raise self.wrong(f"{sign} has nothing to repeat")
        self.take()
        if self.peek() in _SIGNS:
            raise self.wrong("only one of * + ? may follow")

        def build(to: int) -> int:
            fork = State("fork", other=to)
            index = self.add(fork)
            fork.out = part(to if sign == "?" else index)
            return fork.out if sign == "+" else index

        return build

    def atom(self) -> Fragment:
        character = self.take()
        match character:
            case "(":
                return self.group()
            case "[":
                return self.set_of_characters()
            case ".":
                return self.taking("\n\n", negated=True)
            case "^" | "$":
                kind = "start" if character == "^" else "end"
                return lambda to: self.add(State(kind, to))
            case "\\":
                return self.taking(self.escape())
            case "*" | "+" | "?" | "{" | "}" | "]":
                self.at -= 1
                raise self.wrong(_REFUSED.get(character, f"{character} has nothing to repeat"))
        return self.taking(character * 2)

    def taking(self, pairs: str, *, negated: bool = False) -> Fragment:
        return lambda to: self.add(State("take", to, pairs=pairs, negated=negated))

    def group(self) -> Fragment:
        if self.peek() == "?":
            raise self.wrong("( ) only groups; (?…) is not available")
        inner = self.alternatives()
        if self.take() != ")":
            raise self.wrong("a ( without its )")
        return inner

    def escape(self) -> str:
        """Pairs that the character after a backslash stands for."""
        character = self.take()
        if character in CLASSES:
            return CLASSES[character]
        if not character or (character.isascii() and character.isalnum()):
            self.at -= 1
            raise self.wrong(f"\\{character} is not available; a backslash goes before d, w, s or punctuation")
        return character * 2

    def set_of_characters(self) -> Fragment:
        negated = self.peek() == "^"
        self.at += negated
        pairs = ""
        while self.peek() != "]":
            if not self.peek():
                raise self.wrong("a [ without its ]")
            pairs += self.range()
        self.take()
        if not pairs:
            raise self.wrong("[ ] holds nothing")
        return self.taking(pairs, negated=negated)

    def range(self) -> str:
        """One character of a set, or a range of them."""
        low = self.one()
        if self.peek() != "-" or self.source[self.at + 1 : self.at + 2] in ("]", ""):
            return low
        self.take()
        high = self.one()
        if low[0] != low[1] or high[0] != high[1] or low > high:
            raise self.wrong("a range goes from a lower character to a higher one")
        return low[0] + high[0]

    def one(self) -> str:
        character = self.take()
        return self.escape() if character == "\\" else character * 2
