"""A copy of the embedded engine's file as it was at one moment, in an archive that says what is in it.

SQLite's online backup reads one snapshot, so the service goes on meanwhile; https://www.sqlite.org/backup.html. The
archive is a ZIP of `manifest.json`, `database.sqlite` and, where wanted, `secret`.
"""

import hashlib
import hmac
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from voc import __version__
from voc.embedded.files import write_private
from voc.errors import Invalid, VocError
from voc.values import Value

FORMAT = 1
DATABASE, SECRET, MANIFEST = "database.sqlite", "secret", "manifest.json"
_PIECE = 1 << 20


class NotEmpty(VocError):
    """Something would be overwritten."""

    slug, title, status = "not-empty", "Not empty", 409


class Manifest(Value):
    """What an archive holds."""

    format: int
    version: str
    """Of VoC, which made it."""
    made_at: datetime
    bytes: int
    sha256: str
    """Of the database."""
    secret: str
    """A keyed digest that only the same secret gives: contacts and credentials are sealed with it."""
    has_secret: bool


def back_up(file: Path, target: Path, *, secret: str, with_secret: bool, now: datetime) -> Manifest:
    """Write an archive, which appears under its name when it is whole.

    Args:
        file: of the engine; it may be in use.
        target: the archive; one that is there already is left alone.
        secret: the installation's.
        with_secret: whether the archive holds it, too: then whoever has the archive reads everything.
        now: the present.

    Raises:
        NotEmpty: there is a file called so.
    """
    if target.exists():
        raise NotEmpty(f"{target} exists. Name another file.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".voc-backup-") as folder:
        copy, draft = Path(folder) / DATABASE, Path(folder) / "archive"
        _copy(file, copy)
        manifest = Manifest(
            format=FORMAT, version=__version__, made_at=now, bytes=copy.stat().st_size, sha256=_digest(copy),
            secret=fingerprint(secret), has_secret=with_secret,
        )  # fmt: skip
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
            archive.write(copy, DATABASE)
            if with_secret:
                archive.writestr(SECRET, secret)
        _flush(draft)
        draft.chmod(0o600)
        draft.rename(target)
    return manifest


def restore(source: Path, data_dir: Path, *, secret: str | None, replace: bool) -> Manifest:
    """Put the archive's database in place of the data directory's; cut off, the one before is still there.

    Args:
        source: the archive.
        data_dir: of a service that does not run.
        secret: of this installation; None: it has none yet, and takes the archive's.
        replace: whether a database that is there may be replaced.

    Raises:
        Invalid: no such archive, damaged, of a later release, or of an installation with another secret.
        NotEmpty: there is a database, and it may not be replaced.
    """
    file = data_dir / "database" / "nx-27017.db"
    if file.exists() and not replace:
        raise NotEmpty(f"{data_dir} holds a database. Choose another --data-dir, or pass --replace.")
    with _opened(source) as (archive, manifest):
        kept = archive.read(SECRET).decode() if manifest.has_secret else None
        chosen = secret or kept
        if chosen is None or not hmac.compare_digest(fingerprint(chosen), manifest.secret):
            raise Invalid(
                "This backup was made with another secret. Put the secret that belongs to it into "
                f"{data_dir / 'secret'} or VOC_SECRET, and call this again."
            )
        draft = _unpacked(archive, manifest, file)
    for left in ("-wal", "-shm"):
        file.with_name(file.name + left).unlink(missing_ok=True)
    os.replace(draft, file)
    _flush(file.parent)
    if secret is None and kept is not None:
        write_private(data_dir / "secret", kept)
    return manifest


def fingerprint(secret: str) -> str:
    """Tells whether a secret is the one, and nothing else about it."""
    return hmac.new(secret.encode(), b"voc backup", hashlib.sha256).hexdigest()


def _unpacked(archive: zipfile.ZipFile, manifest: Manifest, file: Path) -> Path:
    """The archive's database beside the place where it will be, whole and on disk."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".restored")
    with ExitStack() as undo:
        undo.callback(draft.unlink, missing_ok=True)
        with archive.open(DATABASE) as packed, draft.open("wb") as out:
            shutil.copyfileobj(packed, out, _PIECE)
        if _digest(draft) != manifest.sha256:
            raise Invalid("The backup is damaged: its database is not what was written. Nothing was changed.")
        _flush(draft)
        undo.pop_all()
    return draft


@contextmanager
def _opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = Manifest.model_validate(json.loads(archive.read(MANIFEST)))
            if manifest.format > FORMAT:
                raise Invalid(f"This backup was made by VoC {manifest.version}. Install that or a later one first.")
            yield archive, manifest
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Invalid(f"{source} is no backup that can be read: {error}. Nothing was changed.") from error


def _copy(file: Path, copy: Path) -> None:
    """One snapshot: whatever is written meanwhile is not in it."""
    source, target = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
