"""`voc workspace`: the tenants of this installation."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click
from pymongo.errors import ConnectionFailure
from rich.console import Console
from rich.table import Table
from rich.text import Text

from voc.accounts import service
from voc.accounts.schemas import WorkspaceOut
from voc.clock import utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.embedded.local import find_service
from voc.errors import Unavailable
from voc.settings import Settings

_WIDEST = 1_000
"""Columns; a pipe has 80, and a key that was cut off there is no key."""


@click.group()
def workspace() -> None:
    """List and make workspaces."""


data_dir_option = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Of the `voc up` to talk to.  [default: VOC_DATA_DIR or ./.voc]"
)


@workspace.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of id, name and publishable key.")
@data_dir_option
def list_workspaces(as_json: bool, data_dir: Path | None) -> None:
    """List the workspaces, oldest first."""
    found = asyncio.run(_list(data_dir))
    if as_json:
        rows = [{"id": each.id, "name": each.name, "publishable_key": each.publishable_key} for each in found]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("id", "name", "publishable key", box=None)
    for each in found:
        table.add_row(each.id, Text(each.name), each.publishable_key)
    Console(width=_WIDEST, highlight=False).print(table)


@workspace.command("create")
@click.argument("name")
@data_dir_option
def create_workspace(name: str, data_dir: Path | None) -> None:
    """Make a workspace called NAME and print its id."""
    click.echo(asyncio.run(_create(name, data_dir)).id)


@asynccontextmanager
async def database(data_dir: Path | None) -> AsyncIterator[None]:
    """The database that the settings name, or the one of the `voc up` that runs on the data directory.

    Raises:
        Unavailable: there is neither, or it does not answer.
    """
    try:
        async with open_database(settings_of(data_dir), DOCUMENTS):
            yield
    except ConnectionFailure as error:
        raise Unavailable("The database does not answer. Is `voc up` running, and VOC_MONGODB right?") from error


def settings_of(data_dir: Path | None) -> Settings:
    """The settings, with the database of a running `voc up` where none is named.

    Raises:
        Unavailable: none is named and nothing runs on the data directory.
    """
    settings = Settings(**({"data_dir": data_dir} if data_dir else {}))
    if settings.mongodb:
        return settings
    folder = settings.data_dir.expanduser().absolute()
    running = find_service(folder)
    if running is None or running.mongodb is None:
        raise Unavailable(f"Nothing runs on {folder}. Start `voc up`, name its --data-dir, or set VOC_MONGODB.")
    return settings.model_copy(update={"mongodb": running.mongodb})


async def _list(data_dir: Path | None) -> list[WorkspaceOut]:
    async with database(data_dir):
        return await service.workspaces()


async def _create(name: str, data_dir: Path | None) -> WorkspaceOut:
    async with database(data_dir):
        return await service.create_workspace(name, now=utc_now())
