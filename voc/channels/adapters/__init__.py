"""Every provider that can be connected; each file holds all there is to say about one."""

from voc.channels.adapters.base import Adapter

ADAPTERS: dict[str, type[Adapter]] = {adapter.kind: adapter for adapter in ()}
"""By kind. A new provider is one file and one line here."""
