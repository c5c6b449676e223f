"""Tickets of Freshdesk and Freshservice.

Shapes: the CSV of Tickets → Export (Ticket ID, Subject, Description where chosen, Source, Created time, Due by Time,
Resolution status, Full name, Email, Mobile phone, Contact ID, …; Freshservice: Requester Name, Requester Email) and
tickets of the API v2 (`description_text`, `requester_id`, `conversations` where included). Taken: subject and
description; of included conversations the customers' own. Left out: agents' replies, private notes, and tickets that
an agent began (source "Outbound email", 10 in the API).
"""

from collections.abc import Collection, Iterator
from typing import Any

from voc.imports.presets.base import Cells, Preset, Said, Values, from_html, joined, kept, mapping, objects, text_in

_OWN = {"due by time", "first response status", "resolution status", "initial response time", "customer interactions"}
_OUTBOUND = frozenset(["10", "outbound email"])
_SCORES = {"103": "5", "102": "4", "101": "4", "100": "3", "-101": "2", "-102": "2", "-103": "1"}
"""Survey results by Freshdesk's number, from extremely happy to extremely unhappy."""


class Freshdesk(Preset):
    """What contacts wrote. Docs: `docs`."""

    name = "freshdesk"
    title = "Freshdesk tickets"
    channel = "ticket"
    docs = "https://support.freshdesk.com/support/solutions/articles/50000002361"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By columns that only Freshworks calls so."""
        named = set(columns)
        return ("ticket id" in named and bool(named & _OWN)) or {"description text", "requester id"} <= named

    def take(self, cells: Cells) -> Iterator[Said]:
        """The ticket, and the customer's later messages where they are included."""
        id_ = cells("ticket id", "id")
        who = _who(cells)
        if cells("source").casefold() not in _OUTBOUND:
            text = cells("description text") or from_html(cells("description"))
            yield Said(id=id_, text=joined(cells("subject"), text), at=cells("created time", "created at"), **who)
        for message in objects(cells.within("conversations")):
            if message.get("incoming") is True and message.get("private") is not True:
                yield Said(
                    id=f"{id_}/{text_in(message.get('id'))}",
                    text=text_in(message.get("body_text")) or from_html(text_in(message.get("body"))),
                    at=text_in(message.get("created_at")),
                    **who,
                )


def _who(cells: Cells) -> dict[str, Any]:
    requester = mapping(cells.within("requester"))
    email = text_in(requester.get("email")) or cells("email", "requester email", "contact email")
    number = cells("contact id", "requester id")
    return {
        "customer": cells("unique external id") or ("" if email or not number else f"freshdesk:{number}"),
        "email": email,
        "phone": text_in(requester.get("phone")) or cells("mobile phone", "work phone"),
        "name": text_in(requester.get("name")) or cells("full name", "requester name"),
        "rating": _SCORES.get(cells("survey results", "survey result"), ""),
        "attributes": kept(
            priority=cells("priority"),
            ticket_type=cells("type"),
            product=cells("product"),
            company=cells("company", "company name"),
            category=cells("category"),
        ),
    }
