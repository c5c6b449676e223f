"""What a token may, as far as GitHub and GitLab tell before anything is written."""

import json

import pytest

from tests.loopback import reply
from tests.trackers.providing import payload

READS, WRITES = {"pull": True, "push": False}, {"pull": True, "triage": True}


def told(body, **headers):
    """A response with headers of its own."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()).encode()
    return reply(json.dumps(body).encode()).replace(b"\r\n\r\n", b"\r\n" + lines + b"\r\n", 1)


async def tried(shop):
    answer = await shop.caller.http.post(f"/v1/trackers/{shop.tracker}/test")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("provider", ["github"], indirect=True)
@pytest.mark.parametrize(
    ("private", "may", "headers", "works", "doubt"),
    [
        (True, WRITES, {"x_oauth_scopes": "repo, read:org"}, True, None),
        (True, READS, {"x_oauth_scopes": "repo"}, True, "others"),
        (True, WRITES, {"x_oauth_scopes": "public_repo"}, False, None),
        (False, WRITES, {"x_oauth_scopes": "public_repo"}, True, None),
        (False, WRITES, {"x_oauth_scopes": ""}, False, None),
        (True, WRITES, {}, True, "unsaid"),  # fine-grained: what is named is what the account may
    ],
)
async def test_github_tells_by_scopes_and_by_the_accounts_role(shop, private, may, headers, works, doubt):
    shop.provider.told = [told(payload("github", "repository") | {"private": private, "permissions": may}, **headers)]
    said = await tried(shop)
    assert (said["works"], (said["checked"] or {}).get("doubt")) == (works, doubt)
    assert works or said["trouble"] == "forbidden"


@pytest.mark.parametrize("provider", ["gitlab"], indirect=True)
@pytest.mark.parametrize(
    ("project", "group", "scopes", "works", "doubt"),
    [
        (20, None, ["api"], True, None),
        (10, 30, ["api", "read_user"], True, None),
        (10, None, ["api"], True, "others"),
        (None, None, ["api"], True, "unsaid"),
        (20, None, None, True, "unsaid"),  # GitLab keeps it to itself
        (20, None, ["read_api"], False, None),
    ],
)
async def test_gitlab_tells_by_scopes_and_by_levels_of_access(shop, project, group, scopes, works, doubt):
    levels = {"project": project, "group": group}
    rights = {f"{name}_access": level and {"access_level": level} for name, level in levels.items()}
    own = reply(b'{"message": "404 Not Found"}', 404) if scopes is None else told({"scopes": scopes})
    shop.provider.told = [told(payload("gitlab", "project") | {"permissions": rights}), told([]), own]
    said = await tried(shop)
    assert (said["works"], (said["checked"] or {}).get("doubt")) == (works, doubt)
    assert works or "read_api" in said["detail"]
