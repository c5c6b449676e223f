"""The application under test. Registering all its routes takes longer than most tests: it is made once per settings."""

from datetime import datetime

from litestar import Litestar

from voc.app import create_app
from voc.clock import Clock
from voc.settings import Settings


class _CurrentClock:
    """The clock of the test that runs."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def __call__(self) -> datetime:
        return self.clock()


_made: list[tuple[Settings, _CurrentClock, Litestar]] = []


def application(settings: Settings, clock: Clock) -> Litestar:
    """The whole application, which goes by `clock` from now on.

    It opens no database: that of the session serves it, so that no test waits for indexes.
    """
    for known, current, app in _made:
        if known == settings:
            current.clock = clock
            return app
    current = _CurrentClock(clock)
    app = create_app(settings, clock=current)
    app._lifespan_managers = []
    _made.append((settings, current, app))
    return app
