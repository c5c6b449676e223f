"""People who were invited, and what they do with their links."""

import html
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from voc.channels.domain import Channel
from voc.customers.domain import customer_id
from voc.customers.service import Sighting, note
from voc.invitations import queries, service
from voc.invitations.schemas import InvitationOut, Plan
from voc.invitations.tokens import token_of

OPENED_BY_CLICK = {"sec-fetch-user": "?1", "sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}
"""What Chromium sends where somebody clicks a link in a web mail."""


@dataclass(frozen=True)
class Guest:
    """Somebody with an invitation."""

    workspace: str
    ref: str
    customer: str
    invitation: str
    email: str
    phone: str

    @property
    def token(self) -> str:
        """In all their links."""
        return token_of(self.invitation)

    @property
    def page(self) -> str:
        """Their own page of the survey."""
        return f"/i/{self.token}"

    @property
    def way_out(self) -> str:
        """Where they unsubscribe."""
        return f"/u/{self.token}"

    async def state(self) -> InvitationOut:
        """How far their invitation is."""
        return await queries.invitation(self.workspace, self.invitation)


async def invited(
    caller: Any, survey: dict[str, Any], now: Any, *, channel: str = "email", fields: Any = None, **attributes: Any
) -> Guest:
    """Somebody new, invited to a survey; nothing is sent."""
    ref = f"c-{uuid4().hex[:8]}"
    email, phone = f"{ref}@example.com", f"+8210{int(uuid4()) % 10**8:08d}"
    known = {"email": email, "phone": phone} | attributes
    customer = customer_id(caller.workspace, ref)
    await note([Sighting(id=customer, workspace=caller.workspace, ref=ref, at=now, attributes=known)])
    plan = Plan(channels=[Channel(channel)], expires_days=30)
    made = await service.invite(caller.workspace, survey["id"], customer, plan=plan, key=ref, now=now, fields=fields)
    return Guest(caller.workspace, ref, customer, made.id, email, phone)


def question(page: httpx.Response) -> str:
    """What a page asks."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.S)
    assert found, page.text
    return html.unescape(found[1])


def sends(page: httpx.Response) -> str:
    """How the chosen answer is sent, as the page tells its script."""
    found = re.search(r'data-sends="(\w*)"', page.text)
    assert found, page.text
    return found[1]


async def answer(
    person: httpx.AsyncClient, page: httpx.Response, fields: dict[str, str], *, follow: bool = True
) -> httpx.Response:
    """Send the form of a page."""
    action, asked = re.search(r'action="([^"]+)"', page.text), re.search(r'name="asked" value="(\w+)"', page.text)
    assert action
    assert asked
    data = {"by": "hand", "asked": asked[1]} | fields
    return await person.post(html.unescape(action[1]), data=data, follow_redirects=follow)
