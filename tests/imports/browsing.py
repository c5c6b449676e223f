"""A member at the import pages, and a worker that does what was asked for there."""

import re
from uuid import uuid4

import httpx

from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.imports import queries
from voc.imports import service as imports
from voc.settings import Work

PASSWORD = "correct horse battery"
TABLE = "text,stars,date\nfine,5,2024-03-09\nslow,2,2024-03-10\n,3,2024-03-11\n=far,9,2024-03-12\n"


class Browser:
    """A signed-in member."""

    def __init__(self, http: httpx.AsyncClient, workspace: str) -> None:
        self.http, self.workspace = http, workspace

    async def token(self) -> str:
        page = await self.http.get("/imports/new")
        return re.search(r'name="_csrf_token" value="(\w+)"', page.text)[1]

    async def upload(self, content, name="reviews.csv"):
        content = content if isinstance(content, bytes) else content.encode()
        form = {"_csrf_token": await self.token()}
        return await self.http.post("/imports/new", data=form, files={"file": (name, content)})

    async def start(self, id_, **fields):
        fields = {"text_column": "text", "rating_column": "stars", "date_column": "date"} | fields
        return await self.http.post("/imports", data={"_csrf_token": await self.token(), "upload": id_, **fields})


async def signed_in(app, watch):
    workspace = (await accounts.create_workspace("Acme", now=watch())).id
    email = f"{uuid4().hex[:12]}@example.test"
    await accounts.create_member(workspace, email, PASSWORD, "Kim", Role.admin, now=watch())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    http = httpx.AsyncClient(transport=transport, base_url="http://voc.test", headers={"accept-language": "en"})
    page = await http.get("/login")
    token = re.search(r'name="_csrf_token" value="(\w+)"', page.text)[1]
    answer = await http.post("/login", data={"email": email, "password": PASSWORD, "_csrf_token": token})
    assert answer.status_code == 303
    return Browser(http, workspace)


async def finish(id_, watch):
    await imports.run(id_, clock=watch, work=Work())


async def imported(browser, watch, content=TABLE, **fields):
    id_ = (await browser.upload(content)).headers["location"].rpartition("/")[2]
    assert (await browser.start(id_, **fields)).status_code == 303
    await finish(id_, watch)
    return await queries.one(browser.workspace, id_)
