"""What a request for a list of entries asks for."""

from typing import Annotated

from litestar.di import Provide
from litestar.params import FromQuery, QueryParameter

from voc.faq.listing import Filters

InState = Annotated[
    str | None,
    QueryParameter(name="state", description="One of them, `open` (something is left to do) or `all`."),
]


def _asked(
    in_state: InState = None,
    language: FromQuery[str | None] = None,
    category: FromQuery[str | None] = None,
    audience: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
) -> Filters:
    given = {"state": in_state, "language": language, "category": category, "audience": audience, "q": q}
    return Filters.read(given)


ASKED = {"asked": Provide(_asked, sync_to_thread=False)}
