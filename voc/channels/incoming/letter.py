"""A mail, opened: headers, addresses, what there is to read, names of what is attached.

Python's own parser reads the structure; headers and texts are decoded here, because its newer interface raises on
mails that every mail program shows.
"""

import email
import email.policy
import re
from email.message import Message
from email.utils import getaddresses
from functools import cached_property

from voc.channels.incoming.charsets import clean, decode, unescaped, words
from voc.channels.incoming.html import text_of
from voc.errors import Invalid

LIMIT_BYTES = 25 * 1024 * 1024
"""Largest mail that is read."""
TEXT_CHARACTERS = 100_000
"""Of a longer text the beginning is kept."""
_PARTS_LIMIT = 300
_NAMES_LIMIT = 50
_SAME_LIMIT, _HEADER_LIMIT = 50, 10_000
_HEADERS_LIMIT_BYTES = 512 * 1024
_TOO_LONG = re.compile(
    rb"^content-(?:type|disposition):(?:[^\r\n]|\r?\n[ \t]|\r(?!\n)){10000}", re.IGNORECASE | re.MULTILINE
)
"""Parameters that Python's parser takes apart in a time that grows with the square of their length."""
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\]{1,64}@[^\s@<>(),;:\"\\]{1,255}")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


class Letter:
    """A mail, or one that is in a mail.

    Args:
        message: as Python's parser leaves it, with the policy `compat32`.
    """

    def __init__(self, message: Message) -> None:
        self._message = message

    @cached_property
    def _fields(self) -> dict[str, list[str]]:
        """Headers by name in lower case, as they came but unfolded."""
        found: dict[str, list[str]] = {}
        for name, value in self._message.raw_items():
            values = found.setdefault(name.lower(), [])
            if len(values) < _SAME_LIMIT:
                values.append(re.sub(r"[\r\n]+[ \t]*", " ", str(value)[:_HEADER_LIMIT]))
        return found

    def all(self, name: str) -> list[str]:
        """The values of a header, as they came but unfolded."""
        return self._fields.get(name.lower(), [])

    def first(self, name: str) -> str:
        """A header, decoded; empty without it."""
        found = self.all(name)
        return words(found[0]) if found else ""

    def addresses(self, name: str) -> list[tuple[str, str]]:
        """(display name, address) in a header; only what has the shape of an address."""
        # decoded after it is taken apart: an encoded name may hold a comma
        raw = [unescaped(value) for value in self.all(name)]
        pairs = [(words(shown), address) for shown, address in getaddresses(raw[:10])]
        found = [(shown, clean(address)) for shown, address in pairs if _ADDRESS.fullmatch(clean(address))]
        if found:
            return found
        return [("", each) for value in raw for each in _ADDRESS.findall(clean(value))][:1]

    def ids(self, name: str) -> list[str]:
        """Message-IDs in a header, in their order, with angle brackets."""
        return [clean(each) for value in self.all(name) for each in _MESSAGE_ID.findall(value)]

    @property
    def type(self) -> str:
        """Its media type, in lower case."""
        return self._message.get_content_type()

    def parameter(self, name: str) -> str:
        """A parameter of its media type, in lower case; empty without it."""
        found = self._message.get_param(name)
        return str(found[2] if isinstance(found, tuple) else found or "").strip().lower()

    @cached_property
    def parts(self) -> list["Letter"]:
        """What it is made of, one level down: parts, the mail inside a mail, groups of fields of a report."""
        payload = self._message.get_payload()
        return [Letter(each) for each in payload[:_PARTS_LIMIT]] if isinstance(payload, list) else []

    @cached_property
    def all_parts(self) -> list["Letter"]:
        """Parts at all levels, in order, without those of mails inside."""
        found, waiting = [], [self]
        while waiting and len(found) < _PARTS_LIMIT:
            part = waiting.pop(0)
            found.append(part)
            if part.type.startswith("multipart/"):
                waiting = part.parts + waiting
        return found

    @property
    def file_name(self) -> str:
        """What it is called where it is attached; empty for what is read in place."""
        disposition = self.first("Content-Disposition").split(";")[0].strip().lower()
        name = words(self._message.get_filename("") or "")
        if self.type.startswith("message/") and not name:
            inner = self.parts[0].first("Subject") if self.type == "message/rfc822" and self.parts else ""
            return f"{inner or 'message'}.eml"[:200] if self.type == "message/rfc822" else ""
        attached = disposition == "attachment" or not self.type.startswith(("text/", "multipart/"))
        return (name or (self.type if attached else ""))[:200] if attached or name else ""

    @cached_property
    def attachments(self) -> tuple[str, ...]:
        """Names of what came along."""
        names = [part.file_name for part in self.all_parts if not part.type.startswith("multipart/")]
        return tuple(name for name in names if name)[:_NAMES_LIMIT]

    @cached_property
    def text(self) -> str:
        """What there is to read: the text, else the HTML, else the mail inside."""
        written = _readable(self, 0)
        if not written:
            inside = [part.parts[0] for part in self.all_parts if part.type == "message/rfc822" and part.parts]
            written = _readable(inside[0], 0) if inside else ""
        return written[:TEXT_CHARACTERS]

    def content(self) -> str:
        """Text of this part alone, decoded."""
        payload = self._message.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return ""
        charset = self.parameter("charset")
        text = decode(payload[: 4 * TEXT_CHARACTERS], charset).replace("\r\n", "\n").replace("\r", "\n")
        if self.type == "text/plain" and self.parameter("format") == "flowed":
            return _unflowed(text, closed=self.parameter("delsp") == "yes")
        return text


