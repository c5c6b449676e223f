"""`voc docs`: the documents that answers are drafted from."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel, Field
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from voc.cli.connection import connect
from voc.cli.console import complain, err, out
from voc.cli.docs_files import Found, found_at
from voc.cli.docs_service import PENDING, Docs, Refused
from voc.errors import VocError

SOME_REJECTED = 2
_EXIT_CODES = """
Exit status: 0 when every document was read; 2 when some were rejected and the others are read; 1 when the import could
not be finished: the service does not answer, refuses the key, or did not read all of it in time. What was sent by then
is kept, and the same command again continues: what is unchanged changes nothing.
"""


class Report(BaseModel):
    """What became of an import."""

    read: int = 0
    unchanged: int = 0
    waiting: int = 0
    """Kept and not read yet."""
    passed_by: int = 0
    rejected: list[dict[str, str]] = Field(default_factory=list)
    """`{document, advice}`."""
    passages: int = 0
    missing: list[str] = Field(default_factory=list)
    """Documents that were given from this folder before, are not in it any more and can still be cited."""
    removed: int = 0
    """Of those, with `--remove-missing`."""

    def reject(self, document: str, advice: str) -> None:
        """Name a document that is not taken, and what to do."""
        self.rejected.append({"document": document, "advice": advice})


@click.group()
def docs() -> None:
    """Give the documents that answers are drafted from."""


@docs.command("import", epilog=_EXIT_CODES)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--url", help="Where the service is.  [default: a `voc up` on this machine]")
@click.option("--key", envvar="VOC_KEY", help="API key with scope write.  [default: that of the `voc up`; VOC_KEY]")
@click.option("--workspace", help="Id or name of a workspace on this machine.  [default: the first]")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data directory of the `voc up`.  [default: ./.voc]")
@click.option("--patience", default=300.0, show_default=True, help="Seconds to wait for a service that is down.")
@click.option(
    "--wait", default=900.0, show_default=True, type=click.FloatRange(min=0), help="Seconds to wait for the reading."
)
@click.option(
    "--remove-missing", is_flag=True, help="Remove documents given from this folder before that are not in it any more."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@click.pass_context
def import_(ctx: click.Context, path: Path, as_json: bool, **options: Any) -> None:
    """Send PATH to the running service: a file, a folder with all below it, or a sitemap (.xml).

    Markdown, HTML, PDF and plain text are read, in UTF-8, UTF-16 or EUC-KR (CP949). Pages that a sitemap names are
    taken from beside it where they lie there; the service fetches the others. A document sent again replaces what was
    at the same place; unchanged ones change nothing. Documents that a folder held before and holds no more stay, and
    are named, unless --remove-missing is given: answers that cite them become stale then.
    """
    if options["workspace"] and options["key"]:
        raise click.UsageError("A key belongs to one workspace already; pass --workspace or --key, not both.")
    report = Report()
    try:
        _run(found_at(path), report, options)
    except VocError as error:
        complain(error)
        ctx.exit(1)
    except KeyboardInterrupt:
        err.print("Stopped. What was sent is kept; run the same command again to continue.")
        ctx.exit(130)
    finally:
        _print(report, as_json)
    ctx.exit(1 if report.waiting else SOME_REJECTED if report.rejected else 0)


def _run(found: Found, report: Report, options: dict[str, Any]) -> None:
    report.passed_by = found.passed_by
    with connect(options["url"], options["key"], options["data_dir"], options["workspace"]) as client:
        service = Docs(client, patience_seconds=options["patience"])
        names, kept = _send(service, found, report)
        if found.folder:
            _compare(service, found.folder, kept, report, remove=options["remove_missing"])
        with _progress("reading", len(names)) as (bar, task):
            sources = service.settled(
                list(names), seconds=options["wait"], looked=lambda count: bar.update(task, completed=count)
            )
    for source in sources:
        _count(source, names[source["id"]], report)


def _send(service: Docs, found: Found, report: Report) -> tuple[dict[str, str], set[str]]:
    """What is to be read, by id the name of the document; and ids, or addresses, of all that is there."""
    names: dict[str, str] = {}
    kept: set[str] = set()
    with _progress("sending", len(found.documents)) as (bar, task):
        for document in found.documents:
            try:
                became = service.give(document.address, document.path)
                kept.add(became["id"])
                if became["outcome"] == "unchanged":
                    report.unchanged += 1
                else:
                    names[became["id"]] = str(document.path)
            except (Refused, OSError) as error:
                kept.add(document.address)  # what was read of it before stays
                report.reject(str(document.path), error.detail if isinstance(error, Refused) else str(error))
            bar.advance(task)
    for page in service.fetch(found.pages) if found.pages else []:
        if page["error"]:
            report.reject(page["url"], page["error"])
        else:
            names[page["id"]] = page["url"]
    return names, kept


def _compare(service: Docs, folder: str, kept: set[str], report: Report, *, remove: bool) -> None:
    """Name, or remove, what was given from the folder before and is not in it any more."""
    for id_, address in service.within(folder).items():
        if {id_, address} & kept:
            continue
        if remove:
            service.remove(id_)
            report.removed += 1
        else:
            report.missing.append(address)


def _count(source: dict[str, Any], name: str, report: Report) -> None:
    if source["state"] == PENDING:
        report.waiting += 1
    elif source["state"] == "done":
        report.read += 1
        report.passages += source["passages"]
    else:
        report.reject(name, source["advice"] or "A worker failed on it; the page of the source says more.")


@contextmanager
def _progress(label: str, total: int) -> Iterator[tuple[Progress, Any]]:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        yield progress, progress.add_task(label, total=total)


def _print(report: Report, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.model_dump(), ensure_ascii=False))
        return
    for each in report.rejected:
        err.print(Text.assemble(("Rejected: ", "bold red"), f"{each['document']}: {each['advice']}"))
    out.print(Text(f"{report.read:,} read ({report.passages:,} passages), {report.unchanged:,} unchanged."))
    if report.removed:
        out.print(Text(f"{report.removed:,} removed, since the folder holds them no more."))
    if report.passed_by:
        files = "file of another kind was" if report.passed_by == 1 else "files of other kinds were"
        out.print(Text(f"{report.passed_by:,} {files} passed by."))
    for address in report.missing:
        err.print(Text.assemble(("Not in the folder any more: ", "bold"), address))
    if report.missing:
        err.print("Answers can still cite these. Remove them on the page of sources, or here with --remove-missing.")
    if report.waiting:
        err.print(Text(f"{report.waiting:,} are kept and still wait to be read. Is a worker running?"))
