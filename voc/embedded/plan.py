"""Which processes make up a service on one machine, and what each is told."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx

from voc.embedded import engines
from voc.embedded.child import ChildSpec
from voc.secret import kept_secret
from voc.settings import Settings

_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}


@dataclass(frozen=True)
class Plan:
    """What to start first, what then, and the settings that all of them share."""

    engines: tuple[ChildSpec, ...]
    processes: tuple[ChildSpec, ...]
    env: dict[str, str]
    url: str
    """Where this machine reaches the service."""


def local_url(host: str, port: int) -> str:
    """Where this machine reaches a service that listens on `host`; a wildcard is reached on loopback."""
    name = _WILDCARDS.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def command(*arguments: str) -> tuple[str, ...]:
    """A `voc` command of this installation, recognisable in a list of processes."""
    return (sys.executable, "-m", "voc", *arguments)


def plan(settings: Settings, *, data_dir: Path, host: str, port: int) -> Plan:
    """Decide what to run; engines only for what the settings leave open.

    Raises:
        EngineMissing: an engine is needed and not installed.
    """
    database = None if settings.mongodb else engines.database(data_dir)
    broker = None if settings.broker else engines.broker(data_dir)
    url = local_url(host, port)
    env = {
        "VOC_MONGODB": settings.mongodb or (database.uri if database else ""),
        "VOC_BROKER": settings.broker or (broker.uri if broker else ""),
        "VOC_DATA_DIR": str(data_dir),
        "VOC_SECRET": settings.secret.get_secret_value() if settings.secret else kept_secret(data_dir / "secret"),
        "VOC_PUBLIC_URL": settings.public_url if "public_url" in settings.model_fields_set else url,
    }
    return Plan(
        engines=tuple(engine.spec for engine in (database, broker) if engine),
        processes=_processes(host, port, url, env),
        env=env,
        url=url,
    )


def _processes(host: str, port: int, url: str, env: dict[str, str]) -> tuple[ChildSpec, ...]:
    # the kernel ends them with us on Linux; elsewhere they look themselves
    follow = () if sys.platform == "linux" else ("--end-with", str(os.getpid()))

    async def healthy() -> bool:
        try:
            # environment ignored: a proxy is of no use on this machine
            async with httpx.AsyncClient(trust_env=False, timeout=2.0) as client:
                return (await client.get(f"{url}/health/ready")).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    return (
        ChildSpec("api", command("api", "--host", host, "--port", str(port), *follow), env, ready=healthy),
        ChildSpec("inference", command("worker", "--queue", "inference", *follow), env),
        ChildSpec("worker", command("worker", "--queue", "default", *follow), env),
        ChildSpec("beat", command("beat", *follow), env),
    )
