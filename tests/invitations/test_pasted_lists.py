"""What colleagues paste into a campaign: addresses become people, and slips become nobody."""

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from tests.inviting import Company
from tests.people import member
from voc.invitations.campaign_pages import drafts


async def test_what_is_no_address_becomes_nobody(app: Litestar, company: Company, watch: Any) -> None:
    known = (await company.ok("POST", "/v1/customers", json={"id": "c-17", "name": "Bae"}))["ref"]
    entered = {"survey": company.survey["id"], "kind": "people", "pasted": f"asdf; x@\n{known}\nlee@example.com"}
    async with member(app, company.workspace, watch) as browser:
        answer = await browser.send("/campaigns/new", entered)
        alone = await browser.send("/campaigns/new", entered | {"pasted": "asdf"})
    assert answer.status_code == 200
    assert "2 lines name nobody" in answer.text
    assert all(word in answer.text for word in ("“asdf”", "“x@”", "2 people were added"))
    labels = [each["label"] for each in (await company.ok("GET", "/v1/customers"))["items"]]
    assert len(labels) == 2
    assert "asdf" not in labels
    assert "0 people were added" in alone.text


@given(st.lists(st.emails().filter(lambda each: not set(each) & set(';,"<>\t')), min_size=1, max_size=5, unique=True))
def test_every_pasted_address_is_in_the_list_as_it_was_written(addresses: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(drafts.as_csv("\n".join(addresses)))))
    assert [row["email"] for row in rows] == addresses
