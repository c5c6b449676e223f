"""Which providers a workspace has connected."""

import json
from datetime import datetime
from typing import Any

from pydantic import SecretStr, ValidationError

from voc import outbox, vault
from voc.channels.adapters import ADAPTERS
from voc.channels.adapters.base import Adapter
from voc.channels.adapters.built_in import BuiltInOutbox
from voc.channels.adapters.email_smtp import SmtpConfig, SmtpEmail
from voc.channels.documents import ChannelSetup
from voc.channels.domain import Channel
from voc.clock import stamp
from voc.database import durable
from voc.errors import NotFound
from voc.queue import Task
from voc.settings import Email, Settings
from voc.web.problems import invalid


async def connect(workspace: str, kind: str, config: dict[str, Any], *, now: datetime) -> Adapter:
    """Connect a provider, or change its configuration; a secret that is left out or empty stays as it was.

    Raises:
        NotFound: there is no such adapter.
        Invalid: the configuration lacks something.
    """
    adapter = adapter_class(kind)
    before = await _stored(workspace, kind) or {}
    kept = {name: before[name] for name in secret_fields(adapter) & set(before) if not config.get(name)}
    given = {name: value for name, value in config.items() if value not in (None, "")} | kept
    try:
        made = adapter.Config.model_validate(given)
    except ValidationError as error:
        raise invalid(error) from error
    setup = {
        "workspace": workspace,
        "kind": kind,
        "channel": adapter.channel.value,
        "sealed": vault.seal(workspace, json.dumps(_clear(made.model_dump(mode="python")))),
        "at": stamp(now),
    }
    await durable(ChannelSetup).update_one({"_id": f"{workspace}:{kind}"}, {"$set": setup}, upsert=True)
    await outbox.request(workspace, Task.tidy_channels, at=now)
    if adapter.polls:
        await outbox.request(workspace, Task.poll_mailbox, at=now)
    return adapter(made)


async def disconnect(workspace: str, kind: str) -> None:
    """Forget a provider and its secrets; what waits for it is sent by what is left, or kept in the outbox."""
    await durable(ChannelSetup).delete_one({"_id": f"{workspace}:{kind}", "workspace": workspace})


async def connected(workspace: str, kind: str) -> Adapter:
    """A provider as this workspace has connected it.

    Raises:
        NotFound: there is no such adapter, or it is not connected here.
    """
    adapter = adapter_class(kind)
    config = await _stored(workspace, kind)
    if config is None:
        raise NotFound("Nothing is connected here.", adapter=kind)
    return adapter(adapter.Config.model_validate(config))


async def usable(workspace: str, kind: str, settings: Settings) -> Adapter:
    """A provider as this workspace has connected it, else the installation's own.

    Raises:
        NotFound: there is no such adapter, or nothing is connected.
    """
    if stands_in(kind, settings) and await _stored(workspace, kind) is None:
        return SmtpEmail(_of_installation(settings.email))
    return await connected(workspace, kind)


def stands_in(kind: str, settings: Settings) -> bool:
    """Whether the installation has one of its own for workspaces that have connected none."""
    return kind == SmtpEmail.kind and bool(settings.email.host)


async def setups(workspace: str) -> list[Adapter]:
    """Every provider that a workspace has connected, on each channel the one that sends first."""
    rows = await ChannelSetup.get_pymongo_collection().find({"workspace": workspace}).to_list()
    rows.sort(key=lambda row: (row["channel"], -row["at"]))
    known = [row for row in rows if row["kind"] in ADAPTERS]
    return [_made(row) for row in known]


async def sender_for(workspace: str, channel: Channel, settings: Settings) -> Adapter:
    """Who sends on a channel: what was connected last, else the installation's mail server, else the outbox."""
    for adapter in await setups(workspace):
        if adapter.channel == channel and adapter.sends:
            return adapter
    if channel == Channel.email and settings.email.host:
        return SmtpEmail(_of_installation(settings.email))
    return BuiltInOutbox(channel)


def adapter_class(kind: str) -> type[Adapter]:
    """An adapter by its kind.

    Raises:
        NotFound: there is none.
    """
    if kind not in ADAPTERS:
        raise NotFound(f"There is no such adapter. There are {', '.join(ADAPTERS)}.", adapter=kind[:80])
    return ADAPTERS[kind]


def secret_fields(adapter: type[Adapter]) -> set[str]:
    """Names of the configuration's secrets."""
    return {name for name, field in adapter.Config.model_fields.items() if "SecretStr" in str(field.annotation)}


def kept_secrets(adapter: Adapter) -> set[str]:
    """Names of the secrets that were entered."""
    values = _clear(adapter.config.model_dump(mode="python"))
    return {name for name in secret_fields(type(adapter)) if values.get(name)}


def shown(adapter: Adapter) -> dict[str, Any]:
    """An adapter's configuration as people may see it: without secrets."""
    values = adapter.config.model_dump(mode="json")
    return {name: value for name, value in values.items() if name not in secret_fields(type(adapter))}


def _made(row: dict[str, Any]) -> Adapter:
    adapter = ADAPTERS[row["kind"]]
    return adapter(adapter.Config.model_validate(json.loads(vault.unseal(row["workspace"], row["sealed"]))))


async def _stored(workspace: str, kind: str) -> dict[str, Any] | None:
    row = await ChannelSetup.get_pymongo_collection().find_one({"_id": f"{workspace}:{kind}", "workspace": workspace})
    return json.loads(vault.unseal(workspace, row["sealed"])) if row else None


def _clear(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in values.items()}


def _of_installation(email: Email) -> SmtpConfig:
    key = email.dkim_key_file.read_text("utf-8") if email.dkim_key_file else None
    given = email.model_dump(exclude={"dkim_key_file"}) | {"dkim_key": key}
    return SmtpConfig.model_validate({name: value for name, value in given.items() if value not in (None, "")})
