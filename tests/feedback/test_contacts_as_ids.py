"""A customer whom the sender calls by e-mail address or number: found again, and never kept in clear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.resting import resting
from voc.customers import resolving
from voc.customers.domain import Claim, IdentityKind
from voc.feedback import senders


def said(submission_id, customer, text="The app logs me out at payment."):
    return {"submission_id": submission_id, "text": text, "channel": "email", "customer": customer}


@pytest.fixture(scope="module", autouse=True)
def vault(database):
    """Configured with the database."""


@pytest.fixture(name="stored")
def stored_(caller, database):
    async def read(submission_id):
        return await database.feedback.find_one({"workspace": caller.workspace, "submission_id": submission_id})

    return read


@pytest.mark.parametrize(
    ("sent", "again", "clear"),
    [
        ("Kim.Lee@Example.com", "kim.lee@example.COM ", "lee@example"),
        ("+821012345678", "+82 10-1234-5678", "1012345678"),
        ({"id": "Kim.Lee@example.com", "attributes": {"plan": "pro"}}, "kim.lee@example.com", "lee@example"),
    ],
)
async def test_a_contact_as_id_means_one_person_and_rests_nowhere(caller, engine, database, stored, sent, again, clear):  # noqa: F811
    await caller.http.post("/v1/feedback", json=said("s-1", sent))
    await caller.http.post("/v1/feedback", json=[said("s-2", again), said("s-3", "c-7")])
    first, second, other = [await stored(f"s-{n}") for n in (1, 2, 3)]
    assert first["customer"] == second["customer"] != other["customer"]
    assert other["customer_ref"] == "c-7"
    await engine.settle()
    assert not [name for name, text in (await resting(database, caller.workspace)).items() if clear in text.lower()]
    found = (await caller.http.get("/v1/feedback", params={"customer": again})).json()["items"]
    assert {row["id"] for row in found} == {first["_id"], second["_id"]}


async def test_the_same_submission_by_contact_is_a_duplicate(caller):
    first = (await caller.http.post("/v1/feedback", json=said("s-1", "kim@example.com"))).json()
    again = (await caller.http.post("/v1/feedback", json=said("s-1", "kim@example.com"))).json()
    assert again == {"status": "duplicate", "id": first["id"]}


async def test_a_contact_that_is_somebodys_means_them_and_repeats_stay_repeats(caller, stored, watch):
    before = said("s-0", "kim@example.com")
    await caller.http.post("/v1/feedback", json=before)
    claims = [Claim(kind=IdentityKind.external, value="c-9"), Claim(kind=IdentityKind.email, value="kim@example.com")]
    owner = await resolving.resolve(caller.workspace, claims, now=watch(), source="test")
    await caller.http.post("/v1/feedback", json=said("s-1", "KIM@example.com"))
    row = await stored("s-1")
    assert (row["customer"], row["customer_ref"], row["respondent"]) == (owner.customer, "c-9", owner.customer)
    assert (await caller.http.post("/v1/feedback", json=before)).json()["status"] == "duplicate"


async def test_an_own_id_that_comes_later_with_the_contact_takes_the_words_in(caller, engine):  # noqa: F811
    await caller.http.post("/v1/feedback", json=said("s-1", "kim@example.com"))
    await engine.settle()
    known = {"id": "c-9", "attributes": {"email": "Kim@example.com"}}
    await caller.http.post("/v1/feedback", json=said("s-2", known))
    await engine.settle()
    for name in ("c-9", "kim@example.com"):
        found = (await caller.http.get("/v1/feedback", params={"customer": name})).json()["items"]
        assert len(found) == 2


async def test_an_id_learned_before_the_words_are_read_takes_them_in(caller, engine):  # noqa: F811
    known = {"id": "c-9", "attributes": {"email": "kim@example.com"}}
    await caller.http.post("/v1/feedback", json=[said("s-1", "kim@example.com"), said("s-2", known)])
    await engine.settle()
    found = (await caller.http.get("/v1/feedback", params={"customer": "c-9"})).json()["items"]
    assert len(found) == 2


@pytest.mark.parametrize(
    "ordinary", ["c-1", "@handle", "user@host", "+", "+1-abc", "a b@c.de, d@e.fr", "010-1234-5678"]
)
def test_other_ids_stay_what_they_are(ordinary):
    assert senders.contact_in(ordinary) is None
    assert senders.sender_of("ws", ordinary).ref == ordinary


@given(st.text(max_size=60) | st.emails())
def test_any_id_is_a_contact_or_itself(id_):
    sender = senders.sender_of("ws", id_)
    assert (sender.claim is None) == (sender.ref == id_)
