"""A colleague sends after all what a provider has refused or what was held."""

from typing import Any

import pytest

from voc.channels import calling, held
from voc.channels.documents import Delivery
from voc.channels.domain import Outcome, Receipt


@pytest.mark.parametrize("status", ["failed", "held"])
async def test_an_invitation_that_a_colleague_sends_after_all_goes_out(
    company: Any, post: Any, monkeypatch: Any, status: str
) -> None:
    await company.campaign("id,email\nann,ann@example.test\n")
    outcome = Outcome.refused if status == "failed" else Outcome.unknown
    real = calling.Line.send

    async def refuses(*_: Any) -> Receipt:
        return Receipt(outcome=outcome, reason="no")

    monkeypatch.setattr(calling.Line, "send", refuses)
    await post.settle()
    (row,) = await post.deliveries(company.workspace)
    assert row["status"] == status
    monkeypatch.setattr(calling.Line, "send", real)
    await held.resend(company.workspace, row["_id"], now=post.watch())
    await post.settle()
    again = await Delivery.get_pymongo_collection().find_one({"_id": row["_id"]})
    assert (again["status"], again["state"]) == ("sent", "done")
