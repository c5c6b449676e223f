"""Tickets of Zendesk Support.

Shapes: the JSON export of Admin Center → Reports (one ticket a line, with its comments) and the answers of the
Tickets API (`{"tickets": […]}`); the CSV export (Summation column, Id, Requester, Requester id, Requester external
id, Requester email, Subject, Tags, Status, Via, Created at, Satisfaction Score, …) and that of a view, which know the
subject alone. Taken: subject and description, and each later public comment of the requester as a verbatim of its
own. Left out: agents' replies, internal notes, and tickets that somebody other than the requester wrote.
"""

from collections.abc import Collection, Iterator
from typing import Any

from voc.imports.presets.base import Cells, Preset, Said, Values, joined, kept, mapping, objects, text_in

_CSV = {"requester external id", "requester domain", "summation column", "requester updated at", "satisfaction score"}
_JSON = {"raw subject", "satisfaction rating", "has incidents", "followup ids", "is public", "allow channelback"}


class Zendesk(Preset):
    """What requesters wrote. Docs: `docs`."""

    name = "zendesk"
    title = "Zendesk tickets"
    channel = "ticket"
    docs = "https://support.zendesk.com/hc/en-us/articles/4408886165402"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By columns that only Zendesk calls so."""
        named = set(columns)
        return {"id", "subject"} <= named and bool(named & _CSV or named & _JSON)

    def take(self, cells: Cells) -> Iterator[Said]:
        """The description and the requester's later comments."""
        requester = mapping(cells.within("requester"))
        requester_id = text_in(requester.get("id")) or cells("requester id")
        who = _who(cells, requester, requester_id)
        comments = objects(cells.within("comments"))
        if not comments:
            if requester_id and cells("submitter id") not in ("", requester_id):
                return  # an agent's words, whoever they were written for
            yield Said(
                id=cells("id"), text=joined(cells("subject"), cells("description")), at=cells("created at"), **who
            )
            return
        for place, comment in enumerate(comments):
            if text_in(comment.get("author_id")) != requester_id or comment.get("public") is False:
                continue
            text = text_in(comment.get("plain_body")) or text_in(comment.get("body"))
            yield Said(
                id=f"{cells('id')}/{text_in(comment.get('id')) or place}" if place else cells("id"),
                text=text if place else joined(cells("subject"), text),
                at=text_in(comment.get("created_at")) or cells("created at"),
                **who,
            )


def _who(cells: Cells, requester: dict[str, Any], requester_id: str) -> dict[str, Any]:
    own = text_in(requester.get("external_id")) or cells("requester external id")
    email = text_in(requester.get("email")) or cells("requester email")
    via = text_in(mapping(cells.within("via")).get("channel")) or ("" if cells.within("via") else cells("via"))
    satisfaction = text_in(mapping(cells.within("satisfaction rating")).get("score")) or cells("satisfaction score")
    return {
        "customer": own or ("" if email else f"zendesk:{requester_id}" if requester_id else ""),
        "email": email,
        "phone": text_in(requester.get("phone")),
        "name": text_in(requester.get("name")) or ("" if requester else cells("requester")),
        "attributes": kept(
            via=via,
            priority=cells("priority"),
            ticket_type=cells("ticket type", "type"),
            satisfaction=satisfaction.lower() if satisfaction.lower() in ("good", "bad") else "",
        ),
    }
