"""`voc member`: people who sign in, for whoever runs the service."""

import asyncio
from pathlib import Path

import click

from voc.accounts import links, queries, second_step, service
from voc.accounts.domain import Role, normal_email
from voc.accounts.schemas import InviteIn
from voc.cli.console import err
from voc.cli.recording import check_secret, know_secret, record
from voc.cli.workspace import data_dir_option, database, settings_of
from voc.clock import utc_now
from voc.embedded.local import find_service
from voc.errors import NotFound


@click.group()
def member() -> None:
    """Let people in, and help those who cannot sign in."""


@member.command()
@click.argument("email")
@click.option("--workspace", required=True, help="Id or name of the workspace.")
@click.option("--role", type=click.Choice([each.value for each in Role]), default="product", show_default=True)
@data_dir_option
def invite(email: str, workspace: str, role: str, data_dir: Path | None) -> None:
    """Invite EMAIL and print the link, which works once, for seven days."""
    click.echo(asyncio.run(_invite(email, workspace, Role(role), data_dir)))


@member.command()
@click.argument("email")
@click.option("--second-step", "lost", is_flag=True, help="Take their second step away, too: they lost it.")
@data_dir_option
def reset(email: str, lost: bool, data_dir: Path | None) -> None:
    """Print a link by which whoever signs in with EMAIL sets a new password, once, within one hour."""
    click.echo(asyncio.run(_reset(email, lost, data_dir)))
    err.print("Hand it to them where only they read it.")


async def _invite(email: str, workspace: str, role: Role, data_dir: Path | None) -> str:
    know_secret(data_dir)
    async with database(data_dir):
        found = await service.find_workspace(workspace)
        await check_secret(found.id)
        made = await links.invite(found.id, InviteIn(email=email, role=role), by="", now=utc_now())
        await record(found.id, "member.invited", made.invitation.id)
        return _url(data_dir, made.token)


async def _reset(email: str, lost: bool, data_dir: Path | None) -> str:
    know_secret(data_dir)
    async with database(data_dir):
        person = await queries.member_by_email(normal_email(email))
        if person is None:
            raise NotFound("Nobody signs in with this address.", email=email[:80])
        await check_secret(person.workspace)
        if lost:
            await second_step.take_away(person, by="", now=utc_now())
        _, token = await links.password_link(person, by="", now=utc_now())
        await record(person.workspace, "member.password-link", person.id)
        return _url(data_dir, token)


def _url(data_dir: Path | None, token: str) -> str:
    settings = settings_of(data_dir)
    running = find_service(settings.data_dir.expanduser().absolute())
    url = settings.public_url if running is None or "public_url" in settings.model_fields_set else running.url
    return f"{url.rstrip('/')}/a/{token}"
