"""`voc analyse`: what customers say in a file, without a server and without a database."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
from rich.cells import cell_len
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from voc.cli.console import complain, err, out
from voc.errors import VocError
from voc.imports.columns import choose
from voc.imports.errors import EmptyFile, UnreadableFile
from voc.imports.reading import read_head, read_table
from voc.imports.rows import Rejected, Row
from voc.redaction import redacted
from voc.settings import Settings

if TYPE_CHECKING:  # nothing heavy before the file is known to be readable
    from ml.pipeline import FoundTheme, ThemeResult
    from voc.analysed import Analysed

_BATCH = 512
_SHOWN_THEMES = 20
_SHOWN_REJECTS = 5
_SOME_REJECTED = 2

_LEAST_NAME, _MOST_NAME = 12, 28
_LEAST_EXAMPLE, _MOST_EXAMPLE = 16, 70
_OTHER_COLUMNS = 32
"""Cells of the two other columns and of all the frames."""


@click.command("analyse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text-column", help="Column with what the customer said.  [default: by its name]")
@click.option("--output", type=click.Path(path_type=Path), help="Write one JSON object per row here.")
@click.option("--themes", "themes_file", type=click.Path(path_type=Path), help="Write the themes here, as JSON.")
@click.option("--encoding", default="utf-8", show_default=True, help="Of the file, for example cp949 or utf-16.")
@click.option("--seed", default=0, show_default=True, help="The same file and seed give the same themes.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary with the themes as one JSON object.")
@click.pass_context
def analyse(ctx: click.Context, file: Path, as_json: bool, **options: Any) -> None:
    """Read FILE (CSV, TSV or JSONL, each also .gz): kind, feeling, urgency and theme of every row.

    The rows come out in their order. Personal data (addresses, phone, card and account numbers) are
    replaced by their kind before anything is read or written; advertising and mere insults join no
    theme. Exit status: 0 when every row was read, 2 when some had to be
    left out (they are named on stderr), 1 when the file cannot be read.
    """
    try:
        rejected = _run(file, as_json=as_json, **options)
    except VocError as error:
        complain(error)
        ctx.exit(1)
    except OSError as error:
        complain(UnreadableFile(f"{error.filename or file}: {error.strerror or error}"))
        ctx.exit(1)
    ctx.exit(_SOME_REJECTED if rejected else 0)


def _run(
    file: Path,
    *,
    text_column: str | None,
    output: Path | None,
    themes_file: Path | None,
    encoding: str,
    seed: int,
    as_json: bool,
) -> int:
    texts, rejected = _texts(file, text_column, encoding)
    started = time.monotonic()
    readings = _read(texts)
    seconds = time.monotonic() - started
    result = _themes(texts, readings, seed)
    ids = {theme.key: f"th-{place}" for place, theme in enumerate(result.themes, start=1)}
    themes = [_theme(theme, ids[theme.key], texts) for theme in result.themes]
    if output:
        _write_rows(output, texts, readings, result, ids)
    if themes_file:
        with _created(themes_file) as stream:
            json.dump(themes, stream, ensure_ascii=False, indent=2)
    _report(rejected)
    rate = len(texts) / seconds if seconds else 0.0
    err.print(f"{len(texts):,} texts in {seconds:,.1f} s: {rate:,.0f} texts/s; {len(themes):,} themes")
    if as_json:
        summary = {"texts": len(texts), "rejected": len(rejected), "texts_per_second": round(rate, 1), "themes": themes}
        sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
    else:
        out.print(_table(result.themes, texts))
    return len(rejected)


def _texts(file: Path, text_column: str | None, encoding: str) -> tuple[list[str], list[Rejected]]:
    if not file.is_file():
        raise UnreadableFile(f"There is no file {str(file)!r}.")
    head = read_head(file, encoding=encoding)
    column = choose(head.columns, text=text_column).text
    texts: list[str] = []
    rejected: list[Rejected] = []
    for record in read_table(file, encoding=encoding):
        if isinstance(record, Row):
            texts.append(redacted(record.values.get(column, "")).text)
        else:
            rejected.append(record)
    if not any(text.strip() for text in texts):
        raise EmptyFile(f"No row has a text in the column {column!r}.")
    return texts, rejected


def _read(texts: Sequence[str]) -> "list[Analysed]":
    """Every text, in batches, with a progress bar; the model loads before the clock matters."""
    from voc import inference

    inference.configure(Settings())
    readings: list[Analysed] = []
    with _progress() as bar:
        task = bar.add_task("loading the model", total=len(texts))
        for start in range(0, len(texts), _BATCH):
            readings += inference.analyse(texts[start : start + _BATCH])
            bar.update(task, completed=len(readings), description="texts read")
    return readings


def _themes(texts: Sequence[str], read: "Sequence[Analysed]", seed: int) -> "ThemeResult":
    import numpy as np

    from voc import inference

    told = [place for place, one in enumerate(read) if not one.noise] or list(range(len(read)))
    own = [read[place] for place in told]
    with err.status("finding themes"):
        found = inference.find_themes(
            [texts[place] for place in told],
            [r.language for r in own],
            [r.kind for r in own],
            np.stack([r.embedding for r in own]),
            None,
            seed,
        )
    theme_of = dict(zip(told, found.assignments, strict=True))
    themes = [replace(theme, quotes=tuple(told[quote] for quote in theme.quotes)) for theme in found.themes]
    return replace(found, assignments=tuple(theme_of.get(place) for place in range(len(read))), themes=tuple(themes))


def _write_rows(
    output: Path, texts: Sequence[str], readings: "Sequence[Analysed]", result: "ThemeResult", ids: dict[str, str]
) -> None:
    from voc import inference

    parts = inference.segment_themes(texts, [read.segments for read in readings], result)
    with _created(output) as stream:
        for text, read, whole, own in zip(texts, readings, result.assignments, parts, strict=True):
            themes = [ids[key] if key else None for key in (whole, *own)]
            stream.write(json.dumps(_row(text, read, *themes), ensure_ascii=False) + "\n")


def _row(text: str, read: "Analysed", theme: str | None, *parts: str | None) -> dict[str, Any]:
    return {
        "text": text,
        "language": read.language,
        "kind": read.kind,
        "kind_confidence": round(read.kind_confidence, 4),
        "sentiment": round(read.sentiment, 4),
        "urgency": round(read.urgency, 4),
        "segments": [
            {
                "start": s.start,
                "end": s.end,
                "kind": s.kind,
                "kind_confidence": round(s.kind_confidence, 4),
                "sentiment": round(s.sentiment, 4),
                "theme": part,
            }
            for s, part in zip(read.segments, parts, strict=True)
        ],
        "theme": theme,
    } | _marks(read)


def _marks(read: "Analysed") -> dict[str, Any]:
    """What only few texts have."""
    return ({"noise": read.noise} if read.noise else {}) | ({"coarse": True} if read.coarse else {})


def _theme(theme: "FoundTheme", theme_id: str, texts: Sequence[str]) -> dict[str, Any]:
    return {
        "id": theme_id,
        "name": theme.name,
        "kind": theme.kind,
        "language": theme.language,
        "size": theme.size,
        "voices": theme.voices,
        "keywords": list(theme.keywords),
        "quotes": [texts[place] for place in theme.quotes],
    }


def _table(themes: "Sequence[FoundTheme]", texts: Sequence[str]) -> Table:
    """The first columns are shown whole; the example gets what the terminal leaves."""
    shown = themes[:_SHOWN_THEMES]
    name = max([_LEAST_NAME, *(min(cell_len(theme.name), _MOST_NAME) for theme in shown)])
    example = max(_LEAST_EXAMPLE, min(_MOST_EXAMPLE, out.width - name - _OTHER_COLUMNS))
    table = Table(title=f"The largest of {len(themes):,} themes", title_justify="left")
    table.add_column("Texts", justify="right", no_wrap=True)
    table.add_column("Kind", no_wrap=True)
    table.add_column("Theme", style="bold", width=name)
    table.add_column("For example", no_wrap=True, width=example)
    for theme in shown:
        quote = texts[theme.quotes[0]] if theme.quotes else ""
        table.add_row(f"{theme.size:,}", f"{theme.kind} {theme.language}", Text(theme.name), Text(quote))
    return table


def _report(rejected: Sequence[Rejected]) -> None:
    for record in rejected[:_SHOWN_REJECTS]:
        err.print(Text(f"Line {record.line} left out: {record.reason}."))
    if len(rejected) > _SHOWN_REJECTS:
        err.print(f"{len(rejected) - _SHOWN_REJECTS:,} more rows left out.")


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=err, transient=True) as progress:
        yield progress


@contextmanager
def _created(path: Path) -> Iterator[TextIO]:
    """A file that appears whole or not at all."""
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", errors="replace") as stream:
            yield stream
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