def open_letter(raw: bytes) -> Letter:
    """Read a mail.

    Raises:
        Invalid: too large, or nested too deeply to be one.
    """
    if len(raw) > LIMIT_BYTES:
        raise Invalid(f"A mail of {len(raw)} bytes is too large.", limit_bytes=LIMIT_BYTES)
    if raw.lower().count(b"boundary=") > _PARTS_LIMIT:
        raise Invalid("A mail of too many parts.")
    if len(re.split(rb"\r?\n\r?\n", raw[: 2 * _HEADERS_LIMIT_BYTES], maxsplit=1)[0]) > _HEADERS_LIMIT_BYTES:
        raise Invalid("A mail with too many headers.")
    if _TOO_LONG.search(raw):
        raise Invalid("A mail with a header that is too long.")
    try:
        return Letter(email.message_from_bytes(raw, policy=email.policy.compat32))
    except RecursionError as error:
        raise Invalid("A mail of too many mails in mails.") from error


def _readable(letter: Letter, depth: int) -> str:
    """The text of a part and what is in it."""
    if depth > 20:
        return ""
    if letter.type == "multipart/alternative":
        return _of_alternatives(letter, depth)
    if letter.type.startswith("multipart/"):
        read = [_readable(part, depth + 1) for part in letter.parts]
        if letter.type in ("multipart/related", "multipart/signed", "multipart/report"):
            return next((each for each in read if each), "")
        return "\n\n".join(each for each in read if each)[:TEXT_CHARACTERS]
    if letter.type not in ("text/plain", "text/html") or letter.file_name:
        return ""
    text = letter.content()
    return (text_of(text) if letter.type == "text/html" else text).strip("\n") if text.strip() else ""


def _of_alternatives(letter: Letter, depth: int) -> str:
    """Plain text, unless it is empty."""
    plain = [part for part in letter.parts if part.type == "text/plain"]
    others = [part for part in letter.parts if part.type != "text/plain"]
    read = (_readable(part, depth + 1) for part in plain + others)
    return next((each for each in read if each.strip()), "")


def _unflowed(text: str, *, closed: bool) -> str:
    """Lines that a program wrapped, joined again (RFC 3676); quoted ones are left as they are."""
    lines: list[str] = []
    open_line = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        line = line[1:] if line.startswith(" ") else line
        if open_line and not quoted:
            lines[-1] = (lines[-1][:-1] if closed else lines[-1]) + line
        else:
            lines.append(line)
        open_line = line.endswith(" ") and line != "-- " and not quoted
    return "\n".join(lines)
