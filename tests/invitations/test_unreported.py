"""Where nobody reports what arrived, a funnel does not make it look lost."""

from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from tests.inviting import Company, Post
from tests.people import member
from voc.accounts.domain import Role
from voc.channels import service
from voc.channels.documents import Delivery
from voc.invitations.campaign_pages.funnel import steps

NAMES = ("queued", "sent", "delivered", "opened", "started", "completed")
COUNTS = st.lists(st.integers(0, 1_000), min_size=6, max_size=6).map(lambda each: sorted(each, reverse=True))
HINT = "does not report which of them arrived"
PEOPLE = "email,phone\na@example.com,+821012345678\nb@example.com,+821012345679\n"
GATEWAY = {"url": "https://sms.example.com", "fields": "to={to}\ntext={text}", "id_field": "id"}


@given(COUNTS)
def test_a_step_that_nobody_reports_is_left_out(counts: list[int]) -> None:
    funnel = dict(zip(NAMES, counts, strict=True)) | {"delivered": counts[3]}
    sent, delivered, opened, *_ = steps(funnel, reported=False)
    assert (delivered.known, delivered.share) == (False, None)
    assert opened.of == sent.count
    assert all(each.known for each in steps(funnel))


@given(COUNTS, st.integers(1, 50))
def test_what_was_reported_all_the_same_is_shown(counts: list[int], more: int) -> None:
    arrived = counts[3] + more
    funnel = dict(zip(NAMES, counts, strict=True)) | {"delivered": arrived, "sent": arrived, "queued": arrived}
    assert steps(funnel, reported=False) == steps(funnel)


async def test_pages_say_so_until_somebody_reports(app: Litestar, company: Company, post: Post) -> None:
    made = await company.campaign(PEOPLE, channels=["sms"])
    await post.settle()
    assert await Delivery.get_pymongo_collection().count_documents({"workspace": company.workspace}) == 2
    path = f"/campaigns/{made['id']}"
    async with member(app, company.workspace, post.watch, Role.admin) as author:
        assert HINT in (await author.http.get(path)).text
        assert "not reported" in (await author.http.get("/campaigns")).text
        await service.connect(company.workspace, "sms.http", GATEWAY, now=post.watch())
        assert HINT not in (await author.http.get(path)).text
        assert "not reported" not in (await author.http.get("/campaigns")).text
