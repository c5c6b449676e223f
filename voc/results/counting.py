"""From raw responses to the cells of a bucket; pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from voc.results import answers, bins
from voc.results.tally import Cell, Cells, Facets, Tally, merged

COUNTED_FIELDS = (
    "version", "channel", "language", "context", "hidden", "segments", "answers", "finished", "seen", "seconds"
)  # fmt: skip
"""What counting reads of a response."""
UNKNOWN = ""
"""The value of a facet that a response does not tell."""
REST = "…"
"""Stands for the rare values of a facet, where there are too many."""
CELLS_LIMIT = 200
"""Cells of a bucket."""
COUNTING_LIMIT = 2_000
"""Cells in memory while a day is counted."""
TOLD = ("product_area", "journey_step", "department")
"""Facets that hidden fields tell, or the context: what a page or a link fills in."""
WORDED_BY_SENDERS = ("source", *TOLD, "language")
WORDS_LIMIT = 150
"""Words of one question in one cell; rarer ones are let go."""
VALUES_LIMIT = 400
"""Different answers of one question in one cell; a survey's own choices never reach it."""
FACET_LIMIT_CHARACTERS = 60
DEVICES = frozenset({"phone", "tablet", "desktop"})

Kinds = Mapping[int, Mapping[str, str]]
"""By version: question id → `answers.kind_of` it, in the order of the questions."""


class Count:
    """Takes responses in, one at a time, so that a day never has to fit into memory."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._latest = kinds[max(kinds)] if kinds else {}
        self._cells: Cells = {}
        self._let_go: tuple[str, ...] = ()

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one response (its `COUNTED_FIELDS`)."""
        kinds = self._kinds.get(row.get("version") or 0, self._latest)
        cell = self._cell(facets(row))
        given = {id_: value for id_, value in (row.get("answers") or {}).items() if id_ in kinds}
        shown = [id_ for id_ in row.get("seen") or [] if id_ in kinds]
        seconds = {id_: s for id_, s in (row.get("seconds") or {}).items() if id_ in kinds and s and s > 0}
        cell.started += 1
        if row.get("finished"):
            cell.completed += 1
            if seconds:
                cell.seconds[bins.seconds_bin(sum(seconds.values()))] += 1
        elif last := shown[-1:] or [id_ for id_ in kinds if id_ in given][-1:]:
            cell.question(last[0], kinds[last[0]]).left += 1
        for id_ in {*shown, *given}:
            cell.question(id_, kinds[id_]).seen += 1
        for id_, taken in seconds.items():
            cell.question(id_, kinds[id_]).seconds[bins.seconds_bin(taken)] += 1
        for id_, answer in given.items():
            answers.add(cell.question(id_, kinds[id_]), answer)

    def cells(self) -> Cells:
        """What was counted, within the limits of a bucket."""
        return bounded(self._cells)

    def _cell(self, found: Facets) -> Cell:
        """The cell of these facets.

        Whoever answers words some facets as they like, so a day may hold any number of cells. Beyond what memory should
        hold, the next facet of that kind is let go altogether: that depends on the day's rows, not on their order.
        """
        place = found._replace(**{name: REST for name in self._let_go})
        cell = self._cells.get(place)
        if cell is None:
            cell = self._cells[place] = Cell()
            if len(self._cells) > COUNTING_LIMIT and len(self._let_go) < len(WORDED_BY_SENDERS):
                self._let_go = WORDED_BY_SENDERS[: len(self._let_go) + 1]
                rest = {name: REST for name in self._let_go}
                self._cells = merged({each._replace(**rest): one} for each, one in self._cells.items())
                cell = self._cells[place._replace(**rest)]
        return cell


def count(rows: Iterable[Mapping[str, Any]], kinds: Kinds) -> Cells:
    """The cells of `rows`."""
    counting = Count(kinds)
    for row in rows:
        counting.add(row)
    return counting.cells()


def facets(row: Mapping[str, Any]) -> Facets:
    """What filters may choose this response by."""
    context = row.get("context") or {}
    told = context | (row.get("hidden") or {})
    device = str(context.get("device") or UNKNOWN)
    return Facets(
        version=row.get("version") or 0,
        channel=_short(row.get("channel")),
        language=_short(row.get("language") or context.get("language")).split("-")[0].lower(),
        device=device if device in DEVICES else UNKNOWN,
        source=_short(context.get("source")),
        segments=tuple(sorted({_short(each) for each in row.get("segments") or []})),
        **{name: _short(told.get(name)) for name in TOLD},
    )


def bounded(cells: Cells) -> Cells:
    """The same counts in at most `CELLS_LIMIT` cells: the rare values of a facet become `REST`, the most varied first.

    Which responses share a cell then depends on the whole, never on the order of the rows.
    """
    for name in ("source", *TOLD, "segments", "language", "device", "channel"):
        if len(cells) <= CELLS_LIMIT:
            break
        cells = _folded(cells, name)
    for cell in cells.values():
        for tally in cell.questions.values():
            _bound(tally)
    return cells


def _folded(cells: Cells, name: str) -> Cells:
    """Only so many of the frequent values of a facet stay as cells fit."""
    weights: Counter[Any] = Counter()
    for each, cell in cells.items():
        weights[getattr(each, name)] += cell.started
    others = len({each._replace(**{name: None}) for each in cells})  # type: ignore[arg-type]
    ranked = sorted(weights, key=lambda value: (-weights[value], value))
    kept = set(ranked[: max(0, CELLS_LIMIT // others - 1)])
    rest = (REST,) if name == "segments" else REST
    return merged(
        {each if getattr(each, name) in kept else each._replace(**{name: rest}): cell} for each, cell in cells.items()
    )


def _bound(tally: Tally) -> None:
    tally.words = _frequent(tally.words, WORDS_LIMIT)
    tally.values = bins.bounded(tally.values) if tally.type == "number" else _frequent(tally.values, VALUES_LIMIT)


def _frequent(counts: Counter[str], limit: int) -> Counter[str]:
    if len(counts) <= limit:
        return counts
    return Counter(dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]))


def _short(value: Any) -> str:
    return re.sub(r"\s+", " ", str(value or UNKNOWN)).strip()[:FACET_LIMIT_CHARACTERS]
