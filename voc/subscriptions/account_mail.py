"""Mails with a link that lets somebody in: an invitation, or a new password.

They are written when they are sent and kept without their link: colleagues who read the outbox must not get in by it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.accounts import queries as accounts
from voc.accounts.documents import AccountLink
from voc.accounts.domain import LinkPurpose
from voc.accounts.links import Post, token_of
from voc.channels.delivery import Go, Never, Verdict
from voc.channels.domain import Channel, Purpose, Status
from voc.channels.outgoing import Draft, Origin, blind_address, queue
from voc.clock import stamp
from voc.invitations.looks import looks_at
from voc.invitations.replying import silent
from voc.settings import Settings
from voc.subscriptions.letters.building import Letter, Speaker, mandatory
from voc.subscriptions.looking import DEAD
from voc.subscriptions.service import can_send, spelled

ORIGIN = "account"


def posting(settings: Settings, clock: Callable[[], datetime]) -> Post:
    """For handlers of accounts, which know nothing of mails."""

    async def post(id_: str) -> bool:
        link = await AccountLink.find_one({"_id": id_})
        address = spelled(link.email) if link else None
        if link is None or address is None or not await can_send(link.workspace, settings):
            return False
        draft = Draft(
            origin=Origin(kind="account", id=id_, step="1"), channel=Channel.email, address=address,
            purpose=Purpose.colleague, language=link.language,
        )  # fmt: skip
        return bool(await queue(link.workspace, [draft], now=clock()))

    return post


@looks_at(ORIGIN)
async def looks(workspace: str, rows: Sequence[Mapping[str, Any]], now: datetime, *, base: str) -> dict[str, Verdict]:
    """What becomes of each of these mails, by its id."""
    refused = await silent(workspace, rows)
    found = await accounts.workspace(workspace)
    company = found.name if found else "VoC"
    verdicts: dict[str, Verdict] = {}
    for row in rows:
        link, why = await AccountLink.find_one({"_id": row["origin"]["id"]}), refused.get(row["_id"])
        if link is None or link.ends_at <= stamp(now) or row["blind"] != _blind(link):
            verdicts[row["_id"]] = Never(status=Status.expired, reason="The link was used, replaced or has ended.")
        elif why and why.reason in DEAD:
            verdicts[row["_id"]] = Never(status=Status.withheld, reason=why.reason)
        else:
            names = await accounts.names(workspace, [link.by]) if link.by else {}
            said = letter(link, names.get(link.by, ""), company)
            verdicts[row["_id"]] = Go(content=mandatory(said, link.language, company=company, base=base))
    return verdicts


def letter(link: AccountLink, by: str, company: str) -> Letter:
    """What it says."""
    words = Speaker("subscriptions/account_mail.html", link.language)
    kind = "invitation" if link.purpose == LinkPurpose.invitation else "password"
    subject = words(f"{kind}_subject", company)
    return Letter(
        subject=subject,
        preview=words(f"{kind}_intro", company, by),
        title=subject,
        intro=words(f"{kind}_intro", company, by),
        button=words(f"{kind}_button"),
        url=f"/a/{token_of(link.id)}",
        why=words(f"{kind}_why"),
    )


def _blind(link: AccountLink) -> str:
    address = spelled(link.email)
    return blind_address(link.workspace, Channel.email, address) if address else ""
