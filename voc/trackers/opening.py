"""From a stored tracker to an adapter that may call."""

from typing import Any

import httpx

from voc import vault
from voc.clock import Clock
from voc.trackers.adapters import ADAPTERS, Adapter, Config

Row = dict[str, Any]


def opened(tracker: Row, http: httpx.AsyncClient, clock: Clock) -> Adapter:
    """The adapter of a tracker with its token.

    Raises:
        Unreadable: the installation has another secret than when the tracker was connected.
    """
    plain = {name: tracker[name] for name in ("project", "base_url", "account", "settings")}
    config = Config(token=vault.unseal(tracker["workspace"], tracker["sealed_token"]), **plain)
    return ADAPTERS[tracker["kind"]](config, http, clock)
