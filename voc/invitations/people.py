"""What is known of many people at once: a few calls of the database for all of them."""

from collections.abc import Sequence
from typing import Any

from voc.asks.domain import customer_name
from voc.channels.domain import IDENTITY_OF, Channel
from voc.clock import from_stamp
from voc.customers import consents, queries, suppression
from voc.customers.domain import top
from voc.customers.queries import Address
from voc.invitations.lawful import Agreed, Key
from voc.invitations.zones import country_of
from voc.surveys.conditions import Condition, holds
from voc.surveys.definition import Definition
from voc.values import Value

Row = dict[str, Any]
_SPOKEN = {"KR": "ko"}
"""What people in a country read who have not said."""


class Known(Value):
    """A person, with everything that is merged into their record."""

    customer: str
    """The record that everything else was merged into."""
    refs: tuple[str, ...]
    """What they are called in ledgers, the main one first."""
    name: str | None
    attributes: dict[str, Any]
    addresses: tuple[Address, ...]
    decisions: dict[Key, Agreed]

    @property
    def names(self) -> tuple[str, ...]:
        """Their names in the ledgers of asks."""
        return tuple(customer_name(ref) for ref in self.refs)

    def address(self, channel: Channel) -> Address | None:
        """Where they are reached on a channel: the first proven address, else the first one."""
        fitting = [each for each in self.addresses if each.kind == IDENTITY_OF.get(channel)]
        return next((each for each in fitting if each.verified), fitting[0] if fitting else None)

    @property
    def phone(self) -> str | None:
        """Their first telephone number."""
        found = self.address(Channel.sms)
        return found.value if found else None


async def known(workspace: str, customers: Sequence[str]) -> dict[str, Known]:
    """People by the ids that they are asked for under; those of other workspaces are left out."""
    into = await queries.merged(workspace)
    parts: dict[str, list[str]] = {}
    for absorbed in sorted(into):
        parts.setdefault(top(absorbed, into), []).append(absorbed)
    members = {id_: [whole := top(id_, into), *parts.get(whole, [])] for id_ in customers}
    ids = list({each for own in members.values() for each in own})
    fields = {"ref": 1, "name": 1, "attributes": 1}
    rows = {row["_id"]: row for row in await queries.rows(workspace, ids, fields)}
    addresses = await queries.addresses_of(workspace, ids)
    standing = await consents.standing(workspace, ids)
    return {
        id_: _person([rows[each] for each in own if each in rows], addresses, standing)
        for id_, own in members.items()
        if own[0] in rows
    }


async def suppressed(workspace: str, people: Sequence[Known]) -> set[tuple[str, str]]:
    """Which of their addresses get nothing, as (kind of identity, address)."""
    by_kind: dict[str, set[str]] = {}
    for person in people:
        for each in person.addresses:
            by_kind.setdefault(each.kind.value, set()).add(each.value)
    return {
        (kind, value)
        for kind, values in by_kind.items()
        for value in await suppression.suppressed(workspace, kind, list(values))
    }


def fits(where: Condition, attributes: dict[str, Any]) -> bool:
    """Whether somebody with these attributes is in a segment; what only a browser tells is unknown of them."""

    def find(source: str) -> Any:
        kind, _, name = source.partition(":")
        return attributes.get(name) if kind == "customer" else attributes.get(source) if source == "language" else None

    return holds(where, find)


def language_of(person: Known, definition: Definition, *, usual: str) -> str:
    """The language of a survey that somebody reads; its first one where nothing is known.

    Args:
        person: who; what they are known to speak counts first, then where they are.
        definition: the survey.
        usual: country of the workspace, ISO 3166, for people of whom none is known.
    """
    own = person.attributes
    told = str(own.get("language") or own.get("locale") or "").replace("_", "-")
    spoken = told or _SPOKEN.get(country_of(own.get("country"), person.phone, usual), "")
    for language in (spoken, spoken.split("-")[0]):
        if language and language in definition.languages:
            return language
    return definition.first_language


def _person(parts: Sequence[Row], addresses: dict[str, list[Address]], standing: dict[str, consents.Standing]) -> Known:
    attributes: Row = {}
    latest: dict[Key, consents.Decision] = {}
    for part in parts:
        attributes = part.get("attributes", {}) | attributes
        for key, decision in standing.get(part["_id"], {}).items():
            if key not in latest or latest[key].at < decision.at:
                latest[key] = decision
    return Known(
        customer=parts[0]["_id"],
        refs=tuple(part["ref"] for part in parts),
        name=next((part["name"] for part in parts if part.get("name")), None),
        attributes=attributes,
        addresses=tuple(each for part in parts for each in addresses.get(part["_id"], [])),
        decisions={key: Agreed(given=each.given, at=from_stamp(each.at)) for key, each in latest.items()},
    )
