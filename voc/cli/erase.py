"""`voc erase`: remove a person."""

import asyncio
import json
from pathlib import Path

import click

from voc.accounts import service as accounts
from voc.cli.console import err, out
from voc.cli.recording import check_secret, know_secret, record
from voc.cli.workspace import data_dir_option, database
from voc.clock import utc_now
from voc.faq import erasing as faq
from voc.history import erasing, service
from voc.history.schemas import Erased
from voc.insights.erasing import above


@click.command("erase")
@click.option("--workspace", required=True, help="Id or name of the workspace.")
@click.option("--customer", required=True, help="Our id, the company's own id, an e-mail address or a phone number.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print what was removed as one JSON object; needs --yes.")
@data_dir_option
def erase(workspace: str, customer: str, yes: bool, as_json: bool, data_dir: Path | None) -> None:
    """Remove a person: what they said, answered and were sent, and who they were, with every record merged into them.

    It cannot be undone. Addresses that nothing is sent to stay so, as keyed digests. Cut off, it carries on when it is
    called again.
    """
    if as_json and not yes:
        raise click.UsageError("Nobody can be asked when JSON is wanted; pass --yes.")
    done = asyncio.run(_erase(workspace, customer, yes, data_dir))
    if as_json:
        click.echo(json.dumps(done.model_dump()))
        return
    out.print(f"Erased {done.customer}." if done.removed else f"{done.customer} was erased before; nothing is left.")
    for what, count in done.removed.items():
        if count:
            out.print(f"  {count:,} {what}")
    out.print(f"Kept: {', '.join(done.kept)}.")


async def _erase(workspace: str, customer: str, yes: bool, data_dir: Path | None) -> Erased:
    know_secret(data_dir)
    async with database(data_dir):
        found = await accounts.find_workspace(workspace)
        await check_secret(found.id)
        if not yes:
            person = await service.whom(found.id, customer)
            counted = await erasing.foretold(found.id, person.id)
            err.print(f"{person.label}: {', '.join(f'{count:,} {what}' for what, count in counted.items())}.")
            click.confirm("Remove all of this for good?", abort=True, err=True)
        done = await erasing.erase(found.id, customer, above=faq.above(above()), now=utc_now())
        await record(found.id, "customer.erased", customer)
        return done
