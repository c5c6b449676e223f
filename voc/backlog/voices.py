"""One voice for what is said over and over: copies that nobody signed count for one customer.

Finding themes writes the same down (`themes.storing.join_echoes`), but new feedback is ranked long before that.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from voc import inference

Row = dict[str, Any]


async def folded(rows: Sequence[Row], unsigned: Sequence[tuple[str, str]]) -> list[Row]:
    """The rows with near copies as said by the one whom they copy.

    Args:
        rows: feedback with its respondent.
        unsigned: ids and texts of those that nobody known said.
    """
    echoes = await asyncio.to_thread(inference.near_copies, [text for _, text in unsigned])
    says = {row["_id"]: row["respondent"] for row in rows}
    first = {unsigned[at][0]: unsigned[echo][0] for at, echo in enumerate(echoes) if at != echo}
    return [row | {"respondent": says.get(first.get(row["_id"], ""), row["respondent"])} for row in rows]
