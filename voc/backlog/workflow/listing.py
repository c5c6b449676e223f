"""Which items a list shows, and in which order; pure.

The ranking and what people decided are joined here and not in the database: a workspace has hundreds of items, and
the embedded engine joins nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from voc.backlog.workflow.domain import FINISHED, OPEN, Status
from voc.backlog.workflow.queries import UNTOUCHED, Brief
from voc.errors import Invalid
from voc.values import Value

ORDERS = ("rank", "due", "changed", "effort")
"""The first when nobody says."""
NOBODY = "none"
"""As an owner: items that nobody owns."""
ME = "me"
_LAST_DAY = "9999-12-31"


class Filters(Value):
    """What a list is narrowed by; None: not at all."""

    status: str | None = None
    """One of them, `open` or `all`."""
    kind: str | None = None
    owner: str | None = None
    """A member's id, or `none`."""
    department: str | None = None
    q: str | None = None
    """Text of the title, any case."""
    sort: str | None = None
    mentioned: str | None = None
    """Items with a note that names this member."""

    @classmethod
    def read(cls, written: Mapping[str, Any], prefix: str = "") -> "Filters":
        """As an address or a form has them, under their names after `prefix`; what is empty narrows nothing."""
        return cls(**{name: str(value) for name in cls.model_fields if (value := written.get(prefix + name))})

    def shown(self, viewer: str) -> "Filters":
        """What the page means by them: what is open where no status is named."""
        return self.of(viewer).model_copy(update={"status": self.status or "open"})

    def of(self, viewer: str | None) -> "Filters":
        """With the viewer in the place of `me`."""
        mine = {name: viewer or "-" for name in ("owner", "mentioned") if getattr(self, name) == ME}
        return self.model_copy(update=mine)

    def check(self) -> None:
        """See whether there is what they name.

        Raises:
            Invalid: no such status or order.
        """
        self.statuses()
        if self.sort is not None and self.sort not in ORDERS:
            raise _unknown("sort")

    def statuses(self) -> tuple[Status, ...]:
        """Those that are meant.

        Raises:
            Invalid: no such status.
        """
        if self.status in (None, "all"):
            return tuple(Status)
        if self.status == "open":
            return OPEN
        if self.status not in Status.__members__:
            raise _unknown("status")
        return (Status(self.status),)


class Line(Value):
    """An item as lists are made of it."""

    id: str
    rank: int
    kind: str
    title: str
    theme_name: str
    active: bool
    brief: Brief = UNTOUCHED


def lines(outlines: Sequence[dict[str, Any]], briefs: Mapping[str, Brief]) -> list[Line]:
    """All items that a list may show, in the order of the ranking.

    One that fell out of the ranking is shown when it is finished: what was shipped is no longer complained about.
    """
    found = []
    for row in outlines:
        brief = briefs.get(row["_id"], UNTOUCHED)
        if not row["active"] and brief.work.status not in FINISHED:
            continue
        plain = {name: row[name] for name in ("rank", "kind", "active")}
        own = brief.work.title or row["title"]
        found.append(Line(id=row["_id"], title=own, theme_name=row["title"], brief=brief, **plain))
    return found


def chosen(all_lines: Sequence[Line], filters: Filters) -> list[Line]:
    """Those that pass, in the order that is asked for.

    Raises:
        Invalid: no such status or order.
    """
    filters.check()
    wanted = filters.statuses()
    kept = [line for line in narrowed(all_lines, filters) if line.brief.work.status in wanted]
    order = filters.sort or ORDERS[0]
    return sorted(kept, key=lambda line: (_place(line, order), not line.active, line.rank, line.id))


def narrowed(all_lines: Sequence[Line], filters: Filters) -> list[Line]:
    """Those that pass everything but the status."""
    return [line for line in all_lines if _passes(line, filters)]


def counts(some: Sequence[Line]) -> dict[Status, int]:
    """How many stand where."""
    counted = Counter(line.brief.work.status for line in some)
    return {status: counted[status] for status in Status}


def _passes(line: Line, filters: Filters) -> bool:
    work = line.brief.work
    owned = {None: True, NOBODY: work.owner is None}.get(filters.owner, work.owner == filters.owner)
    found = not filters.q or filters.q.casefold() in f"{line.title}\n{line.theme_name}".casefold()
    return (
        found
        and owned
        and filters.kind in (None, line.kind)
        and filters.department in (None, work.department)
        and (filters.mentioned is None or filters.mentioned in line.brief.mentioned)
    )


def _place(line: Line, order: str) -> Any:
    work = line.brief.work
    return {
        "rank": 0,
        "due": work.due or _LAST_DAY,
        "changed": -(line.brief.changed_at or 0),
        "effort": work.effort or 9,
    }[order]


def _unknown(name: str) -> Invalid:
    return Invalid(f"No such {name}.", errors=[{"parameter": name, "message": "is not one that there is"}])
