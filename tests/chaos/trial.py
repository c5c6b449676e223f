"""One trial: import under fire, then the reckoning."""

import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tests.running import Service

QUIET_SECONDS = 900.0


class Reckoning(BaseModel):
    """What the sender was told beside what is there."""

    rows: int
    stored: int
    already_stored: int
    """Sent again because no answer came, and found stored."""
    rejected: int
    kills: dict[str, int]
    import_seconds: float
    quiet_after_seconds: float
    """From the end of the import until everything was read and sorted."""
    total: int
    parked: int
    counters_corrected: int
    """Buckets whose counters differed from a recount."""
    counted: int
    themes: int
    backlog: int
    second_import_stored: int

    def faults(self) -> list[str]:
        """What must never happen."""
        checks = {
            "rows in are not rows accounted for": self.rows != self.stored + self.already_stored + self.rejected,
            "acknowledged and stored differ": self.total != self.stored + self.already_stored,
            "counters differ from a recount": self.counters_corrected != 0 or self.counted != self.total,
            "work was parked": self.parked != 0,
            "a second import stored something": self.second_import_stored != 0,
            "there are no themes": self.themes == 0,
            "there is no backlog": self.backlog == 0,
        }
        return [fault for fault, found in checks.items() if found]


def run(service: Service, file: Path, *, parts: Sequence[str], rounds: int, pause_seconds: float) -> Reckoning:
    """Import `file` while killing each of `parts` `rounds` times, `pause_seconds` apart, in random order."""
    began = time.monotonic()
    importing = service.command("import", str(file), "--json")
    order = [part for part in parts for _ in range(rounds)]
    random.Random(7).shuffle(order)
    kills = dict.fromkeys(parts, 0)
    for part in order:
        time.sleep(pause_seconds)
        kills[part] += service.kill(part)
    told = _summary(importing)
    import_seconds = time.monotonic() - began
    quiet = _wait_until_quiet(service)
    totals = service.get("/v1/stats")
    recount = json.loads(_output(service, "rollups", "rebuild", "--json"))[0]
    again = _summary(service.command("import", str(file), "--json"))
    return Reckoning(
        rows=told["rows"],
        stored=told["stored"],
        already_stored=told["already_stored"],
        rejected=told["rejected"],
        kills=kills,
        import_seconds=round(import_seconds, 1),
        quiet_after_seconds=round(quiet, 1),
        total=totals["feedback"]["total"],
        parked=totals["feedback"]["parked"],
        counters_corrected=recount["changed"],
        counted=recount["total"],
        themes=totals["themes"]["total"],
        backlog=len(service.get("/v1/backlog", limit="200")["items"]),
        second_import_stored=again["stored"],
    )


def _wait_until_quiet(service: Service) -> float:
    """Until nothing is pending, themes exist and the ranking has followed."""
    began = time.monotonic()
    calm = 0
    while calm < 5 and time.monotonic() - began < QUIET_SECONDS:
        stats: dict[str, Any] = service.get("/v1/stats")
        done = stats["feedback"]["pending"] == 0 and stats["themes"]["total"] > 0
        calm = calm + 1 if done and service.get("/v1/backlog")["items"] else 0
        time.sleep(3)
    return time.monotonic() - began


def _summary(process: Any) -> dict[str, Any]:
    printed, complaint = process.communicate(timeout=1800)
    if not printed:
        raise RuntimeError(f"the import said nothing: {complaint[-2000:]}")
    return json.loads(printed)


def _output(service: Service, *arguments: str) -> str:
    printed, complaint = service.command(*arguments).communicate(timeout=300)
    if not printed:
        raise RuntimeError(f"voc {' '.join(arguments)} said nothing: {complaint[-2000:]}")
    return printed
