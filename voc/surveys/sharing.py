"""Every way a survey reaches people, as text that is copied once; pure.

The wordings for customers are in the survey's languages, not in the interface's: who copies them may read another.
"""

from html import escape
from math import ceil
from urllib.parse import urlencode

from voc.values import Value

_MAIL = {
    "en": (
        "{asked} from {sender}",
        "Hello,\n\nhow was it with us? {takes}:\n{link}\n\nWe read every answer.\n{sender}",
    ),
    "ko": (
        "{sender}에서 {asked} 여쭤볼게요",
        "안녕하세요, {sender}입니다.\n\n이용해 보시니 어떠셨나요? {takes}.\n{link}\n\n"
        "남겨 주신 이야기는 모두 읽어요.\n고맙습니다.",
    ),
}
_SMS = {
    "en": "{sender}: how was it? {takes}: {link}",
    "ko": "[{sender}] 어떠셨나요? {takes}. {link}",
}
_ASKED = {"en": ("One question", "A few questions"), "ko": ("한 가지", "몇 가지")}
_SECONDS = {"en": "It takes about {number} seconds", "ko": "{number}초쯤이면 돼요"}
_MINUTES = {"en": "It takes about {number} min", "ko": "{number}분쯤이면 돼요"}


LANGUAGES = tuple(_MAIL)
"""Languages that we have wordings in."""


class MailText(Value):
    """An e-mail to send with one's own program."""

    language: str
    subject: str
    body: str


def link(app_url: str, survey: str, **query: str | None) -> str:
    """The public page of a survey; `source` says where people came from, a bare flag is given as an empty text."""
    given = {name: value for name, value in query.items() if value is not None}
    words = [name if value == "" else urlencode({name: value}) for name, value in given.items()]
    return f"{app_url.rstrip('/')}/s/{survey}" + ("?" + "&".join(words) if words else "")


def mail(language: str, sender: str, address: str, *, questions: int, seconds: float) -> MailText:
    """Subject and body in `language`, English where we have no words of ours; they promise no less than it takes."""
    known = _known(language)
    subject, body = _MAIL[known]
    words = {"sender": sender, "link": address, "takes": _takes(known, seconds), "asked": _ASKED[known][questions > 1]}
    return MailText(language=known, subject=subject.format(**words), body=body.format(**words))


def sms(language: str, sender: str, address: str, *, seconds: float) -> str:
    """One line in `language`, English where we have no words of ours."""
    known = _known(language)
    return _SMS[known].format(sender=sender, link=address, takes=_takes(known, seconds))


def _known(language: str) -> str:
    return language if language in _MAIL else "en"


def _takes(language: str, seconds: float) -> str:
    """Rounded up, to tens of seconds below a minute: who was promised less stops halfway."""
    tens = max(1, ceil(seconds / 10))
    return _SECONDS[language].format(number=tens * 10) if tens < 6 else _MINUTES[language].format(number=ceil(tens / 6))


EARLY_CALLS = (
    '!function(w){var v=w.voc=w.voc||{q:[]};"setup identify setAttributes setLanguage track show expl'
    'ain reset chat on".split(" ").forEach(function(m){v[m]=v[m]||function(){var c=[m,[].slice.call(argume'
    'nts)],d;v.q.push(c);if(m=="on"){c[2]=function(f){d?f():d=f};return function(){d?d():d=1}}return '
    "new Promise(function(r){c[2]=r})}})}(window);"
)
"""Keeps calls that come before the loader and answers as it will: `on` with what ends it, others with a promise."""


def snippet(app_url: str, project: str) -> str:
    """Goes once into every page, before `</body>`: loads the widget without delaying the page, keeps early calls.

    Two tags and no script that makes one: a page that requires trusted types refuses those.
    """
    return "\n".join(
        (
            '<script nonce="YOUR-NONCE">',
            EARLY_CALLS,
            f"voc.setup({{projectId: '{project}', appUrl: '{app_url}'}});",
            "</script>",
            f'<script async nonce="YOUR-NONCE" src="{app_url}/w.js"></script>',
        )
    )


def inline(survey: str) -> str:
    """A place in a page where the survey stands."""
    return f'<div data-voc-survey="{survey}"></div>'


def frame(app_url: str, survey: str, title: str) -> str:
    """For sites that allow no script of others."""
    address = escape(link(app_url, survey, embed="", source="iframe"))
    return f'<iframe src="{address}" title="{escape(title)}" width="100%" height="480" loading="lazy"></iframe>'


def npm_setup(app_url: str, project: str) -> str:
    """The package, for sites with a build step."""
    lines = (
        "// the package lies in the service's repository: npm pack ./widgets, then npm install voc-widgets-*.tgz",
        'import { load, voc } from "voc-widgets";',
        "",
        f'load({{ projectId: "{project}", appUrl: "{app_url}" }});',
    )
    return "\n".join(lines)


def npm(app_url: str, project: str, survey: str) -> str:
    """The package, asking one survey."""
    return npm_setup(app_url, project) + f'\nvoc.show("{survey}");'
