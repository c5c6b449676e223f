"""What somebody wrote, without what they quoted and signed: mail programs add more text than people do.

Rules of our own, line by line: of the 123 replies in the tests' table, which grew with these rules, `mail-parser-reply`
1.36 reads 57 as they were written, since its Korean rules know one program. (Of 41 replies that these rules had not
seen they read 35; five kept a signature or a footer, one lost a line. All are in the table now.) They never
strip everything: a mail that is nothing but a quotation, a signature or a forwarded mail keeps its text. The caller
keeps the original in any case.
"""

import re

from voc.channels.incoming.quoting import (
    ATTRIBUTION,
    DASHES,
    FIRST_HEADER_LINE,
    FORWARDED,
    HEADER_LINE,
    QUOTED,
    RULE,
    SEPARATOR,
)
from voc.channels.incoming.signatures import (
    CLOSING,
    CONTACT,
    DELIMITER,
    DISCLAIMER,
    LIST_FOOTER,
    SENT_FROM,
    SENTENCE,
    SIGNED,
)

_INVISIBLE = re.compile(r"[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_LINES_LIMIT = 5_000
_LINE_CHARS = 400
"""Longer lines are text: nothing that a mail program adds is so long, and patterns stay cheap."""
_SIGNATURE_LINES = 10
_SIGNATURE_CHARS = 80
_BETWEEN = re.compile(r"\s+[|/·•]\s+|\s{2,}")
"""Between two things on a line of an address block."""


def strip(text: str) -> str:
    """What was written, stripped; the whole text where nothing else would be left."""
    tidy = _tidy(text)
    lines = tidy.split("\n")
    written = _unsigned(_unquoted(lines[:_LINES_LIMIT]))
    kept = _joined(written)
    if _says_something(kept):
        return kept
    forwarded = _joined(_unsigned(_unquoted(_forwarded(lines[:_LINES_LIMIT]))))
    if _says_something(forwarded):
        return forwarded
    return _joined(lines)


def _tidy(text: str) -> str:
    """One kind of line end and of blank, nothing invisible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _INVISIBLE.sub("", text.replace("\u00a0", " ").replace("\u3000", " ").replace("\x00", ""))


def _joined(lines: list[str]) -> str:
    """Lines as text, with at most one empty one between two."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _says_something(text: str) -> bool:
    """Whether a letter or a digit is in it, or a sign that people answer with."""
    return any(each.isalnum() or ord(each) > 0x2190 for each in text)


def _unquoted(lines: list[str]) -> list[str]:
    """Without quotations; what stands between and below quoted lines stays, it answers them."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        length = _attribution(lines, at)
        if length and _quoted_follows(lines, at + length):
            at += length
        elif length or _cuts(lines, at):
            break
        elif QUOTED.match(lines[at]):
            at += 1
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _attribution(lines: list[str], at: int) -> int:
    """How many lines from `at` introduce a quotation: programs wrap the line at 70 to 80 characters; 0: none."""
    if not lines[at].strip():
        return 0
    for length in (1, 2, 3):
        part = lines[at : at + length]
        joined = " ".join(line.strip() for line in part)
        if len(part) < length or not part[-1].strip() or len(joined) > _LINE_CHARS:
            return 0
        if ATTRIBUTION.match(joined) and (length == 1 or _wraps(part)):
            return length
    return 0


def _wraps(part: list[str]) -> bool:
    """Whether the first line looks like the start of an attribution, not like a sentence above one."""
    first = part[0].strip()
    return bool(re.match(r"[>\s]*(?:On\b|Am\b|Le\b|El\b|\d{4}\s?[년.\-/])", first)) and not SENTENCE.search(first)


def _quoted_follows(lines: list[str], at: int) -> bool:
    """Whether the next line with text, from `at`, is a quoted one."""
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return bool(QUOTED.match(following))


def _cuts(lines: list[str], at: int) -> bool:
    """Whether all from `at` on is somebody else's."""
    line = lines[at]
    if not line.strip() or len(line) > _LINE_CHARS:
        return False
    if SEPARATOR.match(line.strip()):
        return True
    if RULE.match(line):
        following = next((place for place in range(at + 1, min(at + 4, len(lines))) if lines[place].strip()), None)
        return following is not None and _short_header(lines, following)
    return _short_header(lines, at)


def _short_header(lines: list[str], at: int) -> bool:
    """Whether a program's short header (From, Sent, To, Subject) begins at `at`: three such lines within seven."""
    if len(lines[at]) > _LINE_CHARS or not FIRST_HEADER_LINE.match(lines[at]):
        return False
    window = [line for line in lines[at : at + 9] if line.strip()][:7]
    return sum(len(line) <= _LINE_CHARS and bool(HEADER_LINE.match(line)) for line in window) >= 3


def _forwarded(lines: list[str]) -> list[str]:
    """What a forwarded mail says, below its short header; nothing if `lines` is no forwarded mail."""
    for at, line in enumerate(lines):
        if len(line) <= _LINE_CHARS and SEPARATOR.match(line.strip()) and FORWARDED.search(line):
            below = at + 1
            while below < len(lines) and (not lines[below].strip() or HEADER_LINE.match(lines[below][:_LINE_CHARS])):
                below += 1
            return [QUOTED.sub("", each, count=1).removeprefix(" ") for each in lines[below:]]
    return []


def _unsigned(lines: list[str]) -> list[str]:
    """Without what stands below: each step takes a tail away, if something is left above it."""
    for shorter in (_above_footer, _above_delimiter, _without_adverts, _above_closing, _above_contacts):
        candidate = shorter(lines)
        if _says_something("".join(candidate)):
            lines = candidate
    return lines


def _above_footer(lines: list[str]) -> list[str]:
    """Above the first disclaimer or footer of a mailing list, and above the rule that sets it off."""
    for at, line in enumerate(lines[1:], start=1):
        set_off = not lines[at - 1].strip() or DASHES.match(lines[at - 1])
        short = line[:_LINE_CHARS]
        if set_off and (DISCLAIMER.match(short) or LIST_FOOTER.match(short)):
            while at and (not lines[at - 1].strip() or DASHES.match(lines[at - 1])):
                at -= 1
            return lines[:at]
    return lines


def _above_delimiter(lines: list[str]) -> list[str]:
    """Above the last signature separator, if what is below it is as short as a signature."""
    for at in range(len(lines) - 1, -1, -1):
        if DELIMITER.match(lines[at]):
            below = [line for line in lines[at + 1 :] if line.strip()]
            return lines[:at] if len(below) <= _SIGNATURE_LINES + 5 else lines
    return lines


def _without_adverts(lines: list[str]) -> list[str]:
    """Without lines that say which program sent this, where programs put them: below a blank line, or last."""
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)

    def is_advert(at: int, line: str) -> bool:
        in_place = at == last or (at > 0 and not lines[at - 1].strip())
        return in_place and len(line) <= 120 and SENT_FROM.match(line) is not None

    return [line for at, line in enumerate(lines) if not is_advert(at, line)]


