"""GitLab, in the cloud and on one's own servers."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

from voc.trackers.adapters.base import Adapter, Hook, Issue, earliest, inner, path_of, same
from voc.trackers.domain import Checked, Doubt, IssueState, TrackerTrouble, Trouble
from voc.trackers.drafting import Draft, markdown

_PLANNER = 15
"""The lowest level of access that closes issues of others."""
_EVENTS = {IssueState.open: "reopen", IssueState.done: "close"}


class GitLab(Adapter):
    """Issues by the REST API, version 4: https://docs.gitlab.com/api/issues/"""

    kind = "gitlab"
    title = "GitLab"
    docs = "https://docs.gitlab.com/user/project/settings/project_access_tokens/"
    address = "https://gitlab.com"
    project_example = "acme/web/shop"
    project_pattern = r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+"
    states = frozenset({IssueState.open, IssueState.done})

    def api_url(self) -> str:
        """On the same host as its pages."""
        return f"{self.config.base_url}/api/v4"

    def headers(self) -> dict[str, str]:
        """A personal, project or group access token with the scope `api`."""
        return {"private-token": self.config.token}

    async def check(self) -> Checked:
        """The project is there and has issues that the token may read; whether it may write them, as far as GitLab
        tells."""
        found = await self.api.call("GET", self._project)
        if found.get("issues_access_level") == "disabled" or found.get("issues_enabled") is False:
            raise TrackerTrouble("Issues are disabled for this project.", reason=Trouble.off)
        if found.get("archived"):
            raise TrackerTrouble("The project is archived.", reason=Trouble.forbidden)
        await self.api.call("GET", f"{self._project}/issues", query={"per_page": 1})
        return Checked(name=found["path_with_namespace"], doubt=_doubt(found, await self._scopes()))

    async def _scopes(self) -> list[str] | None:
        """The token's own; None where GitLab does not tell."""
        try:
            return list((await self.api.call("GET", "/personal_access_tokens/self"))["scopes"])
        except (TrackerTrouble, KeyError, TypeError):  # before version 15.5, or a token of another sort
            return None

    async def create(self, draft: Draft, reference: str) -> Issue:
        """Every line of the description begins with text of ours or a quote's mark, so that none is a quick action."""
        body = {"title": draft.title, "description": markdown(draft, reference)}
        return _issue(await self.api.call("POST", f"{self._project}/issues", body))

    async def find(self, reference: str, since: datetime) -> Issue | None:
        """Among those that were created since."""
        query = {"scope": "all", "order_by": "created_at", "sort": "desc", "created_after": earliest(since)}
        async for row in self.rows(f"{self._project}/issues", query):
            if reference in (row.get("description") or ""):
                return _issue(row)
        return None

    async def look(self, issue: str) -> Issue:
        """By its number in the project (`iid`)."""
        return _issue(await self.api.call("GET", f"{self._project}/issues/{issue}"))

    async def move(self, issue: str, state: IssueState) -> Issue:
        """By an event, not by a state."""
        return _issue(await self.api.call("PUT", f"{self._project}/issues/{issue}", {"state_event": _EVENTS[state]}))

    @classmethod
    def locate(cls, text: str, project: str, base_url: str) -> str | None:
        """`12`, `#12`, or its address, as an issue or as a work item."""
        if plain := re.fullmatch(r"#?(\d{1,10})", text.strip()):
            return plain[1]
        path = path_of(text, base_url) or ""
        found = re.fullmatch(r"/(.+?)(?:/-)?/(?:issues|work_items)/(\d{1,10})/?", path)
        return found[2] if found and found[1].lower() == project.lower() else None

    @staticmethod
    def verify(secret: str, hook: Hook) -> bool:
        """`X-Gitlab-Token` is the secret itself."""
        return same(hook.headers.get("x-gitlab-token", ""), secret)

    @classmethod
    def heard(cls, project: str, headers: dict[str, str], body: Any) -> str | None:
        """Issues, and the work items that they become; a group's webhook brings those of other projects, too."""
        if inner(body, "object_kind") not in ("issue", "work_item"):
            return None
        here = str(inner(body, "project", "path_with_namespace")).lower() == project.lower()
        number = inner(body, "object_attributes", "iid")
        return str(number) if here and number else None

    @property
    def _project(self) -> str:
        return f"/projects/{quote(self.config.project, safe='')}"


def _doubt(project: Any, scopes: list[str] | None) -> Doubt | None:
    """An administrator and whoever visits a public project have no level at all.

    Raises:
        TrackerTrouble: the scopes do not suffice to write issues.
    """
    if scopes is not None and "api" not in scopes:
        said = f"The token's scopes are “{', '.join(scopes)}”; to write issues it needs api."
        raise TrackerTrouble(said, reason=Trouble.forbidden)
    levels = [inner(project, "permissions", f"{of}_access", "access_level") for of in ("project", "group")]
    level = max(filter(None, levels), default=None)
    if level is None or scopes is None:
        return Doubt.unsaid
    return Doubt.others if level < _PLANNER else None


def _issue(row: Any) -> Issue:
    number = str(row["iid"])
    state = IssueState.done if row["state"] == "closed" else IssueState.open
    return Issue(id=number, key=f"#{number}", url=row["web_url"], title=row["title"], state=state)
