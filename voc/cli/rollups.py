"""`voc rollups`: the counters behind every dashboard."""

import asyncio
import json
from pathlib import Path

import click

from voc.accounts import service as accounts
from voc.cli.console import out
from voc.cli.workspace import data_dir_option, database
from voc.clock import utc_now
from voc.insights import service as insights
from voc.insights.schemas import Rebuilt
from voc.insights.tenures import rebuilding
from voc.results import counters
from voc.results.schemas import Rebuilt as CountersRebuilt


@click.group()
def rollups() -> None:
    """Recompute the counters."""


@rollups.command("rebuild")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array, one object per workspace.")
@data_dir_option
def rebuild(as_json: bool, data_dir: Path | None) -> None:
    """Recompute every counter from the raw feedback, responses and customers and say which differed.

    Safe while the service runs: what changes meanwhile is counted again by itself.
    """
    found = asyncio.run(_rebuild(data_dir))
    if as_json:
        every = [
            feedback.model_dump() | {"responses": responses.model_dump(), "customers": customers.model_dump()}
            for feedback, responses, customers in found
        ]
        click.echo(json.dumps(every))
        return
    for feedback, responses, customers in found:
        for what, each in (("feedback", feedback), ("responses", responses), ("customers", customers)):
            out.print(
                f"{each.workspace}: {each.total:,} {what} in {each.buckets:,} buckets, {each.changed:,} corrected"
            )


async def _rebuild(data_dir: Path | None) -> list[tuple[Rebuilt, CountersRebuilt, Rebuilt]]:
    async with database(data_dir):
        return [
            (
                await insights.rebuild(each.id, now=utc_now()),
                await counters.rebuild(each.id, now=utc_now()),
                await rebuilding.rebuild(each.id, now=utc_now()),
            )
            for each in await accounts.workspaces()
        ]
