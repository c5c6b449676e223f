"""Acknowledged feedback per second: `POST /v1/feedback` as `voc api` serves it, beside the floor."""

import asyncio
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.progress import Progress

from tests.bench import processes, report
from tests.bench.client import Load, drive
from tests.bench.figures import Comparison, Sample
from tests.bench.texts import Requests
from voc.accounts import service as accounts
from voc.cli.console import err
from voc.clock import utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.embedded.plan import command
from voc.embedded.ports import engine_port
from voc.feedback.documents import Feedback
from voc.settings import Settings
from voc.values import Scope

LEAST_RATIO = 0.7
_WARM_UP = 300


@dataclass(frozen=True)
class Plan:
    """How much to measure; the options of the command."""

    connections: tuple[int, ...] = (1, 16, 64)
    rounds: int = 5
    seconds: float = 2.0
    count: int = 20_000
    journal: bool = True
    bulk: int = 500


@dataclass
class Outcome:
    """What was measured."""

    journal: bool
    single: list[Comparison] = field(default_factory=list)
    """One feedback per request, by number of connections."""
    lists: list[Comparison] = field(default_factory=list)
    """Lists; told, not judged."""

    @property
    def good(self) -> bool:
        """Whether every ratio of single requests reaches `LEAST_RATIO`."""
        return all(one.ratio >= LEAST_RATIO for one in self.single)


@dataclass(frozen=True)
class _Side:
    """One of the two servers."""

    name: str
    port: int
    pid: int
    engine: int | None
    requests: Requests
    singles: Iterator[bytes]

    async def measure(self, plan: Plan, connections: int, items: int) -> Sample:
        """One run; `items` per request, 0 for single feedback."""
        requests = self.requests.lists(items) if items else self.singles
        before = self._cpu()
        load = await drive(self.port, requests, connections=connections, count=plan.count, seconds=plan.seconds)
        _refuse_failures(self.name, load)
        stored = len(load.latencies) * (items or 1)
        server, engine, client = (now - then for now, then in zip(self._cpu(), before, strict=True))
        return Sample(stored, load.seconds, load.latencies, server, engine, client)

    def _cpu(self) -> tuple[float, float, float]:
        own = resource.getrusage(resource.RUSAGE_SELF)
        return processes.cpu_seconds(self.pid), processes.cpu_seconds(self.engine), own.ru_utime + own.ru_stime


def run(plan: Plan) -> Outcome:
    """Start everything on an empty database, measure, and check that all that was acknowledged is stored."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voc-bench-")))
        uri, engine = stack.enter_context(processes.database(folder, journal=plan.journal))
        settings = Settings(mongodb=uri, database=f"voc_bench_{os.getpid()}", data_dir=folder)
        key = asyncio.run(_prepare(settings))
        sides = [
            _start(stack, settings, folder, engine, key, "voc"),
            _start(stack, settings, folder, engine, key, "floor"),
        ]
        try:
            return asyncio.run(_measure(plan, settings, sides))
        finally:
            if engine is None:
                asyncio.run(_drop(settings))


def tell(outcome: Outcome, *, as_json: bool) -> None:
    """Print the figures."""
    report.ingest(outcome.single, outcome.lists, journal=outcome.journal, least=LEAST_RATIO, as_json=as_json)


def _start(stack: ExitStack, settings: Settings, folder: Path, engine: int | None, key: str, name: str) -> _Side:
    port = engine_port(folder, f"bench-{name}")
    env = {"VOC_MONGODB": settings.mongodb or "", "VOC_DATABASE": settings.database, "VOC_DATA_DIR": str(folder)}
    floor = (sys.executable, "-m", "tests.bench.floor", str(port))
    argv = command("api", "--port", str(port)) if name == "voc" else floor
    pid = stack.enter_context(processes.running(processes.server(name, argv, port, env), folder))
    requests = Requests(key, f"{name}-{os.getpid()}")
    return _Side(name, port, pid, engine, requests, requests.single())


async def _measure(plan: Plan, settings: Settings, sides: list[_Side]) -> Outcome:
    outcome = Outcome(journal=plan.journal)
    works = [(connections, 0) for connections in plan.connections]
    works += [(connections, plan.bulk) for connections in (1, 4) if plan.bulk]
    acknowledged = 0
    with Progress(console=err, transient=True) as progress:
        steps = progress.add_task("measuring", total=len(works) * plan.rounds)
        for side in sides:
            load = await drive(side.port, side.singles, connections=16, count=min(_WARM_UP, plan.count), seconds=5)
            _refuse_failures(side.name, load)
            acknowledged += len(load.latencies) * (side.name == "voc")
        for connections, items in works:
            compared = Comparison(connections, items or 1)
            for number in range(plan.rounds):
                order = sides if number % 2 == 0 else sides[::-1]
                pair = {side.name: await side.measure(plan, connections, items) for side in order}
                compared.add(pair["voc"], pair["floor"])
                acknowledged += pair["voc"].stored
                progress.advance(steps)
            (outcome.lists if items else outcome.single).append(compared)
    await _compare_with_stored(settings, acknowledged)
    return outcome


async def _prepare(settings: Settings) -> str:
    async with open_database(settings, DOCUMENTS):
        workspace = await accounts.create_workspace("Bench", now=utc_now())
        _, key = await accounts.create_key(workspace.id, {Scope.write}, "bench", now=utc_now())
        return key


async def _compare_with_stored(settings: Settings, acknowledged: int) -> None:
    async with open_database(settings, DOCUMENTS):
        stages = [{"$group": {"_id": "$state", "n": {"$sum": 1}}}]
        rows = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
    stored = sum(row["n"] for row in rows)
    if stored != acknowledged:
        raise click.ClickException(f"{acknowledged:,} feedback were acknowledged, {stored:,} are stored.")


async def _drop(settings: Settings) -> None:
    async with open_database(settings, []) as database:
        await database.client.drop_database(settings.database)


def _refuse_failures(name: str, load: Load) -> None:
    """A run with refusals measures something else."""
    if set(load.statuses) - {200, 202}:
        answer = load.sample.decode(errors="replace")
        raise click.ClickException(f"{name} answered {dict(load.statuses)}; the last answer:\n{answer}")
