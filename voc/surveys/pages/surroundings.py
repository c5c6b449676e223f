"""What the pages of surveys ask of capabilities above them; `create_app` supplies it as `around_surveys`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass


async def _nobody_answered(_: str) -> Mapping[str, int]:
    return {}


@dataclass(frozen=True)
class SurveySurroundings:
    """Questions about a workspace that surveys alone cannot answer."""

    responses_of: Callable[[str], Awaitable[Mapping[str, int]]] = _nobody_answered
    """How many responses each survey of a workspace has, by survey id; none means 0."""


ALONE = SurveySurroundings()
"""Surveys that nobody has answered."""
