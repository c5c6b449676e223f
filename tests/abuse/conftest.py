"""The application on a port, and Chromium."""

from tests.engine import declared_tasks, engine  # noqa: F401
from tests.widget.conftest import address, chromium  # noqa: F401
