"""What any visitor's browser may read and send, and what it is refused."""

import json
from datetime import timedelta

import pytest

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.surveying import NPS, Visitor, publish, response
from voc.asks import policy
from voc.asks.domain import Segment, signature_of
from voc.surveys.targeting import Policy
from voc.values import Scope

SHOP = "https://shop.example.com"
FILE = {"id": "proof", "type": "file", "text": {"en": "A photo?"}, "limit_mb": 1, "kinds": ["image"]}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


async def test_the_snippet_s_project_is_the_workspace_or_its_key(caller):
    survey = await publish(caller)
    by_id = await Visitor(caller).read()
    key = by_id.json()["key"]
    by_key = await Visitor(caller, project=key).read()
    assert by_id.json() == by_key.json()
    assert [head["id"] for head in by_id.json()["surveys"]] == [survey["id"]]
    assert by_id.headers["access-control-allow-origin"] == "*"
    assert "max-age=60" in by_id.headers["cache-control"]


@pytest.mark.parametrize("project", ["ws_nobody", "voc_abc", "%00", "x" * 500])
async def test_a_stranger_s_project_is_not_found(caller, project):
    assert (await Visitor(caller, project=project).read()).status_code in (400, 404)


async def test_another_workspace_s_survey_is_not_found(caller, new_caller):
    survey, other = await publish(caller), Visitor(await new_caller())
    assert (await other.read(f"/surveys/{survey['id']}")).status_code == 404
    assert (await other.send("/asks", {"survey": survey["id"], "visitor": "v"})).status_code == 404
    assert (await other.send("/responses", response(survey))).status_code == 404


async def test_respondents_get_the_questions_and_not_the_targeting(caller):
    survey = await publish(caller, targeting={"sample_share": 0.5})
    answer = await Visitor(caller).read(f"/surveys/{survey['id']}")
    assert (answer.json()["version"], "targeting" in answer.json()["definition"]) == (1, False)
    assert [each["id"] for each in answer.json()["definition"]["questions"]] == ["nps", "why"]


async def test_a_change_is_met_when_it_is_published(caller):
    survey, visitor = await publish(caller), Visitor(caller)

    async def met():
        return (await visitor.read(f"/surveys/{survey['id']}")).json()["definition"]["questions"][0]["text"]["en"]

    changed = await caller.http.patch(
        f"/v1/surveys/{survey['id']}", json={"questions": [NPS | {"text": {"en": "New?"}}]}
    )
    assert (changed.json()["changed"], await met()) == (True, "How likely?")
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    assert await met() == "New?"


async def test_only_the_workspace_s_own_sites_may_ask(caller):
    survey = await publish(caller)
    await policy.save(caller.workspace, policy=Policy(origins=[SHOP]))
    thief, shop = Visitor(caller, origin="https://evil.example"), Visitor(caller, origin=SHOP)
    for answer in (await thief.read(), await thief.send("/responses", response(survey))):
        assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[-1]) == (403, "wrong-origin")
    assert (await shop.read()).status_code == 200
    assert (await shop.send("/responses", response(survey))).status_code == 202


async def test_a_forged_customer_is_refused_where_the_workspace_demands_proof(caller, database):
    survey, visitor = await publish(caller), Visitor(caller)
    rules = await policy.save(caller.workspace, policy=Policy(signed=True))
    customer = {"id": "c-1", "attributes": {"plan": "pro"}}
    proof = signature_of(rules.identity_secret, "c-1")
    for sent in ({}, {"signature": "0" * 64}, {"signature": signature_of(rules.identity_secret, "c-2")}):
        refused = await visitor.send("/responses", response(survey, customer=customer) | sent)
        assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (403, "identity-unproven")
        assert (
            await visitor.send("/asks", {"survey": survey["id"], "visitor": "v", "customer": "c-1"} | sent)
        ).status_code == 403
        assert (await visitor.read(customer="c-1", **sent)).status_code == 403
    assert await database.responses.count_documents({"survey": survey["id"]}) == 0
    accepted = await visitor.send("/responses", response(survey, customer=customer, signature=proof))
    assert accepted.status_code == 202
    assert (await database.responses.find_one({"survey": survey["id"]}))["customer"] == customer


async def test_the_publishable_key_opens_no_back_door(caller, new_caller, database):
    survey = await publish(caller)
    publishable = (await new_caller(Scope.survey, workspace=caller.workspace)).http
    rules = await policy.save(caller.workspace, policy=Policy(signed=True, origins=[SHOP]))
    forged = response(survey, customer="c-1", signature="0" * 64)
    refused = await publishable.post("/v1/responses", json=forged)
    assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (403, "identity-unproven")
    foreign = await publishable.post("/v1/responses", json=response(survey), headers={"origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["type"].rsplit(":", 1)[-1]) == (403, "wrong-origin")
    assert await database.responses.count_documents({"survey": survey["id"]}) == 0
    signed = forged | {"signature": signature_of(rules.identity_secret, "c-1")}
    assert (await publishable.post("/v1/responses", json=signed, headers={"origin": SHOP})).status_code == 202
    assert (await caller.http.post("/v1/responses", json=response(survey, customer="c-2"))).status_code == 202


async def test_without_proof_nobody_says_what_a_customer_is_like(caller, database):
    survey, visitor = await publish(caller), Visitor(caller)
    sent = response(survey, customer={"id": "c-1", "attributes": {"plan": "pro"}})
    assert (await visitor.send("/responses", sent)).status_code == 202
    assert (await database.responses.find_one({"survey": survey["id"]}))["customer"] == {"id": "c-1", "attributes": {}}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "text/plain", 400),
        (b'{"survey": NaN}', "text/plain", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"{}", "application/x-www-form-urlencoded", 415),
        (json.dumps({"survey": "x" * 300_000}).encode(), "text/plain", 413),
    ],
)
async def test_what_is_no_answer_is_a_problem_that_the_page_may_read(caller, content, kind, status):
    answer = await caller.http.post(f"/c/{caller.workspace}/responses", content=content, headers={"content-type": kind})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")


