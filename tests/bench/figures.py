"""Figures of a comparison: medians over rounds, percentiles over requests."""

from dataclasses import dataclass, field
from math import isnan
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One run of one side."""

    stored: int
    """Feedback acknowledged."""
    seconds: float
    latencies: list[float]
    server_cpu: float
    engine_cpu: float
    client_cpu: float
    """Seconds of processor time that each process took; NaN where not known."""

    @property
    def per_second(self) -> float:
        """Feedback acknowledged per second."""
        return self.stored / self.seconds


@dataclass
class Comparison:
    """Rounds of the product and the floor at one number of connections."""

    connections: int
    items: int
    """Feedback per request."""
    ours: list[Sample] = field(default_factory=list)
    floor: list[Sample] = field(default_factory=list)

    def add(self, ours: Sample, floor: Sample) -> None:
        """Add a round."""
        self.ours.append(ours)
        self.floor.append(floor)

    @property
    def ratios(self) -> list[float]:
        """Ours ÷ floor, per round."""
        return [a.per_second / b.per_second for a, b in zip(self.ours, self.floor, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(self.ratios)

    def figures(self) -> dict[str, Any]:
        """All of it, for programs."""
        return {
            "connections": self.connections,
            "items": self.items,
            "ratio": round(self.ratio, 3),
            "ratio_range": [round(min(self.ratios), 3), round(max(self.ratios), 3)],
            "voc": _side(self.ours),
            "floor": _side(self.floor),
        }


def _side(samples: list[Sample]) -> dict[str, float | None]:
    latencies = sorted(one for sample in samples for one in sample.latencies)
    stored, seconds = sum(one.stored for one in samples), sum(one.seconds for one in samples)
    return {
        "per_second": round(median(one.per_second for one in samples), 1),
        "p50_ms": round(percentile(latencies, 0.50) * 1e3, 2),
        "p99_ms": round(percentile(latencies, 0.99) * 1e3, 2),
        "stored": stored,
        "server_cpu_us": _micros(sum(one.server_cpu for one in samples) / stored),
        "engine_cpu_us": _micros(sum(one.engine_cpu for one in samples) / stored),
        "client_cpu_us": _micros(sum(one.client_cpu for one in samples) / stored),
        "client_cpu_share": round(sum(one.client_cpu for one in samples) / seconds, 3),
    }


def _micros(seconds: float) -> float | None:
    return None if isnan(seconds) else round(seconds * 1e6, 1)


def percentile(ordered: list[float], share: float) -> float:
    """The value below which `share` of the `ordered` values lie, by the nearest rank."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
