"""`voc export`: what was collected, as a file."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

import click

from voc.accounts import service as accounts
from voc.backlog.workflow import exporting
from voc.cli.console import err
from voc.cli.recording import know_secret
from voc.cli.workspace import data_dir_option, database
from voc.clock import utc_now
from voc.faq import exporting as faq
from voc.responses.revealing import Look
from voc.results import service as results
from voc.results.files import Format
from voc.results.filters import Filters
from voc.surveys import queries as surveys

COMMAND = "voc export"
"""Who looked, where a command did."""


@click.group()
def export() -> None:
    """Write out what was collected."""


@export.command("responses")
@click.option("--workspace", required=True, help="Id or name of the workspace.")
@click.option("--format", "file_format", required=True, type=click.Choice([str(each) for each in Format]))
@click.option("--survey", "survey", help="Id of one survey.  [default: all of them]")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day, UTC.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day, UTC.")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Of the choices.")
@click.option("--verbatim", is_flag=True, help="Word for word, with personal data; it is on record.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: stdout]")
@data_dir_option
def export_responses(
    workspace: str,
    file_format: str,
    survey: str | None,
    since: object,
    until: object,
    language: str,
    verbatim: bool,
    output: Path | None,
    data_dir: Path | None,
) -> None:
    """Write the responses to surveys, a row each, the newest first, without personal data.

    Text that a spreadsheet would run as a formula gets an apostrophe in CSV and XLSX; JSON is raw.
    """
    period = {name: day.date() for name, day in (("since", since), ("until", until)) if day}  # type: ignore[attr-defined]
    if verbatim:
        know_secret(data_dir)
    look = Look(by=COMMAND, at=utc_now()) if verbatim else None
    written = asyncio.run(
        _export(workspace, survey, Filters(**period), Format(file_format), language, look, output, data_dir)
    )
    if output:
        err.print(f"{written:,} bytes in {output}")


@export.command("backlog")
@click.option("--workspace", required=True, help="Id or name of the workspace.")
@click.option("--format", "file_format", required=True, type=click.Choice([str(each) for each in exporting.Format]))
@click.option("--status", default="open", show_default=True, help="One of them, `open` or `all`.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: stdout]")
@data_dir_option
def export_backlog(workspace: str, file_format: str, status: str, output: Path | None, data_dir: Path | None) -> None:
    """Write the ranked backlog, an item each, the first rank first, with what people decided about it.

    Text that a spreadsheet would run as a formula gets an apostrophe in CSV and XLSX.
    """
    chosen = exporting.Filters(status=status)
    written = asyncio.run(_export_backlog(workspace, chosen, exporting.Format(file_format), output, data_dir))
    if output:
        err.print(f"{written:,} bytes in {output}")


@export.command("faq")
@click.option("--workspace", required=True, help="Id or name of the workspace.")
@click.option("--format", "file_format", required=True, type=click.Choice([str(each) for each in faq.Format]))
@click.option("--language", help="Only this one, as `ko`.  [default: all of them]")
@click.option("--category", help="Only this one.  [default: all of them]")
@click.option("--audience", help="Only this one.  [default: all of them]")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: stdout]")
@data_dir_option
def export_faq(
    workspace: str,
    file_format: str,
    language: str | None,
    category: str | None,
    audience: str | None,
    output: Path | None,
    data_dir: Path | None,
) -> None:
    """Write the questions and answers that are published, each as it was published last.

    Text that a spreadsheet would run as a formula gets an apostrophe; no text is live markup in any format.
    """
    chosen = faq.Filters(language=language, category=category, audience=audience)
    written = asyncio.run(_export_faq(workspace, chosen, faq.Format(file_format), output, data_dir))
    if output:
        err.print(f"{written:,} bytes in {output}")


async def _export_faq(
    workspace: str, filters: faq.Filters, file_format: faq.Format, output: Path | None, data_dir: Path | None
) -> int:
    async with database(data_dir):
        found = await accounts.find_workspace(workspace)
        return await _save(_whole(await faq.export(found.id, filters, file_format)), output)


async def _whole(text: str) -> AsyncIterator[bytes]:
    yield text.encode("utf-8", "replace")


async def _export_backlog(
    workspace: str,
    filters: exporting.Filters,
    file_format: exporting.Format,
    output: Path | None,
    data_dir: Path | None,
) -> int:
    async with database(data_dir):
        found = await accounts.find_workspace(workspace)
        return await _save(await exporting.export(found.id, filters, file_format), output)


async def _export(
    workspace: str,
    survey: str | None,
    filters: Filters,
    file_format: Format,
    language: str,
    look: Look | None,
    output: Path | None,
    data_dir: Path | None,
) -> int:
    async with database(data_dir):
        found = await accounts.find_workspace(workspace)
        chosen = [survey] if survey else [each.id for each in await surveys.of_workspace(found.id)]
        pieces = await results.export(found.id, chosen, filters, file_format, language=language, look=look)
        return await _save(pieces, output)


async def _save(pieces: AsyncIterator[bytes], output: Path | None) -> int:
    """Write to a file, which is there when it is complete, or to stdout; returns the bytes."""
    if output is None:
        return await _write(pieces, sys.stdout.buffer)
    part = output.with_name(output.name + ".part")
    with part.open("wb") as target:
        written = await _write(pieces, target)
    part.replace(output)
    return written


async def _write(pieces: AsyncIterator[bytes], target: BinaryIO) -> int:
    written = 0
    async for piece in pieces:
        written += target.write(piece)
    target.flush()
    return written
