"""`voc backup` and `voc restore`: everything in one file, and back."""

from pathlib import Path

import click

from voc.cli.console import err, out
from voc.clock import utc_now
from voc.embedded import backup as archives
from voc.embedded.files import make_data_dir, read_text
from voc.embedded.lock import hold
from voc.errors import NotFound, Unavailable
from voc.settings import Settings
from voc.web.security import secret

_MEGABYTE = 1_000_000
_directory = click.option("--data-dir", type=click.Path(path_type=Path), help="Of the `voc up`.  [default: ./.voc]")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-secret", is_flag=True, help="Put the secret in, too: whoever has the file then reads everything.")
@_directory
def backup(file: Path, with_secret: bool, data_dir: Path | None) -> None:
    """Write everything, as it is at one moment, to FILE. The service may run meanwhile.

    Contacts and credentials are sealed with the installation's secret: keep `secret` of the data directory, or
    VOC_SECRET, elsewhere, for without it they cannot be read again.
    """
    folder, settings = _embedded(data_dir)
    database = folder / "database" / "nx-27017.db"
    if not database.exists():
        raise NotFound(f"There is no embedded database in {folder}. Name its --data-dir.")
    known = secret(settings.model_copy(update={"data_dir": folder}))
    made = archives.back_up(database, file.absolute(), secret=known, with_secret=with_secret, now=utc_now())
    out.print(f"{file}: {made.bytes / _MEGABYTE:,.1f} MB of {folder}, {file.stat().st_size / _MEGABYTE:,.1f} MB packed")
    if not with_secret:
        err.print("The secret is not in it. Keep that elsewhere.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace the database that is there; nobody gets it back.")
@_directory
def restore(file: Path, replace: bool, data_dir: Path | None) -> None:
    """Put what `voc backup` wrote to FILE into a data directory whose `voc up` is stopped.

    Nothing is touched before the whole file was read and found undamaged; cut off, call it again.
    """
    folder, settings = _embedded(data_dir)
    given = settings.secret.get_secret_value() if settings.secret else read_text(folder / "secret")
    with hold(make_data_dir(folder), url="voc restore", now=utc_now()):
        found = archives.restore(file, folder, secret=given, replace=replace)
    out.print(f"{folder}: as it was on {found.made_at:%Y-%m-%d at %H:%M} UTC. Start it with `voc up`.")


def _embedded(data_dir: Path | None) -> tuple[Path, Settings]:
    """The data directory of an embedded database.

    Raises:
        Unavailable: the database is somewhere else, and has tools of its own.
    """
    settings = Settings()
    folder = (data_dir or settings.data_dir).expanduser().absolute()
    if (settings.mongodb and data_dir is None) or (folder / "mongod").exists():
        raise Unavailable(
            "This database is a MongoDB: back it up with `mongodump --uri … --gzip --archive=FILE` and bring it back "
            "with `mongorestore`, which copy it consistently. Keep the installation's secret, too."
        )
    return folder, settings
