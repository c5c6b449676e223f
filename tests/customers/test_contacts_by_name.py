"""Attributes that are contacts by another name are none that are kept in clear."""

from typing import Any

import pytest

from voc.customers import contacts, queries
from voc.customers.domain import Claim, IdentityKind
from voc.customers.resolving import resolve


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "kim@example.test"),
        ("Email Address", "kim@example.test"),
        ("email_address", "kim@example.test"),
        ("이메일", "kim@example.test"),
        ("phone_number", "010-1234-5678"),
        ("휴대폰", "010-1234-5678"),
    ],
)
async def test_a_contact_is_one_by_every_usual_name(caller: Any, watch: Any, name: str, value: str) -> None:
    assert value not in str(contacts.sealed(caller.workspace, {name: value}))
    who = Claim(kind=IdentityKind.external, value="c-1")
    told = {name: value, "plan": "pro"}
    person = await resolve(caller.workspace, [who], now=watch(), source="api", attributes=told)
    known = await queries.one(caller.workspace, person.customer)
    assert known.attributes == {"plan": "pro"}
    assert len(known.identities) == 1
