from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.errors import Invalid
from voc.web.pagination import from_cursor, to_cursor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_list_goes_on_where_the_page_ended(http):
    first = (await http.get("/v1/items?limit=2")).json()
    second = (await http.get("/v1/items", params={"limit": 2, "cursor": first["next"]})).json()
    assert (first["items"], second["items"]) == (["0", "1"], ["2", "3"])


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(0, 2**53), min_size=1, max_size=3))
async def test_a_cursor_holds_its_keys(keys):
    assert from_cursor(to_cursor(*keys), keys=len(keys)) == keys


@given(st.text(max_size=40))
@settings(max_examples=200)
async def test_a_foreign_cursor_is_refused_or_harmless(text):
    with suppress(Invalid):
        assert len(from_cursor(text)) == 1


@pytest.mark.parametrize("keys", [["abc"], ["1e5"], [1e300], [1.0], [10**30], [2**63], [-(2**63) - 1], [], [1, 2]])
async def test_a_cursor_of_another_list_is_refused(http, keys):
    assert (await http.get("/v1/items", params={"cursor": to_cursor(*keys)})).status_code == 400


@pytest.mark.parametrize("keys", [[1], [1.5], [], ["a", "b"]])
async def test_a_list_by_text_takes_only_text(keys):
    assert from_cursor(to_cursor("a"), str) == ["a"]
    with pytest.raises(Invalid):
        from_cursor(to_cursor(*keys), str)
