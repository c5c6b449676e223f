"""Merge fields that nothing is known under: most are slips of the pen."""

import re
from collections.abc import Iterable, Set

from voc.customers.documents import Customer
from voc.invitations.documents import Invitation
from voc.invitations.domain import fields_of
from voc.invitations.schemas import CampaignOut
from voc.surveys import recall

ALWAYS = frozenset({"name", "link"})
CUSTOMERS_LOOKED_AT, GUESTS_LOOKED_AT = 2_000, 500
_BRACED = re.compile(r"\{\{[^{}]*\}\}")
_CUSTOMER = "customer:"


async def unknown_fields(workspace: str, campaign: CampaignOut) -> list[str]:
    """What stands between double braces in a campaign's texts and is replaced by nothing that is known of anybody.

    Looks at the customers seen last, and at the beginning of the campaign's own list.
    """
    said = [*campaign.messages.values(), *campaign.reminder_messages.values()]
    texts = [text for words in said for text in (words.subject, words.text)]
    if not strange(texts, ALWAYS):
        return []
    return strange(texts, ALWAYS | await _attributes(workspace) | await _columns(workspace, campaign.id))


def strange(texts: Iterable[str], known: Set[str]) -> list[str]:
    """What of the texts names nothing known, without its braces and what follows the bar, once each; pure.

    Args:
        texts: as their author wrote them.
        known: names, in small letters.
    """
    found = [braced for text in texts for braced in _BRACED.findall(text) if not _is_known(braced, known)]
    return list(dict.fromkeys(each.strip("{}").partition("|")[0].strip()[:100] for each in found))


def _is_known(braced: str, known: Set[str]) -> bool:
    recalled = recall.recalls(braced)
    if recalled:
        source = recalled[0].source
        return not source.startswith(_CUSTOMER) or source.removeprefix(_CUSTOMER).casefold() in known
    return any(name.casefold() in known for name in fields_of([braced]))


async def _attributes(workspace: str) -> set[str]:
    found = Customer.get_pymongo_collection().find({"workspace": workspace}, {"attributes": 1})
    rows = await found.sort("last_seen_at", -1).limit(CUSTOMERS_LOOKED_AT).to_list()
    return {name.casefold() for row in rows for name in row.get("attributes", {})}


async def _columns(workspace: str, campaign: str) -> set[str]:
    mine = {"workspace": workspace, "campaign": campaign}
    rows = await Invitation.get_pymongo_collection().find(mine, {"fields": 1}).limit(GUESTS_LOOKED_AT).to_list()
    return {name.casefold() for row in rows for name in row.get("fields", {})}
