"""What the pages show of an import; every value is ready to print."""

from datetime import datetime, timedelta

from voc.imports import columns, presets
from voc.imports.documents import Import
from voc.imports.states import ImportState
from voc.values import Value

FIRST_REJECTS = 20
_WORKER_DIED = "The work stopped several times; see the service's log."


class RejectView(Value):
    """One rejected line."""

    line: int
    reason: str


class ImportView(Value):
    """An import on its way."""

    id: str
    filename: str
    state: str
    """`uploaded`, `pending` (waits for a worker), `running`, `done` or `failed`."""
    rows_read: int
    stored: int
    duplicates: int
    rejected: int
    left_out: int
    analysed: int
    """Of the stored, those that a model has read or given up on."""
    percent: int | None
    """Of the present phase: reading the file, then analysing what was stored."""
    rate_per_second: float | None
    seconds_left: float | None
    rejects: list[RejectView]
    rejected_url: str | None
    error: str | None
    started_at: datetime


class PresetView(Value):
    """A program that the file may be an export of."""

    name: str
    title: str
    channel: str
    docs: str
    said: list[list[str]]
    """Time, rating, customer and text of what is said first."""


class UploadView(Value):
    """A file whose columns are to be chosen."""

    id: str
    filename: str
    columns: list[str]
    guess: dict[str, str | None]
    preview: list[list[str]]
    rating_scale: int = 5
    encoding: str
    preset: PresetView | None
    """What it is read as; None: by its columns."""
    others: list[PresetView]
    """What else it may be."""


def upload_view(document: Import, *, preset: str | None = None) -> UploadView:
    """The file with our guess of its columns, read as `preset`: "" for none, None for the likeliest."""
    known = [_preset(name, said) for name, said in document.presets.items()]
    chosen = known[0] if preset is None and known else next((each for each in known if each.name == preset), None)
    rating = (guess := columns.guess(document.columns))["rating"]
    return UploadView(
        id=document.id, filename=document.filename, columns=document.columns, guess=guess, preview=document.preview,
        rating_scale=_scale(document, rating), encoding=document.encoding, preset=chosen,
        others=[each for each in known if each != chosen],
    )  # fmt: skip


def _preset(name: str, said: list[list[str]]) -> PresetView:
    preset = presets.named(name)
    return PresetView(name=name, title=preset.title, channel=preset.channel, docs=preset.docs, said=said)


def import_view(document: Import, *, analysed: int = 0, now: datetime) -> ImportView:
    """The import with how far it is and how long it will take."""
    state = _state(document)
    share = _share(document, state, analysed)
    rate, left = _pace(document, state, share, analysed, now)
    return ImportView(
        id=document.id, filename=document.filename, state=state, rows_read=document.rows_read,
        stored=document.stored, duplicates=document.duplicates, rejected=document.rejected, left_out=document.left_out,
        analysed=analysed,
        percent=None if share is None else int(share * 100), rate_per_second=rate, seconds_left=left,
        rejects=[RejectView(line=each.line, reason=each.reason) for each in document.rejects[:FIRST_REJECTS]],
        rejected_url=f"/imports/{document.id}/rejected.csv" if document.rejected else None,
        error=_error(document), started_at=document.started_at or document.created_at,
    )  # fmt: skip


def _state(document: Import) -> str:
    match document.state:
        case ImportState.pending:
            return "running" if document.rows_read or document.owner else "pending"
        case ImportState.parked:
            return "failed"
        case state:
            return str(state)


def _error(document: Import) -> str | None:
    if document.state == ImportState.parked:
        return document.last_error or _WORKER_DIED
    return document.problem


def _share(document: Import, state: str, analysed: int) -> float | None:
    """Done of the present phase, 0 to 1; None before it has begun."""
    if state == "running":
        return min(document.bytes_read / document.size_bytes, 1.0) if document.size_bytes else None
    if state == "done" and document.stored:
        return min(analysed / document.stored, 1.0)
    return None


def _pace(
    document: Import, state: str, share: float | None, analysed: int, now: datetime
) -> tuple[float | None, float | None]:
    """Rows per second since the start, and seconds until the present phase ends."""
    done = document.rows_read if state == "running" else analysed
    seconds = (now - document.started_at) / timedelta(seconds=1) if document.started_at else 0.0
    if share is None or share >= 1.0 or not done or seconds < 1.0:
        return None, None
    if state == "running":
        return done / seconds, seconds * (1 - share) / share if share else None
    return done / seconds, (document.stored - analysed) * seconds / done


def _scale(document: Import, rating: str | None) -> int:
    """10 when the first rows hold a rating that 5 does not reach."""
    if rating is None:
        return 5
    place = document.columns.index(rating)
    return 10 if any(_number(cells[place]) > 5 for cells in document.preview) else 5


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return 0.0
