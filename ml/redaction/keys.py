"""What opens something: tokens in links, API keys, passwords, one-time codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml.redaction.view import Found

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]가-힣]{4,2000}", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&;#])[A-Za-z0-9_.-]{1,40}=([^&#;\s]{1,500})")
_PART = re.compile(r"(?<=/)[A-Za-z0-9_~.=-]{12,500}(?=[/?#]|$)")
_LOGIN = re.compile(r"(?<=//)[^/@\s]{3,200}(?=@)")
_TELLING_NAME = re.compile(
    r"token|key|code|secret|sig|auth|sess|sid$|pass|pwd|otp|order|invoice"
    r"|email|mail|phone|user|uid|account|customer|invite|member|login",
    re.IGNORECASE,
)
"""Parameters whose value is somebody's, however short."""
_SECRET = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,200}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,200}"
    r"|xox[abprs]-[A-Za-z0-9-]{10,200}|sk-[A-Za-z0-9_-]{20,200}|AIza[A-Za-z0-9_-]{30,60}"
    r"|eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,2000}(?:\.[A-Za-z0-9_-]{0,2000})?)"
)
_BEARER = re.compile(
    r"\b(?:Bearer|api[-_ ]?key|access[-_ ]?token|secret)[ ]?[:=]?[ ]?([A-Za-z0-9._~+/-]{16,500}=*)", re.IGNORECASE
)
_IS = r"(?:은|는|이|가)?(?:[ ]?[:=][ ]?|[ ]is[ ]|[ ])"
_PASSWORD = re.compile(
    r"(?:\b(?:password|passwd|passcode|pwd)\b|비밀번호|비번|패스워드)" + _IS + r"([!-~]{4,40})"
    r"|(?:\b(?:pin|otp|verification code)\b|인증[ ]?(?:번호|코드))" + _IS + r"([0-9]{4,8}(?![0-9:.,%]))",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:[a-z]+[-_.])*[a-z]+[-_.]?[0-9]*(?:\.[a-z]{2,5})?", re.IGNORECASE)
"""A page's title, perhaps with a number behind: "best-rice-cookers-2023", "articleView.html"."""
_TITLE = re.compile(
    r"(?=[^?]*(?<![a-z0-9])[a-z]{3,20}(?![a-z0-9]))(?:(?:[a-z]{1,20}[0-9]{0,3}|[0-9]{1,9})(?:[-_.]|$)){2,30}",
    re.IGNORECASE,
)
"""One with numbers between its words: "110705-app-platform", "add-f-support-for-wp7-apps"."""
_LONG = 12
"""A shorter value is an id of a page more often than a key."""


def in_links(text: str) -> Iterator[Found]:
    """What the links in a view give away."""
    if "://" in text or "www." in text:
        for link in _LINK.finditer(text):
            yield from _in_link(link)


def secrets(text: str) -> Iterator[Found]:
    """Keys and passwords in a view."""
    yield from (Found(*found.span(), "key") for found in _SECRET.finditer(text))
    yield from (Found(*found.span(1), "key") for found in _BEARER.finditer(text) if _opaque(found[1]))
    for found in _PASSWORD.finditer(text):
        group = 1 if found[1] else 2
        if (
            re.search("[0-9]", found[group])
            and (group == 2 or re.search("[A-Za-z!@#$%^&*]", found[1]))
            and found[group][0] != "["
        ):
            yield Found(*found.span(group), "key")


def _in_link(link: re.Match[str]) -> Iterator[Found]:
    """A link's own words stay; whose it is goes."""
    address, at = link[0], link.start()
    for found in _PARAMETER.finditer(address):
        told = _TELLING_NAME.search(found[0].partition("=")[0]) or (len(found[1]) >= _LONG and _opaque(found[1]))
        if told and not found[1].startswith("["):
            yield Found(at + found.start(1), at + found.end(1), "key")
    path = address.partition("?")[0].partition("#")[0]
    yield from (Found(at + one.start(), at + one.end(), "key") for one in _PART.finditer(path) if _opaque(one[0]))
    yield from (Found(at + one.start(), at + one.end(), "key") for one in _LOGIN.finditer(address))


def _opaque(part: str) -> bool:
    """Letters and digits mixed as in no word: three digits among letters, or capitals inside beside a digit."""
    digits = sum(c.isdigit() for c in part)
    letters = sum(c.isalpha() for c in part)
    capitals = sum(c.isupper() for c in part[1:])
    if _WORDS.fullmatch(part) or _TITLE.fullmatch(part):
        return False
    return (digits >= 3 and letters >= 3) or (digits >= 1 and capitals >= 4)
