"""A provider that fails and a process that dies: `python -m tests.chaos.invitations [--people 10000]`.

Invites so many people by text message on the embedded engine. The provider, on loopback, refuses one call in ten for
the moment, and takes one message in a hundred without ever answering; the sending process is killed with SIGKILL twice
meanwhile. Nobody may get two. What nobody knows the outcome of is held; at the end somebody compares the held ones with
the provider's list and decides, and then everybody has exactly one.
"""

import asyncio
import hashlib
import json
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import httpx

from tests.chaos.sending import settings_of
from tests.loopback import reply, serving
from tests.surveying import ALWAYS, publish
from voc import vault
from voc.accounts import service as accounts
from voc.app import create_app
from voc.channels import held
from voc.channels import service as channels
from voc.channels.documents import Delivery
from voc.clock import utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.settings import Settings
from voc.values import Scope
from voc.web.security import secret

BUSY_OF_TEN, SILENT_OF_HUNDRED = 1, 1
KILL_AT = (0.3, 0.65)
"""When the sending process is killed, as shares of the people whom the provider knows."""
PATIENCE_SECONDS = 3_600.0


class Unreliable:
    """A provider that remembers whom it took a message for."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.silent: set[str] = set()
        self.url = ""

    async def serve(self, _: dict[bytes, bytes], content: bytes, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        status = await self._take(json.loads(content)["to"])
        writer.write(reply(b'{"id": "p"}', status))

    async def _take(self, to: str) -> int:
        self.calls[to] += 1
        if _chance(to, self.calls[to], "busy") % 10 < BUSY_OF_TEN:
            return 503
        self.taken[to] += 1
        if _chance(to, 0, "silent") % 100 < SILENT_OF_HUNDRED:
            self.silent.add(to)
            await asyncio.sleep(30)
            raise ConnectionError
        return 200


def _chance(to: str, turn: int, what: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{to}:{turn}:{what}".encode()).digest()[:4], "big")


class Trial:
    """One company with a campaign."""

    def __init__(self, settings: Settings, people: int) -> None:
        self.settings, self.people, self.provider = settings, people, Unreliable()
        self.workspace = self.campaign = ""

    async def prepare(self, http: httpx.AsyncClient) -> None:
        """A provider, a survey, a list of people, and the start."""
        config = {"url": self.provider.url, "id_field": "id"}
        await channels.connect(self.workspace, "sms.http", config, now=utc_now())
        caller = type("Caller", (), {"http": http})
        survey = await publish(caller, targeting={"frequency": ALWAYS})
        body = {"name": "Chaos", "survey": survey["id"], "channels": ["sms"], "audience": {"kind": "people"}}
        self.campaign = (await http.post("/v1/campaigns", json=body)).json()["id"]
        people = "id,phone\n" + "".join(f"c{n},{number(n)}\n" for n in range(self.people))
        path = f"/v1/campaigns/{self.campaign}"
        added = (await http.post(f"{path}/recipients", content=people.encode(), timeout=600)).json()
        assert added["added"] == self.people, added
        (await http.post(f"{path}/start")).raise_for_status()

    async def send(self, *, kill_at: tuple[float, ...]) -> int:
        """Let the sending process run to its end, killing it on the way; how often it was killed."""
        kills = 0
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            process = await self._start()
            limit = kill_at[kills] * self.people if kills < len(kill_at) else None
            while process.returncode is None and (limit is None or len(self.provider.taken) < limit):
                await asyncio.sleep(0.02)
            if process.returncode is not None:
                assert process.returncode == 0, f"the sending process ended with {process.returncode}"
                return kills
            process.kill()
            await process.wait()
            kills += 1
        raise RuntimeError("the messages were not sent in time")

    async def _start(self) -> asyncio.subprocess.Process:
        given = (self.settings.mongodb or "", self.settings.database, str(self.settings.data_dir))
        return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.chaos.sending", *given)

    async def deliveries(self) -> list[dict[str, Any]]:
        """Where every message stands."""
        fields = {"status": 1, "sealed": 1}
        rows = await Delivery.get_pymongo_collection().find({"workspace": self.workspace}, fields).to_list()
        return [row | {"to": vault.unseal(self.workspace, row["sealed"])} for row in rows]

    async def decide_all(self) -> Counter[str]:
        """Decide and send until nothing is held: on a busy machine answers come late again."""
        decided: Counter[str] = Counter()
        while now_decided := await self.decide():
            decided += now_decided
            await self.send(kill_at=())
        return decided

    async def decide(self) -> Counter[str]:
        """Compare what is held with the provider's list, as a person would."""
        decided: Counter[str] = Counter()
        for row in await self.deliveries():
            if row["status"] == "held":
                there = self.provider.taken[row["to"]] > 0
                await (held.settle if there else held.resend)(self.workspace, row["_id"], now=utc_now())
                decided["taken" if there else "not taken"] += 1
        return decided


