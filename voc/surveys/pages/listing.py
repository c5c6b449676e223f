"""The list of surveys as its page and its file show it: what is narrowed, in which order, a view per survey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.settings import Settings
from voc.surveys.domain import SurveyState
from voc.surveys.schemas import SurveyOut
from voc.web.tables import BYTE_ORDER_MARK, Cell, csv_text

STATES = [state.value for state in SurveyState]
ORDERS = ("newest", "name", "responses")
"""The first is the one without a word about it."""
Filters = dict[str, str | None]
COLUMNS = (
    "id", "name", "state", "version", "questions", "languages", "responses", "opens_at", "closes_at", "limit",
    "created_at", "link",
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """A workspace's surveys, and how many responses each has."""

    surveys: Sequence[SurveyOut]
    """The oldest first."""
    counted: Mapping[str, int]
    settings: Settings

    def context(self, filters: Filters) -> dict[str, Any]:
        """What the page shows."""
        named = self._named(filters)
        return {
            "surveys": self.views(filters),
            "filters": filters,
            "orders": ORDERS,
            "states": {state: sum(survey.state == state for survey in named) for state in STATES},
            "any": bool(self.surveys),
        }

    def views(self, filters: Filters) -> list[dict[str, Any]]:
        """The surveys that the filters mean, in their order."""
        shown = [survey for survey in self._named(filters) if filters["state"] in (None, survey.state.value)]
        views = [self._view(survey) for survey in reversed(shown)]
        match filters["sort"]:
            case "name":
                views.sort(key=lambda view: str(view["name"]).casefold())
            case "responses":
                views.sort(key=lambda view: -view["responses"])
        return views

    def csv(self, filters: Filters) -> bytes:
        """The same surveys as a file; times as RFC 3339."""
        rows = [[_cell(view[name]) for name in COLUMNS] for view in self.views(filters)]
        return (BYTE_ORDER_MARK + csv_text([COLUMNS, *rows])).encode("utf-8", "replace")

    def _named(self, filters: Filters) -> list[SurveyOut]:
        sought = (filters["q"] or "").casefold()
        return [survey for survey in self.surveys if sought in survey.name.casefold()]

    def _view(self, survey: SurveyOut) -> dict[str, Any]:
        return {
            "id": survey.id,
            "name": survey.name,
            "state": survey.state.value,
            "changed": survey.changed,
            "version": survey.version,
            "questions": len(survey.questions),
            "languages": survey.languages,
            "responses": self.counted.get(survey.id, 0),
            "opens_at": survey.schedule.opens_at,
            "closes_at": survey.schedule.closes_at,
            "limit": survey.schedule.limit,
            "link": f"{self.settings.public_url.rstrip('/')}/s/{survey.id}",
            "created_at": survey.created_at,
        }


def filters_of(state: str | None, q: str | None, sort: str | None) -> Filters:
    """What an address or a form says, without what no list knows."""
    return {
        "state": state if state in STATES else None,
        "q": q,
        "sort": sort if sort in ORDERS[1:] else None,
    }


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return " ".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
