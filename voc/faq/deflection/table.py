"""What published answers came to as a table."""

from collections.abc import Mapping, Sequence

from litestar import Response

from voc.estimates import Estimate
from voc.faq import queries as entries
from voc.faq.deflection import queries
from voc.faq.deflection.schemas import Deflection, ShareChange
from voc.web.tables import BYTE_ORDER_MARK, CSV, Cell, csv_text

_SHARE = ("share", "low", "high")
COLUMNS = (
    "id", "question", "since", "until", "verdict",
    "people_before", "again_before", *(f"{name}_before" for name in _SHARE),
    "people_after", "again_after", *(f"{name}_after" for name in _SHARE),
    "difference", "difference_low", "difference_high", "p", "waiting", "nameless",
    "days", "askers_before", "customers_before", "askers_after", "customers_after",
)  # fmt: skip


def csv(every: Sequence[Deflection], questions: Mapping[str, str]) -> str:
    """A row per answer; shares from 0 to 1."""
    return BYTE_ORDER_MARK + csv_text([COLUMNS, *(_row(each, questions.get(each.entry, "")) for each in every)])


async def download(workspace: str) -> Response[bytes]:
    """The file that the API and the page give."""
    every = await queries.all_of(workspace)
    questions = await entries.questions_of(workspace, [each.entry for each in every])
    headers = {"content-disposition": 'attachment; filename="faq-deflection.csv"', "x-content-type-options": "nosniff"}
    return Response(csv(every, questions).encode("utf-8", "replace"), media_type=CSV, headers=headers)


def _row(each: Deflection, question: str) -> list[Cell]:
    said: ShareChange = each.asked_again
    change = said.change
    difference: list[Cell] = [change.difference, change.low, change.high] if change else [None] * 3
    volume = each.volume
    asked: list[Cell] = [None] * 5
    if volume:
        before, after = volume.before, volume.after
        asked = [volume.days, before.askers, before.customers, after.askers, after.customers]
    return [
        each.entry, question, each.since.isoformat(), each.until and each.until.isoformat(), each.verdict.value,
        each.before.people, each.before.again, *_ends(said.before),
        each.after.people, each.after.again, *_ends(said.after),
        *difference, said.p, each.waiting, each.nameless, *asked,
    ]  # fmt: skip


def _ends(found: Estimate | None) -> list[Cell]:
    return [found.value, found.low, found.high] if found else [None] * 3
