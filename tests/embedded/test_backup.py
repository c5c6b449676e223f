"""What is backed up while the service runs comes back in another place, whole, or nothing is touched."""

import sqlite3
import zipfile
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from tests.running import Service
from voc import cli
from voc.clock import utc_now
from voc.embedded.lock import hold

SECRET = "a-secret-of-this-test-0123456789"


def call(*words: str, secret: str | None = SECRET) -> tuple[int, str]:
    """Exit status and what was said."""
    env = {"VOC_SECRET": secret} if secret else {}
    result = CliRunner().invoke(cli.main, list(words), env=env)
    return result.exit_code, result.output


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """With a database of one row."""
    folder = tmp_path / "one"
    write(folder, "kept")
    return folder


def write(folder: Path, text: str) -> None:
    file = folder / "database" / "nx-27017.db"
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS said (text)")
    connection.execute("INSERT INTO said VALUES (?)", (text,))
    connection.close()


def read(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "database" / "nx-27017.db")
    rows = [row[0] for row in connection.execute("SELECT text FROM said")]
    connection.close()
    return rows


def test_a_running_service_comes_back_elsewhere(tmp_path: Path) -> None:
    archive = tmp_path / "voc.backup"
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with Service(tmp_path / "a") as service:
        key = (service.data_dir / "local.key").read_text().strip()
        headers = {"authorization": f"Bearer {key}"}
        said = [{"submission_id": str(n), "text": f"It crashed {n} times", "channel": "api"} for n in range(50)]
        assert httpx.post(f"{service.url}/v1/feedback", json=said, headers=headers, timeout=30).status_code < 300
        process = service.command("backup", str(archive), "--with-secret")
        assert (process.communicate()[1], process.returncode) == ("", 0)
    status, told = call("restore", str(archive), "--data-dir", str(tmp_path / "b" / "data"), secret=None)
    assert status == 0, told
    with Service(tmp_path / "b") as again:
        answer = httpx.get(f"{again.url}/v1/feedback", params={"limit": "100"}, headers=headers, timeout=30)
        assert sorted(each["text"] for each in answer.json()["items"]) == sorted(each["text"] for each in said)
        assert httpx.get(f"{again.url}/v1/audit/check", headers=headers, timeout=30).json()["broken_at"] is None


def test_nothing_is_overwritten_unasked(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "x.backup"
    assert call("backup", str(archive), "--data-dir", str(data_dir))[0] == 0
    assert call("backup", str(archive), "--data-dir", str(data_dir))[0] == 1
    write(data_dir, "later")
    status, said = call("restore", str(archive), "--data-dir", str(data_dir))
    assert (status, "--replace" in said, read(data_dir)) == (1, True, ["kept", "later"])
    assert call("restore", str(archive), "--data-dir", str(data_dir), "--replace")[0] == 0
    assert read(data_dir) == ["kept"]


@pytest.mark.parametrize("fault", ["cut off", "a changed byte", "no archive", "of a later release"])
def test_a_damaged_backup_changes_nothing(data_dir: Path, tmp_path: Path, fault: str) -> None:
    archive = tmp_path / "x.backup"
    call("backup", str(archive), "--data-dir", str(data_dir))
    write(data_dir, "later")
    whole = archive.read_bytes()
    if fault == "cut off":
        archive.write_bytes(whole[: len(whole) // 2])
    elif fault == "a changed byte":
        place = whole.index(b"database.sqlite") + 60
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    elif fault == "no archive":
        archive.write_bytes(b"nothing of the sort")
    else:
        with zipfile.ZipFile(archive) as before:
            parts = {name: before.read(name) for name in before.namelist()}
        parts["manifest.json"] = parts["manifest.json"].replace(b'"format": 1', b'"format": 2')
        with zipfile.ZipFile(archive, "w") as after:
            for name, content in parts.items():
                after.writestr(name, content)
    status, said = call("restore", str(archive), "--data-dir", str(data_dir), "--replace")
    assert status == 1, said
    assert read(data_dir) == ["kept", "later"]
    assert [path.name for path in (data_dir / "database").iterdir() if "restored" in path.name] == []


def test_another_secret_is_refused(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "x.backup"
    call("backup", str(archive), "--data-dir", str(data_dir))
    assert SECRET.encode() not in archive.read_bytes()
    status, said = call(
        "restore", str(archive), "--data-dir", str(tmp_path / "two"), secret="quite-another-secret-0123456789-abc"
    )
    assert (status, "another secret" in said) == (1, True)
    assert call("restore", str(archive), "--data-dir", str(tmp_path / "two"))[0] == 0
    assert read(tmp_path / "two") == ["kept"]


def test_a_running_service_is_not_restored_over(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "x.backup"
    call("backup", str(archive), "--data-dir", str(data_dir))
    with hold(data_dir, url="http://127.0.0.1:8000", now=utc_now()):
        status, said = call("restore", str(archive), "--data-dir", str(data_dir), "--replace")
    assert (status, "held by" in said) == (1, True)


def test_a_mongodb_has_tools_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_MONGODB", "mongodb://127.0.0.1:1/")
    status, said = call("backup", str(tmp_path / "x.backup"))
    assert (status, "mongodump" in said) == (1, True)