def number(count: int) -> str:
    """Somebody's telephone."""
    return f"+8210{count:08d}"


def faults_before(trial: Trial, rows: list[dict[str, Any]], kills: int) -> list[str]:
    """What must not be, as long as nobody has decided anything."""
    status = Counter(row["status"] for row in rows)
    held_ones = {row["to"] for row in rows if row["status"] == "held"}
    sent = [row["to"] for row in rows if row["status"] == "sent"]
    # at each kill as many may be on their way as are sent at once, and those of the round that was interrupted
    checks = {
        "not one delivery for each person": len(rows) == len({row["to"] for row in rows}) == trial.people,
        "somebody got two": max(trial.provider.taken.values()) == 1,
        "something else than sent or held": set(status) <= {"sent", "held"},
        "sent, and the provider knows nothing of it": all(trial.provider.taken[to] == 1 for to in sent),
        "an unknown outcome is not held": trial.provider.silent <= held_ones,
        "more is held than was unknown": len(held_ones - trial.provider.silent) <= 8 * kills,
    }
    return [fault for fault, holds in checks.items() if not holds]


async def run(settings: Settings, people: int, *, kill_at: tuple[float, ...] = KILL_AT) -> dict[str, Any]:
    """The trial on an open database; what came of it, with its faults."""
    trial, began = Trial(settings, people), time.monotonic()
    trial.workspace = (await accounts.create_workspace(f"Chaos {uuid4().hex[:6]}", now=utc_now())).id
    _, key = await accounts.create_key(trial.workspace, {Scope.admin}, "chaos", now=utc_now())
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    headers = {"authorization": f"Bearer {key}"}
    async with (
        serving(trial.provider.serve) as url,
        httpx.AsyncClient(transport=transport, base_url="http://voc.test", headers=headers) as http,
    ):
        trial.provider.url = f"{url}/messages"
        await trial.prepare(http)
        prepared = time.monotonic()
        kills = await trial.send(kill_at=kill_at)
        sent = time.monotonic()
        rows = await trial.deliveries()
        faults = faults_before(trial, rows, kills)
        calls = sum(trial.provider.calls.values())
        decided = await trial.decide_all()
        campaign = (await http.get(f"/v1/campaigns/{trial.campaign}")).json()
    if set(trial.provider.taken.values()) != {1} or len(trial.provider.taken) != people:
        faults.append("not everybody got exactly one")
    if campaign["states"] != {"sent": people}:
        faults.append("the campaign counts something else")
    return {
        "people": people,
        "kills": kills,
        "calls_of_the_provider": calls,
        "statuses": dict(Counter(row["status"] for row in rows)),
        "taken_without_an_answer": len(trial.provider.silent),
        "held_and_decided": dict(decided),
        "messages_per_person": dict(Counter(trial.provider.taken.values())),
        "funnel": campaign["funnel"],
        "seconds_to_prepare": round(prepared - began, 1),
        "seconds_to_send": round(sent - prepared, 1),
        "faults": faults,
    }


@asynccontextmanager
async def embedded_engine(folder: Path) -> AsyncIterator[str]:
    """URI of an embedded engine of our own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = ["--db", folder / "nx.db", "--pid-file", folder / "nx.pid", "--log-file", folder / "nx.log"]
    argv = ["-m", "nx_27017.nx_27017", "--port", str(port), *map(str, places)]
    quiet = asyncio.subprocess.DEVNULL
    engine = await asyncio.create_subprocess_exec(sys.executable, *argv, stdout=quiet, stderr=quiet)
    try:
        await asyncio.sleep(3)
        yield f"mongodb://127.0.0.1:{port}/?w=1"
    finally:
        engine.terminate()
        await engine.wait()


async def _main(people: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="voc-chaos-") as folder:
        async with embedded_engine(Path(folder)) as uri:
            settings = settings_of(uri, "chaos", Path(folder) / "data")
            settings.data_dir.mkdir()
            vault.configure(secret(settings))
            async with open_database(settings, DOCUMENTS):
                return await run(settings, people)


@click.command()
@click.option("--people", default=10_000, show_default=True, help="How many are invited.")
def main(people: int) -> None:
    """Invite people through a provider that fails while the sending process dies; exit 1 on any fault."""
    found = asyncio.run(_main(people))
    click.echo(json.dumps(found, indent=2))
    if found["faults"]:
        raise click.ClickException("; ".join(found["faults"]))


if __name__ == "__main__":
    main()
