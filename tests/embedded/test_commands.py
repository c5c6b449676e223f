"""The command line around it: what it says and how it ends."""

import json
import os
import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from voc.embedded import local
from voc.embedded.lock import DataDirHeld, hold
from voc.embedded.plan import local_url, plan
from voc.settings import Settings

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
URL = "http://127.0.0.1:8000"


def voc(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "voc", *arguments], capture_output=True, text=True, timeout=20)


def test_help_lists_the_commands_and_imports_none():
    program = "import sys; from voc.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    *listed, modules = printed.splitlines()
    assert {"up", "api", "worker", "beat"} <= {line.split()[0] for line in listed if line.strip()}
    assert not {"rich", "celery", "granian", "pymongo", "pydantic", "torch"} & set(modules.split())


def test_a_second_up_on_the_same_data_directory_says_who_holds_it(data_dir):
    with hold(data_dir, url=URL, now=NOW):
        second = voc("up", "--data-dir", str(data_dir))
    assert second.returncode == 1
    assert f"held by `voc up` with pid {os.getpid()}, since 2026-05-01T09:30:00+00:00, at {URL}" in second.stderr
    assert "Traceback" not in second.stderr


def test_the_directory_is_free_again_after_the_holder_is_gone(data_dir):
    with hold(data_dir, url=URL, now=NOW), pytest.raises(DataDirHeld), hold(data_dir, url=URL, now=NOW):
        pass
    with hold(data_dir, url=URL, now=NOW):
        assert json.loads((data_dir / "lock").read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("command", ["up", "api"])
def test_a_port_in_use_is_said_and_refused(command, data_dir):
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = str(stranger.getsockname()[1])
        place = ["--data-dir", str(data_dir)] if command == "up" else []
        refused = voc(command, "--port", port, *place)
    assert refused.returncode == 1
    assert f"Cannot listen: 127.0.0.1:{port}: the port is in use." in refused.stderr


def test_a_data_directory_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    refused = voc("up", "--data-dir", str(tmp_path / "file" / "data"))
    assert refused.returncode == 1
    assert "Data directory unusable" in refused.stderr


def test_local_programs_find_the_service_and_its_key_while_it_runs(data_dir):
    assert local.find_service(data_dir) is None
    local.announce(data_dir, URL, "mongodb://db/", now=NOW)
    (data_dir / "local.key").write_text("voc_secret\n")
    assert local.find_service(data_dir) == local.LocalService(URL, os.getpid(), "voc_secret", "mongodb://db/")
    assert stat.S_IMODE((data_dir / "service.json").stat().st_mode) == 0o600
    local.withdraw(data_dir)
    assert local.find_service(data_dir) is None


def test_engines_of_the_operator_are_used_and_not_started(data_dir):
    settings = Settings(mongodb="mongodb://db.example/", broker="amqp://mq.example/", public_url="https://voc.example")
    todo = plan(settings, data_dir=data_dir, host="0.0.0.0", port=80)
    assert todo.engines == ()
    assert [child.name for child in todo.processes] == ["api", "inference", "worker", "beat"]
    assert todo.env["VOC_MONGODB"] == "mongodb://db.example/"
    assert todo.env["VOC_PUBLIC_URL"] == "https://voc.example"
    assert todo.url == "http://127.0.0.1:80"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("voc.example", "http://voc.example:8000"),
    ],
)
def test_a_service_is_reached_on_an_address_that_can_be_dialled(host, url):
    assert local_url(host, 8000) == url
