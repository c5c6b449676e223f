"""Tickets of HubSpot.

Shapes: the CSV of a tickets view (Ticket ID or Record ID, Ticket name, Ticket description, Create date, Pipeline,
Ticket status, Source, Associated Contact, …: the labels of the default ticket properties) and the answers of
`/crm/v3/objects/tickets` (`{"results": [{"id", "properties": {"subject", "content", "createdate", …}}]}`). Taken:
name and description; the contact's address where "Associated Contact" tells it. Replies are not in the export.
"""

import re
from collections.abc import Collection, Iterator

from voc.imports.presets.base import Cells, Preset, Said, Values, from_html, joined, kept, mapping, text_in

_ADDRESS = re.compile(r"[^\s@<>()\",;]+@[^\s@<>()\",;]+\.[^\s@<>()\",;]+")


class HubSpot(Preset):
    """What contacts asked for. Docs: `docs`."""

    name = "hubspot"
    title = "HubSpot tickets"
    channel = "ticket"
    docs = "https://knowledge.hubspot.com/properties/hubspots-default-ticket-properties"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By the labels of its ticket properties, or their names in a record of the API."""
        named = set(columns)
        return {"ticket name", "ticket description"} <= named or (
            "properties" in named
            and any(f'"{name}"' in first.get("properties", "") for name in ("hs_pipeline", "content"))
        )

    def take(self, cells: Cells) -> Iterator[Said]:
        """One ticket."""
        within = mapping(cells.within("properties"))

        def part(name: str, *labels: str) -> str:
            return text_in(within.get(name)) or cells(*labels)

        contact = cells("associated contact", "associated contacts", "contact", "contact email", "email")
        addresses = _ADDRESS.findall(contact)
        number = cells("associated contact ids", "associated contact id").partition(";")[0]
        yield Said(
            id=cells("ticket id", "record id", "record id ticket", "id"),
            text=joined(part("subject", "ticket name"), from_html(part("content", "ticket description"))),
            at=part("createdate", "create date", "created at"),
            customer="" if addresses or not number else f"hubspot:{number}",
            email=addresses[0] if len(addresses) == 1 else "",
            attributes=kept(
                source=part("source_type", "source"),
                priority=part("hs_ticket_priority", "priority"),
                pipeline=cells("pipeline"),
                category=part("hs_ticket_category", "category"),
            ),
        )
