"""GitHub, GitLab, Jira and Linear, as far as their documentation says, played on a socket from recorded payloads."""

import hashlib
import hmac
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from tests.loopback import reply

PAYLOADS = Path(__file__).parent / "payloads"
Said = tuple[int, Any]


def payload(kind: str, name: str) -> Any:
    """A recorded one."""
    return json.loads((PAYLOADS / kind / f"{name}.json").read_text("utf-8"))


def hexed(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def paged(issues: dict[str, Any], query: dict[str, str]) -> list[Any]:
    """A page of a list."""
    size = int(query["per_page"])
    start = (int(query.get("page", 1)) - 1) * size
    return list(issues.values())[start : start + size]


class Provider(ABC):
    """One provider with its issues. Answers as told before it answers by itself."""

    kind: ClassVar[str]
    project: ClassVar[str]
    key: ClassVar[str]
    """Of the issue in the recorded payloads."""
    closed_event: ClassVar[str]
    connection: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.url = ""
        self.issues: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, Any]] = []
        self.headers: dict[str, str] = {}
        self.told: list[bytes | Exception] = []
        self.deaf: list[str] = []
        """Methods whose next call is done and not answered."""
        self.meanwhile: list[Callable[[], Awaitable[None]]] = []
        """What happens between the next answer and its arrival."""

    async def __call__(self, headers: dict[bytes, bytes], body: bytes, writer: Any) -> None:
        self.headers = {name.decode(): value.decode() for name, value in headers.items()}
        method, path = self.headers[":method"], self.headers[":path"]
        sent = json.loads(body) if body else None
        self.calls.append((method, path, sent))
        if self.told:
            said = self.told.pop(0)
            if isinstance(said, Exception):
                raise said
            writer.write(said)
            return
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        status, answer = deepcopy(self.answer(method, unquote(parts.path), query, sent))
        if self.meanwhile:
            await self.meanwhile.pop()()
        if method in self.deaf:
            self.deaf.remove(method)
            raise ConnectionError
        writer.write(reply(b"" if answer is None else json.dumps(answer).encode(), status))

    def say(self, status: int, name: str) -> None:
        """Answer the next call with a recorded payload."""
        self.told.append(reply(json.dumps(payload(self.kind, name)).encode(), status))

    @abstractmethod
    def made(self) -> list[Any]:
        """What was sent to create issues."""

    @abstractmethod
    def state(self) -> Any:
        """Of the only issue."""

    @abstractmethod
    def answer(self, method: str, path: str, query: dict[str, str], sent: Any) -> Said:
        """What it answers: status and body."""

    @abstractmethod
    def sign(self, secret: str, body: bytes) -> dict[str, str]:
        """The headers of a webhook."""

    @abstractmethod
    def close(self) -> None:
        """Somebody does it there."""

    def foreign(self, number: int) -> dict[str, Any]:
        """An issue that others made."""
        return payload(self.kind, "issue") | {"number": 1_000 + number, "iid": 1_000 + number, "id": f"9{number}"}


class FakeGitHub(Provider):
    kind, project, key, closed_event = "github", "acme/shop", "#12", "issues_closed"

    def made(self):
        return [sent for method, path, sent in self.calls if method == "POST" and path.endswith("/issues")]

    def state(self):
        return next(iter(self.issues.values()))["state"]

    def close(self):
        next(iter(self.issues.values())).update(state="closed", state_reason="completed")

    def answer(self, method, path, query, sent):
        assert path.startswith("/api/v3/repos/acme/shop")
        match method, path.removeprefix("/api/v3/repos/acme/shop").strip("/").split("/"):
            case "GET", [""]:
                return 200, payload("github", "repository")
            case "GET", ["issues"]:
                return 200, paged(self.issues, query)
            case "POST", ["issues"]:
                made = payload("github", "issue") | {"title": sent["title"], "body": sent["body"]}
                self.issues[str(made["number"])] = made
                return 201, made
            case "GET" | "PATCH" as verb, ["issues", number] if number in self.issues:
                if verb == "PATCH":
                    assert (sent["state"] == "closed") is ("state_reason" in sent)
                    self.issues[number].update({"state_reason": None} | sent)
                return 200, self.issues[number]
        return 404, {"message": "Not Found", "status": "404"}

    def sign(self, secret, body):
        return {
            "x-github-event": "issues",
            "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
            "x-hub-signature-256": f"sha256={hexed(secret, body)}",
        }


