"""The letters of a file; pure.

What a file says of itself comes first (a byte order mark, `charset=`), then UTF-8, which hardly anything else is by
chance, then CP949, which holds EUC-KR and in which Korean offices write. CP949 takes many bytes that are no Korean at
all, so what it reads must look like Korean.
"""

import re

from voc.faq.sources.domain import NotTaken, Refusal

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_LOOKED_AT_BYTES = 4_096
_KOREAN = {"euc-kr", "euc_kr", "ks_c_5601-1987", "ksc5601", "ks_c_5601", "korean", "cp949", "uhc", "windows-949"}
_AS_BROWSERS_DO = {"iso-8859-1", "latin1", "ascii", "us-ascii"}
_WRITTEN = re.compile(r"[가-힣]")
_UNWRITTEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LEAST_KOREAN_SHARE = 0.7


def decoded(data: bytes, *, declares: bool = False, charset: str = "") -> str:
    """The text of `data`, without null characters and with plain line ends.

    Args:
        data: the file.
        declares: whether it is a page, which may say its encoding in itself.
        charset: what whoever sent it said.

    Raises:
        NotTaken: it is no text, or nobody can tell in which letters.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    told = [marked] if marked else [*_told(data if declares else b"", charset), "utf-8", *_unmarked_utf_16(data)]
    for encoding in told:
        if (text := _strict(data, encoding)) is not None:
            return _plain(text)
    korean = _strict(data, "cp949")
    if marked or korean is None or not _reads_as_korean(korean):
        raise NotTaken(Refusal.encoding)
    return _plain(korean)


def _told(page: bytes, charset: str) -> list[str]:
    head = page[:_LOOKED_AT_BYTES]
    found = _DECLARED_XML.search(head) or _DECLARED.search(head)
    names = [charset.strip("\"' ").lower(), found[1].decode("ascii").lower() if found else ""]
    read = ["cp949" if name in _KOREAN else "cp1252" if name in _AS_BROWSERS_DO else name for name in names if name]
    # a page that says UTF-16 in ASCII letters is not
    return [name for name in read if not name.startswith(("utf-16", "utf-32", "utf-7"))]


def _unmarked_utf_16(data: bytes) -> list[str]:
    """Where every other byte of the beginning is empty."""
    head = data[:_LOOKED_AT_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not head or max(even, odd) < len(head) // 5:
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    # a file of a program rather than of a person
    return None if len(_UNWRITTEN.findall(text[:_LOOKED_AT_BYTES])) * 50 > len(text[:_LOOKED_AT_BYTES]) else text


def _reads_as_korean(text: str) -> bool:
    strange = [each for each in text[: 16 * _LOOKED_AT_BYTES] if ord(each) > 127]
    return bool(strange) and len(_WRITTEN.findall("".join(strange))) >= _LEAST_KOREAN_SHARE * len(strange)


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
