"""`voc vault`: what is kept unreadable, and the secrets that it is sealed with."""

import asyncio
from pathlib import Path

import click

from voc.accounts import service as accounts
from voc.cli.console import out
from voc.cli.recording import know_secret, record
from voc.cli.resealing import Resealed, reseal
from voc.cli.workspace import data_dir_option, database, settings_of
from voc.errors import Invalid


@click.group()
def vault() -> None:
    """Seal what is kept unreadable with another secret."""


@vault.command()
@data_dir_option
def rotate(data_dir: Path | None) -> None:
    """Seal everything anew with the first of VOC_SEALING_SECRETS, so that the others can be forgotten.

    Put a new secret in front (`openssl rand -hex 32`), restart every process with it, and call this while they run;
    where several processes serve, give it to all of them as the last one first, since what one seals all must open.
    Cut off, it carries on when it is called again. It succeeds only if nothing is left that another secret sealed:
    then the others may go. Ids, links and signatures follow from VOC_SECRET, which stays.
    """
    if not settings_of(data_dir).sealing_secrets:
        raise Invalid("Set VOC_SEALING_SECRETS to a new secret first, here and where the service runs.")
    know_secret(data_dir)
    found = asyncio.run(_rotate(data_dir))
    for name, each in sorted(found.items()):
        out.print(f"{name}: {each.sealed:,} sealed anew, {each.left:,} left")
    left = sum(each.left for each in found.values())
    if left:
        raise Invalid(f"{left:,} could not be opened or changed meanwhile. Keep the other secrets and call this again.")
    out.print("Nothing is left that another secret sealed.")


async def _rotate(data_dir: Path | None) -> dict[str, Resealed]:
    async with database(data_dir):
        found = await reseal()
        for each in await accounts.workspaces():
            await record(each.id, "vault.rotated", "")
        return found
