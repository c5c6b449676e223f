"""What `voc up` runs once the database answers: hidden commands, each in a short process of its own."""

import asyncio
import json

import click

from voc.clock import utc_now
from voc.embedded.files import read_text, write_private
from voc.embedded.local import key_path
from voc.settings import Settings
from voc.values import Scope


@click.command(hidden=True)
def first_start() -> None:
    """Make the first workspace, its administrator and the local API key, where they are missing.

    Prints a JSON object with `workspace`, `email` and `password` (null when the operator chose it), or
    null when there was a workspace already.
    """
    click.echo(json.dumps(asyncio.run(_first_start(Settings()))))


async def _first_start(settings: Settings) -> dict[str, str | None] | None:
    from voc.accounts import service
    from voc.database import open_database
    from voc.documents import DOCUMENTS

    async with open_database(settings, DOCUMENTS):
        made = await service.first_start(settings, now=utc_now())
        await _give_local_key(settings)
    return made.model_dump() if made else None


async def _give_local_key(settings: Settings) -> None:
    """Keep a key for programs on this machine; a new one when this database does not know the old one."""
    from voc.accounts import service
    from voc.accounts.keys import KeyRing

    path = key_path(settings.data_dir)
    if await KeyRing().principal(read_text(path) or "", now=utc_now()):
        return
    workspace = (await service.workspaces())[0]
    _, key = await service.create_key(workspace.id, {Scope.admin}, "Programs on this machine", now=utc_now())
    write_private(path, key + "\n")


@click.command(hidden=True)
def demo() -> None:
    """Fill the demo workspace."""
    asyncio.run(seed_demo(Settings()))


async def seed_demo(settings: Settings) -> None:
    """Fill a workspace with a believable shop; running it again changes nothing."""
    from voc.demo.seed import seed

    await seed(settings, now=utc_now())
