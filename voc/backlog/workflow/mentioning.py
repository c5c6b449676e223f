"""Members whom a note names are told by e-mail; what comes within some minutes comes in one.

Minutes are counted off in windows of the clock, so that the window of a note follows from the note alone: each is in
exactly one mail, whatever is done twice, late or side by side.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from voc.accounts import queries as accounts
from voc.backlog.workflow import queries
from voc.backlog.workflow.domain import Change, Note
from voc.backlog.workflow.queries import Naming
from voc.backlog.workflow.showing import who
from voc.backlog.workflow.titles import asked
from voc.channels.delivery import Go, Never, Verdict
from voc.channels.domain import Status
from voc.clock import from_stamp, stamp
from voc.invitations.looks import looks_at
from voc.redaction import redacted
from voc.settings import Settings
from voc.subscriptions import looking
from voc.subscriptions import queries as subscriptions
from voc.subscriptions.domain import Kind
from voc.subscriptions.letters import Letter, Part, Row, Speaker, content
from voc.subscriptions.queries import Reader
from voc.subscriptions.service import Wanted, send

WINDOW = timedelta(minutes=5)
GRACE = timedelta(seconds=30)
"""After a window, before its mail is written: a note bears the time at which its writing began."""
PATIENCE = timedelta(days=1)
"""A note that was not told of by then, because nothing ran, is no news."""
QUOTE_CHARACTERS = 1_000


def window_of(at: int) -> tuple[int, int]:
    """When the window that holds a `voc.clock.stamp` begins, and when the next one does."""
    length = WINDOW // timedelta(milliseconds=1)
    since = at // length * length
    return since, since + length


async def mail_mentions(
    workspace: str, notes: Sequence[Note], changes: Sequence[Change], *, settings: Settings, now: datetime
) -> None:
    """Queue a mail to everybody whom the notes name that these changes wrote; however often this runs.

    Args:
        workspace: whose.
        notes: those that the item holds now.
        changes: the latest ones of it.
        settings: of the installation.
        now: the present.
    """
    written = {step.after for change in changes if change.undoes is None for step in change.steps}
    news = [note for note in notes if note.id in written and note.mentions and note.at > stamp(now - PATIENCE)]
    wanted = sorted({(member, window_of(note.at)) for note in news for member in note.mentions if member != note.by})
    if not wanted:
        return
    readers = await subscriptions.readers(workspace)
    mails = [
        Wanted(reader=readers[member], step=str(since), at=from_stamp(until) + GRACE)
        for member, (since, until) in wanted
        if member in readers
    ]
    await send(workspace, Kind.mention, mails, settings=settings, now=now)


@looks_at(Kind.mention.value)
async def looks(workspace: str, rows: Sequence[Mapping[str, Any]], now: datetime, *, base: str) -> dict[str, Verdict]:
    """What becomes of each of these mails, by its id: a note that was taken back is not told of."""
    verdicts, wanted = await looking.look(workspace, rows, Kind.mention)
    found = await accounts.workspace(workspace)
    company = found.name if found else "VoC"
    for row, reader in wanted:
        since, until = window_of(int(row["origin"]["step"]))
        naming = await queries.naming(workspace, reader.id, since, until)
        if not naming:
            verdicts[row["_id"]] = Never(status=Status.expired, reason="The notes were taken back.")
            continue
        names = await accounts.names(workspace, {each.note.by for each in naming})
        said = letter(naming, reader, names, company)
        verdicts[row["_id"]] = Go(content=content(said, reader, Kind.mention, company=company, base=base))
    return verdicts


def letter(naming: Sequence[Naming], reader: Reader, names: Mapping[str, str], company: str) -> Letter:
    """The mail about notes that name its reader, the oldest first."""
    words = Speaker("backlog/mention_mail.html", reader.language)
    first, items = naming[0], {each.item for each in naming}
    several = words("subject_of_several", len(naming))
    subject = several if len(naming) > 1 else words("subject", who(first.note.by, names), _title(first, reader))
    return Letter(
        subject=subject,
        preview=_quoted(first.note),
        title=subject,
        parts=(Part(rows=tuple(_row(each, names, reader, words) for each in naming)),),
        button=words("open" if len(items) == 1 else "open_all"),
        url=f"/backlog/{first.item}" if len(items) == 1 else "/backlog?mentioned=me",
        why=words("why", company),
    )


def _row(each: Naming, names: Mapping[str, str], reader: Reader, words: Speaker) -> Row:
    written = words("written", who(each.note.by, names), from_stamp(each.note.at), reader.zone)
    return Row(title=_title(each, reader), url=f"/backlog/{each.item}", details=(written,), quote=_quoted(each.note))


def _title(each: Naming, reader: Reader) -> str:
    return asked(each.kind, each.title, reader.language) if each.kind else each.title


def _quoted(note: Note) -> str:
    """A note as an e-mail may carry it: what colleagues copied of a customer's contacts stays inside."""
    text = redacted(note.text).text
    return text if len(text) <= QUOTE_CHARACTERS else text[: QUOTE_CHARACTERS - 1].rstrip() + "…"
