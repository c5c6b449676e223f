"""Reads of what is given out, and of what visitors said of it."""

from collections.abc import Sequence

from voc.errors import NotFound
from voc.faq import exporting, queries
from voc.faq.exporting.article import Article, article
from voc.faq.help.documents import HelpVote
from voc.faq.listing import Filters
from voc.values import Value


class Votes(Value):
    """What visitors said of an entry."""

    helped: int = 0
    all: int = 0


async def published(workspace: str) -> list[Article]:
    """Everything that is given out, by language, category and question."""
    return await exporting.articles(workspace, Filters())


async def published_one(workspace: str, entry: str) -> Article:
    """One entry that is given out.

    Raises:
        NotFound: there is none of that id.
    """
    row = await queries.row(workspace, entry)
    if not row["given_out"]:
        raise NotFound("There is no such answer here.")
    return article(row)


async def most_asked(workspace: str, entries: Sequence[Article], limit: int) -> list[Article]:
    """Those that most people asked, among entries that are given out."""
    askers = {row["_id"]: row["askers"] for row in await queries.given_out(workspace)}
    return sorted(entries, key=lambda each: -askers.get(each.id, 0))[:limit]


async def votes(workspace: str) -> dict[str, Votes]:
    """By entry."""
    stages = [
        {"$match": {"workspace": workspace}},
        {"$group": {"_id": "$entry", "helped": {"$sum": "$helped"}, "all": {"$sum": 1}}},
    ]
    rows = await (await HelpVote.get_pymongo_collection().aggregate(stages)).to_list()
    return {row["_id"]: Votes(helped=row["helped"], all=row["all"]) for row in rows}
