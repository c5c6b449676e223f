"""A workspace with one item that customers raised, and colleagues who ship it."""

import re
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import pytest_asyncio

from tests.people import Browser, member
from voc.backlog.documents import BacklogItem
from voc.backlog.service import item_id
from voc.customers.domain import Claim, IdentityKind
from voc.customers.resolving import Sender, resolve_many
from voc.feedback.documents import Feedback
from voc.themes.documents import Theme
from voc.values import new_id

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 10:00 in Seoul
NIGHT = datetime(2026, 3, 3, 13, tzinfo=UTC)  # 22:00 in Seoul
TITLE, SAID = "The app logs me out", "It logs me out all the time"


class Shop:
    """A workspace, its item, and a member at its pages."""

    def __init__(self, caller: Any, post: Any, app: Any, stack: AsyncExitStack, theme: str) -> None:
        self.http, self.workspace, self.post, self.app = caller.http, caller.workspace, post, app
        self.stack, self.theme, self.item = stack, theme, item_id(theme)
        self.browser: Browser

    name = "Hanbit"

    async def at(self, now: datetime) -> None:
        """Let it be that time, and somebody be signed in."""
        self.post.watch.now = now
        someone = member(self.app, self.workspace, self.post.watch)
        self.browser = await self.stack.enter_async_context(someone)

    async def hear(self, ref: str, text: str, channel: str = "review", **known: Any) -> str:
        """Somebody whose contacts and attributes may be known raises the item; returns their id."""
        claims = [
            Claim(kind=kind, value=known[kind]) for kind in (IdentityKind.email, IdentityKind.phone) if kind in known
        ]
        claims = [Claim(kind=IdentityKind.external, value=ref), *claims]
        sender = Sender(claims=tuple(claims), name=known.get("name"), attributes=known.get("attributes", {}))
        (person,) = await resolve_many(self.workspace, [sender], now=self.post.watch(), source="import")
        body = {"submission_id": f"{ref}-{text}", "text": text, "channel": channel, "customer": ref}
        answer = await self.http.post("/v1/feedback", json=body)
        assert answer.status_code == 202, answer.text
        raised = {"$set": {"theme": self.theme, "kind": "complaint", "state": "analysed", "language": "en"}}
        await Feedback.get_pymongo_collection().update_one({"_id": answer.json()["id"]}, raised)
        return str(person.customer)

    async def move(self, *statuses: str) -> None:
        """Change the item's status, step by step."""
        for status in statuses:
            answer = await self.http.patch(f"/v1/backlog/{self.item}", json={"status": status})
            assert answer.status_code == 200, answer.text

    async def page(self) -> str:
        """Where the word is written."""
        answer = await self.browser.http.get(f"/backlog/{self.item}/tell", params={"lang": "en"})
        assert answer.status_code == 200, answer.text
        return answer.text

    async def tell(self, **fields: str) -> Any:
        """Confirm what the page shows, with some fields written anew."""
        shown = await self.page()
        people = re.search(r'name="people" value="(\d+)"', shown)
        words = {
            name: re.search(rf'id="f-{name}"[^>]*value="([^"]*)"', shown)[1]  # type: ignore[index]
            for name in ("subject_ko", "subject_en")
        }
        for name in ("text_ko", "text_en"):
            found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>([^<]*)</textarea>', shown)
            words[name] = found[1] if found else ""
        known = {"act": "send", "purpose": "outcome", "people": people[1] if people else ""}
        answer = await self.browser.send(f"/backlog/{self.item}/tell", words | known | fields)
        await self.post.settle()
        return answer

    async def messages(self) -> list[dict[str, Any]]:
        """Everything that was queued to tell somebody."""
        rows = await self.post.deliveries(self.workspace, origin_id=self.item)
        return sorted(rows, key=lambda row: row["masked"])


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller: Any, post: Any, app: Any) -> Any:
    """Ann reads e-mail, Ben writes text messages, Cho has no address that we know."""
    post.watch.now = MORNING
    theme = await _ranked(caller.workspace, post.watch())
    async with AsyncExitStack() as stack:
        made = Shop(caller, post, app, stack, theme)
        await made.at(MORNING)
        english = {"language": "en"}
        await made.hear("ann", SAID, "email", email="ann@example.test", name="Ann", attributes=english)
        await made.hear("ben", "Logged out again", "sms", phone="+821012345678", email="ben@example.test")
        await made.hear("cho", "왜 자꾸 로그아웃되나요")
        await post.settle()
        yield made


async def _ranked(workspace: str, now: Any) -> str:
    theme = Theme(
        id=new_id("th", now), workspace=workspace, kind="complaint", language="en", name=TITLE, size=3, model="fake-1",
        centroid=b"", threshold=0.5, state="active", created_at=now, updated_at=now,
    )  # fmt: skip
    await Theme.get_pymongo_collection().insert_one(theme.model_dump(by_alias=True))
    numbers = {"share": 0.2, "share_mid": 0.2, "share_low": 0.1, "share_high": 0.3, "score": 1.0}
    item = BacklogItem(
        id=item_id(theme.id), workspace=workspace, active=True, theme=theme.id, rank=1, rank_best=1, rank_worst=1,
        title=TITLE, kind="complaint", language="en", active_customers=50, factors=[], weekly_mentions=[0] * 8,
        mean_sentiment=-0.4, mean_urgency=0.2, customers=3, mentions=3, first_ranked_at=now, ranked_at=now, **numbers,
    )  # fmt: skip
    await BacklogItem.get_pymongo_collection().insert_one(item.model_dump(by_alias=True))
    return theme.id
