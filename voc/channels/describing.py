"""Adapters and their settings as forms and programs see them; pure."""

import types
from typing import Any, Literal, Union, get_args, get_origin

from voc.channels.adapters.base import Adapter
from voc.channels.schemas import ChannelOut, FieldOut
from voc.channels.service import kept_secrets, secret_fields, shown


def describe(
    adapter: type[Adapter], connected: Adapter | None, *, workspace: str, public_url: str, stands_in: bool = False
) -> ChannelOut:
    """A provider, and what this workspace has told it; `stands_in` where the installation has one of its own."""
    return ChannelOut(
        kind=adapter.kind,
        channel=adapter.channel.value,
        title=adapter.title,
        docs=adapter.docs,
        sends=adapter.sends,
        receives=adapter.receives or adapter.polls,
        connected=connected is not None,
        of_installation=connected is None and stands_in,
        webhook_url=webhook_url(adapter.kind, workspace=workspace, public_url=public_url) if adapter.receives else None,
        fields=fields_of(adapter, connected),
        values=shown(connected) if connected else {},
    )


def webhook_url(kind: str, *, workspace: str, public_url: str) -> str:
    """What the provider calls; it goes into the provider's own settings letter by letter."""
    return f"{public_url.rstrip('/')}/hooks/{kind.replace('.', '/', 1)}/{workspace}"


def fields_of(adapter: type[Adapter], connected: Adapter | None = None) -> list[FieldOut]:
    """The settings of an adapter, in the order in which its class names them, and which secrets of it are kept."""
    secret = secret_fields(adapter)
    kept = kept_secrets(connected) if connected else set()
    fields = []
    for name, field in adapter.Config.model_fields.items():
        kind, choices = _kind(field.annotation)
        default = None if field.is_required() or name in secret else field.default
        fields.append(
            FieldOut(
                name=name,
                title=field.title or name.replace("_", " ").capitalize(),
                description=field.description or "",
                secret=name in secret,
                set=name in kept,
                required=field.is_required(),
                kind=kind,
                choices=choices,
                default=default if isinstance(default, str | int | float | bool) else None,
            )
        )
    return fields


def _kind(annotation: Any) -> tuple[str, list[str]]:
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    if get_origin(annotation) is Literal:
        return "choice", [str(each) for each in get_args(annotation)]
    return {bool: "boolean", int: "number", float: "number"}.get(annotation, "text"), []
