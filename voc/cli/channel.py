"""`voc channel`: connect the providers that carry messages in and out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from voc.cli.channel_service import UNDER_WAY, Channels
from voc.cli.connection import connect
from voc.cli.console import err, out
from voc.errors import Invalid

_WENT_OUT = ("sent", "delivered", "opened", "clicked")
_VALUES = """
A value may stay out of the shell's history: name=@FILE reads it from a file and name=- from the standard input. A
value that begins with @ is written with two. name= brings the default back; a secret stays until the provider is
removed.
"""


@click.group()
def channel() -> None:
    """Connect providers of e-mail, SMS and chats, and try them."""


def _service_options(command: Callable[..., None]) -> Callable[..., None]:
    folder = click.Path(path_type=Path)
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the outcome as one JSON object."),
        click.option("--data-dir", type=folder, help="Data directory of the `voc up`.  [default: ./.voc]"),
        click.option("--workspace", help="Id or name of a workspace on this machine.  [default: the first]"),
        click.option("--key", envvar="VOC_KEY", help="API key with scope admin.  [default: that of the `voc up`]"),
        click.option("--url", help="Where the service is.  [default: a `voc up` on this machine]"),
    ):
        command = option(command)
    return command


def _channels(options: dict[str, Any]) -> Channels:
    if options["workspace"] and options["key"]:
        raise click.UsageError("A key belongs to one workspace already; pass --workspace or --key, not both.")
    return Channels(connect(options["url"], options["key"], options["data_dir"], options["workspace"]))


@channel.command("list")
@_service_options
def list_channels(as_json: bool, **options: Any) -> None:
    """List every provider, what is connected, and the address that each should call."""
    items = _channels(options).all()
    if as_json:
        _print({"channels": items})
        return
    kinds, titles = (max(len(each[name]) for each in items) for name in ("kind", "title"))
    states = [_state(each) for each in items]
    widest = max(map(len, states))
    for each, state in zip(items, states, strict=True):
        line = f"{each['kind']:<{kinds}}  {each['title']:<{titles}}  {state:<{widest}}  {each['webhook_url'] or ''}"
        out.print(Text(line.rstrip()))


@channel.command("set", epilog=_VALUES)
@click.argument("kind")
@click.argument("values", metavar="NAME=VALUE…", nargs=-1)
@_service_options
def set_(kind: str, values: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Connect the provider KIND, or change these settings of it; without any, show what it needs."""
    given = _given(values)
    channels = _channels(options)
    if not given:
        _show(channels.one(kind), as_json)
        return
    found = channels.connect(kind, given)
    secrets = {field["name"] for field in found["fields"] if field["secret"]}
    if seen := [name for name, value in map(_split, values) if name in secrets and value and not _is_hidden(value)]:
        err.print(Text(f"{', '.join(seen)} now stands in the shell's history. Next time write {seen[0]}=@FILE or =-."))
    if as_json:
        _print(found)
        return
    out.print(Text(f"{found['title']} is connected ({kind})."))
    if found["webhook_url"]:
        out.print(Text(f"Enter at the provider as its webhook: {found['webhook_url']}"))


@channel.command("remove")
@click.argument("kind")
@_service_options
def remove(kind: str, as_json: bool, **options: Any) -> None:
    """Disconnect the provider KIND and forget its secrets."""
    _channels(options).disconnect(kind)
    if as_json:
        _print({"kind": kind, "connected": False})
    else:
        out.print(Text(f"{kind} is disconnected."))


@channel.command("test", epilog="Exit status: 0 when it went out; 1 when it did not, or not in time.")
@click.argument("kind")
@click.argument("to")
@click.option("--text", default="", help="What to send.  [default: that VoC is connected]")
@click.option("--wait", default=30.0, show_default=True, type=click.FloatRange(min=0), help="Seconds to look after it.")
@_service_options
@click.pass_context
def test(ctx: click.Context, kind: str, to: str, text: str, wait: float, as_json: bool, **options: Any) -> None:
    """Send a test message through the provider KIND, to an address of your own."""
    delivery = _channels(options).test(kind, to, text, wait_seconds=wait)
    status, reason = delivery["status"], delivery["history"][-1].get("reason") or delivery["last_error"]
    if as_json:
        _print(delivery)
    elif status in _WENT_OUT:
        out.print(Text(f"{status}: {delivery['to']} by {delivery['adapter']} ({delivery['id']})"))
    elif status in UNDER_WAY:
        err.print(Text(f"{status}: still waiting after {wait:g} seconds ({delivery['id']}). Is a worker running?"))
    else:
        err.print(Text(f"{status}: {reason or 'the provider did not say why'} ({delivery['id']})"))
    ctx.exit(0 if status in _WENT_OUT else 1)


def _state(found: dict[str, Any]) -> str:
    if found["connected"]:
        return "connected"
    return "of this installation" if found["of_installation"] else "-"


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _print(found)
        return
    out.print(Text(f"{found['title']}: {found['docs']}"))
    table = Table("Setting", "Now", "Meaning", box=None, pad_edge=False)
    for field in found["fields"]:
        name = field["name"] + ("*" if field["required"] else "")
        now = found["values"].get(field["name"], field["default"])
        shown = "(secret)" if field["secret"] else "" if now is None else str(now)
        table.add_row(Text(name), Text(shown), Text(f"{field['title']}. {field['description']}"))
    out.print(table)
    out.print(Text("* required"))


def _given(values: tuple[str, ...]) -> dict[str, str]:
    """What was written, with files and the standard input read."""
    pairs = list(map(_split, values))
    if sum(value == "-" for _, value in pairs) > 1:
        raise click.UsageError("The standard input is one value; only one name=- can read it.")
    return {name: _read(name, value) for name, value in pairs}


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"Write NAME=VALUE, not {name!r}.")
    return name, value


def _is_hidden(value: str) -> bool:
    return value == "-" or (value.startswith("@") and not value.startswith("@@"))


def _read(name: str, value: str) -> str:
    if not _is_hidden(value):
        return value[1:] if value.startswith("@@") else value
    try:
        with click.open_file(value.removeprefix("@"), encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{name}: {value[1:] or 'the standard input'} cannot be read as text ({error}).") from error
    return text.rstrip("\r\n")


def _print(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
