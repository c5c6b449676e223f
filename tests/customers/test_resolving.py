"""Who is who: rules in order, contacts unreadable at rest, merges that leave no trace when undone."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from voc import vault
from voc.customers import consents, merging, queries, suppression
from voc.customers.documents import Customer, CustomerEvent, Identity
from voc.customers.domain import Claim, IdentityKind
from voc.customers.resolving import resolve
from voc.errors import Invalid

KINDS = st.sampled_from([IdentityKind.email, IdentityKind.phone, IdentityKind.messenger])
pytestmark = pytest.mark.usefixtures("database")


def email(value: str, **fields: Any) -> Claim:
    return Claim(kind=IdentityKind.email, value=value, **fields)


def phone(value: str) -> Claim:
    return Claim(kind=IdentityKind.phone, value=value)


def external(value: str) -> Claim:
    return Claim(kind=IdentityKind.external, value=value)


@pytest.fixture
def workspace() -> str:
    return f"ws_{uuid4().hex}"


async def test_a_contact_is_the_same_however_it_is_spelled(workspace: str, watch: Any) -> None:
    first = await resolve(workspace, [phone("010-1234-5678")], now=watch(), source="sms")
    again = await resolve(workspace, [phone("+82 10 1234 5678")], now=watch(), source="sms")
    assert first.created
    assert not again.created
    assert (again.customer, again.rule) == (first.customer, IdentityKind.phone)


async def test_the_surest_known_identity_decides(workspace: str, watch: Any) -> None:
    known = await resolve(workspace, [external("u1"), email("kim@example.test")], now=watch(), source="api")
    other = await resolve(workspace, [external("u2"), phone("+821011112222")], now=watch(), source="api")
    found = await resolve(workspace, [phone("+821011112222"), email("KIM@example.test")], now=watch(), source="email")
    assert (found.customer, found.rule, found.others) == (known.customer, IdentityKind.email, (other.customer,))


async def test_a_contact_that_somebody_only_claims_becomes_nobodys(workspace: str, watch: Any) -> None:
    claimed = email("boss@example.test", verified=False)
    me = await resolve(workspace, [phone("+821033334444"), claimed], now=watch(), source="survey")
    boss = await resolve(workspace, [email("boss@example.test")], now=watch(), source="email")
    liar = await resolve(workspace, [phone("+821055556666"), claimed], now=watch(), source="survey")
    assert len({boss.customer, me.customer, liar.customer}) == 3
    assert liar.others == (boss.customer,)


async def test_who_wrote_before_we_knew_them_becomes_part_of_the_customer(workspace: str, watch: Any) -> None:
    stranger = await resolve(workspace, [email("lee@example.test")], now=watch(), source="email")
    known = await resolve(workspace, [external("u9"), email("lee@example.test")], now=watch(), source="import")
    assert await queries.canonical(workspace, stranger.customer) == known.customer
    whole = await queries.one(workspace, stranger.customer)
    assert (whole.ref, whole.members) == ("u9", [known.customer, stranger.customer])


async def test_who_was_taken_apart_stays_apart(workspace: str, watch: Any) -> None:
    stranger = await resolve(workspace, [email("lee@example.test")], now=watch(), source="email")
    claims = [external("u9"), email("lee@example.test")]
    await resolve(workspace, claims, now=watch(), source="import")
    await merging.unmerge(workspace, stranger.customer, now=watch(), by="usr_1")
    await resolve(workspace, claims, now=watch(), source="import")
    assert await queries.canonical(workspace, stranger.customer) == stranger.customer


async def test_nobody_can_read_a_contact_in_the_database(
    workspace: str, watch: Any, database: AsyncDatabase[Any]
) -> None:
    person = await resolve(
        workspace, [external("u1")], now=watch(), source="api", attributes={"email": "secret@example.test"}
    )
    for model in (Customer, Identity, CustomerEvent):
        for row in await model.get_pymongo_collection().find({"workspace": workspace}).to_list():
            assert "secret@" not in repr(row)
    (address,) = await queries.addresses(workspace, person.customer)
    assert (address.value, address.masked) == ("secret@example.test", "s•••@example.test")
    assert (await queries.by_ref(workspace, "Secret@Example.test")).id == person.customer


async def test_what_another_secret_sealed_says_what_to_do(workspace: str) -> None:
    sealed = vault.seal(workspace, "kim@example.test")
    with pytest.raises(vault.Unreadable, match="secret"):
        vault.unseal("ws_other", sealed)


@pytest.mark.parametrize("value", ["", "nobody", "a b@c.de", "x@", "@y.de", "1", "전화", "\0@example.test"])
async def test_what_is_no_contact_is_refused(workspace: str, watch: Any, value: str) -> None:
    for kind in (IdentityKind.email, IdentityKind.phone):
        with pytest.raises(Invalid):
            await resolve(workspace, [Claim(kind=kind, value=value)], now=watch(), source="api")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(merges=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8), data=st.data())
async def test_merging_and_taking_apart_restores_every_record(merges: Any, data: Any, watch: Any) -> None:
    workspace = f"ws_{uuid4().hex}"
    people = [
        (
            await resolve(
                workspace,
                [external(f"u{at}"), email(f"u{at}@example.test")],
                now=watch(),
                source="api",
                attributes=data.draw(st.dictionaries(st.sampled_from(["plan", "city"]), st.text(max_size=5))),
            )
        ).customer
        for at in range(5)
    ]
    before = await stored(workspace)
    absorbed = []
    for into, other in merges:
        try:
            part = await queries.canonical(workspace, people[other])
            await merging.merge(workspace, into=people[into], other=people[other], now=watch(), by="test")
            absorbed += [part] if await queries.canonical(workspace, part) != part else []
        except merging.CannotMerge:
            assert await queries.canonical(workspace, people[into]) == await queries.canonical(workspace, people[other])
    tops = {await queries.canonical(workspace, each) for each in people}
    assert sorted([each for top in tops for each in await queries.members(workspace, top)]) == sorted(people)
    for part in data.draw(st.permutations(sorted(set(absorbed)))):
        await merging.unmerge(workspace, part, now=watch(), by="test")
    assert await stored(workspace) == before


async def stored(workspace: str) -> list[Any]:
    """Everything that is known, without the notes that counters leave to themselves."""
    found: list[Any] = []
    notes = dict.fromkeys(("uncounted", "revision", "parted_from"), 0)
    for model in (Customer, Identity):
        rows = await model.get_pymongo_collection().find({"workspace": workspace}, notes).to_list()
        found.append(sorted(rows, key=lambda row: row["_id"]))
    return found


async def test_the_latest_decision_counts_and_all_are_kept(workspace: str, watch: Any) -> None:
    person = await resolve(workspace, [external("u1")], now=watch(), source="api")
    for given_ in (True, False):
        decision = consents.Decision(channel="sms", purpose="advertising", given=given_, text="네", text_version="1")
        await consents.record(workspace, person.customer, decision, now=watch())
        watch.turn(timedelta(seconds=1))
    history = await consents.history(workspace, [person.customer])
    standing = await consents.standing(workspace, [person.customer])
    assert [each.given for each in history] == [False, True]
    assert standing[person.customer][("sms", "advertising")].given is False


async def test_a_refusal_outlives_the_customers_record(workspace: str, watch: Any) -> None:
    await suppression.suppress(workspace, "email", "kim@example.test", "unsubscribed", now=watch())
    await suppression.suppress(workspace, "email", "kim@example.test", "bounced", now=watch())
    found = await suppression.suppressed(workspace, "email", ["kim@example.test", "lee@example.test"])
    assert {value: each.reason for value, each in found.items()} == {"kim@example.test": "unsubscribed"}
    assert await suppression.lift(workspace, "email", "kim@example.test", now=watch())
    assert not await suppression.suppressed(workspace, "email", ["kim@example.test"])
