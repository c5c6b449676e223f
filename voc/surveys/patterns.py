r"""Patterns that an author may write and that nobody can make slow.

The dialect: literals, `.` (anything but a line feed), `[abc] [a-z] [^a-z]`, `\d \w \s` (ASCII), a backslash before
punctuation, `^ $` (the whole text's ends), `( )`, `|`, `* + ?`. Nothing else, and at most 200 characters; case counts.
`widgets/src/core/pattern.ts` is its twin. Both walk a Thompson automaton, so time grows with pattern × text, whatever
an author writes; a back-tracking engine would let one pattern stop a page.

Source: Thompson, "Regular expression search algorithm", CACM 11(6), 1968; Cox, "Regular Expression Matching Can Be
Simple And Fast", 2007.
"""

from functools import lru_cache

from voc.surveys.pattern_parser import END, LIMIT_CHARACTERS, PatternError, State, parse

__all__ = ["LIMIT_CHARACTERS", "Pattern", "PatternError", "compiled", "search"]

_REMEMBERED = 2_000
"""How many steps one search may remember, so that a long text costs no more memory than this."""


class Pattern:
    """A compiled pattern; `search` looks for it anywhere in a text."""

    def __init__(self, source: str) -> None:
        """Compile.

        Raises:
            PatternError: not in the dialect.
        """
        self._states: list[State]
        self._states, self._start = parse(source)

    def search(self, text: str) -> bool:
        """Whether the pattern occurs in `text`; time grows with both lengths, never faster."""
        remembered: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        restart = self._reached([self._start])
        current = self._reached([self._start], at_start=True)
        for character in text:
            if END in current:
                return True
            step = (current, character)
            if step not in remembered:
                if len(remembered) >= _REMEMBERED:
                    remembered.clear()
                remembered[step] = restart | self._reached(
                    [self._states[each].out for each in current if self._takes(each, character)]
                )
            current = remembered[step]
        return END in self._reached(list(current), at_start=not text, at_end=True)

    def _takes(self, index: int, character: str) -> bool:
        state = self._states[index]
        return state.kind == "take" and state.takes(character)

    def _reached(self, indices: list[int], *, at_start: bool = False, at_end: bool = False) -> frozenset[int]:
        """All states that these lead to without a character."""
        found: set[int] = set()
        waiting = list(indices)
        passes = {"fork": True, "start": at_start, "end": at_end}
        while waiting:
            index = waiting.pop()
            if index in found:
                continue
            found.add(index)
            state = self._states[index]
            if passes.get(state.kind):
                waiting += [state.out, state.other] if state.kind == "fork" else [state.out]
        return frozenset(found)


@lru_cache(maxsize=256)
def compiled(source: str) -> Pattern:
    """The pattern, compiled once.

    Raises:
        PatternError: not in the dialect.
    """
    return Pattern(source)


def search(source: str, text: str) -> bool:
    """Whether the pattern occurs in `text`.

    Raises:
        PatternError: not in the dialect.
    """
    return compiled(source).search(text)
