"""Reads for offers, and how they were taken."""

from typing import Any

from voc.estimates import Estimate, share
from voc.faq.live.documents import LiveOffer
from voc.values import Value

Row = dict[str, Any]


class Taken(Value):
    """How often an answer was offered live, and what people said of it."""

    offered: int
    helped: Estimate | None
    """The share of those who said whether it helped; None: nobody said."""


async def offered(workspace: str, response: str) -> Row | None:
    """What was offered after a response, if anything was."""
    found: Row | None = await LiveOffer.get_pymongo_collection().find_one({"_id": response, "workspace": workspace})
    return found


async def was_asked_back(workspace: str, customer: str | None, visitor: str | None) -> bool:
    """Whether a respondent was asked back about a complaint before, under either of their names."""
    for name, value in (("customer", customer), ("visitor", visitor)):
        mine = {"workspace": workspace, name: value, "asked": {"$gt": ""}}
        if value and await LiveOffer.get_pymongo_collection().find_one(mine, {"_id": 1}):
            return True
    return False


async def taken(workspace: str, entry: str) -> Taken:
    """Of one entry, over all of its versions."""
    condition = {"workspace": workspace, "entry": entry}
    rows = await LiveOffer.get_pymongo_collection().find(condition, {"helped": 1}).to_list()
    said = [row["helped"] for row in rows if row["helped"] is not None]
    return Taken(offered=len(rows), helped=share(sum(said), len(said)))
