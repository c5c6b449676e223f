"""The settings of the widget: what holds for all surveys of a workspace."""

import json
import re
from contextlib import asynccontextmanager
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import member, stranger
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.asks import policy
from voc.asks.domain import Segment, signature_of
from voc.surveys.targeting import Policy
from voc.widget import segments

HERE = "/settings/widget"


class Administrator:
    """Somebody at the settings of a workspace."""

    def __init__(self, browser, workspace):
        self.browser, self.workspace = browser, workspace

    async def see(self, query="", language="en"):
        return await self.browser.http.get(HERE + query, headers={"accept-language": language})

    async def send(self, path="", **fields):
        self.browser.http.headers["accept-language"] = "en"
        return await self.browser.send(HERE + path, fields, form=HERE)

    async def rules(self):
        return await policy.read(self.workspace)


@asynccontextmanager
async def administrator(app, watch, role=Role.admin):
    workspace = (await accounts.create_workspace("Acme", now=watch())).id
    async with member(app, workspace, watch, role) as browser:
        yield Administrator(browser, workspace)


async def test_a_stranger_is_sent_to_the_sign_in_page(app):
    async with stranger(app) as nobody:
        answer = await nobody.http.get(HERE, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_snippet_is_there_to_copy(app, watch, language):
    async with administrator(app, watch) as kim:
        shown = unescape((await kim.see(language=language)).text)
        assert "http://voc.test/w.js" in shown
        assert kim.workspace in shown


@pytest.mark.parametrize("role", [Role.viewer, Role.product])
async def test_others_see_the_rules_and_neither_secret_nor_buttons(app, watch, role):
    async with administrator(app, watch, role) as kim:
        shown = (await kim.see()).text
        assert (await kim.rules()).identity_secret not in shown
        assert "Only administrators can change these." in shown
        for path, fields in (
            ("", {"quiet_days": "3"}),
            ("/identity", {"signed": "yes"}),
            ("/secret", {}),
            ("/segments", {}),
        ):
            assert (await kim.send(path, **fields)).status_code == 403
        assert (await kim.rules()).policy == Policy()


async def test_gaps_caps_and_sites_are_kept(app, watch):
    async with administrator(app, watch) as kim:
        sites = "https://Shop.example.com/\nhttp://localhost:3000\nhttps://shop.example.com"
        answer = await kim.send(quiet_days="14", per_session="2", per_page="1", origins=sites)
        assert answer.status_code == 303
        kept = (await kim.rules()).policy
        assert (kept.quiet_days, kept.per_session, kept.per_page) == (14, 2, 1)
        assert kept.origins == ["https://shop.example.com", "http://localhost:3000"]
        assert "Saved." in (await kim.browser.http.get(answer.headers["location"])).text


@pytest.mark.parametrize(
    "fields",
    [{"quiet_days": "366"}, {"quiet_days": ""}, {"per_session": "0"}, {"per_page": "many"},
     {"origins": "shop.example.com"},
     {"origins": "https://shop.example.com/path"}, {"origins": "javascript:alert(1)"}, {"origins": "https://"},
     {"origins": "\n".join(f"https://s{n}.test" for n in range(51))}],
)  # fmt: skip
async def test_an_impossible_rule_is_explained_and_nothing_is_kept(app, watch, fields):
    async with administrator(app, watch) as kim:
        answer = await kim.send(**({"quiet_days": "1", "per_session": "1", "per_page": "1", "origins": ""} | fields))
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert (await kim.rules()).policy == Policy()


async def test_signatures_are_demanded_by_a_switch_that_leaves_the_rest(app, watch):
    async with administrator(app, watch) as kim:
        await kim.send(quiet_days="14", per_session="2", per_page="1")
        await kim.send("/identity", signed="yes")
        assert (await kim.rules()).policy.signed
        assert (await kim.rules()).policy.quiet_days == 14
        await kim.send(quiet_days="7", per_session="2", per_page="1")
        assert (await kim.rules()).policy.signed
        await kim.send("/identity")
        assert not (await kim.rules()).policy.signed


async def test_a_new_secret_replaces_the_old_one(app, watch):
    async with administrator(app, watch) as kim:
        before = (await kim.rules()).identity_secret
        assert before in (await kim.see()).text
        await kim.send("/secret")
        after = (await kim.rules()).identity_secret
        shown = (await kim.see()).text
        assert before != after
        assert after in shown
        assert before not in shown


def test_the_python_example_signs_as_the_service_checks(monkeypatch):
    from voc.widget.signing import examples

    monkeypatch.setenv("VOC_IDENTITY_SECRET", "s3cret")
    code = next(each.code for each in examples() if each.language == "Python")
    names = {"customer": type("Customer", (), {"id": "고객-1"})}
    exec(code, names)
    assert names["signature"] == signature_of("s3cret", "고객-1")


async def test_a_segment_is_named_changed_removed_and_put_back(app, watch):
    async with administrator(app, watch) as kim:
        row = {"attribute_0": "plan", "operator_0": "in", "value_0": "pro, team"}
        await kim.send("/segments", name="Big customers", join="all", **row)
        assert list((await kim.rules()).segments) == ["big_customers"]
        shown = unescape((await kim.see("?segment=big_customers")).text)
        assert 'value="pro, team"' in shown
        await kim.send("/segments", id="big_customers", name="Huge", join="any", **row)
        huge = (await kim.rules()).segments["big_customers"]
        assert huge.model_dump(mode="json") == {
            "name": "Huge", "where": {"any": [{"on": "customer:plan", "is": "in", "value": ["pro", "team"]}]}
        }  # fmt: skip
        answer = await kim.send("/segments/remove", id="big_customers")
        assert (await kim.rules()).segments == {}
        page = (await kim.browser.http.get(answer.headers["location"])).text
        entry = unescape(re.search(r'name="segment" value="([^"]+)"', page)[1])
        await kim.send("/segments/restore", segment=entry)
        assert (await kim.rules()).segments == {"big_customers": huge}


@pytest.mark.parametrize(
    "fields",
    [{"name": "", "attribute_0": "plan", "value_0": "x"}, {"name": "A"}, {"name": "A", "attribute_0": "plan"},
     {"name": "A", "attribute_0": "age", "operator_0": "greater", "value_0": "old"},
     {"name": "A", "attribute_0": "age", "operator_0": "loves", "value_0": "x"}],
)  # fmt: skip
async def test_a_segment_that_makes_no_sense_is_explained_and_not_kept(app, watch, fields):
    async with administrator(app, watch) as kim:
        assert (await kim.send("/segments", **({"operator_0": "equals"} | fields))).status_code == 422
        assert (await kim.rules()).segments == {}


@pytest.mark.parametrize("entry", ["", "{", "[]", '{"id": "a"}', json.dumps({"id": "a", "segment": {"name": "x"}})])
async def test_what_is_no_segment_is_not_put_back(app, watch, entry):
    async with administrator(app, watch) as kim:
        assert (await kim.send("/segments/restore", segment=entry)).status_code == 400
        assert (await kim.see("?removed=" + entry)).status_code == 200


async def test_a_deep_segment_is_told_but_not_edited_here(app, watch):
    where = {"all": [{"any": [{"on": "customer:plan", "is": "equals", "value": "pro"}]}]}
    async with administrator(app, watch) as kim:
        await policy.save(kim.workspace, segments={"deep": Segment.model_validate({"name": "Deep", "where": where})})
        shown = (await kim.see("?segment=deep")).text
        assert "Deep" in shown
        assert "segment=deep#segment" not in shown


words = st.text(alphabet="abc XYZ", min_size=1, max_size=12).filter(str.strip)
rows = st.builds(
    segments.Row,
    attribute=words.map(str.strip),
    operator=st.sampled_from(["equals", "not_equals", "contains"]),
    value=words.map(str.strip),
)


@given(words.map(str.strip), st.sampled_from(["all", "any"]), st.lists(rows, min_size=1, max_size=segments.ROWS))
def test_a_form_survives_being_a_segment(name, join, given_rows):
    lines = segments.Lines(id="x", name=name, join=join, rows=given_rows)
    made, wrong = segments.segment_of(lines)
    assert wrong == {}
    assert segments.lines_of("x", made) == lines


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_two_segments_share_an_id(names):
    known = set()
    for name in names:
        id_ = segments.new_id(name, known)
        assert re.fullmatch(r"[A-Za-z0-9_]{1,60}", id_)
        assert id_ not in known
        known.add(id_)
