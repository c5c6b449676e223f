"""`python -m tests.simulations`."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
def main() -> None:
    """What our statistics make of worlds whose truth is known."""


@main.command()
@click.option("--runs", default=300, type=click.IntRange(1), help="Worlds.")
@click.option("--customers", "n", default=500, type=click.IntRange(50), help="Asked in each.")
@click.option("--seed", default=0, type=int)
def ranking(runs: int, n: int, seed: int) -> None:
    """Which of thirty themes to mend, ten of them harmful: ours beside other ways of ranking."""
    from tests.simulations import ranking as simulated

    found = list(simulated.runs(runs, n, seed))
    click.echo(f"{runs} worlds, {n} customers each\n")
    click.echo(f"{'way':<16}{'picks':>6}{'captured':>10}{'worthless':>11}")
    for row in simulated.table(found):
        click.echo(f"{row.way:<16}{row.picks:>6}{row.captured:>10.3f}{row.worthless:>11.3f}")
    cover = simulated.coverage(found)
    click.echo(f"\n80 % range of places: holds the true place of {cover.harmful:.1%} of harmful themes,")
    click.echo(
        f"{cover.width:.1f} places wide on average; meets the tied places of {cover.worthless:.1%} of the others"
    )


@main.command()
def metrics() -> None:
    """How often the intervals of metrics hold the truth, exactly."""
    from tests.simulations import metrics as simulated

    simulated.tell()


@main.command()
@click.option("--runs", default=500, type=click.IntRange(1), help="Weeks per cell of a table.")
@click.option("--seed", default=0, type=int)
def alerts(runs: int, seed: int) -> None:
    """How often a quiet week raises an alert, and how often a rise is found."""
    from tests.simulations import alerts as simulated

    simulated.tell(runs, seed)


@main.command()
@click.option("--runs", default=500, type=click.IntRange(1), help="Worlds per cell of the table and effect.")
@click.option("--seed", default=0, type=int)
def verdicts(runs: int, seed: int) -> None:
    """How often the interval of what shipping did holds the truth, and how often an effect is found."""
    from tests.simulations import verdicts as simulated

    simulated.tell(runs, seed)


@main.command()
@click.option("--runs", default=500, type=click.IntRange(1), help="Worlds per cell of the table and effect.")
@click.option("--seed", default=0, type=int)
def deflection(runs: int, seed: int) -> None:
    """How often the interval of asking again holds the truth, and how often an answer that helps is found."""
    from tests.simulations import deflection as simulated

    simulated.tell(runs, seed)


if __name__ == "__main__":
    main()
