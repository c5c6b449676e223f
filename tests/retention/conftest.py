"""What was said is analysed at once."""

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
