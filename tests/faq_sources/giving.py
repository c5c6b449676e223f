"""Documents given through the API, and what became of them."""

from voc.faq.sources import queries

RETURNS = "# Returns\n\nSend it back within 14 days.\n\n# Shipping\n\nShipping takes three days.\n"


class Shelf:
    """The sources of one workspace."""

    def __init__(self, caller, engine) -> None:
        self.http, self.workspace, self.engine = caller.http, caller.workspace, engine

    async def give(self, content=RETURNS, address="docs/returns.md", *, read=True):
        body = content.encode() if isinstance(content, str) else content
        answer = await self.http.post("/v1/faq-sources", params={"address": address}, content=body)
        if read:
            await self.engine.settle()
        return answer

    async def source(self, id_):
        return (await self.http.get(f"/v1/faq-sources/{id_}")).json()

    async def all(self):
        return (await self.http.get("/v1/faq-sources")).json()["items"]

    async def passages(self):
        """Every passage that can be cited, by its words."""
        return {row["text"]: row for row in await queries.citable(self.workspace, "fake-1")}

    async def text(self, id_):
        row = await queries.one(self.workspace, id_)
        return await queries.text(self.workspace, row)
