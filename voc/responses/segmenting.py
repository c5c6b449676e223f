"""The segments that a respondent was in when they answered: results are filtered by them for good."""

from typing import Any

from voc.asks import policy
from voc.customers import service as customers
from voc.customers.domain import customer_id
from voc.surveys.conditions import holds

Row = dict[str, Any]


async def segments_of(workspace: str, said: Row) -> list[str]:
    """Ids of the workspace's segments that a response's fields fit.

    A customer's attributes are those that are known, and those sent along by somebody who is believed.
    """
    segments = (await policy.read(workspace)).segments
    if not segments:
        return []
    customer = said["customer"]
    known = await customers.attributes_of(customer_id(workspace, customer["id"])) if customer else {}
    attributes = known | (customer["attributes"] if customer else {})
    told = said["context"] | {"language": said["language"]}

    def find(source: str) -> Any:
        kind, _, name = source.partition(":")
        return attributes.get(name) if kind == "customer" else told.get(source)

    return sorted(id_ for id_, segment in segments.items() if holds(segment.where, find))
