"""What search engines and messengers are told of the page before anybody opens it; pure."""

from collections.abc import Sequence
from typing import Any

from voc.faq.exporting.article import Article
from voc.web.i18n import LANGUAGES

DESCRIPTION_CHARACTERS = 155
"""More is cut off where results are listed."""


def told(every: Sequence[Article], shown: Sequence[Article], *, language: str, address: str) -> dict[str, Any]:
    """Description, the one address of this content, and the addresses in other languages.

    A page without a language in its address answers in the reader's: it stands for no language itself.

    Args:
        every: all that is given out.
        shown: what stands on the page.
        language: of the page.
        address: of the page without a language.
    """
    written = [code for code in LANGUAGES if any(each.language == code for each in every)]
    own = language if language in written or not written else written[0]
    others = [(code, f"{address}?lang={code}") for code in written]
    return {
        "description": _description(shown),
        "canonical": f"{address}?lang={own}",
        "alternates": [*others, ("x-default", address)] if len(written) > 1 else [],
    }


def _description(shown: Sequence[Article]) -> str:
    """As many questions as there is room for."""
    said = ""
    for each in shown:
        longer = f"{said} {each.question}".strip()
        if len(longer) > DESCRIPTION_CHARACTERS:
            break
        said = longer
    return said or (shown[0].question[: DESCRIPTION_CHARACTERS - 1] + "…" if shown else "")
