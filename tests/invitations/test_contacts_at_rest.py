"""Contacts lie in the database in clear nowhere, by whatever way they come in."""

from typing import Any

MAIL, PHONE = "ann@example.test", "01012345678"
COLLECTIONS = ("invitations", "signals", "campaigns", "customers", "identities", "customer_events", "deliveries")


async def in_clear(database: Any, workspace: str) -> list[str]:
    """Which collections tell a contact."""
    found = []
    for name in COLLECTIONS:
        text = str(await database[name].find({"workspace": workspace}).to_list())
        found += [name] if MAIL in text or "12345678" in text else []
    return found


async def test_columns_of_a_list_that_hold_contacts(company: Any, post: Any, database: Any) -> None:
    await company.campaign(f"id,email,tel,order\nann,{MAIL},{PHONE},17\n")
    await post.settle()
    (invitation,) = await company.invitations()
    assert (invitation["state"], invitation["fields"]) == ("sent", {"order": "17"})
    assert await in_clear(database, company.workspace) == []


async def test_what_happened_and_merge_fields(company: Any, post: Any, database: Any) -> None:
    fields = {"phone": PHONE, "Email": MAIL, "visit": "W-17"}
    about = {"id": "ann", "attributes": {"email": MAIL, "phone": PHONE}}
    signal = {"submission_id": "s1", "name": "work_order.closed", "customer": about, "fields": fields}
    for _ in range(2):
        await company.ok("POST", "/v1/signals", json=signal)
        await post.settle()
    wish = {"survey": company.survey["id"], "customer": "ann", "fields": fields}
    await company.ok("POST", "/v1/invitations", json=wish)
    await post.settle()
    assert [each["fields"] for each in await company.invitations()] == [{"visit": "W-17"}] * 2
    assert await in_clear(database, company.workspace) == []
