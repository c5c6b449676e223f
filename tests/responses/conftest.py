"""Somebody who answers."""

from tests.responses.filling_in import person

__all__ = ["person"]
