"""Which segments customers are in, by what is known of them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voc.asks import policy
from voc.asks.domain import Segment
from voc.surveys.conditions import holds


@dataclass(frozen=True)
class Sorting:
    """A workspace's segments as they are defined now."""

    segments: Mapping[str, Segment]
    mark: str
    """Differs where the definitions do."""

    def belongs(self, attributes: Mapping[str, Any]) -> tuple[str, ...]:
        """The segments that a customer fits; one that asks for a page or a device fits nobody here."""

        def find(source: str) -> Any:
            kind, _, name = source.partition(":")
            return attributes.get(name) if kind == "customer" else None

        return tuple(sorted(id_ for id_, segment in self.segments.items() if holds(segment.where, find)))


async def read(workspace: str) -> Sorting:
    """The segments of a workspace."""
    segments = (await policy.read(workspace)).segments
    defined = json.dumps({id_: each.where.model_dump(mode="json") for id_, each in segments.items()}, sort_keys=True)
    return Sorting(segments=segments, mark=hashlib.sha256(defined.encode()).hexdigest()[:16])
