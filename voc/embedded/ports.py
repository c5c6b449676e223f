"""Ports: of the service, which the operator chooses, and of the engines, which we choose once and keep."""

import errno
import json
import random
import socket
from pathlib import Path

from voc.embedded.files import read_json, write_private
from voc.errors import VocError

LOOPBACK = "127.0.0.1"
_RANGE = range(20_000, 32_000)
"""Below the ports that Linux (32768 up) and macOS (49152 up) give to outgoing connections: one of those
could otherwise sit on an engine's port while the engine restarts."""


class PortTaken(VocError):
    """The address cannot be listened on."""

    slug, title, status = "port-taken", "Cannot listen", 409


def check_free(host: str, port: int) -> None:
    """Make sure that we could listen there.

    Needed because Granian listens with SO_REUSEPORT and would share a port with another Granian.

    Raises:
        PortTaken: somebody else does, the host is not ours, or the port needs privileges.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        reason = "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror
        raise PortTaken(f"{host}:{port}: {reason}. Choose another one with --port or --host.") from error


def engine_port(data_dir: Path, name: str) -> int:
    """The loopback port of an engine: the one it had before, unless a stranger has taken it meanwhile."""
    path = data_dir / "ports.json"
    ports = read_json(path)
    port = ports.get(name)
    if not isinstance(port, int) or not _is_free(port):
        taken = set(ports.values())
        port = next(p for p in random.sample(_RANGE, len(_RANGE)) if p not in taken and _is_free(p))
        write_private(path, json.dumps({**ports, name: port}) + "\n")
    return port


def _is_free(port: int) -> bool:
    try:
        check_free(LOOPBACK, port)
    except PortTaken:
        return False
    return True
