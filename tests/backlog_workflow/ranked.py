"""A workspace with a ranked backlog, made quickly: themes and items as discovery and ranking store them."""

from typing import Any

from voc.backlog.documents import BacklogItem, Ranking
from voc.backlog.service import item_id
from voc.clock import EPOCH
from voc.themes.documents import Theme
from voc.values import new_id

TITLES = ("The app logs me out", "Delivery comes late", "Dark mode", "Search finds nothing", "Bills are wrong")


async def rank(workspace: str, watch: Any, titles: tuple[str, ...] = TITLES) -> list[str]:
    """Ids of items, the first rank first; every third is an idea."""
    now = watch()
    themes, items = [], []
    for place, title in enumerate(titles, start=1):
        kind = "idea" if place % 3 == 0 else "complaint"
        theme = Theme(
            id=new_id("th", now), workspace=workspace, kind=kind, language="en", name=title, size=9, model="fake-1",
            centroid=b"", threshold=0.5, state="active", created_at=now, updated_at=now,
        )  # fmt: skip
        themes.append(theme.model_dump(by_alias=True))
        items.append(_item(workspace, theme, place, now))
    await Theme.get_pymongo_collection().insert_many(themes)
    await BacklogItem.get_pymongo_collection().insert_many(items)
    standing = Ranking(
        id=workspace, workspace=workspace, since=EPOCH, until=now, active_customers=50, feedback=60,
        items=len(items), ranked_at=now,
    )  # fmt: skip
    await Ranking.get_pymongo_collection().insert_one(standing.model_dump(by_alias=True))
    return [item["_id"] for item in items]


def _item(workspace: str, theme: Theme, place: int, now: Any) -> dict[str, Any]:
    numbers = {"share": 0.2, "share_mid": 0.2, "share_low": 0.1, "share_high": 0.3, "severity": 1.5}
    about = {"mean_sentiment": -0.4, "mean_urgency": 0.2, "score": 1.0 / place, "customers": 9, "mentions": 12}
    item = BacklogItem(
        id=item_id(theme.id), workspace=workspace, active=True, theme=theme.id, rank=place, rank_best=place,
        rank_worst=place, title=theme.name, kind=theme.kind, language="en", active_customers=50, factors=[],
        weekly_mentions=[0] * 8, first_ranked_at=now, ranked_at=now, **numbers, **about,
    )  # fmt: skip
    return item.model_dump(by_alias=True)
