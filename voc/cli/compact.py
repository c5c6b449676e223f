"""`voc compact`: leave nothing of what was removed in the database's files."""

import asyncio
from pathlib import Path

import click
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure

from voc.cli.console import out
from voc.clock import utc_now
from voc.embedded.compaction import compact as rewrite
from voc.embedded.lock import hold
from voc.errors import NotFound, Unavailable
from voc.settings import Settings

_MEGABYTE = 1_000_000


@click.command()
@click.option("--data-dir", type=click.Path(path_type=Path), help="Of the stopped `voc up`.  [default: ./.voc]")
def compact(data_dir: Path | None) -> None:
    """Rewrite the database's files, so that nothing that was erased rests in them.

    The embedded database is rewritten while `voc up` is stopped. A MongoDB of your own, named by VOC_MONGODB, gives the
    pages of removed documents free for new ones, as its command `compact` does; its backups and journal are yours.
    """
    settings = Settings()
    if settings.mongodb and data_dir is None:
        for name in asyncio.run(_compact_collections(settings.mongodb, settings.database)):
            out.print(f"{name}: compacted")
        return
    folder = (data_dir or settings.data_dir).expanduser().absolute()
    file = folder / "database" / "nx-27017.db"
    if not file.exists():
        raise NotFound(f"There is no embedded database in {folder}. Name its --data-dir.")
    with hold(folder, url="voc compact", now=utc_now()):
        sizes = rewrite(file)
    out.print(f"{file}: {sizes.before / _MEGABYTE:,.1f} MB before, {sizes.after / _MEGABYTE:,.1f} MB now")


async def _compact_collections(uri: str, name_of_database: str) -> list[str]:
    async with AsyncMongoClient(uri) as client:
        database = client[name_of_database]
        names = sorted(await database.list_collection_names())
        for name in names:
            try:
                await database.command("compact", name)
            except OperationFailure as error:
                raise Unavailable(
                    f"This database does not compact {name} ({error.details}). Nothing was lost."
                ) from error
        return names
