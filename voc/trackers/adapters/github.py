"""GitHub, in the cloud and on one's own servers."""

import re
from datetime import datetime
from typing import Any

from voc.trackers.adapters.base import Adapter, Hook, Issue, earliest, hmac_hex, inner, path_of, same
from voc.trackers.domain import Checked, Doubt, IssueState, TrackerTrouble, Trouble
from voc.trackers.drafting import Draft, markdown

_CLOUD = "https://github.com"
_MOVERS = ("triage", "push", "maintain", "admin")
"""Who may close issues that others opened."""
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

    async def check(self) -> Checked:
        """The repository is there and has issues that the token may read; whether it may write them, as far as GitHub
        tells."""
        found, headers = await self.api.answered("GET", self._repository)
        if not found.get("has_issues", True):
            raise TrackerTrouble("Issues are disabled for this repository.", reason=Trouble.off)
        if found.get("archived"):
            raise TrackerTrouble("The repository is archived.", reason=Trouble.forbidden)
        await self.api.call("GET", f"{self._repository}/issues", query={"per_page": 1})
        return Checked(name=found["full_name"], doubt=_doubt(found, headers.get("x-oauth-scopes")))

    async def create(self, draft: Draft, reference: str) -> Issue:
        """Without labels and assignees, which a token without push rights would lose silently."""
        body = {"title": draft.title, "body": markdown(draft, reference)}
        return _issue(await self.api.call("POST", f"{self._repository}/issues", body))

    async def find(self, reference: str, since: datetime) -> Issue | None:
        """In the list, not by the search, whose index comes later."""
        query = {"state": "all", "sort": "created", "direction": "desc", "since": earliest(since)}
        async for row in self.rows(f"{self._repository}/issues", query):
            if reference in (row.get("body") or "") and "pull_request" not in row:
                return _issue(row)
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


def _doubt(repository: Any, scopes: str | None) -> Doubt | None:
    """Scopes come with classic tokens only; the rights named with a repository are its account's, not the token's.

    Raises:
        TrackerTrouble: the scopes do not suffice to write issues.
    """
    if scopes is None:
        return Doubt.unsaid
    enough = {"repo"} if repository.get("private", True) else {"repo", "public_repo"}
    if enough.isdisjoint(each.strip() for each in scopes.split(",")):
        said = f"The token's scopes are “{scopes}”; to write issues it needs {' or '.join(sorted(enough))}."
        raise TrackerTrouble(said, reason=Trouble.forbidden)
    may = repository.get("permissions") or {}
    return None if any(may.get(each) for each in _MOVERS) else Doubt.others


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
