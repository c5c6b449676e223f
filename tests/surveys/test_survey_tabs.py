"""When, where and whom a survey asks: sentences that a person adds, removes and puts back."""

import json
import re
from html import unescape

import pytest

from tests.people import stranger
from tests.surveys.tabbing import author
from voc.accounts.domain import Role
from voc.asks import policy
from voc.asks.domain import Segment

TABS = ("targeting", "schedule", "theme", "after", "share", "check")


@pytest.mark.parametrize("tab", TABS)
async def test_a_stranger_is_sent_to_the_sign_in_page(app, tab):
    async with stranger(app) as nobody:
        answer = await nobody.http.get(f"/surveys/srv_1/{tab}", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("tab", TABS)
async def test_another_workspaces_survey_is_not_there(app, watch, tab):
    async with author(app, watch) as one, author(app, watch) as other:
        assert (await one.browser.http.get(f"/surveys/{other.id}/{tab}")).status_code == 404


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["en", "ko"])
async def test_every_tab_names_the_survey_and_its_place(app, watch, tab, language):
    async with author(app, watch) as kim:
        shown = await kim.see(tab, language=language)
    assert shown.status_code == 200
    assert "After delivery" in shown.text
    here = {"check": "targeting"}.get(tab, tab)
    assert re.search(rf'href="/surveys/{kim.id}/{here}" aria-current="page"', shown.text)


async def test_a_viewer_reads_but_cannot_change(app, watch):
    async with author(app, watch, role=Role.viewer) as kim:
        assert "Add a moment" not in (await kim.see("targeting")).text
        answer = await kim.send("targeting/triggers", on="page")
        assert answer.status_code == 403
        assert (await kim.draft()).targeting.triggers == []


@pytest.mark.parametrize(
    ("fields", "trigger", "sentence"),
    [
        ({"on": "page"}, {"on": "page"}, "When a page opens"),
        ({"on": "click", "selector": "#buy"}, {"on": "click", "selector": "#buy"}, "When #buy is clicked"),
        ({"on": "scroll", "share_pct": "62.5"}, {"on": "scroll", "share": 0.625}, "of the page was scrolled"),
        ({"on": "delay", "seconds": "1,5"}, {"on": "delay", "seconds": 1.5}, "1.5 seconds after the page opened"),
        ({"on": "tab"}, {"on": "tab"}, "From a feedback tab"),
    ],
)
async def test_a_moment_is_added_as_a_sentence(app, watch, fields, trigger, sentence):
    async with author(app, watch) as kim:
        assert (await kim.send("targeting/triggers", **fields)).status_code == 303
        assert [each.model_dump() for each in (await kim.draft()).targeting.triggers] == [trigger]
        assert sentence in plain((await kim.see("targeting")).text)


@pytest.mark.parametrize(
    "fields",
    [{"on": ""}, {"on": "nonsense"}, {"on": "click"}, {"on": "event", "name": " "},
     {"on": "scroll", "share_pct": "101"}, {"on": "idle", "seconds": "0"},
     {"on": "delay", "seconds": "soon"}, {"on": "delay", "seconds": "nan"}],
)  # fmt: skip
async def test_a_moment_that_makes_no_sense_is_explained_and_not_kept(app, watch, fields):
    async with author(app, watch) as kim:
        answer = await kim.send("targeting/triggers", **fields)
        assert answer.status_code == 422
        assert (await kim.draft()).targeting.triggers == []


async def test_what_was_removed_can_be_put_back(app, watch):
    async with author(app, watch) as kim:
        await kim.send("targeting/triggers", on="page")
        entry = json.dumps({"on": "page"})
        answer = await kim.send("targeting/remove", entry=entry)
        assert (await kim.draft()).targeting.triggers == []
        shown = (await kim.browser.http.get(answer.headers["location"], headers={"accept-language": "en"})).text
        assert "Removed: When a page opens" in plain(shown)
        await kim.send("targeting/restore", entry=entry)
        await kim.send("targeting/restore", entry=entry)
        assert len((await kim.draft()).targeting.triggers) == 1


async def test_what_is_too_long_for_an_address_is_removed_all_the_same(app, watch):
    async with author(app, watch) as kim:
        lines = "\n".join(f"/{n}/" + "가" * 900 for n in range(20))
        await kim.send("targeting/conditions", about="url", operator="contains", value=lines)
        part = (await kim.draft()).targeting.model_dump(mode="json")["where"]["all"][0]
        answer = await kim.send("targeting/remove", entry=json.dumps(part))
        assert answer.headers["location"] == f"/surveys/{kim.id}/targeting"
        assert (await kim.draft()).targeting.where.all == []


