"""Chat goes on to become feedback."""

from tests.engine import declared_tasks, engine  # noqa: F401
