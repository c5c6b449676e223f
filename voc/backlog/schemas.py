"""The backlog as it goes out."""

from pydantic import ConfigDict

from voc.backlog.domain import RankedItem, Standing


class BacklogItemOut(RankedItem):
    """An item with everything that explains its rank."""

    model_config = ConfigDict(frozen=True)


class RankingOut(Standing):
    """What a ranking rests on."""

    model_config = ConfigDict(frozen=True)
