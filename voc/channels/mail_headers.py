"""The header fields of an e-mail as they travel: ASCII, folded, and nothing in them that starts another field; pure.

The standard library's own folding turns long addresses of web pages into encoded words, which breaks one-click
unsubscribing, and splits at characters that are no line ends elsewhere. Here every field is written in its final form
and folded at spaces only.

Source:
    RFC 5322 (2.1.1 line lengths, 3.2.4 quoted strings, 3.6.4 identification), RFC 2047 (encoded words), RFC 6531 and
    RFC 5891 (addresses beyond ASCII).
"""

import re
import unicodedata
from collections.abc import Iterable
from email.header import Header
from email.policy import EmailPolicy
from typing import Any

import idna

from voc.errors import Invalid
from voc.values import Value

WISHED_CHARACTERS, LIMIT_CHARACTERS = 78, 998
"""Of a line, without its end."""
WORD_CHARACTERS = 74
"""Of an encoded word; RFC 2047 allows 75."""
TEXT_LIMIT_CHARACTERS = 300
"""Of a subject or a name; what is longer is cut."""
REFERENCES_LIMIT = 20

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
_LOCAL = re.compile(r"[^\s<>()\[\],;:\\\"@\x00-\x20\x7f-\xa0]{1,64}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}@[!-;=?-~]{1,240}>")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
_PLAIN = re.compile(r"[ -~]*")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that make the rest of a line read backwards."""
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


class Mailbox(Value):
    """An address, and perhaps whose it is."""

    name: str = ""
    address: str
    """The domain in ASCII; before the "@" any letters."""

    @property
    def domain(self) -> str:
        """What stands behind the "@"."""
        return self.address.rpartition("@")[2]

    def written(self) -> str:
        """As a field of a header says it."""
        if not self.name:
            return self.address
        plain = _PLAIN.fullmatch(self.name) and "=?" not in self.name
        if not plain:
            name = encoded(self.name)
        elif _ATOMS.fullmatch(self.name):
            name = self.name
        else:
            name = '"' + re.sub(r'(["\\])', r"\\\1", self.name) + '"'
        return f"{name} <{self.address}>"


def mailbox(text: str) -> Mailbox:
    """`kim@example.com`, or `Kim, of Seoul <kim@example.com>` with or without quotation marks.

    Raises:
        Invalid: there is no usable address in it.
    """
    matched = _NAMED.fullmatch(text.strip())
    name, given = (matched["name"].strip(), matched["address"]) if matched else ("", text)
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return Mailbox(name=clean(name), address=_address(given.strip()))


def _address(given: str) -> str:
    local, _, domain = given.rpartition("@")
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        ascii_domain = ""
    whole = unicodedata.normalize("NFC", local)
    if not _LOCAL.fullmatch(whole) or clean(whole) != whole or not ascii_domain:
        raise Invalid("This is no e-mail address.")
    return f"{whole}@{ascii_domain}"


def clean(text: str, limit: int = TEXT_LIMIT_CHARACTERS) -> str:
    """One line of it: whatever ends or turns a line, steers a terminal or is half a character becomes a space."""
    straight = _TURNING.sub(" ", text)
    kept = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") else each for each in straight)
    short = " ".join(kept.split())
    return short if len(short) <= limit else short[: limit - 1].rstrip() + "…"


def without_addresses(text: str) -> str:
    """What a server said, on one line and without the addresses in it: reasons are kept in clear, contacts never."""
    return clean(re.sub(r"[^\s<>()\"',;:]+@[^\s<>()\"',;]+", "•••", clean(text, 1_000)))


def encoded(text: str) -> str:
    """Text as a header may hold it: itself where it is ASCII with short words, else encoded words."""
    short = all(len(word) < WISHED_CHARACTERS - 10 for word in text.split(" "))
    if short and _PLAIN.fullmatch(text) and "=?" not in text:
        return text
    return Header(text, "utf-8", maxlinelen=WORD_CHARACTERS).encode(linesep="\n").replace("\n", "")


def message_ids(given: Iterable[str]) -> list[str]:
    """Those of `given` that are Message-IDs: the first and the latest; others, such as a stranger made up, are left."""
    fit = list(dict.fromkeys(each for each in given if _MESSAGE_ID.fullmatch(each)))
    return fit if len(fit) <= REFERENCES_LIMIT else [fit[0], *fit[1 - REFERENCES_LIMIT :]]


def checked(name: str, value: str) -> str:
    """A field's value, which must be ASCII on one line, and foldable.

    Raises:
        Invalid: it is not, or the name is no field's.
    """
    if not _NAME.fullmatch(name) or not _PLAIN.fullmatch(value):
        raise Invalid(f"The header field {clean(name, 40)!r} cannot be written.")
    if any(len(word) >= LIMIT_CHARACTERS - len(name) - 2 for word in value.split(" ")):
        raise Invalid(f"The header field {name!r} is too long.")
    return value


class Wire(EmailPolicy):
    """Writes header fields as they are, folded at spaces; bodies travel in seven bits."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, str]:
        """Take a field.

        Raises:
            ValueError: its value would start another one.
        """
        if re.search(r"[\r\n\x00]", str(value)):
            raise ValueError("header values may not contain line ends")
        return name, str(value)

    def fold(self, name: str, value: str) -> str:
        """A field with its line ends."""
        lines, line = [], f"{name}:"
        for word in value.split(" "):
            if len(line) + 1 + len(word) > WISHED_CHARACTERS and line.strip() and line != f"{name}:":
                lines.append(line)
                line = ""
            line += f" {word}"
        return self.linesep.join([*lines, line]) + self.linesep

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as bytes; beyond ASCII only where an address is (SMTPUTF8)."""
        return self.fold(name, value).encode("utf-8", "surrogateescape")


WIRE = Wire(linesep="\r\n", cte_type="7bit", max_line_length=WISHED_CHARACTERS)
