"""What was removed rests in no file once it is rewritten."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from voc import cli
from voc.clock import utc_now
from voc.embedded.lock import hold

WORDS = b"forget me entirely"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """With an engine's file in which something was written and removed."""
    file = tmp_path / "database" / "nx-27017.db"
    file.parent.mkdir()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA secure_delete=OFF")
    connection.execute("CREATE TABLE said (text)")
    connection.executemany("INSERT INTO said VALUES (?)", [(WORDS.decode() * 40,)] * 500 + [("stays",)])
    connection.execute("DELETE FROM said WHERE text <> 'stays'")
    connection.close()
    return tmp_path


def files(folder: Path) -> bytes:
    """All of its bytes."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def compacted(folder: Path) -> tuple[int, str]:
    """Exit status and what was said."""
    result = CliRunner().invoke(cli.main, ["compact", "--data-dir", str(folder)])
    return result.exit_code, result.output


def test_nothing_removed_stays_in_the_files(data_dir: Path) -> None:
    assert WORDS in files(data_dir)
    status, said = compacted(data_dir)
    assert (status, "MB before" in said) == (0, True), said
    assert WORDS not in files(data_dir)
    rows = sqlite3.connect(data_dir / "database" / "nx-27017.db").execute("SELECT text FROM said").fetchall()
    assert rows == [("stays",)]


def test_a_service_that_runs_is_left_alone(data_dir: Path) -> None:
    with hold(data_dir, url="http://127.0.0.1:8000", now=utc_now()):
        status, said = compacted(data_dir)
    assert (status, "held by" in said) == (1, True)
    assert WORDS in files(data_dir)


def test_without_a_database_it_says_where_it_looked(tmp_path: Path) -> None:
    status, said = compacted(tmp_path)
    assert (status, str(tmp_path) in said.replace("\n", "")) == (1, True)
