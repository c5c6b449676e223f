"""Bytes to text, whatever they say that they are: Korean mails name their charset wrongly more often than others."""

import base64
import binascii
import codecs
import quopri
import re
import unicodedata

_NAMES = {
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "ksc_5601": "cp949", "ks_c_5601-1989": "cp949",
    "euc-kr": "cp949", "euckr": "cp949", "windows-949": "cp949", "x-windows-949": "cp949", "ms949": "cp949",
    "x-euc-kr": "cp949", "korean": "cp949", "uhc": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "", "ascii": "", "unknown-8bit": "", "x-unknown": "",
    "default_charset": "", "8bit": "", "binary": "", "utf8mb4": "utf-8", "unicode": "utf-8",
}  # fmt: skip
"""What charsets are called, and the codec that also reads what Windows calls so; empty: the name says nothing."""
_NO_TEXT = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}
"""Codecs that no mail is written in, and that cost more than they read."""
_WORD = re.compile(r"=\?([\w.:\-]{1,40})(?:\*[\w\-]{0,20})?\?([bq])\?([^?]*)\?=", re.IGNORECASE | re.ASCII)
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")


def decode(raw: bytes, declared: str = "") -> str:
    """Text of `raw`: as declared, unless its bytes are clearly another charset's."""
    if not raw:
        return ""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return clean(raw.decode("utf-16", "replace"))
    for codec in _candidates(raw, _codec(declared)):
        try:
            return clean(raw.decode(codec))
        except UnicodeError:
            continue
    return clean(raw.decode(_codec(declared) or "utf-8", "replace"))


def _candidates(raw: bytes, declared: str) -> list[str]:
    """Codecs to try strictly, the likeliest first."""
    if declared == "iso2022_kr" or b"\x1b$)C" in raw[:200]:
        return ["iso2022_kr", declared or "utf-8"]
    # any bytes are valid in a charset of single bytes, hardly any text is valid UTF-8 by accident
    single = not declared or declared.startswith(("cp125", "iso8859", "latin"))
    if not single:
        return [declared, "utf-8", "cp949"]
    korean = ["cp949"] if _looks_korean(raw) else []
    return ["utf-8-sig", *korean, declared or "cp1252"]


def _looks_korean(raw: bytes) -> bool:
    """Whether what is not ASCII becomes Hangul syllables in the Korean charset, and nearly nothing else."""
    sample = raw[:4_000]
    foreign = [each for each in sample.decode("cp949", "ignore") if ord(each) > 127]
    hangul = sum("가" <= each <= "힣" for each in foreign)
    # a common syllable takes two such bytes, an accented letter between others one
    runs = [len(run) % 2 == 0 for run in re.findall(rb"[\x80-\xff]+", sample)]
    return len(foreign) >= 2 and hangul >= 0.8 * len(foreign) and sum(runs) >= 0.8 * len(runs)


def _codec(declared: str) -> str:
    """Python's name of a charset; empty where it says nothing that we read."""
    name = declared.strip().strip("\"'").lower()
    if not re.fullmatch(r"[a-z0-9_.:\-]{1,40}", name):
        return ""
    name = _NAMES.get(name, name)
    try:
        found = codecs.lookup(name).name if name else ""
        if not found or found.replace("_", "-") in _NO_TEXT:
            return ""
        b"".decode(found)
    except (LookupError, UnicodeError):  # unknown, or no charset at all ("hex")
        return ""
    return found


def unescaped(header: str) -> str:
    """A header that holds bytes beyond ASCII, which none may, as the text they are meant to be."""
    return header if header.isascii() else decode(header.encode("utf-8", "surrogateescape"))


def words(header: str) -> str:
    """A header with its encoded words (RFC 2047) decoded; those that are broken stay as they are."""
    parts: list[str] = []
    pending, charset, end = b"", "", 0
    joined = _BETWEEN_WORDS.sub(r"\1", unescaped(header))
    for match in _WORD.finditer(joined):
        raw = _word_bytes(match[2], match[3])
        if raw is None:
            continue
        if match.start() != end or match[1].lower() != charset:
            parts.append(decode(pending, charset))
            pending = b""
        parts.append(joined[end : match.start()])
        # a syllable may be cut between two words: bytes are joined before they are read
        pending, charset, end = pending + raw, match[1].lower(), match.end()
    parts += [decode(pending, charset), joined[end:]]
    return re.sub(r"\s+", " ", clean("".join(parts))).strip()


def _word_bytes(encoding: str, text: str) -> bytes | None:
    if encoding in "qQ":
        return quopri.decodestring(text.replace("_", " ").encode("ascii", "replace"), header=False)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None


def clean(text: str) -> str:
    """Text that may be stored and shown: no halves of characters, nothing that controls a terminal."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return "".join(each for each in text if each in "\n\r\t" or unicodedata.category(each) != "Cc")
