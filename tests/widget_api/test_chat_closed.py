"""A panel that is closed or hidden looks for answers, too, and nobody takes that for reading."""

from datetime import timedelta
from typing import Any

from tests.widget_api.test_chat import Panel
from voc.conversations.documents import Conversation


async def seen(caller: Any) -> int:
    """When the customer had the panel open."""
    row = await Conversation.get_pymongo_collection().find_one({"workspace": caller.workspace})
    assert row
    return int(row["seen_at"])


async def test_only_an_open_panel_counts_as_being_there(caller: Any, engine: Any, watch: Any) -> None:
    panel = Panel(caller, customer="u1")
    await panel.write("Where is my parcel?")
    await engine.settle()
    assert await panel.lines() == ["Where is my parcel?"]
    before = await seen(caller)
    watch.now += timedelta(minutes=5)
    assert await panel.lines(seen="false") == ["Where is my parcel?"]
    assert await seen(caller) == before
    await panel.lines()
    assert await seen(caller) > before
