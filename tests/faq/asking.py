"""A workspace whose customers ask, and whose documents answer."""

from typing import Any

from voc.faq import mining

HELP = """# Returns

You can return any unopened product within 14 days of delivery.

# Shipping

Standard delivery takes three working days.
"""
RETURNING = (
    "Hello, how can I return a product?",
    "how do I return a product",
    "Hi! how can I return my product?",
    "how can I return a product that I bought?",
)
SPEAKING = ("Hi! how do I change the language of the app?", "how do I change the app language")


class Desk:
    """Questions in, entries out, through the front door."""

    def __init__(self, caller: Any, engine: Any, watch: Any) -> None:
        self.caller, self.http, self.workspace = caller, caller.http, caller.workspace
        self.engine, self.watch = engine, watch
        self._said = 0

    async def ask(self, *texts: str, each: str = "customer") -> None:
        """Have distinct customers say these."""
        rows = []
        for text in texts:
            self._said += 1
            said = {"submission_id": f"q-{self._said}", "text": text, "channel": "email"}
            rows.append(said | {"customer": f"{each}-{self._said}"})
        assert (await self.http.post("/v1/feedback", json=rows)).is_success
        await self.engine.settle()

    async def document(self, text: str = HELP, address: str = "help.md") -> str:
        """Give a document."""
        answer = await self.http.post("/v1/faq-sources", params={"address": address}, content=text.encode())
        await self.engine.settle()
        return str(answer.json()["id"])

    async def mine(self) -> None:
        """Tonight's work."""
        await mining.mine(self.workspace, now=self.watch())

    async def entries(self, **filters: str) -> list[dict[str, Any]]:
        """The list."""
        answer = await self.http.get("/v1/faqs", params=filters)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def one(self, id_: str) -> dict[str, Any]:
        """One entry with everything."""
        return dict((await self.http.get(f"/v1/faqs/{id_}")).json())

    async def patch(self, id_: str, **wishes: Any) -> Any:
        """A change."""
        return await self.http.patch(f"/v1/faqs/{id_}", json=wishes)

    async def returning(self) -> dict[str, Any]:
        """The entry about returns, with a draft."""
        await self.document()
        await self.ask(*RETURNING)
        await self.mine()
        (entry,) = await self.entries()
        return entry

    async def published(self, **wishes: Any) -> str:
        """The id of that entry, published."""
        id_ = str((await self.returning())["id"])
        if wishes:
            assert (await self.patch(id_, **wishes)).status_code == 200
        for state in ("approved", "published"):
            assert (await self.patch(id_, state=state)).status_code == 200
        return id_
