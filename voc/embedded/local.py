"""What the data directory tells programs of the same user: where the service is and how to enter."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voc.embedded.files import read_json, read_text, write_private


@dataclass(frozen=True)
class LocalService:
    """A running `voc up`."""

    url: str
    pid: int
    key: str | None
    """An API key with scope admin; None until the first start is done."""
    mongodb: str | None = None
    """URI of its database, which the operator may have named in another shell's VOC_MONGODB."""


def key_path(data_dir: Path) -> Path:
    """Where the API key for local programs lives."""
    return data_dir / "local.key"


def announce(data_dir: Path, url: str, mongodb: str, *, now: datetime) -> None:
    """Say in `service.json`, for its owner's eyes, that this process serves `url` from that database."""
    service = {"url": url, "mongodb": mongodb, "pid": os.getpid(), "started_at": now.isoformat()}
    write_private(data_dir / "service.json", json.dumps(service) + "\n")


def withdraw(data_dir: Path) -> None:
    """Take the announcement back."""
    (data_dir / "service.json").unlink(missing_ok=True)


def find_service(data_dir: Path) -> LocalService | None:
    """The service of this data directory, or None when none was announced or it is gone."""
    service = read_json(data_dir / "service.json")
    url, pid = service.get("url"), service.get("pid")
    if not isinstance(url, str) or not isinstance(pid, int) or not _runs(pid):
        return None
    return LocalService(url=url, pid=pid, key=read_text(key_path(data_dir)), mongodb=service.get("mongodb"))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
