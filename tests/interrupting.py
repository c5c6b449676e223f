"""Calls of the database that are cut off, by a broken connection or a dying process, or overtaken by others."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

import pytest
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.cursor import AsyncCursor

Call = Callable[..., Awaitable[Any]]


class Interruption:
    """Raises at one of the calls to come, and if it is lasting at all that follow until `stop`.

    Args:
        monkeypatch: pytest's own; the calls are as they were after the test.
        calls: names of the collection's methods that count.
        error: what is raised.
        lasting: as when the process is dead.
        of: collections whose calls count; all, if there are none.
    """

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        calls: tuple[str, ...],
        error: Exception,
        *,
        lasting: bool = False,
        of: Collection[str] = (),
    ) -> None:
        self.left: int | None = None
        self._of = of
        self.heard = False
        self._error, self._lasting = error, lasting
        for name in calls:
            monkeypatch.setattr(AsyncCollection, name, self._wrapped(getattr(AsyncCollection, name)))

    def at(self, place: int, *, heard: bool) -> None:
        """The call so many calls from now, after the server has `heard` it or before."""
        self.left, self.heard = place, heard

    def stop(self) -> bool:
        """From now on everything works; returns whether the place was never reached."""
        ahead, self.left = self.left is not None and self.left > 0, None
        return ahead

    def _wrapped(self, real: Call) -> Call:
        async def call(collection: Any, *args: Any, **kwargs: Any) -> Any:
            if self.left is None or (self.left > 0 and self._of and collection.name not in self._of):
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


class Meanwhile:
    """Lets something else happen just before one of the calls to come, as another process would.

    Args:
        monkeypatch: pytest's own; the calls are as they were after the test.
        of: collections whose calls count.
    """

    CALLS = (
        "insert_one", "insert_many", "update_one", "update_many", "delete_many", "delete_one", "find_one",
        "bulk_write", "find_one_and_update",
    )  # fmt: skip

    def __init__(self, monkeypatch: pytest.MonkeyPatch, of: Collection[str]) -> None:
        self._of = of
        self._waiting: dict[int, Callable[[], Awaitable[Any]]] = {}
        self._at: int | None = None
        for owner, names in ((AsyncCollection, self.CALLS), (AsyncCursor, ("to_list",))):
            for name in names:
                monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name)))

    def at(self, doings: dict[int, Callable[[], Awaitable[Any]]]) -> None:
        """What happens before which of the calls to come, from 1; calls of what happens do not count."""
        self._waiting, self._at = dict(doings), 0

    def stop(self) -> int:
        """Nothing more happens; returns how many of the places were never reached."""
        self._at = None
        return len(self._waiting)

    def _wrapped(self, real: Call) -> Call:
        async def call(of: Any, *args: Any, **kwargs: Any) -> Any:
            if self._at is not None and _name(of) in self._of:
                self._at += 1
                if doing := self._waiting.pop(self._at, None):
                    reached, self._at = self._at, None
                    await doing()
                    self._at = reached
            return await real(of, *args, **kwargs)

        return call


def _name(of: AsyncCollection[Any] | AsyncCursor[Any]) -> str:
    return (of.collection if isinstance(of, AsyncCursor) else of).name
