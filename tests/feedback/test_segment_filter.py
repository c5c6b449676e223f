"""Feedback narrowed to those who were in a segment."""

from datetime import timedelta

from voc.feedback import queries, service
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackIn

GROUPS = (["vip"], ["new", "vip"], ["new"], [], None)


async def store(caller, watch):
    for number in range(30):
        said = FeedbackIn(submission_id=f"s-{number}", text=f"said {number}", channel="web")
        segments = GROUPS[number % len(GROUPS)]
        await service.receive(caller.workspace, [said], now=watch(), source="svy", segments=segments)
        watch.turn(timedelta(seconds=1))


async def all_pages(workspace, filters):
    """Texts in the order in which pages of five show them."""
    found, after = [], None
    while True:
        page = await queries.page(workspace, filters, after=after, limit=5)
        found += [item.text for item in page.items]
        if page.next is None:
            return found
        after = page.next


async def test_each_segment_is_paged_newest_first(caller, watch):
    await store(caller, watch)
    for segment in ("vip", "new", "other"):
        mine = [f"said {n}" for n in range(29, -1, -1) if segment in (GROUPS[n % len(GROUPS)] or [])]
        assert await all_pages(caller.workspace, Filters(segment=segment)) == mine


async def test_every_filter_that_takes_one_value_has_its_index(caller, database):
    await queries.page(caller.workspace, Filters())
    keys = {tuple(index["key"]) for index in (await database.feedback.index_information()).values()}
    places = {tuple(name for name, _ in key) for key in keys}
    asked = list(Filters(kind="idea", state="parked", segment="vip").conditions()[0])
    asked += [next(reversed(each)) for each in Filters(theme="th_1").conditions()]
    for name in asked:
        assert ("workspace", name, "position") in places