@pytest.mark.parametrize("entry", ["", "{", "[]", '"x"', '{"on": "answer:nps", "is": "equals", "value": 1}'])
async def test_an_entry_that_the_page_never_sent_changes_nothing(app, watch, entry):
    async with author(app, watch) as kim:
        assert (await kim.see(f"targeting?removed={entry}")).status_code == 200
        assert (await kim.send("targeting/restore", entry=entry)).status_code == 400
        assert (await kim.draft()).targeting.where.all == []


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"about": "url", "operator": "contains", "value": "/pricing"},
         {"on": "url", "is": "contains", "value": "/pricing"}),
        ({"about": "url", "operator": "starts", "value": "https://a/\nhttps://b/"},
         {"any": [{"on": "url", "is": "starts", "value": "https://a/"},
                  {"on": "url", "is": "starts", "value": "https://b/"}]}),
        ({"about": "url", "operator": "not_contains", "value": "/a\n/b"},
         {"all": [{"on": "url", "is": "not_contains", "value": "/a"},
                  {"on": "url", "is": "not_contains", "value": "/b"}]}),
        ({"about": "device", "phone": "yes", "tablet": "yes"},
         {"on": "device", "is": "in", "value": ["phone", "tablet"]}),
        ({"about": "language", "value": "ko, en"}, {"on": "language", "is": "in", "value": ["ko", "en"]}),
        ({"about": "customer", "attribute": "plan", "operator": "in", "value": "pro, team"},
         {"on": "customer:plan", "is": "in", "value": ["pro", "team"]}),
        ({"about": "customer", "attribute": "plan", "operator": "answered", "value": ""},
         {"on": "customer:plan", "is": "answered", "value": None}),
        ({"about": "segment", "operator": "not", "segment": "vip"},
         {"on": "segment:vip", "is": "equals", "value": False}),
    ],
)  # fmt: skip
async def test_a_condition_is_what_the_form_says(app, watch, fields, part):
    async with author(app, watch) as kim:
        assert (await kim.send("targeting/conditions", **fields)).status_code == 303
        assert (await kim.draft()).targeting.model_dump(mode="json")["where"] == {"all": [part]}
        assert (await kim.see("targeting")).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [{"about": ""}, {"about": "weather"}, {"about": "url", "operator": "contains", "value": "\n"}, {"about": "device"},
     {"about": "url", "operator": "matches", "value": "a{3}"},
     {"about": "customer", "operator": "equals", "value": "x"},
     {"about": "customer", "attribute": "age", "operator": "greater", "value": "old"}, {"about": "segment"}],
)  # fmt: skip
async def test_a_condition_that_makes_no_sense_is_explained_and_not_kept(app, watch, fields):
    async with author(app, watch) as kim:
        answer = await kim.send("targeting/conditions", **fields)
        assert answer.status_code == 422
        assert (await kim.draft()).targeting.where.all == []


async def test_the_sample_is_told_in_people(app, watch):
    async with author(app, watch) as kim:
        await kim.send("targeting", sample_pct="10", gap="days", every_days="90", group="nps")
        kept = (await kim.draft()).targeting
        assert (kept.sample_share, kept.frequency.every_days, kept.frequency.group) == (0.1, 90, "nps")
        assert "10 in 100 people, always the same ones" in (await kim.see("targeting")).text
        await kim.send("targeting", sample_pct="0.25", gap="always")
        assert "25 in 10,000 people" in (await kim.see("targeting")).text
        assert (await kim.draft()).targeting.frequency.every_days == 0


@pytest.mark.parametrize(
    "fields",
    [{"sample_pct": "120"}, {"sample_pct": "half"}, {"gap": "days", "every_days": "0"}, {"group": "Not A Word"}],
)
async def test_an_impossible_reach_is_explained_and_not_kept(app, watch, fields):
    async with author(app, watch) as kim:
        before = await kim.draft()
        answer = await kim.send("targeting", **({"sample_pct": "50", "gap": "once"} | fields))
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert await kim.draft() == before


async def test_a_colleagues_change_is_not_overwritten(app, watch):
    async with author(app, watch) as kim:
        await kim.send("targeting/triggers", on="page")
        answer = await kim.send("targeting/triggers", on="exit", revision="0")
        assert answer.status_code == 409
        assert len((await kim.draft()).targeting.triggers) == 1


async def test_segments_are_offered_by_name(app, watch):
    async with author(app, watch) as kim:
        vip = Segment.model_validate({"name": "Big <customers>", "where": {"all": []}})
        await policy.save(kim.workspace, segments={"vip": vip})
        assert '<option value="vip">Big &lt;customers&gt;</option>' in (await kim.see("targeting?about=segment")).text
        await kim.send("targeting/conditions", about="segment", operator="is", segment="vip")
        assert "In the segment Big <customers>" in unescape((await kim.see("targeting")).text)


async def test_why_it_is_not_showing_is_said_rule_by_rule(app, watch):
    targeting = {"triggers": [{"on": "page"}], "where": {"all": [{"on": "url", "is": "contains", "value": "/buy"}]}}
    async with author(app, watch, published=True, targeting=targeting) as kim:
        fits = plain((await kim.see("check?url=https://a.test/buy&event=0")).text)
        assert "Nothing that is known stands in the way" in fits
        elsewhere = (await kim.see("check?url=https://a.test/&event=0")).text
        assert "It does not show." in plain(elsewhere)
        assert len(re.findall(r'<li class="failed">', elsewhere)) == 1
        assert "not known" in plain((await kim.see("check?event=0")).text)
        fragment = (await kim.see("check?event=0", **{"hx-request": "true"})).text
        assert "<html" not in fragment


async def test_a_draft_does_not_show_because_it_is_a_draft(app, watch):
    async with author(app, watch) as kim:
        assert "It is a draft; publish it first." in (await kim.see("check")).text


def plain(page: str) -> str:
    """What a person reads."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
