"""What a run of tests ends with may not hold it up."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress

GRACE_SECONDS = 10.0


async def at_once(closing: Awaitable[object]) -> None:
    """Wait for what closes, not for ever: a server waits for its last open connection, a browser for a tab that hangs.

    Nothing is asserted after this, so that what is left over ends with the process.
    """
    with suppress(TimeoutError):
        await asyncio.wait_for(closing, GRACE_SECONDS)
