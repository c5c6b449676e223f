"""GitHub, in the cloud and on one's own servers."""

import re
from datetime import datetime, timedelta
from typing import Any

from voc.trackers.adapters.base import PAGE_ISSUES, PAGES_SEARCHED, Adapter, Hook, Issue, hmac_hex, inner, path_of, same
from voc.trackers.domain import IssueState, TrackerTrouble, Trouble
from voc.trackers.drafting import Draft, markdown

_CLOUD = "https://github.com"
_CLOCKS_DIFFER = timedelta(minutes=5)
_MOVES = {
    IssueState.open: {"state": "open"},
    IssueState.done: {"state": "closed", "state_reason": "completed"},
    IssueState.dropped: {"state": "closed", "state_reason": "not_planned"},
}


class GitHub(Adapter):
    """Issues by the REST API of 2022-11-28: https://docs.github.com/en/rest/issues/issues"""

    kind = "github"
    title = "GitHub"
    docs = "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens"
    address = _CLOUD
    project_example = "acme/shop"
    project_pattern = r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+"
    states = frozenset({IssueState.open, IssueState.done, IssueState.dropped})

    def api_url(self) -> str:
        """The cloud's own host, or a path on the company's."""
        own = self.config.base_url
        return "https://api.github.com" if own == _CLOUD else f"{own}/api/v3"

    def headers(self) -> dict[str, str]:
        """A personal access token, fine-grained or classic, or an app's."""
        return {
            "authorization": f"Bearer {self.config.token}",
            "accept": "application/vnd.github+json",
            "x-github-api-version": "2022-11-28",
        }

    async def check(self) -> str:
        """The repository is there and has issues that the token may read."""
        found = await self.api.call("GET", self._repository)
        if not found.get("has_issues", True):
            raise TrackerTrouble("Issues are disabled for this repository.", reason=Trouble.off)
        if found.get("archived"):
            raise TrackerTrouble("The repository is archived.", reason=Trouble.forbidden)
        await self.api.call("GET", f"{self._repository}/issues", query={"per_page": 1})
        return str(found["full_name"])

    async def create(self, draft: Draft, reference: str) -> Issue:
        """Without labels and assignees, which a token without push rights would lose silently."""
        body = {"title": draft.title, "body": markdown(draft, reference)}
        return _issue(await self.api.call("POST", f"{self._repository}/issues", body))

    async def find(self, reference: str, since: datetime) -> Issue | None:
        """In the list, not by the search, whose index comes later."""
        query = {"state": "all", "sort": "created", "direction": "desc", "per_page": PAGE_ISSUES}
        query |= {"since": (since - _CLOCKS_DIFFER).strftime("%Y-%m-%dT%H:%M:%SZ")}
        for page in range(1, PAGES_SEARCHED + 1):
            rows = await self.api.call("GET", f"{self._repository}/issues", query=query | {"page": page})
            for row in rows:
                if reference in (row.get("body") or "") and "pull_request" not in row:
                    return _issue(row)
            if len(rows) < PAGE_ISSUES:
                break
        return None

    async def look(self, issue: str) -> Issue:
        """By its number."""
        return _issue(await self.api.call("GET", f"{self._repository}/issues/{issue}"))

    async def move(self, issue: str, state: IssueState) -> Issue:
        """Closed as completed, or as not planned."""
        return _issue(await self.api.call("PATCH", f"{self._repository}/issues/{issue}", _MOVES[state]))

    @classmethod
    def locate(cls, text: str, project: str, base_url: str) -> str | None:
        """`12`, `#12`, or its address."""
        if plain := re.fullmatch(r"#?(\d{1,10})", text.strip()):
            return plain[1]
        found = re.fullmatch(r"/([^/]+/[^/]+)/issues/(\d{1,10})/?", path_of(text, base_url) or "")
        return found[2] if found and found[1].lower() == project.lower() else None

    @staticmethod
    def verify(secret: str, hook: Hook) -> bool:
        """`X-Hub-Signature-256` over the raw body."""
        return same(hook.headers.get("x-hub-signature-256", ""), f"sha256={hmac_hex(secret, hook.body)}")

    @classmethod
    def heard(cls, project: str, headers: dict[str, str], body: Any) -> str | None:
        """Events `issues`; a webhook of an organisation brings those of other repositories, too."""
        if headers.get("x-github-event") != "issues":
            return None
        here = str(inner(body, "repository", "full_name")).lower() == project.lower()
        number = inner(body, "issue", "number")
        return str(number) if here and number else None

    @property
    def _repository(self) -> str:
        return f"/repos/{self.config.project}"


def _issue(row: Any) -> Issue:
    closed = IssueState.dropped if row.get("state_reason") in ("not_planned", "duplicate") else IssueState.done
    number = str(row["number"])
    return Issue(
        id=number,
        key=f"#{number}",
        url=row["html_url"],
        title=row["title"],
        state=closed if row["state"] == "closed" else IssueState.open,
    )
