"""Calls of the database that are cut off, as by a broken connection or the death of the process."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pymongo.asynchronous.collection import AsyncCollection

Call = Callable[..., Awaitable[Any]]


class Interruption:
    """Raises at one of the calls to come, and if it is lasting at all that follow until `stop`.

    Args:
        monkeypatch: pytest's own; the calls are as they were after the test.
        calls: names of the collection's methods that count.
        error: what is raised.
        lasting: as when the process is dead.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, calls: tuple[str, ...], error: Exception, *, lasting: bool = False
    ) -> None:
        self.left: int | None = None
        self.heard = False
        self._error, self._lasting = error, lasting
        for name in calls:
            monkeypatch.setattr(AsyncCollection, name, self._wrapped(getattr(AsyncCollection, name)))

    def at(self, place: int, *, heard: bool) -> None:
        """The call so many calls from now, after the server has `heard` it or before."""
        self.left, self.heard = place, heard

    def stop(self) -> bool:
        """From now on everything works; returns whether the place was never reached."""
        ahead, self.left = self.left is not None, None
        return ahead

    def _wrapped(self, real: Call) -> Call:
        async def call(collection: Any, *args: Any, **kwargs: Any) -> Any:
            if self.left is None:
                return await real(collection, *args, **kwargs)
            self.left -= 1
            if self.left > 0:
                return await real(collection, *args, **kwargs)
            reached = self.left == 0
            if not self._lasting:
                self.left = None
            if reached and self.heard:
                await real(collection, *args, **kwargs)
            raise self._error

        return call
