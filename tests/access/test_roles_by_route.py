"""Role by route and scope by route, every cell: generated from the routes themselves."""

import httpx
import pytest

from tests.access.route_table import doors
from tests.people import member, stranger
from voc.accounts import service as accounts
from voc.accounts.domain import ADMINISTRATORS, Role
from voc.accounts.roles import MATRIX
from voc.values import Principal, Resource, Scope

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCOPES = [*((scope,) for scope in Scope), (Scope.read, Scope.write)]
PUBLIC = {
    "/", "/health/live", "/health/ready", "/metrics", "/login", "/login/forgot", "/login/code", "/a/{token}", "/logout",
    "/preferences", "/static/{asset_version}/{file_path}", "/w.js", "/w/{name}", "/c/{project}", "/c/{project}/asks",
    "/c/{project}/chat", "/c/{project}/faq", "/c/{project}/faq/questions", "/c/{project}/faq/said",
    "/c/{project}/files", "/c/{project}/live", "/c/{project}/live/said", "/c/{project}/pictures/{picture_id}",
    "/c/{project}/responses", "/c/{project}/surveys/{survey_id}", "/hooks/{channel}/{provider}/{workspace}",
    "/hooks/trackers/{kind}/{tracker_id}", "/s/{survey_id}", "/s/{survey_id}/look.css", "/s/{survey_id}/thanks",
    "/i/{token}", "/i/{token}/h", "/i/{token}/p.gif", "/i/{token}/seen", "/i/{token}/thanks", "/l/{code}",
    "/f/{token}", "/m/{token}", "/u/{token}", "/help/{workspace}", "/help/{workspace}/{entry}/missing",
    "/help/{workspace}/{entry}/vote", "/roadmap/{workspace}", "/roadmap/{workspace}/feed",
}  # fmt: skip
"""What anybody may open. A new one is put here on purpose, or it is not public."""
ROLE_REFUSES = "Your role does not allow this"


async def test_what_is_not_public_asks_for_something(app):
    assert {door.path for door in doors(app) if door.public} == PUBLIC
    assert [door.name for door in doors(app) if not door.public and not door.asks] == []
    assert [door.name for door in doors(app) if door.public and door.asks] == []


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_what_the_matrix_says(app, watch, role):
    workspace = (await accounts.create_workspace("Acme", now=watch())).id
    caller = Principal(workspace=workspace, grants=MATRIX[role])
    wrong, opened = [], 0
    async with member(app, workspace, watch, role) as person:
        headers = {"x-csrftoken": await person.token("/settings/mails")}
        for door in (each for each in doors(app) if not each.public and not each.is_api):
            answer = await person.http.request(door.method, door.at(), headers=headers)
            refused = answer.status_code == 403 and ROLE_REFUSES in answer.text
            may = all(caller.may(scope, resource) for scope, resource in door.asks)
            if refused == may or answer.status_code == 401 or answer.status_code >= 500:
                wrong.append((door.name, answer.status_code))
            opened += may
    assert wrong == []
    assert opened > 50


@pytest.mark.parametrize("scopes", SCOPES, ids="+".join)
async def test_a_key_opens_what_its_scopes_say(app, new_caller, scopes):
    program = await new_caller(*scopes)
    caller = Principal(workspace=program.workspace, scopes=frozenset(scopes))
    wrong = []
    for door in (each for each in doors(app) if not each.public and each.is_api):
        answer = await program.http.request(door.method, door.at(), headers={"content-type": "application/json"})
        may = all(caller.may(scope, resource) for scope, resource in door.asks)
        if (answer.status_code == 403) == may or answer.status_code == 401 or answer.status_code >= 500:
            wrong.append((door.name, answer.status_code))
    assert wrong == []


async def test_the_publishable_key_creates_responses_and_nothing_else(app, new_caller):
    program = await new_caller(Scope.survey)
    opened = set()
    for door in (each for each in doors(app) if not each.public):
        answer = await program.http.request(door.method, door.at(), headers={"content-type": "application/json"})
        if not _shut(answer) and answer.status_code != 403:
            opened.add(door.name)
    assert opened == {"POST /v1/responses"}


async def test_without_key_and_session_nothing_opens(app):
    wrong = []
    async with stranger(app) as somebody:
        for door in (each for each in doors(app) if not each.public):
            answer = await somebody.http.request(door.method, door.at())
            if not _shut(answer):
                wrong.append((door.name, answer.status_code))
    assert wrong == []


async def test_a_session_is_no_key_and_a_key_no_session(app, watch, caller):
    async with member(app, caller.workspace, watch, Role.owner) as person:
        inside = [each for each in doors(app) if not each.public]
        api = [each for each in inside if each.is_api]
        assert {(await person.http.request(each.method, each.at())).status_code for each in api} == {401}
    pages = [each for each in inside if not each.is_api and each.method == "GET"]
    answers = [await caller.http.get(each.at()) for each in pages]
    assert {answer.headers.get("location", "").partition("?")[0] for answer in answers} == {"/login"}


def _shut(answer: httpx.Response) -> bool:
    """Whether nobody is known to have come, and people are led to the sign-in page."""
    sent_away = answer.status_code == 303 and answer.headers["location"].startswith("/login")
    return answer.status_code == 401 or sent_away


async def test_every_role_has_its_row_and_owners_may_everything():
    assert set(MATRIX) == set(Role)
    assert all(MATRIX[Role.owner][resource] == {Scope.admin} for resource in Resource)
    assert not any(
        Scope.admin in granted for role in Role if role not in ADMINISTRATORS for granted in MATRIX[role].values()
    )
