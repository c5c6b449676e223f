"""What is given out, ready to be looked through, kept in the process until something is published or taken back."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import NamedTuple

from voc.clock import stamp
from voc.faq import exporting
from voc.faq.documents import FaqShelf
from voc.faq.listing import Filters
from voc.faq.matching import QuestionIndex

KEPT_WORKSPACES = 32
LONGEST_MS = timedelta(minutes=1) // timedelta(milliseconds=1)
"""A process that dies between a change and its count leaves others with the shelf of before for so long."""


class _Kept(NamedTuple):
    changes: int
    until: int
    index: QuestionIndex


_KEPT: OrderedDict[str, _Kept] = OrderedDict()


async def changed(workspace: str) -> None:
    """Say that something was published, taken back or worded anew, once it is stored."""
    change = {"$inc": {"changes": 1}, "$set": {"workspace": workspace}}
    await FaqShelf.get_pymongo_collection().update_one({"_id": workspace}, change, upsert=True)


async def index(workspace: str, *, now: datetime) -> QuestionIndex:
    """Questions of what is given out, by id of the entry; what it finds may have been taken back since."""
    row = await FaqShelf.get_pymongo_collection().find_one({"_id": workspace}, {"changes": 1})
    changes, at = (int(row["changes"]) if row else 0), stamp(now)
    kept = _KEPT.get(workspace)
    if kept is None or kept.changes != changes or not kept.until - LONGEST_MS <= at < kept.until:
        every = await exporting.articles(workspace, Filters())
        made = QuestionIndex((each.id, (each.question, *each.aliases)) for each in every)
        kept = _KEPT[workspace] = _Kept(changes, at + LONGEST_MS, made)
    _KEPT.move_to_end(workspace)
    while len(_KEPT) > KEPT_WORKSPACES:
        _KEPT.popitem(last=False)
    return kept.index
