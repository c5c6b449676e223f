"""`voc import`: a file of feedback to a running service."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from voc.cli.connection import connect
from voc.cli.console import complain, err, out
from voc.errors import VocError
from voc.imports import presets
from voc.imports.columns import choose, listed
from voc.imports.domain import Plan, zone_of
from voc.imports.errors import UnknownPreset, UnreadableFile
from voc.imports.reading import Head, encoding_of, read_head
from voc.imports.sending import Sender
from voc.imports.transfer import Source, Tally, Transfer

SOME_REJECTED = 2
NO_PRESET = "none"
_PARTS = ("text", "rating", "date", "customer")
_DELIMITERS = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}

_EXIT_CODES = """
Exit status: 0 when every row was accepted (stored now or before); 2 when some rows were rejected and
the others are stored (the command line itself being wrong is 2 as well); 1 when the import could not
be finished: the file cannot be read to its end, the service does not answer or refuses the key. What
was sent by then is stored, and the same command again continues: it stores nothing twice.
"""


@click.command("import", epilog=_EXIT_CODES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", help="Where the service is.  [default: a `voc up` on this machine]")
@click.option("--key", envvar="VOC_KEY", help="API key with scope write.  [default: that of the `voc up`; VOC_KEY]")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data directory of the `voc up`.  [default: ./.voc]")
@click.option(
    "--preset",
    type=click.Choice([NO_PRESET, *(each.name for each in presets.PRESETS)]),
    help="The program that the file is an export of.  [default: by its columns, unless you name one]",
)
@click.option("--text-column", help="Column with what the customer said.  [default: by its name]")
@click.option("--rating-column", help="Column with the rating; '' for none.  [default: by its name]")
@click.option("--date-column", help="Column with when it was said; '' for none.  [default: by its name]")
@click.option("--customer-column", help="Column with who said it; '' for none.  [default: by its name]")
@click.option("--rating-scale", type=click.Choice(["5", "10"]), default="5", show_default=True, help="Highest rating.")
@click.option(
    "--encoding", help="Of the file, for example cp949.  [default: UTF-16 where the file says so, else UTF-8]"
)
@click.option("--delimiter", help="Between cells: one character, or \\t.  [default: by the header line]")
@click.option("--timezone", default="UTC", show_default=True, help="Of dates without one, for example Asia/Seoul.")
@click.option("--source", default="file", show_default=True, help="Equal rows of different sources are different.")
@click.option("--channel", help="Where customers said it.  [default: the preset's; else review]")
@click.option("--patience", default=300.0, show_default=True, help="Seconds to wait for a service that is down.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@click.pass_context
def import_(ctx: click.Context, file: Path, as_json: bool, **options: Any) -> None:
    """Send FILE (CSV, TSV, JSONL or JSON, each also .gz) to the running service.

    Rows that cannot be used are written to FILE.rejected.csv with line and reason; all others are kept.
    Columns that have no part become attributes. Importing a file twice stores nothing twice.

    Exports of App Store Connect, Google Play, Zendesk, Freshdesk, Intercom, HubSpot, Discourse and X are
    recognised; your own people's replies in them and ratings without words are left out.
    """
    try:
        tally, source, plan = _run(file, options)
    except VocError as error:
        if as_json:
            _print_json(file, Tally(problem=error), None, None)
        complain(error)
        ctx.exit(1)
    except KeyboardInterrupt:
        err.print("Stopped. What was sent is stored; run the same command again to continue.")
        ctx.exit(130)
    if as_json:
        _print_json(file, tally, source, plan)
    else:
        _print_summary(tally, source, plan)
    if tally.problem:
        complain(tally.problem)
        ctx.exit(1)
    ctx.exit(SOME_REJECTED if tally.rejected else 0)


def _run(file: Path, options: dict[str, Any]) -> tuple[Tally, Source, Plan]:
    if not file.is_file():
        raise UnreadableFile(f"There is no file {str(file)!r}.")
    delimiter = _DELIMITERS.get(options["delimiter"], options["delimiter"])
    encoding = options["encoding"] or encoding_of(file)
    head = read_head(file, encoding=encoding, delimiter=delimiter)
    plan = _plan(head, options)
    source = Source(file, encoding, delimiter, head.columns)
    with connect(options["url"], options["key"], options["data_dir"]) as client, _progress(source) as show:
        sender = Sender(client, patience_seconds=options["patience"], waiting=show.waiting)
        tally = Transfer(source, plan, sender).run(read=show.read, counted=show.counted)
    if not tally.balances():
        raise AssertionError(f"rows are missing from the tally: {tally}")
    return tally, source, plan


def _plan(head: Head, options: dict[str, Any]) -> Plan:
    zone_of(options["timezone"])
    preset = _preset(head, options)
    parts = {part: options[f"{part}_column"] for part in _PARTS}
    return Plan(
        columns=None if preset else choose(head.columns, **parts),
        preset=preset.name if preset else None,
        source=options["source"],
        channel=options["channel"] or (preset.channel if preset else "review"),
        rating_scale=int(options["rating_scale"]),
        timezone=options["timezone"],
    )


def _preset(head: Head, options: dict[str, Any]) -> presets.Preset | None:
    """The one named, else the likeliest; columns that were named rule every guess out."""
    asked = options["preset"]
    if asked == NO_PRESET or (asked is None and any(options[f"{part}_column"] is not None for part in _PARTS)):
        return None
    known = presets.recognised(head.columns, head.rows)
    if asked is None:
        return known[0] if known else None
    preset = presets.named(asked)
    if preset not in known:
        raise UnknownPreset(
            f"This is no export of {preset.title} that is known: its columns are {listed(head.columns)}."
        )
    return preset


class _Show:
    """The progress of one import on stderr."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=total)
        self._label = "0 rows"
        self._waits = False

    def read(self, size: int) -> None:
        self._progress.update(self._task, completed=size)

    def counted(self, tally: Tally) -> None:
        rejected = f", {tally.rejected:,} rejected" if tally.rejected else ""
        self._label = f"{tally.rows:,} rows{rejected}"
        self._progress.update(self._task, description=self._label)

    def waiting(self, reason: str | None) -> None:
        shown = self._label if reason is None else f"{self._label}; waiting for the service ({reason})"
        self._progress.update(self._task, description=shown)
        if reason is not None and not self._waits and not err.is_terminal:
            err.print(Text(shown))
        self._waits = reason is not None


