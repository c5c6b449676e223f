"""An invitation that a colleague sends after all goes on as if its first try had not failed."""

from typing import Any

import pytest

from voc.channels import calling
from voc.channels.domain import Outcome, Receipt

PLAN = {"reminders": 1, "remind_after_days": 2}


class Line:
    """What the provider does with everything that it is handed; None: what the outbox does."""

    def __init__(self, monkeypatch: Any) -> None:
        self.outcome: Outcome | None = None
        real = calling.Line.send

        async def send(line: Any, *message: Any) -> Receipt:
            return Receipt(outcome=self.outcome, reason="no") if self.outcome else await real(line, *message)

        monkeypatch.setattr(calling.Line, "send", send)


@pytest.fixture
def line(monkeypatch: Any) -> Line:
    """A provider that takes everything until it is told otherwise."""
    return Line(monkeypatch)


async def resend(company: Any, post: Any) -> None:
    """A colleague decides, and it goes its way; counters look now and then."""
    (found,) = (await company.ok("GET", "/v1/deliveries"))["items"]
    await company.ok("POST", f"/v1/deliveries/{found['id']}/resend")
    await post.settle()
    await post.later(seconds=30)


async def stood(company: Any) -> str:
    """Where the invitation stands."""
    (found,) = await company.invitations()
    return str(found["state"])


@pytest.mark.parametrize("outcome", [Outcome.refused, Outcome.unknown])
async def test_it_is_sent_and_counted_so(company: Any, post: Any, line: Line, outcome: Outcome) -> None:
    line.outcome = outcome
    made = await company.campaign("id,email\nann,ann@example.test\n")
    await post.settle()
    assert await stood(company) == ("failed" if outcome == Outcome.refused else "held")
    line.outcome = None
    await resend(company, post)
    assert await stood(company) == "sent"
    campaign = await company.read(made)
    assert (campaign["funnel"]["sent"], campaign["states"]) == (1, {"sent": 1})


async def test_what_fails_again_has_failed(company: Any, post: Any, line: Line) -> None:
    line.outcome = Outcome.refused
    await company.campaign("id,email\nann,ann@example.test\n")
    await post.settle()
    await resend(company, post)
    assert await stood(company) == "failed"
    line.outcome = None
    await resend(company, post)
    assert await stood(company) == "sent"


async def test_it_is_reminded_and_ends_like_any_other(company: Any, post: Any, line: Line) -> None:
    line.outcome = Outcome.refused
    await company.campaign("id,email\nann,ann@example.test\n", expires_days=9, every_days=30, **PLAN)
    await post.settle()
    line.outcome = None
    await post.later(days=3)
    await resend(company, post)
    assert len(await post.sent(company.workspace)) == 2
    await post.later(days=7)
    assert await stood(company) == "expired"


async def test_who_has_refused_meanwhile_has_refused(company: Any, post: Any, line: Line) -> None:
    line.outcome = Outcome.refused
    await company.campaign("id,email\nann,ann@example.test\n")
    await post.settle()
    (found,) = await company.invitations()
    await company.ok("POST", f"/v1/invitations/{found['id']}/cancel")
    before = await stood(company)
    line.outcome = None
    await resend(company, post)
    assert await post.sent(company.workspace) == []
    assert before == "failed"
    assert await stood(company) == "expired"
