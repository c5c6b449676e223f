"""What a colleague decides while a worker is at a campaign is not lost."""

from typing import Any

from voc import outbox
from voc.invitations import expanding
from voc.invitations.documents import Campaign

LIST = "id,email\nann,ann@example.test\n"


async def test_a_campaign_that_goes_on_while_a_worker_lets_it_go_is_not_forgotten(company: Any, post: Any) -> None:
    await company.ok("POST", "/v1/customers", json={"id": "ann", "attributes": {"email": "ann@example.test"}})
    campaign = await company.campaign()
    await company.ok("POST", f"/v1/campaigns/{campaign['id']}/pause")
    held = await outbox.lease(Campaign, [campaign["id"]], now=post.watch(), work=post.context.settings.work)
    (row,) = held.rows
    assert row["stage"] == "paused"
    await company.ok("POST", f"/v1/campaigns/{campaign['id']}/resume")
    await outbox.complete(Campaign, [(row["_id"], {})], owner=held.owner)
    await post.settle()
    assert len(await post.sent(company.workspace)) == 1


async def test_who_comes_on_a_list_while_a_worker_ends_it_is_asked_the_same_day(
    company: Any, post: Any, monkeypatch: Any
) -> None:
    campaign = await company.campaign(LIST)
    path, csv = f"/v1/campaigns/{campaign['id']}/recipients", {"content-type": "text/csv"}
    real, added = expanding._release, []

    async def meanwhile(*args: Any, **named: Any) -> Any:
        found = await real(*args, **named)
        if not added:
            added.append(await company.ok("POST", path, content=b"id,email\nbo,bo@example.test\n", headers=csv))
        return found

    monkeypatch.setattr(expanding, "_release", meanwhile)
    await post.settle()
    assert {each["ref"] for each in await company.invitations() if each["state"] == "sent"} == {"ann", "bo"}
