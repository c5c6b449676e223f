"""Time that pages take at ten thousand feedback, and beside a database whose counters stand for a hundred times it.

Two whole services, each on an engine of its own; the second starts from a copy of the first's files. One client asks
for every page of both in turn, one request at a time, over one connection each.
"""

import asyncio
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import click
import httpx
from rich.progress import Progress

from tests.bench import grown, processes, report, texts
from tests.bench.figures import percentile
from tests.running import Service
from voc.cli.console import err
from voc.clock import utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.settings import Settings

SERVER_P95_SECONDS = 0.150
MOST_RATIO = 1.3
CUSTOMERS = 3_000
SPAN = timedelta(days=300)
AT_ONCE = 500
PATIENCE_SECONDS = 3_600.0
CALM_SECONDS = 30.0
CALM_CORES = 0.25
"""What a service uses that has nothing left to do: its parts look for work now and then."""
ALWAYS = (
    "/backlog", "/backlog?kind=complaint&status=new", "/backlog/weights", "/backlog/export?format=csv", "/themes",
    "/themes/changes", "/feedback", "/feedback?kind=idea", "/feedback?q=login", "/alerts",
    "/insights", "/insights?step=month", "/insights?by=channel", "/insights/report", "/insights/scorecard",
    "/review/themes", "/settings/webhooks", "/settings/trackers", "/settings/roadmap", "/settings/mails",
    "/faq", "/faq/sources",
    "/v1/backlog", "/v1/stats", "/v1/alerts", "/v1/themes", "/v1/feedback", "/v1/metrics/nps", "/v1/metrics/csat",
    "/v1/metrics/ces", "/v1/metrics/response_rate", "/v1/metrics/churn",
    "/v1/metrics/nps?by=survey", "/v1/metrics/nps?by=segment", "/v1/targets/scorecard",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How much to measure; the options of the command."""

    data: Path | None = None
    feedback: int = 10_000
    times: int = 100
    rounds: int = 40


@dataclass
class Timed:
    """One page's seconds."""

    path: str
    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """Of the smaller database."""
        return percentile(sorted(self.small), 0.95)

    @property
    def ratio(self) -> float:
        """Median of the larger ÷ median of the smaller."""
        return median(self.large) / median(self.small)

    @property
    def good(self) -> bool:
        """Whether both goals are met."""
        return self.p95 < SERVER_P95_SECONDS and self.ratio <= MOST_RATIO


def run(plan: Plan) -> list[Timed]:
    """Fill one service, grow a copy of it, and ask both."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voc-bench-")))
        small, large = folder / "small", folder / "large"
        small.mkdir()
        with Service(small, "--demo") as service:
            _fill(service, plan)
            _until_calm([service])
        shutil.copytree(small, large)
        _grow(large / "data", plan.times)
        services = [stack.enter_context(Service(place)) for place in (small, large)]
        visits = [_Visit(service) for service in services]
        _until_calm(services)
        return _measure(visits, plan.rounds)


def tell(timed: Sequence[Timed], *, as_json: bool) -> None:
    """Print the figures."""
    report.pages(
        [
            {
                "path": one.path,
                "p50_ms": round(median(one.small) * 1e3, 1),
                "p95_ms": round(one.p95 * 1e3, 1),
                "large_p50_ms": round(median(one.large) * 1e3, 1),
                "ratio": round(one.ratio, 2),
                "good": one.good,
            }
            for one in timed
        ],
        as_json=as_json,
    )


class _Visit:
    """Somebody signed in to a service, who also holds its key."""

    def __init__(self, service: Service) -> None:
        key = (service.data_dir / "local.key").read_text().strip()
        self._api = httpx.Client(
            base_url=service.url, trust_env=False, headers={"authorization": f"Bearer {key}"}, timeout=60
        )
        self._pages = httpx.Client(base_url=service.url, trust_env=False, timeout=60, follow_redirects=True)
        token = re.search(r'name="_csrf_token" value="(\w+)"', self._pages.get("/login").text)
        assert token
        fields = {"_csrf_token": token[1], "email": service.email, "password": service.password}
        self._pages.post("/login", data=fields).raise_for_status()

    def json(self, path: str) -> Any:
        """What the API says."""
        return self._api.get(path).raise_for_status().json()

    def links(self, path: str, pattern: str) -> list[str]:
        """Where a page leads, as far as it fits the pattern."""
        return re.findall(f'href="({pattern})"', self._pages.get(path).raise_for_status().text)

    def seconds(self, path: str) -> float:
        """From the request to the end of the answer."""
        client = self._api if path.startswith("/v1/") else self._pages
        began = time.perf_counter()
        answer = client.get(path)
        took = time.perf_counter() - began
        if answer.status_code != 200:
            raise click.ClickException(f"{path} answered {answer.status_code}: {answer.text[:300]}")
        return took


def _fill(service: Service, plan: Plan) -> None:
    """Send feedback of a year, and wait until all of it is read, grouped and ranked."""
    key = (service.data_dir / "local.key").read_text().strip()
    said = texts.of_file(plan.data, plan.feedback) if plan.data else texts.sentences(plan.feedback)
    with httpx.Client(base_url=service.url, trust_env=False, timeout=60) as http, Progress(console=err) as progress:
        http.headers["authorization"] = f"Bearer {key}"
        step = progress.add_task("reading", total=len(said))
        for batch in _batches(said):
            http.post("/v1/feedback", json=batch).raise_for_status()
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            stats = http.get("/v1/stats").raise_for_status().json()
            progress.update(step, completed=min(len(said), stats["feedback"]["total"] - stats["feedback"]["pending"]))
            if not stats["feedback"]["pending"] and _ranked(http) >= 0.9 * min(len(said), CUSTOMERS):
                return
            time.sleep(2)
    raise click.ClickException("The feedback was not read and ranked in time.")


def _ranked(http: httpx.Client) -> int:
    """Customers that the latest ranking rests on."""
    items = http.get("/v1/backlog?limit=1").raise_for_status().json()["items"]
    return int(items[0]["active_customers"]) if items else 0


def _batches(said: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    start = utc_now() - SPAN
    rows = [
        {
            "submission_id": f"bench-{number}",
            "text": text,
            "channel": "review",
            "occurred_at": (start + SPAN * number / len(said)).isoformat(),
            "rating": number % 5 + 1,
            "rating_scale": 5,
            "customer": {"id": f"bench-{number * 7 % CUSTOMERS}"},
        }
        for number, text in enumerate(said)
    ]
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]


def _until_calm(services: Sequence[Service]) -> None:
    """Wait until what came in is counted and looked at: what is timed is pages, not work beside them."""
    pids = [pid for service in services for pid in service.pids()]
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        before = sum(map(processes.cpu_seconds, pids))
        time.sleep(CALM_SECONDS)
        if sum(map(processes.cpu_seconds, pids)) - before < CALM_CORES * CALM_SECONDS * len(services):
            return
    raise click.ClickException("The services did not come to rest in time.")


def _grow(data_dir: Path, times: int) -> None:
    async def change(uri: str) -> None:
        async with open_database(Settings(mongodb=uri, data_dir=data_dir), DOCUMENTS):
            await grown.grow(times)

    with processes.database(data_dir) as (uri, _):
        asyncio.run(change(uri))


def _answers(visit: _Visit) -> list[str]:
    """Pages of answers: one in the list of colleagues, and all that are published."""
    faqs = visit.json("/v1/faqs")["items"]
    return [*(f"/faq/{one['id']}" for one in faqs[:1]), *visit.links("/faq", r"/help/ws_\w+")[:1]]


def _measure(visits: Sequence[_Visit], rounds: int) -> list[Timed]:
    first = visits[0].json("/v1/backlog")["items"][0]
    item, theme = f"/backlog/{first['id']}", f"/themes/{first['theme']}"
    some = (item, f"{item}/customers", f"{item}/roadmap", f"/v1{item}", theme)
    narrowed = (f"/feedback?theme={first['theme']}", f"/backlog?theme={first['theme']}")
    timed = [Timed(path) for path in (*ALWAYS, *some, *narrowed, *_answers(visits[0]))]
    for visit in visits:
        for one in timed:
            visit.seconds(one.path)  # templates and translations are read once
    with Progress(console=err, transient=True) as progress:
        for _ in progress.track(range(rounds), description="asking"):
            for one in timed:
                one.small.append(visits[0].seconds(one.path))
                one.large.append(visits[1].seconds(one.path))
    return timed
