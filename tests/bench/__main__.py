"""`python -m tests.bench`."""

from pathlib import Path

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
def main() -> None:
    """Measure the product beside a floor."""


@main.command()
@click.option("--connections", "-c", multiple=True, type=click.IntRange(1, 512), default=(1, 16, 64))
@click.option("--rounds", default=5, type=click.IntRange(1), help="Pairs of runs at each number of connections.")
@click.option("--seconds", default=2.0, type=click.FloatRange(0.1, 30), help="Longest run.")
@click.option("--count", default=20_000, type=click.IntRange(1), help="Most requests in a run.")
@click.option("--journal/--no-journal", default=True, help="Embedded engine: both sides wait for the disk, or not.")
@click.option("--bulk", default=500, type=click.IntRange(0, 1000), help="Feedback per list; 0: no lists.")
@click.option("--check/--no-check", default=True, help="Exit with status 1 when a ratio is below 0.7.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def ingest(check: bool, as_json: bool, **how: object) -> None:
    """Acknowledged feedback per second, beside a handler that only decodes and inserts."""
    from tests.bench import ingest as bench

    outcome = bench.run(bench.Plan(**how))  # type: ignore[arg-type]
    bench.tell(outcome, as_json=as_json)
    if check and not outcome.good:
        raise SystemExit(1)


@main.command()
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSONL with `text`.")
@click.option("--count", default=1_000, type=click.IntRange(1), help="Texts.")
@click.option("--rounds", default=4, type=click.IntRange(1), help="Parts that the texts are read in.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def analyse(data: Path | None, count: int, rounds: int, as_json: bool) -> None:
    """Feedback per second of one worker, beside the encoder alone through sentence-transformers."""
    from tests.bench import analyse as bench

    bench.tell(bench.run(bench.Plan(data=data, count=count, rounds=rounds)), as_json=as_json)


@main.command()
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSONL with `text`.")
@click.option("--count", default=2_000, type=click.IntRange(1), help="English texts.")
@click.option("--rounds", default=5, type=click.IntRange(1), help="Parts that the texts are read in.")
@click.option("--starts", default=3, type=click.IntRange(1), help="Times that each process is started.")
@click.option("--threads", default=2, type=click.IntRange(1), help="Of either side.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def encode(as_json: bool, **how: object) -> None:
    """Vectors per second, milliseconds for one, start and memory, beside sentence-transformers."""
    from tests.bench import encode as bench

    bench.tell(bench.run(bench.Plan(**how)), as_json=as_json)  # type: ignore[arg-type]


@main.command()
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSONL with `text`.")
@click.option("--feedback", default=10_000, type=click.IntRange(1), help="Sent, read and ranked first.")
@click.option("--times", default=100, type=click.IntRange(2), help="What the counters of the second are multiplied by.")
@click.option("--rounds", default=40, type=click.IntRange(1), help="Times that each page is asked for.")
@click.option("--check/--no-check", default=True, help="Exit with status 1 when a page misses a goal.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def pages(check: bool, as_json: bool, **how: object) -> None:
    """Milliseconds per page at 10,000 feedback, and beside counters of a hundred times as much."""
    from tests.bench import pages as bench

    timed = bench.run(bench.Plan(**how))  # type: ignore[arg-type]
    bench.tell(timed, as_json=as_json)
    if check and not all(one.good for one in timed):
        raise SystemExit(1)


@main.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), default="../shared/data")
@click.option("--threads", default=2, type=click.IntRange(1), help="Of the encoder.")
@click.option("--check/--no-check", default=True, help="Exit with status 1 when a floor is as good as ours.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def faq(data: Path, threads: int, check: bool, as_json: bool) -> None:
    """Questions grouped and answered again, beside TF-IDF and the encoder alone; checks of drafts."""
    from tests.bench import faq as bench

    figures = bench.run(bench.Plan(data=data, threads=threads))
    bench.tell(figures, as_json=as_json)
    if check and (lost := bench.behind(figures)):
        raise click.ClickException("; ".join(lost))


@main.command()
@click.option("--answers", default=300, type=click.IntRange(1, 300), help="Published.")
@click.option("--rounds", default=40, type=click.IntRange(1), help="Respondents who ask.")
@click.option("--check/--no-check", default=True, help="Exit with status 1 when the median takes 300 ms or more.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def live(check: bool, as_json: bool, **how: int) -> None:
    """Milliseconds from a respondent's click to the approved answer on the card, in Chromium."""
    from tests.bench import live as bench

    rounds = bench.run(bench.Plan(**how))
    bench.tell(rounds, as_json=as_json)
    if check and not bench.good(rounds):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
