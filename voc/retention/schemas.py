"""Rules as they come in and go out over HTTP."""

from typing import Annotated

from pydantic import Field

from voc.values import Value

Days = Annotated[int, Field(ge=1, le=36_500)]


class Rules(Value):
    """How long what customers said is kept, from when it reached us."""

    days: Days | None = None
    """Of everything. None: for ever."""
    surveys: dict[str, Days] = Field(default={}, max_length=500)
    """Of one survey's answers and what was said in them, by its id; the shorter of the two holds."""
