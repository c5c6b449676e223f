"""The dispatcher and the tasks, driven by hand."""

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
