"""`voc api`, `voc worker`, `voc beat`: the parts of the service as separate processes."""

import asyncio
import signal

import click

from voc.settings import Settings


def _follow(ctx: click.Context, parameter: click.Parameter, value: int | None) -> None:
    if value is not None:
        from voc.embedded.leash import watch_parent

        watch_parent(value)


_end_with = click.option(
    "--end-with", type=int, metavar="PID", hidden=True, expose_value=False, callback=_follow, help="Parent to end with."
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes that serve.")
@_end_with
def api(host: str, port: int, workers: int) -> None:
    """Serve the API and the pages over HTTP."""
    from voc.embedded.ports import check_free
    from voc.embedded.serving import serve, serve_in_processes

    check_free(host, port)
    if workers > 1:
        serve_in_processes("voc.app:create_app", host=host, port=port, workers=workers)
        return
    from voc.app import create_app

    asyncio.run(serve(create_app(Settings()), host=host, port=port))


@click.command()
@click.option("--queue", required=True, help="`inference` (holds the model) or `default`.")
@click.option("--concurrency", default=1, show_default=True, type=click.IntRange(1), help="Tasks at the same time.")
@_end_with
def worker(queue: str, concurrency: int) -> None:
    """Do the background work of one queue, with Celery."""
    from voc.worker import celery

    pool = "solo" if concurrency == 1 else "prefork"
    # workers need not know of each other: the database says who holds what
    quiet = ["--without-mingle", "--without-gossip", "--without-heartbeat"]
    size = ["--pool", pool, "--concurrency", str(concurrency)]
    celery.worker_main(["worker", "--queues", queue, "--hostname", f"{queue}@%h", "--loglevel", "INFO", *size, *quiet])


@click.command()
@_end_with
def beat() -> None:
    """Find due work each second and wake the workers."""
    from voc import logs
    from voc.dispatcher import run

    settings = Settings()
    logs.configure(settings.logs)

    async def until_stopped() -> None:
        task = asyncio.ensure_future(run(settings))
        for sign in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
        # returns also when cancelled, which is how it is stopped; an error of its own is raised
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    asyncio.run(until_stopped())
