"""The records of a JSON document, cut out of it one by one, so that a large one needs no more memory than a small one.

Many programs export one array instead of one object a line, bare (`[{…}, {…}]`), in an envelope (`{"data": [{…}]}`, an
API's answer) or behind an assignment (`window.YTD.tweets.part0 = […]`, an archive made to be opened in a browser).
Strings and brackets are all that is looked at here; whether a record is JSON is for its reader to find out.
"""

import re
from collections.abc import Iterator

from voc.imports.lines import LINE_LIMIT_CHARACTERS, Line

ENVELOPES = frozenset(
    ["data", "tickets", "conversations", "results", "reviews", "posts", "latest_posts", "items", "records", "rows",
     "entries", "feedback", "tweets"]
)  # fmt: skip
"""Names that APIs give to the array with the records."""
_OUTSIDE = re.compile(r'["{}\[\],]')
_INSIDE = re.compile(r'["\\]')
_ASSIGNMENT = re.compile(r"\ufeff?\s*window\.YTD\.[\w.-]+\s*=\s*\[")
_ARRAY = re.compile(r"\ufeff?\s*\[\s*[{\]]")
_KEY = re.compile(r'"([^"\\]{1,60})"\s*:')


def is_document(head: str) -> bool:
    """Whether a file that begins so is one JSON document with records in an array, not an object a line."""
    if _ARRAY.match(head) or _ASSIGNMENT.match(head):
        return True
    head = head.lstrip("\ufeff \t\r\n")
    return head.startswith("{") and Elements().enters(head)


class Elements:
    """Cuts decoded text into the elements of its array; numbers each by the line on which it starts."""

    def __init__(self) -> None:
        self.number = 1
        """Of the line reached."""
        self._quoted = self._escaped = False
        self._around: list[str] = []
        """Brackets that are open around the array."""
        self._head = ""
        """What was written since the last bracket outside the array: the array's name is at its end."""
        self._closed = self._entered = False
        """Whether an object at the top has ended, and whether the array began before that."""
        self._depth = -1
        """Brackets open within an element; below 0: outside the array."""
        self._parts: list[str] = []
        self._size = 0

    @property
    def unfinished(self) -> str:
        """What is kept of the present element."""
        return "".join(self._parts)

    def enters(self, text: str) -> bool:
        """Whether an array of records begins in this text before the object around it ends or turns out to be one."""
        for _ in self.feed(text):
            break
        return self._entered

    def feed(self, text: str) -> Iterator[Line]:
        """The elements that end in this text."""
        at = kept = 0
        while (found := self._next(text, at)) is not None:
            at, token = found
            if self._depth < 0:
                self._keep_head(text[kept:at])
                kept = at
                self._walk(token)
            elif (token == "," and self._depth == 0) or (token in "]}" and self._depth == 0):
                self._keep(text[kept : at - 1])
                kept = at
                yield from self._end()
                if token != ",":
                    self._depth = -1
            else:
                self._depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token, 0)
        rest = text[kept:]
        self._keep_head(rest) if self._depth < 0 else self._keep(rest)

    def rest(self) -> Iterator[Line]:
        """An element that the file breaks off in."""
        if self._depth >= 0:
            yield from self._end()

    def _next(self, text: str, at: int) -> tuple[int, str] | None:
        """The next bracket or comma outside of strings, and the place after it."""
        while at < len(text):
            if self._escaped:
                self._escaped, at = False, at + 1
                continue
            found = (_INSIDE if self._quoted else _OUTSIDE).search(text, at)
            if found is None:
                return None
            at = found.end()
            if found[0] == '"':
                self._quoted = not self._quoted
            elif found[0] == "\\":
                self._escaped = True
            else:
                return at, found[0]
        return None

    def _walk(self, token: str) -> None:
        """One step outside the array."""
        if token == "[" and self._is_the_array():
            self._depth = 0
            self._entered |= not self._closed
        elif token in "{[":
            self._around.append(token)
        elif token in "}]" and self._around:
            self._around.pop()
            self._closed |= not self._around
        if token != ",":
            self._head = ""

    def _is_the_array(self) -> bool:
        if not self._around:
            return not self._closed
        names = _KEY.findall(self._head)
        return set(self._around) == {"{"} and bool(names) and names[-1] in ENVELOPES and "id" not in names

    def _keep_head(self, text: str) -> None:
        self.number += text.count("\n")
        self._head = (self._head + text)[-2000:]

    def _keep(self, text: str) -> None:
        if self._size <= LINE_LIMIT_CHARACTERS:
            self._parts.append(text)
        else:
            self.number += text.count("\n")
        self._size += len(text)

    def _end(self) -> Iterator[Line]:
        text = self.unfinished
        self._parts = []
        cut, self._size = self._size > LINE_LIMIT_CHARACTERS, 0
        bare = text.lstrip()
        start = self.number + text.count("\n", 0, len(text) - len(bare))
        self.number += text.count("\n")
        if bare:
            yield Line(start, bare.rstrip(), cut=cut)
