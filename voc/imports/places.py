"""Where this process stopped reading files, so that the next stint goes on there.

Nothing depends on it: a process that has no place of an import, or a wrong one, fetches the file and
passes over the rows that are stored.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from voc.imports import queries
from voc.imports.domain import Plan
from voc.imports.slices import Slices

PLACES_LIMIT = 2
"""Files kept open by a process; each takes as much of the disk as was uploaded."""

_Key = tuple[str, int]
"""An import and the number of its start, which decides the columns."""


class Places:
    """Open files by import; the one unused for longest is closed first."""

    def __init__(self) -> None:
        self._open: OrderedDict[_Key, Slices] = OrderedDict()

    @asynccontextmanager
    async def of(self, row: dict[str, Any]) -> AsyncIterator[Slices]:
        """The stored import's file at the first record that is not stored."""
        key = (row["_id"], row["starts"])
        slices = self._open.pop(key, None)
        if slices is not None and slices.at > row["rows_read"]:  # what was taken last was never counted
            slices.close()
            slices = None
        slices = slices or await _opened(row)
        try:
            while slices.at < row["rows_read"] and slices.pass_over():
                await asyncio.sleep(0)  # the lease is renewed meanwhile
            yield slices
        except BaseException:
            slices.close()
            raise
        self._keep(key, slices)

    def _keep(self, key: _Key, slices: Slices) -> None:
        if slices.over:
            slices.close()
            return
        self._open[key] = slices
        while len(self._open) > PLACES_LIMIT:
            self._open.popitem(last=False)[1].close()


async def _opened(row: dict[str, Any]) -> Slices:
    file = await queries.file_of(row["workspace"], row["_id"])
    return Slices(
        file, Plan.model_validate(row["plan"]), name=row["filename"], encoding=row["encoding"],
        delimiter=row["delimiter"],
    )  # fmt: skip
