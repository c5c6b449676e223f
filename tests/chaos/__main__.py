"""`python -m tests.chaos FILE [--rows N] [--rounds 2] [--pause 3]`."""

import gzip
import tempfile
from itertools import islice
from pathlib import Path

import click

from tests.chaos.trial import run
from tests.running import PARTS, Service


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--rows", type=int, help="Only the first rows of a JSONL file.")
@click.option("--rounds", default=2, show_default=True, help="How often each part is killed.")
@click.option("--pause", default=3.0, show_default=True, help="Seconds between two kills.")
def main(file: Path, rows: int | None, rounds: int, pause: float) -> None:
    """Import FILE into a fresh service while its parts are killed; exit 1 if anything was lost or doubled."""
    with tempfile.TemporaryDirectory(prefix="voc-chaos-") as folder:
        chosen = _cut(file, rows, Path(folder)) if rows else file
        with Service(Path(folder)) as service:
            found = run(service, chosen, parts=PARTS, rounds=rounds, pause_seconds=pause)
    click.echo(found.model_dump_json(indent=2))
    if faults := found.faults():
        raise click.ClickException("; ".join(faults))


def _cut(file: Path, rows: int, folder: Path) -> Path:
    target = folder / file.name.removesuffix(".gz")
    reading = gzip.open if file.suffix == ".gz" else open
    with reading(file, "rb") as source, target.open("wb") as cut:
        cut.writelines(islice(source, rows))
    return target


if __name__ == "__main__":
    main()
