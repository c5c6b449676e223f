"""Which language a reader gets, and the words in it.

English is the language of the templates; Korean is written in `locale/ko.po` and read at start, so
there is no compile step to forget. Every other language falls back to English in the interface.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from litestar import Request

LANGUAGES = ("en", "ko")
COOKIE = "voc_language"
_CATALOGUES = Path(__file__).parent / "locale"


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of `language`; English is what the templates already say."""
    if language == "en":
        return NullTranslations()
    with (_CATALOGUES / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(fp=compiled)


@cache
def locale(language: str) -> Locale:
    """Babel's rules for numbers and dates in `language`."""
    return Locale.parse({"en": "en_GB", "ko": "ko_KR"}[language])


def language_of(request: Request[Any, Any, Any]) -> str:
    """The interface's language: `?lang=`, the reader's choice in a cookie, the member's own, the browser's order."""
    member = getattr(request.scope.get("user"), "language", None)
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE), member):
        if chosen in LANGUAGES:
            return chosen
    return negotiated(request.headers.get("accept-language", ""))


def negotiated(accept_language: str) -> str:
    """The best of ours for an `Accept-Language` header; English when nothing fits."""
    wanted: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1), tag))
        except ValueError:
            continue
    wanted.sort(key=lambda entry: -entry[0])
    tags = [tag for quality, tag in wanted if quality > 0 and tag]
    return negotiate_locale([tag.replace("-", "_") for tag in tags], LANGUAGES) or "en"
