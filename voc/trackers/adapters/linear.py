"""Linear."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from voc.clock import stamp
from voc.trackers.adapters.base import Adapter, Hook, Issue, hmac_hex, inner, same
from voc.trackers.calling import words
from voc.trackers.domain import Checked, Doubt, IssueState, TrackerTrouble, Trouble, reference_uuid
from voc.trackers.drafting import Draft, markdown

FRESH = timedelta(minutes=1)
"""How old a webhook may be, as Linear asks receivers to check."""
_OF_TYPE = {
    "triage": IssueState.open,
    "backlog": IssueState.open,
    "unstarted": IssueState.open,
    "started": IssueState.started,
    "completed": IssueState.done,
    "canceled": IssueState.dropped,
    "duplicate": IssueState.dropped,
}
_TYPES = {
    IssueState.open: ("unstarted", "backlog", "triage"),
    IssueState.started: ("started",),
    IssueState.done: ("completed",),
    IssueState.dropped: ("canceled",),
}
"""Where an issue of each state belongs; the first that a team has."""
_ISSUE = "id identifier title url state { type }"
_STATES = "states { nodes { id type position } }"
_TEAM = f"query($key: String!) {{ teams(filter: {{ key: {{ eq: $key }} }}) {{ nodes {{ id name key {_STATES} }} }} }}"
_LOOK = f"query($id: String!) {{ issue(id: $id) {{ {_ISSUE} }} }}"
_WAYS = f"query($id: String!) {{ issue(id: $id) {{ id team {{ {_STATES} }} }} }}"
_CREATE = f"mutation($input: IssueCreateInput!) {{ issueCreate(input: $input) {{ success issue {{ {_ISSUE} }} }} }}"
_MOVE = (
    "mutation($id: String!, $input: IssueUpdateInput!) "
    f"{{ issueUpdate(id: $id, input: $input) {{ success issue {{ {_ISSUE} }} }} }}"
)
_BY_CODE = {
    "AUTHENTICATION_ERROR": Trouble.token,
    "FORBIDDEN": Trouble.forbidden,
    "RATELIMITED": Trouble.busy,
    "INTERNAL_SERVER_ERROR": Trouble.down,
}


class Linear(Adapter):
    """Issues by the GraphQL API: https://linear.app/developers/graphql"""

    kind = "linear"
    title = "Linear"
    docs = "https://linear.app/docs/api-and-webhooks"
    address = "https://api.linear.app"
    project_example = "ENG"
    project_pattern = r"[A-Z0-9]{1,10}"
    project_in_capitals = True
    states = frozenset(IssueState)
    fixed_address = True
    makes_secret = True

    def api_url(self) -> str:
        """There is one address for everything."""
        return f"{self.config.base_url}/graphql"

    def headers(self) -> dict[str, str]:
        """A personal API key stands alone; only tokens of OAuth have `Bearer` before them."""
        return {"authorization": self.config.token}

    async def check(self) -> Checked:
        """The team is there."""
        team = await self._team()
        return Checked(name=f"{team['name']} ({team['key']})", doubt=Doubt.unsaid)

    async def create(self, draft: Draft, reference: str) -> Issue:
        """Under an id that follows from the reference: Linear makes no second one with it."""
        team = await self._team()
        wanted = {"id": reference_uuid(reference), "teamId": team["id"], "title": draft.title}
        wanted |= {"description": markdown(draft, reference)}
        made = await self._ask(_CREATE, input=wanted)
        return _issue(made["issueCreate"]["issue"])

    async def find(self, reference: str, since: datetime) -> Issue | None:
        """By its id, which we chose."""
        try:
            return await self.look(reference_uuid(reference))
        except TrackerTrouble as trouble:
            if trouble.reason == Trouble.missing:
                return None
            raise

    async def look(self, issue: str) -> Issue:
        """By its id or its identifier."""
        return _issue((await self._ask(_LOOK, id=issue))["issue"])

    async def move(self, issue: str, state: IssueState) -> Issue:
        """Into the first of its team's states of that kind."""
        ways = (await self._ask(_WAYS, id=issue))["issue"]["team"]["states"]["nodes"]
        fitting = [way for kind in _TYPES[state] for way in _ordered(ways) if way["type"] == kind]
        if not fitting:
            raise TrackerTrouble(f"The team has no state that is {state}.", reason=Trouble.transition)
        done = await self._ask(_MOVE, id=issue, input={"stateId": fitting[0]["id"]})
        return _issue(done["issueUpdate"]["issue"])

    @classmethod
    def locate(cls, text: str, project: str, base_url: str) -> str | None:
        """`ENG-12`, or its address."""
        found = re.fullmatch(
            r"(?:https://linear\.app/[^/]+/issue/)?([A-Za-z0-9]{1,10})-(\d{1,10})(?:/[^/]*)?/?", text.strip()
        )
        return f"{found[1].upper()}-{found[2]}" if found and found[1].upper() == project else None

    @staticmethod
    def verify(secret: str, hook: Hook) -> bool:
        """`Linear-Signature` over the raw body, and then the time inside it, which is signed, too."""
        if not same(hook.headers.get("linear-signature", ""), hmac_hex(secret, hook.body)):
            return False
        try:
            sent = json.loads(hook.body)["webhookTimestamp"]
            return bool(abs(stamp(hook.at) - int(sent)) <= FRESH / timedelta(milliseconds=1))
        except (ValueError, KeyError, TypeError):
            return False

    @classmethod
    def heard(cls, project: str, headers: dict[str, str], body: Any) -> str | None:
        """Changes of issues, of whichever team."""
        id_ = inner(body, "data", "id")
        return str(id_) if inner(body, "type") == "Issue" and id_ else None

    async def _team(self) -> Any:
        teams = (await self._ask(_TEAM, key=self.config.project))["teams"]["nodes"]
        if not teams:
            raise TrackerTrouble(f"There is no team {self.config.project}.", reason=Trouble.missing)
        return teams[0]

    async def _ask(self, query: str, **variables: Any) -> Any:
        """The `data` of an answer; GraphQL tells of errors in answers of any status."""
        try:
            said = await self.api.call("POST", "", {"query": query, "variables": variables})
        except TrackerTrouble as trouble:
            if errors := inner(trouble.values.get("said"), "errors"):
                raise _trouble(errors) from trouble
            raise
        if said.get("errors"):
            raise _trouble(said["errors"])
        return said["data"]


def _issue(row: Any) -> Issue:
    state = _OF_TYPE.get(inner(row, "state", "type"), IssueState.open)
    return Issue(id=row["id"], key=row["identifier"], url=row["url"], title=row["title"], state=state)


def _ordered(ways: Any) -> list[Any]:
    return sorted(ways, key=lambda way: way["position"])


def _trouble(errors: Any) -> TrackerTrouble:
    first = errors[0] if isinstance(errors, list) and errors else {}
    said = words(inner(first, "extensions", "userPresentableMessage")) or words(inner(first, "message"))
    reason = _BY_CODE.get(str(inner(first, "extensions", "code")), Trouble.refused)
    if reason == Trouble.refused and "not found" in str(inner(first, "message")).lower():
        reason = Trouble.missing
    return TrackerTrouble(said[:300], reason=reason)
