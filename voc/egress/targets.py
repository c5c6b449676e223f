"""Which addresses may be called; decisions without any I/O."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from ipaddress import ip_address, ip_network
from typing import NamedTuple

import httpx

from voc.egress.addresses import NEARBY, Address, Network, special
from voc.errors import VocError
from voc.settings import Egress

URL_LIMIT_CHARACTERS = 2_000
_PORTS = {"https": 443, "http": 80}
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,254}}$){_LABEL}(\.{_LABEL})*\.?")
_NUMBER = re.compile(r"(\d+|0x[0-9a-f]*)\.?")
"""A last label that browsers and resolvers read as part of an IPv4 address."""


class Reason(StrEnum):
    """Why an address is not called."""

    malformed = "malformed"
    password = "password"
    spelling = "spelling"
    """An IPv4 address, written as people do not write one."""
    inside = "inside"
    """Not public, and no operator has opened it."""
    https = "https"
    port = "port"
    nowhere = "nowhere"
    """The name has no address."""


class AddressRefused(VocError):
    """The service does not call this address; `values["reason"]` is one of `Reason`."""

    slug, title, status = "address-refused", "Address refused", 400


class Target(NamedTuple):
    """Where a URL leads."""

    scheme: str
    host: str
    """ASCII, small letters: a name, or an address without brackets."""
    port: int
    address: Address | None
    """What the host is, if it is no name."""


class _Trouble(NamedTuple):
    """What keeps us from calling."""

    reason: Reason
    words: str


class _Open(NamedTuple):
    """What an operator has opened."""

    names: frozenset[str]
    networks: tuple[Network, ...]


def glance(url: str | httpx.URL, egress: Egress) -> Target:
    """Judge a URL as far as it goes without looking its name up: when somebody enters it.

    Raises:
        AddressRefused: it will never be called.
    """
    target = read(url)
    if target.address is not None:
        choose(target, [str(target.address)], egress)
    elif not _names(target, egress) and not _opened(egress).networks:
        _refuse(_outward(target, egress), target)
    return target


def read(url: str | httpx.URL) -> Target:
    """Where a URL leads, by the parser of the client that calls it.

    Raises:
        AddressRefused: it leads nowhere, carries a password, or writes an address in an unusual way.
    """
    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise AddressRefused("This is no address of the web.", reason=Reason.malformed) from error
    if parsed.scheme not in _PORTS or not host:
        raise AddressRefused("Write the whole address, beginning with https://.", reason=Reason.malformed)
    if parsed.userinfo:
        raise AddressRefused("An address with a user or a password in it is not called.", reason=Reason.password)
    if len(str(url)) > URL_LIMIT_CHARACTERS:
        raise AddressRefused(f"At most {URL_LIMIT_CHARACTERS} characters.", reason=Reason.malformed)
    port = _PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if not 0 < port <= 65_535:
        raise AddressRefused("A port is from 1 to 65535.", reason=Reason.port)
    return Target(parsed.scheme, host, port, _address(host))


def choose(target: Target, addresses: Sequence[str], egress: Egress) -> list[str]:
    """Those of the addresses that a target's name has that may be called, in order.

    Raises:
        AddressRefused: none.
    """
    found = [(each, _trouble(target, ip_address(each), egress)) for each in addresses]
    allowed = [address for address, trouble in found if trouble is None]
    if not allowed:
        _refuse(found[0][1] if found else _Trouble(Reason.nowhere, "it has no address"), target)
    return allowed


def _trouble(target: Target, address: Address, egress: Egress) -> _Trouble | None:
    """Why the target is not called at this address."""
    if any(address.version == network.version and address in network for network in _opened(egress).networks):
        return None
    kind, named = special(address), _names(target, egress)
    if kind is not None and not (named and kind in NEARBY):
        return _Trouble(Reason.inside, f"it is a {kind} address")
    return None if named else _outward(target, egress)


def _outward(target: Target, egress: Egress) -> _Trouble | None:
    """What keeps us from calling it, if it is out in the internet."""
    if target.scheme != "https":
        return _Trouble(Reason.https, "only https is called")
    return None if target.port in egress.ports else _Trouble(Reason.port, f"port {target.port} is not called")


def _refuse(trouble: _Trouble | None, target: Target) -> None:
    if trouble is not None:
        said = f"{target.host} is not called: {trouble.words}."
        raise AddressRefused(said, host=target.host, reason=trouble.reason)


def _address(host: str) -> Address | None:
    """The address that a host is; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        if ":" in host or not _NAME.fullmatch(host) or _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
            said = "Write the host as a name, or its address as four numbers."
            raise AddressRefused(said, reason=Reason.spelling) from None
    return None


def _names(target: Target, egress: Egress) -> bool:
    """Whether an operator has named the target's host, or `.example.com` that it belongs to."""
    host, names = target.host.rstrip("."), _opened(egress).names
    return host in names or any(each.startswith(".") and host.endswith(each) for each in names)


@cache
def _opened(egress: Egress) -> _Open:
    names, networks = [], []
    for each in egress.allowed_hosts:
        try:
            networks.append(ip_network(each))
        except ValueError:
            names.append(each)
    return _Open(frozenset(names), tuple(networks))
