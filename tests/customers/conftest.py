"""Customers are noted where feedback is read."""

from tests.engine import declared_tasks, engine  # noqa: F401
