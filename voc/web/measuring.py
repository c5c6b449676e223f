"""How many requests there were and how long they took, for Prometheus; by route, so that there are few series."""

from prometheus_client import Counter, Histogram

_requests = Counter("voc_requests", "Requests answered", ["method", "route", "status"])
_seconds = Histogram(
    "voc_request_seconds",
    "Time until the answer began",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def measured(method: str, route: str, status: int, seconds: float | None) -> None:
    """Count a request. A route that there is none of is counted as one, or strangers could make series."""
    _requests.labels(method, route, str(status)).inc()
    if seconds is not None:
        _seconds.labels(route).observe(seconds)
