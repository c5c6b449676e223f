"""A table of customers: what is recognised, what is refused and why, and that the same again changes nothing."""

import io
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import member
from voc.accounts.domain import Role
from voc.customers import queries
from voc.customers.documents import Customer, CustomerEvent, Identity
from voc.errors import Invalid
from voc.history import table
from voc.history.table import Role as ColumnRole

TABLE = """고객번호,이름,이메일,휴대폰,회사,segment,revenue_per_month,우편번호
C-1,김하나,hana@example.test,010-1111-2222,한빛상사,VIP,490000,06236
C-2,이두리,duri@example.test,,한빛상사,,99000.5,04524
,박세찬,sechan@example.test,,,,,
"""


async def sent(caller: Any, text: str, **headers: str) -> dict[str, Any]:
    """The answer to an import."""
    kind = {"content-type": "text/csv; charset=utf-8"} | headers
    answer = await caller.http.post("/v1/customers/import", content=text.encode(), headers=kind)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_columns_are_known_by_their_usual_names(caller: Any) -> None:
    told = await sent(caller, TABLE)
    assert told == {"rows": 3, "created": 3, "changed": 0, "same": 0, "joined": 0, "rejected": []}
    one = (await caller.http.get("/v1/customers/C-1")).json()
    assert (one["name"], one["attributes"]) == (
        "김하나",
        {"account": "한빛상사", "segment": "VIP", "revenue_per_month": 490000, "우편번호": "06236"},
    )
    assert {each["masked"] for each in one["identities"]} == {"h•••@example.test", "+82 ••-••••-2222"}
    assert (await caller.http.get("/v1/customers/sechan@example.test")).json()["name"] == "박세찬"


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-8-sig"])
def test_excels_encodings_are_read(encoding: str) -> None:
    assert table.read(TABLE.encode(encoding)) == table.read(TABLE.encode())


async def test_a_file_of_no_known_letters_says_how_to_save_it(caller: Any, app: Any, watch: Any) -> None:
    async with member(app, caller.workspace, watch) as colleague:
        page = (await colleague.http.get("/customers/import")).text
        token = page.split('name="_csrf_token" value="')[1].split('"')[0]
        answer = await colleague.http.post(
            "/customers/import",
            data={"_csrf_token": token},
            files={"file": ("x.csv", b"id,name\nC-1,\xff\xfe\n")},
            headers={"accept-language": "ko"},
        )
    assert answer.status_code == 422
    assert "CSV UTF-8(쉼표로 분리)" in answer.text


async def everything(workspace: str) -> list[Any]:
    """What is stored about a workspace's customers; contacts are sealed anew each time, so by their ids."""
    people = await Customer.get_pymongo_collection().find({"workspace": workspace}).to_list()
    known = await Identity.get_pymongo_collection().find({"workspace": workspace}, {"customer": 1}).to_list()
    events = await CustomerEvent.get_pymongo_collection().find({"workspace": workspace}).to_list()
    return [sorted(rows, key=lambda row: row["_id"]) for rows in (people, known, events)]


async def test_the_same_file_again_changes_nothing(caller: Any, watch: Any) -> None:
    await sent(caller, TABLE)
    before = await everything(caller.workspace)
    watch.turn(timedelta(days=1))
    again = await sent(caller, TABLE)
    assert (again["created"], again["changed"], again["same"]) == (0, 0, 3)
    assert await everything(caller.workspace) == before, "an import is no sign of life either"


async def test_what_changed_is_said_in_the_history(caller: Any, watch: Any) -> None:
    await sent(caller, TABLE)
    watch.turn(timedelta(days=1))
    again = await sent(caller, TABLE.replace("VIP", "Gold"))
    assert (again["created"], again["changed"], again["same"]) == (0, 1, 2)
    (event,) = (await caller.http.get("/v1/customers/C-1/timeline")).json()["items"]
    assert event["fields"]["changed"] == {"segment": ["VIP", "Gold"]}


async def test_rows_that_are_nobody_come_back_with_their_line(caller: Any) -> None:
    rows = "id,email,phone\nC-1,kim@example.test,\n,nobody,\n,,\nC-2,,call me\nC-3,a@b.test\nC-4,lee@example.test,\n"
    told = await sent(caller, rows)
    assert (told["rows"], told["created"]) == (6, 2)
    assert [each["line"] for each in told["rejected"]] == [3, 4, 5, 6]
    assert "e-mail" in told["rejected"][0]["reason"]
    assert "phone" in told["rejected"][2]["reason"]
    assert "cells" in told["rejected"][3]["reason"]
    listed = (await caller.http.get("/v1/customers")).json()["items"]
    assert {each["ref"] for each in listed} == {"C-1", "C-4"}


async def test_a_stranger_who_wrote_before_becomes_the_customer(caller: Any) -> None:
    body = {"identities": [{"kind": "email", "value": "hana@example.test"}]}
    stranger = (await caller.http.post("/v1/customers", json=body)).json()["id"]
    told = await sent(caller, TABLE)
    assert (told["created"], told["joined"]) == (3, 1)
    assert (await caller.http.get(f"/v1/customers/{stranger}")).json()["ref"] == "C-1"
    assert (await sent(caller, TABLE))["joined"] == 0


