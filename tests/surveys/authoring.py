"""An author at the editor: fills in the form that the page shows and presses its buttons, as a browser would."""

import re
from html.parser import HTMLParser
from typing import Any

import httpx

from voc.surveys import queries, service
from voc.surveys.definition import Definition

Pairs = list[tuple[str, str]]


class Work(HTMLParser):
    """The fields of the form `work`, as a browser would send them without any button."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pairs: Pairs = []
        self._inside, self._options = False, 0
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        each = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = each.get("id") == "work"
        if not self._inside:
            return
        is_off = each.get("type") in ("checkbox", "radio") and "checked" not in each
        if tag == "input" and not is_off:
            self.pairs.append((each["name"], each.get("value", "")))
        elif tag == "textarea":
            self._area = each["name"]
            self.pairs.append((each["name"], ""))
        elif tag == "select":
            self._select, self._options = each["name"], 0
        elif tag == "option" and self._select:
            self._option(self._select, each)

    def _option(self, select: str, option: dict[str, str]) -> None:
        """The first option stands until another one is said to be selected."""
        if self._options == 0:
            self.pairs.append((select, option["value"]))
        elif "selected" in option:
            self.pairs[-1] = (select, option["value"])
        self._options += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        self._area = None if tag == "textarea" else self._area
        self._select = None if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area and self._inside:
            name, before = self.pairs[-1]
            self.pairs[-1] = (name, before + data.removeprefix("\n"))


class Author:
    """Somebody with the editor of one survey open."""

    def __init__(self, http: httpx.AsyncClient, workspace: str, survey: str) -> None:
        self.http, self.workspace, self.id = http, workspace, survey
        self.path = f"/surveys/{survey}/edit"
        self.page = ""

    async def look(self, **query: str) -> str:
        """Open the page."""
        self.page = (await self.http.get(self.path, params=query)).text
        return self.page

    async def press(self, do: str, *, htmx: bool = False, **typed: Any) -> httpx.Response:
        """Type into fields of the page in hand and press a button; "" is what happens while typing.

        A list stands for fields of the same name. The page that follows is the one in hand then.
        """
        pairs = [(name, value) for name, value in Work(self.page).pairs if name not in typed]
        for name, value in typed.items():
            pairs += [(name, each) for each in (value if isinstance(value, list) else [value]) if each is not None]
        data: dict[str, list[str]] = {}
        for name, value in [*pairs, ("do", do)]:
            data.setdefault(name, []).append(str(value))
        headers = {"hx-request": "true"} if htmx else {}
        answer = await self.http.post(self.path, data=data, headers=headers)
        if answer.status_code == 303:
            self.page = (await self.http.get(answer.headers["location"])).text
        return answer

    async def draft(self) -> dict[str, Any]:
        """The definition as it is stored."""
        return (await queries.one(self.workspace, self.id)).definition().model_dump(mode="json")

    async def ids(self, kind: str = "questions") -> list[str]:
        """Ids of the questions, in order."""
        return [entry["id"] for entry in (await self.draft())[kind]]


async def new_survey(workspace: str, now: Any, **fields: Any) -> str:
    """A draft; its id."""
    definition = {"name": "Checkout", "questions": [
        {"id": "nps", "type": "nps", "required": True, "text": {"en": "How likely?", "ko": "얼마나?"}},
        {"id": "why", "type": "text", "text": {"en": "Why?", "ko": "왜요?"}},
        {"id": "plan", "type": "single", "text": {"en": "Which plan?", "ko": "어떤 요금제?"}, "choices": [
            {"id": "free", "text": {"en": "Free", "ko": "무료"}}, {"id": "pro", "text": {"en": "Pro", "ko": "프로"}}]},
    ]} | fields  # fmt: skip
    return (await service.create(workspace, Definition.model_validate(definition), now=now)).id


def token(html: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="_csrf_token" value="(\w+)"', html)
    assert found, html
    return found[1]