@contextmanager
def _progress(source: Source) -> Iterator[_Show]:
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        yield _Show(progress, source.path.stat().st_size)


def _print_summary(tally: Tally, source: Source, plan: Plan) -> None:
    say: Callable[[str], None] = lambda line: out.print(Text(line))  # noqa: E731
    if plan.preset:
        title = presets.named(plan.preset).title
        say(f"Recognised: {title}, channel {plan.channel} (--preset {NO_PRESET}: choose the columns yourself)")
    rate = tally.rows / tally.seconds if tally.seconds else 0.0
    left_out = f", {tally.left_out:,} left out (nothing that a customer says)" if tally.left_out else ""
    rows = "1 row" if tally.rows == 1 else f"{tally.rows:,} rows"
    say(
        f"{rows}: {tally.stored:,} stored, {tally.already_stored:,} already stored, "
        f"{tally.rejected:,} rejected{left_out}; {rate:,.0f} rows/s"
    )
    if tally.rejected:
        say(f"The rejected rows, with line and reason: {source.rejects_path}")


def _print_json(file: Path, tally: Tally, source: Source | None, plan: Plan | None) -> None:
    problem = tally.problem
    summary = {
        "file": str(file),
        "rows": tally.rows,
        "stored": tally.stored,
        "already_stored": tally.already_stored,
        "rejected": tally.rejected,
        "left_out": tally.left_out,
        "rejected_file": str(source.rejects_path) if source and tally.rejected else None,
        "seconds": round(tally.seconds, 3),
        "rows_per_second": round(tally.rows / tally.seconds, 1) if tally.seconds else 0.0,
        "columns": plan.columns.model_dump() if plan and plan.columns else None,
        "preset": plan.preset if plan else None,
        "problem": {"slug": problem.slug, "title": problem.title, "detail": problem.detail} if problem else None,
    }
    sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