async def test_somebody_elses_contact_stays_theirs(caller: Any) -> None:
    await sent(caller, "id,email\nC-1,kim@example.test\n")
    await sent(caller, "id,email\nC-2,kim@example.test\n")
    assert (await caller.http.get("/v1/customers/kim@example.test")).json()["ref"] == "C-1"
    assert (await caller.http.get("/v1/customers/C-2")).json()["identities"] == []


async def test_two_rows_of_one_person_are_one_customer(caller: Any) -> None:
    rows = "id,email,phone,plan\nC-1,kim@example.test,,Free\n,kim@example.test,010-5555-6666,\n,,01055556666,Team\n"
    told = await sent(caller, rows)
    assert told["created"] == 1
    one = (await caller.http.get("/v1/customers/C-1")).json()
    assert (len(one["identities"]), one["attributes"]["plan"]) == (2, "Team")


async def test_thousands_of_rows_in_batches(caller: Any) -> None:
    lines = "\n".join(f"C-{n},c{n}@example.test,plan-{n % 3}" for n in range(1_200))
    told = await sent(caller, f"id,email,plan\n{lines}\n")
    assert (told["created"], told["rejected"]) == (1_200, [])
    last = await queries.by_ref(caller.workspace, "c1199@example.test")
    assert (last.ref, last.attributes) == ("C-1199", {"plan": "plan-2"})


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "text/csv", 422),
        (b"id,email\n", "text/csv", 422),
        (b"id,id\n1,2\n", "text/csv", 422),
        (b"\xff\xfe\x00", "text/csv", 422),
        (b"PK\x03\x04rest", "text/csv", 422),
        (b"id\n1\n", "application/json", 415),
        (b"id\n" + b"1\n" * 10_001, "text/csv", 400),
    ],
)
async def test_what_is_no_table_is_refused_as_a_whole(caller: Any, content: bytes, kind: str, status: int) -> None:
    answer = await caller.http.post("/v1/customers/import", content=content, headers={"content-type": kind})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (await caller.http.get("/v1/customers")).json()["items"] == []


async def test_the_page_shows_before_it_stores(caller: Any, app: Any, watch: Any) -> None:
    async with member(app, caller.workspace, watch, Role.product) as colleague:
        page = (await colleague.http.get("/customers/import")).text
        token = page.split('name="_csrf_token" value="')[1].split('"')[0]
        file = {"file": ("people.csv", io.BytesIO(TABLE.encode()), "text/csv")}
        shown = await colleague.http.post("/customers/import", data={"_csrf_token": token}, files=file)
        assert shown.status_code == 200, shown.text
        assert "3 rows can be imported" in shown.text
        assert (await caller.http.get("/v1/customers")).json()["items"] == []
        carried = shown.text.split('name="content" value="')[1].split('"')[0]
        fields = {"_csrf_token": token, "name": "people.csv", "content": carried, "do": "import", "column_5": "ignored"}
        done = await colleague.http.post("/customers/import", data=fields, files={"nothing": b""})
        assert "3 customers were added" in done.text
    attributes = (await caller.http.get("/v1/customers/C-1")).json()["attributes"]
    assert attributes == {"account": "한빛상사", "revenue_per_month": 490000, "우편번호": "06236"}


async def test_a_page_without_a_file_says_so(caller: Any, app: Any, watch: Any) -> None:
    async with member(app, caller.workspace, watch, Role.product) as colleague:
        for fields in ({}, {"content": "%%%"}, {"content": ""}):
            answer = await colleague.send("/customers/import", fields)
            assert answer.status_code == 422
    async with member(app, caller.workspace, watch, Role.analyst) as viewer:
        assert (await viewer.http.get("/customers/import")).status_code == 403


@given(st.text(max_size=12))
def test_a_number_is_a_number_as_programs_write_it(text: str) -> None:
    number = table.as_number(text)
    if number is not None:
        assert str(number) == text or float(text) == number
        assert text.isascii()


@pytest.mark.parametrize("text", ["007", "1,000", "1e9", "nan", "inf", "+5", "١٢", "1_000", "", "-", ".", "0x10"])
def test_what_only_looks_like_a_number_stays_text(text: str) -> None:
    assert table.as_number(text) is None


def test_each_column_says_one_thing() -> None:
    roles = table.roles_of(["Customer ID", "id", "E-mail", "이메일", "Phone Number", "company", "notes"])
    assert roles == {
        "Customer ID": ColumnRole.external_id,
        "id": ColumnRole.attribute,
        "E-mail": ColumnRole.email,
        "이메일": ColumnRole.email,
        "Phone Number": ColumnRole.phone,
        "company": ColumnRole.account,
        "notes": ColumnRole.attribute,
    }


def test_too_many_rows_are_refused_before_they_are_kept() -> None:
    with pytest.raises(Invalid, match="10,000"):
        table.read(b"id\n" + b"1\n" * 10_001)
