"""`voc archive`: what is kept about a person, for that person."""

import asyncio
from pathlib import Path

import click

from voc.accounts import service as accounts
from voc.cli.console import out
from voc.cli.recording import check_secret, know_secret, record
from voc.cli.workspace import data_dir_option, database
from voc.clock import utc_now
from voc.faq import erasing as faq
from voc.history import archive as archives
from voc.history import service
from voc.insights.erasing import above


@click.command()
@click.option("--workspace", required=True, help="Id or name of the workspace.")
@click.option("--customer", required=True, help="Our id, the company's own id, an e-mail address or a phone number.")
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="ZIP file to write.")
@data_dir_option
def archive(workspace: str, customer: str, output: Path, data_dir: Path | None) -> None:
    """Write everything that is kept about a person: a page to read, the same as JSON, and the files that they sent.

    Contacts, answers and messages are in clear, as they gave them. It is on record that it was made.
    """
    know_secret(data_dir)
    asyncio.run(_archive(workspace, customer, output, data_dir))
    out.print(f"{output}: {output.stat().st_size:,} bytes")


async def _archive(workspace: str, customer: str, output: Path, data_dir: Path | None) -> None:
    async with database(data_dir):
        found = await accounts.find_workspace(workspace)
        await check_secret(found.id)
        person = await service.whom(found.id, customer)
        await record(found.id, "customer.exported", person.id)
        pieces = await archives.archive(person, found.id, above=faq.above(above()), now=utc_now(), by="voc archive")
        with output.open("wb") as file:
            async for piece in pieces:
                file.write(piece)
