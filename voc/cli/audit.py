"""`voc audit`: the record of what was done."""

import asyncio
import json
from pathlib import Path

import click

from voc.accounts import service as accounts
from voc.audit import service
from voc.audit.service import Verdict
from voc.cli.console import out
from voc.cli.recording import know_secret
from voc.cli.workspace import data_dir_option, database


@click.group()
def audit() -> None:
    """Look at the record of what was done."""


@audit.command("verify")
@click.option("--workspace", help="Id or name of one.  [default: all]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@data_dir_option
@click.pass_context
def verify(context: click.Context, workspace: str | None, as_json: bool, data_dir: Path | None) -> None:
    """Read every entry, and say whether each is as it was written and none is missing.

    Exit status 1 where one is not. The hash that is printed covers everything before: noted elsewhere, it proves later
    that nothing was changed.
    """
    found = asyncio.run(_verify(workspace, data_dir))
    if as_json:
        click.echo(json.dumps([each.model_dump(mode="json") for each in found], ensure_ascii=False))
    else:
        for each in found:
            out.print(_line(each))
    context.exit(int(any(each.broken_at is not None for each in found)))


def _line(verdict: Verdict) -> str:
    if verdict.broken_at is not None:
        return f"{verdict.workspace}: BROKEN. {verdict.entries:,} entries hold; entry {verdict.broken_at:,} does not."
    return f"{verdict.workspace}: whole, {verdict.entries:,} entries. {verdict.hash}"


async def _verify(workspace: str | None, data_dir: Path | None) -> list[Verdict]:
    know_secret(data_dir)
    async with database(data_dir):
        found = [await accounts.find_workspace(workspace)] if workspace else await accounts.workspaces()
        return [await service.verify(each.id) for each in found]