class FakeGitLab(Provider):
    kind, project, key, closed_event = "gitlab", "acme/web/shop", "#14", "issue_hook"

    def made(self):
        return [sent for method, _, sent in self.calls if method == "POST"]

    def state(self):
        return next(iter(self.issues.values()))["state"]

    def close(self):
        next(iter(self.issues.values()))["state"] = "closed"

    def answer(self, method, path, query, sent):
        if path == "/api/v4/personal_access_tokens/self":
            return 200, {"scopes": ["api"]}
        assert path.startswith("/api/v4/projects/acme/web/shop")
        match method, path.removeprefix("/api/v4/projects/acme/web/shop").strip("/").split("/"):
            case "GET", [""]:
                return 200, payload("gitlab", "project")
            case "GET", ["issues"]:
                return 200, paged(self.issues, query)
            case "POST", ["issues"]:
                made = payload("gitlab", "issue") | sent
                self.issues[str(made["iid"])] = made
                return 201, made
            case "GET" | "PUT" as verb, ["issues", number] if number in self.issues:
                if verb == "PUT":
                    self.issues[number]["state"] = {"close": "closed", "reopen": "opened"}[sent["state_event"]]
                return 200, self.issues[number]
        return 404, {"message": "404 Not found"}

    def sign(self, secret, body):
        return {"x-gitlab-event": "Issue Hook", "x-gitlab-token": secret}


class FakeJira(Provider):
    kind, project, key, closed_event = "jira", "SHOP", "SHOP-24", "issue_updated"
    connection = {"account": "bot@acme.test", "issue_type": "Task"}

    def made(self):
        return [sent["fields"] for method, path, sent in self.calls if method == "POST" and path.endswith("/issue")]

    def state(self):
        return next(iter(self.issues.values()))["fields"]["status"]["statusCategory"]["key"]

    def close(self):
        ways = payload("jira", "transitions")["transitions"]
        next(iter(self.issues.values()))["fields"]["status"] = ways[2]["to"]

    def answer(self, method, path, query, sent):
        assert path.startswith("/rest/api/3/")
        match method, path.removeprefix("/rest/api/3/").split("/"):
            case "GET", ["project", "SHOP"]:
                return 200, payload("jira", "project")
            case "GET", ["mypermissions"]:
                return 200, payload("jira", "mypermissions")
            case "GET", ["search", "jql"]:
                start = int(query.get("nextPageToken", 0))
                rows = list(self.issues.values())[start : start + int(query["maxResults"])]
                more = start + len(rows) < len(self.issues)
                return 200, {"issues": rows, "isLast": not more} | ({"nextPageToken": str(start + 100)} if more else {})
            case "POST", ["issue"]:
                made = payload("jira", "issue")
                made["fields"] |= {"summary": sent["fields"]["summary"], "description": sent["fields"]["description"]}
                self.issues[made["id"]] = made
                return 201, payload("jira", "created")
            case _, ["issue", id_, *rest] if found := self._issue(id_):
                if rest == ["transitions"] and method == "GET":
                    return 200, payload("jira", "transitions")
                if rest == ["transitions"]:
                    ways = payload("jira", "transitions")["transitions"]
                    way = next(each for each in ways if each["id"] == sent["transition"]["id"])
                    found["fields"]["status"] = way["to"]
                    return 204, None
                return 200, found
        return 404, {"errorMessages": ["Issue does not exist or you do not have permission to see it."], "errors": {}}

    def _issue(self, named):
        return next((each for each in self.issues.values() if named in (each["id"], each["key"])), None)

    def sign(self, secret, body):
        return {"x-hub-signature": f"sha256={hexed(secret, body)}", "x-atlassian-webhook-identifier": "abc-1"}


class FakeLinear(Provider):
    kind, project, key, closed_event = "linear", "ENG", "ENG-42", "issue_update"
    connection = {"secret": "lin_wh_of_this_test"}

    def made(self):
        return [sent["variables"]["input"] for *_, sent in self.calls if "issueCreate" in sent["query"]]

    def state(self):
        return next(iter(self.issues.values()))["state"]["type"]

    def close(self):
        next(iter(self.issues.values()))["state"] = {"type": "completed"}

    def answer(self, method, path, query, sent):
        assert (method, path) == ("POST", "/graphql")
        asked, given, team = sent["query"], sent["variables"], payload("linear", "team")
        if "teams(" in asked:
            return 200, {"data": {"teams": {"nodes": [team] if given["key"] == "ENG" else []}}}
        if "issueCreate" in asked:
            wanted = given["input"]
            made = payload("linear", "issue") | {"id": wanted["id"], "title": wanted["title"]}
            self.issues[wanted["id"]] = made
            return 200, {"data": {"issueCreate": {"success": True, "issue": made}}}
        found = next((i for i in self.issues.values() if given["id"] in (i["id"], i["identifier"])), None)
        if found is None:
            return 400, payload("linear", "not_found")
        if "issueUpdate" in asked:
            states = {each["id"]: each["type"] for each in team["states"]["nodes"]}
            found["state"] = {"type": states[given["input"]["stateId"]]}
            return 200, {"data": {"issueUpdate": {"success": True, "issue": found}}}
        return 200, {"data": {"issue": found | {"team": team}}}

    def sign(self, secret, body):
        return {"linear-signature": hexed(secret, body), "linear-event": "Issue", "linear-delivery": "234d1a4e"}


FAKES: dict[str, type[Provider]] = {each.kind: each for each in (FakeGitHub, FakeGitLab, FakeJira, FakeLinear)}