def _above_closing(lines: list[str]) -> list[str]:
    """Above "Best regards," and a name, or "김민수 드림"."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in filled[-_SIGNATURE_LINES:]:
        below = [lines[each] for each in filled if each > at]
        formula = CLOSING.match(lines[at]) and below or SIGNED.match(lines[at])
        if formula and not any(_is_text(line) for line in below):
            return lines[:at]
    return lines


def _above_contacts(lines: list[str]) -> list[str]:
    """Above an address block at the end: two lines or more of name, company, telephone, none of them a sentence."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    start, contacts = None, 0
    for at in reversed(filled[-_SIGNATURE_LINES:]):
        if _is_text(lines[at]):
            break
        contacts += sum(bool(CONTACT.search(each)) for each in _BETWEEN.split(lines[at][:_LINE_CHARS]))
        if not lines[at - 1].strip() or CONTACT.search(lines[at][:_LINE_CHARS]):
            start = at if contacts >= 2 else start
    return lines if start is None else lines[:start]


def _is_text(line: str) -> bool:
    """Whether a line is part of what somebody wrote rather than of a signature."""
    bare = line.strip()
    if CONTACT.search(bare[:_LINE_CHARS]) and len(bare) <= 90:
        return bool(re.search(r"(?:요|니다|까)[.?!~\s]*$", bare))
    return (
        len(bare) > _SIGNATURE_CHARS
        or bool(SENTENCE.search(bare))
        and not re.search(r"\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Dr)\.$", bare)
    )
