"""`voc up`: everything on one machine."""

import asyncio
import json
import signal
import time
from collections.abc import Coroutine
from pathlib import Path

import click
from rich.panel import Panel
from rich.text import Text

from voc.cli.console import err, out
from voc.clock import utc_now
from voc.embedded import leftovers, local
from voc.embedded.errand import run_errand
from voc.embedded.files import make_data_dir
from voc.embedded.lock import hold
from voc.embedded.plan import Plan, local_url, plan
from voc.embedded.ports import check_free
from voc.embedded.supervisor import Supervisor
from voc.settings import Settings

_READY_SECONDS = 120.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Where everything is kept.  [default: ./.voc]")
@click.option("--demo", is_flag=True, help="Fill the workspace with eight weeks of a made-up shop's feedback.")
def up(host: str, port: int, data_dir: Path | None, demo: bool) -> None:
    """Run everything on this machine until Ctrl-C: database, broker, API, pages and workers.

    VOC_MONGODB and VOC_BROKER name engines of your own; what they leave open is started here.
    """
    settings = Settings()
    folder = make_data_dir(data_dir or settings.data_dir)
    with hold(folder, url=local_url(host, port), now=utc_now()):
        check_free(host, port)
        for name in leftovers.clear(folder / "run"):
            say(f"ended {name}, left over from an earlier run")
        supervisor = Supervisor(folder, tell=say)
        asyncio.run(_until_asked(supervisor, _serve(supervisor, settings, folder, host, port, demo)))


def say(line: str) -> None:
    """One line of news for the operator."""
    err.print(Text.assemble((f"{time.strftime('%H:%M:%S')} ", "dim"), line))


async def _until_asked(supervisor: Supervisor, service: Coroutine[None, None, None]) -> None:
    """Run the service until SIGTERM, Ctrl-C or a closed terminal, then stop the children; asked twice, at once."""
    running = asyncio.ensure_future(service)
    asked = False

    def stop() -> None:
        nonlocal asked
        if asked:
            supervisor.kill()
        asked = True
        running.cancel()

    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, stop)
    try:
        await asyncio.wait([running])
        if not running.cancelled():
            running.result()  # it ends by itself only by an error
    finally:
        say("stopping")
        await supervisor.stop()
        say("stopped")


async def _serve(supervisor: Supervisor, settings: Settings, folder: Path, host: str, port: int, demo: bool) -> None:
    started = time.monotonic()
    todo = plan(settings, data_dir=folder, host=host, port=port)
    await supervisor.start(todo.engines)
    _welcome(todo, await run_errand("first-start", env=todo.env, capture=True))
    local.announce(folder, todo.url, todo.env["VOC_MONGODB"], now=utc_now())
    try:
        await supervisor.start(todo.processes, ready_seconds=_READY_SECONDS)
        out.print(Text.assemble(("ready ", "bold green"), todo.url, f" after {time.monotonic() - started:.1f} s"))
        # the shop decides about its backlog once that is ranked, a minute or two later
        filling = [run_errand("seed-demo", env=todo.env)] if demo else []
        await asyncio.gather(supervisor.tend(), *filling)
    finally:
        local.withdraw(folder)


def _welcome(todo: Plan, printed: bytes) -> None:
    """Show who may sign in; the password is shown this once and kept nowhere."""
    made = json.loads(printed)
    if made is None:
        return
    lines = {
        "Open": todo.env["VOC_PUBLIC_URL"],
        "E-mail": made["email"],
        "Password": made["password"] or "the one in VOC_ADMIN_PASSWORD",
    }
    text = Text("\n").join(Text.assemble((f"{name:<10}", "dim"), (value, "bold")) for name, value in lines.items())
    out.print(Panel(text, title="Your first sign-in", subtitle="shown only once", expand=False))
