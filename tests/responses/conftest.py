"""Somebody who answers, and a survey that asks for what is personal."""

from tests.responses.filling_in import person
from tests.responses.personal import given, survey

__all__ = ["given", "person", "survey"]
