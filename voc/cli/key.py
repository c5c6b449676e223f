"""`voc key`: API keys for programs."""

import asyncio
from datetime import timedelta
from pathlib import Path

import click

from voc.accounts import service
from voc.cli.recording import check_secret, know_secret, record
from voc.cli.workspace import data_dir_option, database
from voc.clock import utc_now
from voc.values import Scope


@click.group()
def key() -> None:
    """Make API keys."""


@key.command("create")
@click.option("--workspace", required=True, help="Id or name of the workspace.")
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    type=click.Choice([str(each) for each in Scope]),
    help="What the key may do; repeatable. admin includes read and write, write includes survey.",
)
@click.option("--name", default="Made with voc key create", show_default=True, help="Shown in the list of keys.")
@click.option("--days", type=click.IntRange(min=1), help="Days until it expires.  [default: never]")
@data_dir_option
def create_key(workspace: str, scopes: tuple[str, ...], name: str, days: int | None, data_dir: Path | None) -> None:
    """Make an API key and print it, once and nowhere else."""
    click.echo(asyncio.run(_create(workspace, {Scope(each) for each in scopes}, name, days, data_dir)))


async def _create(workspace: str, scopes: set[Scope], name: str, days: int | None, data_dir: Path | None) -> str:
    now = utc_now()
    know_secret(data_dir)
    async with database(data_dir):
        found = await service.find_workspace(workspace)
        await check_secret(found.id)
        expires_at = now + timedelta(days=days) if days else None
        made, text = await service.create_key(found.id, scopes, name, now=now, expires_at=expires_at)
        await record(found.id, "key.created", made.id)
        return text
