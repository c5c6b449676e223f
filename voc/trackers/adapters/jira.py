"""Jira in Atlassian's cloud."""

import base64
import json
import re
from datetime import datetime, timedelta
from typing import Any

from voc.trackers.adapters.base import (
    CLOCKS_DIFFER,
    PAGE_ISSUES,
    PAGES_SEARCHED,
    Adapter,
    Hook,
    Issue,
    hmac_hex,
    inner,
    path_of,
    same,
)
from voc.trackers.domain import Checked, IssueState, TrackerTrouble, Trouble
from voc.trackers.drafting import Draft, document

_OF_CATEGORY = {"new": IssueState.open, "indeterminate": IssueState.started, "done": IssueState.done}
"""Every status of every workflow belongs to one of these; `undefined` only exists inside Jira."""
_NEEDED = ("BROWSE_PROJECTS", "CREATE_ISSUES", "TRANSITION_ISSUES")


class Jira(Adapter):
    """Issues by the REST API, version 3: https://developer.atlassian.com/cloud/jira/platform/rest/v3/"""

    kind = "jira"
    title = "Jira"
    docs = "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/"
    project_example = "SHOP"
    project_pattern = r"[A-Z][A-Z0-9_]+"
    project_in_capitals = True
    states = frozenset({IssueState.open, IssueState.started, IssueState.done})
    asks_account = True
    settings = {"issue_type": "Task"}

    def api_url(self) -> str:
        """On the site itself."""
        return f"{self.config.base_url}/rest/api/3"

    def headers(self) -> dict[str, str]:
        """An API token belongs to the e-mail address of its account."""
        pair = f"{self.config.account}:{self.config.token}".encode()
        return {"authorization": f"Basic {base64.b64encode(pair).decode()}", "accept": "application/json"}

    async def check(self) -> Checked:
        """The project is there, has the type of issue, and the account may create and move issues in it."""
        found = await self.api.call("GET", f"/project/{self.config.project}")
        types = [each["name"] for each in found.get("issueTypes", []) if not each.get("subtask")]
        if self._type not in types:
            said = f"The project has no issue type “{self._type}”, but {', '.join(types)}."
            raise TrackerTrouble(said, reason=Trouble.refused)
        query = {"projectKey": self.config.project, "permissions": ",".join(_NEEDED)}
        rights = (await self.api.call("GET", "/mypermissions", query=query))["permissions"]
        if lacking := [each for each in _NEEDED if not inner(rights, each, "havePermission")]:
            raise TrackerTrouble(f"The account lacks {', '.join(lacking)}.", reason=Trouble.forbidden)
        return Checked(name=f"{found['name']} ({found['key']})")

    async def create(self, draft: Draft, reference: str) -> Issue:
        """With the fields that every screen has."""
        fields = {
            "project": {"key": self.config.project},
            "issuetype": {"name": self._type},
            "summary": draft.title,
            "description": document(draft, reference),
        }
        made = await self.api.call("POST", "/issue", {"fields": fields})
        return await self.look(made["id"])

    async def find(self, reference: str, since: datetime) -> Issue | None:
        """Among those that were created since; JQL reads times in the account's zone, so it is told how long ago."""
        minutes = (self.clock() - since + CLOCKS_DIFFER) // timedelta(minutes=1)
        jql = f'project = "{self.config.project}" AND created >= "-{minutes}m" ORDER BY created DESC'
        query = {"jql": jql, "fields": "summary,status,description", "maxResults": PAGE_ISSUES}
        for _ in range(PAGES_SEARCHED):
            found = await self.api.call("GET", "/search/jql", query=query)
            for row in found["issues"]:
                if reference in json.dumps(row["fields"].get("description")):
                    return self._issue(row)
            if not found.get("nextPageToken"):
                break
            query["nextPageToken"] = found["nextPageToken"]
        return None

    async def look(self, issue: str) -> Issue:
        """By its id or its key."""
        return self._issue(await self.api.call("GET", f"/issue/{issue}", query={"fields": "summary,status"}))

    async def move(self, issue: str, state: IssueState) -> Issue:
        """By the first transition from here that ends in a status of the wanted category."""
        ways = (await self.api.call("GET", f"/issue/{issue}/transitions"))["transitions"]
        way = next((each for each in ways if _category(each["to"]) == state), None)
        if way is None:
            raise TrackerTrouble(f"No transition leads to a status that is {state}.", reason=Trouble.transition)
        await self.api.call("POST", f"/issue/{issue}/transitions", {"transition": {"id": way["id"]}})
        return await self.look(issue)

    @classmethod
    def locate(cls, text: str, project: str, base_url: str) -> str | None:
        """`SHOP-12`, or its address."""
        path = path_of(text, base_url)
        found = re.fullmatch(r"(?:/browse/)?([A-Za-z][A-Za-z0-9_]+)-(\d{1,10})/?", path if path else text.strip())
        return f"{found[1].upper()}-{found[2]}" if found and found[1].upper() == project else None

    @staticmethod
    def verify(secret: str, hook: Hook) -> bool:
        """`X-Hub-Signature` over the raw body, as WebSub has it; of webhooks that an administrator made."""
        return same(hook.headers.get("x-hub-signature", ""), f"sha256={hmac_hex(secret, hook.body)}")

    @classmethod
    def heard(cls, project: str, headers: dict[str, str], body: Any) -> str | None:
        """`jira:issue_…`; the id stays when an issue moves to another project."""
        if not str(inner(body, "webhookEvent")).startswith("jira:issue_"):
            return None
        id_ = inner(body, "issue", "id")
        return str(id_) if id_ else None

    @property
    def _type(self) -> str:
        return self.config.settings.get("issue_type") or self.settings["issue_type"]

    def _issue(self, row: Any) -> Issue:
        key, fields = row["key"], row["fields"]
        url = f"{self.config.base_url}/browse/{key}"
        return Issue(id=str(row["id"]), key=key, url=url, title=fields["summary"], state=_category(fields["status"]))


def _category(status: Any) -> IssueState:
    return _OF_CATEGORY.get(inner(status, "statusCategory", "key"), IssueState.open)
