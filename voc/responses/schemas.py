"""Responses as they come in."""

from typing import Annotated, Any

from pydantic import Field

from voc.feedback.schemas import CustomerIn, SafeAttributes
from voc.values import Value


class ResponseIn(Value):
    """One respondent's answers."""

    survey: str = Field(min_length=1, max_length=60)
    submission_id: str = Field(min_length=1, max_length=200)
    """Unique in the workspace; sending the same again stores nothing twice."""
    answers: Annotated[dict[str, Any], Field(max_length=100)]
    """Values by question id."""
    finished: bool = True
    context: SafeAttributes = {}
    """Where it was asked: page, app version, …"""
    customer: Annotated[str, Field(min_length=1, max_length=200)] | CustomerIn | None = None


class ResponseReceived(Value):
    """The response is stored."""

    id: str