async def kept(database):
    found = [await database[name].find({}, {"_id": 1}).to_list() for name in ("uploads", "upload_content.files")]
    return [{row["_id"] for row in rows} for rows in found]


async def upload(caller, survey, content, question="proof", name="photo.png"):
    query = {"survey": survey["id"], "question": question, "name": name}
    return await caller.http.post(f"/c/{caller.workspace}/files", params=query, content=content)


async def test_a_file_is_stored_and_answers_its_question(caller, database):
    survey = await publish(caller, questions=[FILE])
    stored = await upload(caller, survey, PNG, name="../../etc/pass\nwd.png")
    assert (stored.status_code, stored.json()["name"], stored.json()["kind"]) == (201, "passwd.png", "image/png")
    sent = response(survey, answers={"proof": [stored.json()["id"]]})
    assert (await Visitor(caller).send("/responses", sent)).status_code == 202


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415),
        (b"%PDF-1.7\n", 415),
        (b"just text", 415),
        (b"", 400),
        (PNG + b"\0" * (1024 * 1024), 413),
    ],
)
async def test_a_file_that_does_not_fit_is_refused_whatever_its_name(caller, database, content, status):
    survey = await publish(caller, questions=[FILE])
    before = await kept(database)
    answer = await upload(caller, survey, content)
    assert answer.status_code == status, answer.text
    assert await kept(database) == before


async def test_a_file_that_no_answer_names_goes_after_a_day(caller, database, engine, watch):  # noqa: F811
    survey = await publish(caller, questions=[FILE | {"maximum": 2}])
    before = await kept(database)
    named, unnamed = [(await upload(caller, survey, PNG)).json()["id"] for _ in range(2)]
    await Visitor(caller).send("/responses", response(survey, answers={"proof": [named]}))
    watch.turn(timedelta(hours=23))
    await engine.settle()
    assert await kept(database) == [ids | {named, unnamed} for ids in before]
    watch.turn(timedelta(hours=2))
    await engine.settle()
    assert await kept(database) == [ids | {named} for ids in before]
    refused = await Visitor(caller).send("/responses", response(survey, answers={"proof": [unnamed]}))
    assert refused.status_code == 400


async def test_a_question_that_takes_no_file_gets_none(caller):
    survey = await publish(caller)
    assert (await upload(caller, survey, PNG, question="nps")).status_code == 400


async def test_an_answer_cannot_name_a_file_that_nobody_sent_there(caller, new_caller):
    survey = await publish(caller, questions=[FILE])
    other = await new_caller()
    foreign = (await upload(other, await publish(other, questions=[FILE]), PNG)).json()["id"]
    for id_ in ("fil_01ARZ3NDEKTSV4RRFFQ69G5FAV", foreign):
        refused = await Visitor(caller).send("/responses", response(survey, answers={"proof": [id_]}))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/answers/proof")


async def test_explain_names_the_first_rule_that_failed(caller, pro_customer):
    survey = await publish(
        caller,
        targeting={
            "triggers": [{"on": "event", "name": "checkout"}],
            "where": {
                "all": [
                    {"on": "url", "is": "contains", "value": "/cart"},
                    {"on": "segment:vip", "is": "equals", "value": True},
                ]
            },
        },
    )
    vip = Segment(name="VIP", where={"on": "customer:plan", "is": "equals", "value": "pro"})
    await policy.save(caller.workspace, segments={"vip": vip})

    async def explain(**query):
        answer = (await caller.http.get(f"/v1/surveys/{survey['id']}/explain", params=query)).json()
        return answer["shown"], answer["failed"]

    assert await explain() == (True, None)
    assert await explain(event="page") == (False, "trigger")
    assert await explain(event="checkout", url="https://x/home") == (False, "where.url")
    assert await explain(event="checkout", url="https://x/cart", customer="stranger") == (False, "where.segment")
    assert await explain(event="checkout", url="https://x/cart", customer=pro_customer) == (True, None)
    await Visitor(caller).ask(survey, customer=pro_customer)
    assert await explain(customer=pro_customer) == (False, "frequency")


@pytest.fixture
async def pro_customer(caller, watch):
    """A customer on the plan `pro`."""
    from voc.customers.domain import customer_id
    from voc.customers.service import Sighting, note

    seen = Sighting(
        id=customer_id(caller.workspace, "c-7"),
        workspace=caller.workspace,
        ref="c-7",
        at=watch(),
        attributes={"plan": "pro"},
    )
    await note([seen])
    return "c-7"


async def test_a_browser_s_preflight_is_answered(caller):
    headers = {
        "origin": SHOP,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
        "authorization": "",
    }
    for path in ("/v1/responses", f"/c/{caller.workspace}/responses"):
        answer = await caller.http.options(path, headers=headers)
        assert (answer.status_code // 100, answer.headers["access-control-allow-headers"]) == (
            2,
            "authorization, content-type",
        )
