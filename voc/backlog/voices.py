"""One voice for what is said over and over: copies that nobody signed count for one customer.

Finding themes writes the same down (`themes.storing.join_echoes`), but new feedback is ranked long before that.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from voc import inference

Row = dict[str, Any]
LOOKED_AT = 20_000
"""The newest of what nobody signed, 2 s of one processor. In older texts finding themes has joined the copies."""


async def folded(rows: Sequence[Row], unsigned: Sequence[tuple[str, str]]) -> list[Row]:
    """The rows with near copies as said by the one whom they copy.

    Args:
        rows: feedback with its respondent.
        unsigned: ids and texts of those that nobody known said, the oldest first.
    """
    says = {row["_id"]: row["respondent"] for row in rows}
    texts = {says[id_]: text for id_, text in unsigned[-LOOKED_AT:] if id_ in says}
    voices = list(texts)
    echoes = await asyncio.to_thread(inference.near_copies, list(texts.values()))
    copied = {voices[at]: voices[echo] for at, echo in enumerate(echoes) if at != echo}
    return [row | {"respondent": copied[row["respondent"]]} if row["respondent"] in copied else row for row in rows]
