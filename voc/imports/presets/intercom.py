"""Conversations of Intercom.

Shapes: conversations of the API (`source`, `conversation_parts`, `conversation_rating`; bare, one a line, or in
`{"conversations": […]}`), which is also what the S3 export writes, and the CSV of conversation export tools, one
message a row (message_id, message_body, message_type, message_created_at, message_author_type, message_author_email,
…). Taken: each message of a user or lead, and the remark beside a rating. Left out: admins, bots, notes, and messages
that carry no words, such as assignments.
"""

from collections.abc import Collection, Iterator
from typing import Any

from voc.imports.presets.base import Cells, Preset, Said, Values, from_html, joined, kept, mapping, objects, text_in

_CUSTOMERS = frozenset(["user", "lead", "contact", "visitor"])
_MESSAGES = frozenset(["", "comment", "conversation_message", "open", "conversation", "email", "reply"])


class Intercom(Preset):
    """What users and leads wrote. Docs: `docs`."""

    name = "intercom"
    title = "Intercom conversations"
    channel = "chat"
    docs = "https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By the message's columns, or the conversation's parts."""
        named = set(columns)
        return {"message body", "message author type"} <= named or (
            "source" in named and bool(named & {"conversation parts", "conversation rating", "admin assignee id"})
        )

    def take(self, cells: Cells) -> Iterator[Said]:
        """One message of a table, or every message of a conversation."""
        if cells("message author type"):
            yield from _message(cells)
            return
        id_, source = cells("id"), mapping(cells.within("source"))
        if _is_customer(source.get("author")):
            text = joined(from_html(text_in(source.get("subject"))), from_html(text_in(source.get("body"))))
            yield Said(id=id_, text=text, at=cells("created at"), **_who(source.get("author")))
        for part in objects(mapping(cells.within("conversation parts")).get("conversation_parts")):
            if _is_customer(part.get("author")) and text_in(part.get("part_type")) in _MESSAGES:
                yield Said(
                    id=f"{id_}/{text_in(part.get('id'))}",
                    text=from_html(text_in(part.get("body"))),
                    at=text_in(part.get("created_at")),
                    **_who(part.get("author")),
                )
        rating = mapping(cells.within("conversation rating"))
        if text_in(rating.get("remark")):
            author = source.get("author") if _is_customer(source.get("author")) else rating.get("contact")
            yield Said(
                id=f"{id_}/rating",
                text=text_in(rating.get("remark")),
                at=text_in(rating.get("created_at")),
                rating=text_in(rating.get("rating")),
                **_who(author),
            )


def _message(cells: Cells) -> Iterator[Said]:
    if cells("message author type") not in _CUSTOMERS or cells("message type") not in _MESSAGES:
        return
    email, number = cells("message author email"), cells("message author id")
    yield Said(
        id=cells("message id"),
        text=from_html(cells("message body")),
        at=cells("message created at"),
        customer=cells("message author user id") or ("" if email or not number else f"intercom:{number}"),
        email=email,
        name=cells("message author name"),
        attributes=kept(company=cells("message author companies"), app=cells("app name")),
    )


def _is_customer(author: Any) -> bool:
    return text_in(mapping(author).get("type")) in _CUSTOMERS


def _who(author: Any) -> dict[str, str]:
    person = mapping(author)
    own, number = text_in(person.get("external_id")), text_in(person.get("id"))
    email = text_in(person.get("email"))
    return {
        "customer": own or ("" if email or not number else f"intercom:{number}"),
        "email": email,
        "name": text_in(person.get("name")),
    }
