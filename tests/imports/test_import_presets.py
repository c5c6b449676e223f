"""Exports of known programs, through both front doors: recognised, taken without our own words, stored once."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.imports.browsing import finish
from tests.imports.export_files import document, lines, table
from tests.imports.help_desk_exports import ticket
from tests.imports.preset_payloads import EXPORTS, OURS
from tests.imports.review_exports import review
from voc.cli import main
from voc.imports import presets, queries
from voc.imports.domain import Plan, to_feedback
from voc.imports.rows import LeftOut, Row

NESTED = [
    "id",
    "type",
    "author",
    "body",
    "data",
    "comments",
    "userComment",
    "text",
    "conversation_parts",
    "part_type",
    "remark",
    "rating",
    "email",
    "external_id",
    "public",
    "author_id",
    "incoming",
    "score",
    "channel",
]
COLUMNS = NESTED + [
    "attributes",
    "source",
    "requester",
    "requester_id",
    "tweet",
    "user",
    "note_tweet",
    "properties",
    "via",
    "raw",
    "cooked",
    "conversations",
    "conversation_rating",
    "satisfaction_rating",
    "created_at",
]
FILES = [(preset, name, content) for preset, files in EXPORTS.items() for name, content in files]
every_export = pytest.mark.parametrize(("preset", "name", "content"), FILES, ids=[f"{p}-{n}" for p, n, _ in FILES])


@pytest.fixture
def run(service, tmp_path):
    def call(content, name, *options):
        path = tmp_path / name
        path.write_bytes(content)
        words = ["import", str(path), "--url", service.url, "--key", "voc_test", "--json", *options]
        result = CliRunner().invoke(main, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result, json.loads(result.stdout.splitlines()[-1])

    return call


async def taken(browser, watch, content, name, preset):
    """Upload, keep what is recognised, import."""
    id_ = (await browser.upload(content, name)).headers["location"].rpartition("/")[2]
    page = (await browser.http.get(f"/imports/{id_}")).text
    form = {"_csrf_token": await browser.token(), "upload": id_, "preset": preset}
    form |= {"channel": presets.named(preset).channel, "timezone": "UTC"}
    assert (await browser.http.post("/imports", data=form)).status_code == 303
    await finish(id_, watch)
    return page, await queries.one(browser.workspace, id_)


def test_every_preset_has_an_export_here_and_its_own_name():
    assert sorted(preset.name for preset in presets.PRESETS) == sorted(EXPORTS)


@every_export
def test_an_export_is_recognised_and_holds_no_word_of_ours(run, service, preset, name, content):
    options = ["--encoding", "cp949"] if name == "문의.csv" else []
    result, summary = run(content, name, *options)
    assert (summary["preset"], summary["problem"]) == (preset, None)
    assert summary["rejected"] == 0, result.output
    assert summary["stored"] == len(service.bodies()) >= 2
    assert summary["rows"] == summary["stored"] + summary["left_out"]
    assert {body["channel"] for body in service.bodies()} == {presets.named(preset).channel}
    said = json.dumps(service.bodies(), ensure_ascii=False)
    assert [words for words in OURS if words in said] == []
    assert "<p>" not in said


@every_export
def test_the_same_export_again_stores_nothing(run, preset, name, content):
    options = ["--encoding", "cp949"] if name == "문의.csv" else []
    stored = run(content, name, *options)[1]["stored"]
    again = run(content, name, *options)[1]
    assert (again["stored"], again["already_stored"], again["rejected"]) == (0, stored, 0)


@every_export
async def test_the_page_says_what_it_recognised_and_imports_it(browser, watch, database, preset, name, content):
    page, document_ = await taken(browser, watch, content, name, preset)
    assert f"Recognised: {presets.named(preset).title}" in page
    assert (document_.state, document_.rejected) == ("done", 0)
    assert document_.rows_read == document_.stored + document_.duplicates + document_.left_out
    rows = await database.feedback.find({"workspace": browser.workspace}).to_list()
    assert len(rows) == document_.stored >= 2
    assert {row["channel"] for row in rows} == {presets.named(preset).channel}


def test_a_review_brings_title_stars_time_and_author(run, service):
    run(document({"data": [review("r1")]}), "reviews.json")
    (body,) = service.bodies()
    assert body.pop("submission_id").startswith("imp_")
    assert body == {
        "text": "Slow\n\nOpening a note takes ten seconds.",
        "channel": "app_review",
        "rating": 2.0,
        "rating_scale": 5,
        "occurred_at": "2026-01-15T16:10:34.000Z",
        "customer": {"id": "app_store:mintleaf", "attributes": {"name": "mintleaf"}},
        "attributes": {"territory": "KOR"},
    }


def test_an_export_that_overlaps_with_an_earlier_one_adds_what_is_new(run):
    run(lines(ticket(1), ticket(2)), "tickets.json")
    solved = ticket(2, status="solved", priority="high", satisfaction_rating={"score": "good"})
    _, summary = run(lines(solved, ticket(3)), "tickets.json")
    assert (summary["stored"], summary["already_stored"], summary["rejected"]) == (1, 1, 0)


def test_a_review_that_was_rewritten_is_a_new_word(run):
    run(document([review("r1"), review("r2")]), "reviews.json")
    _, summary = run(document([review("r1", body="Fast again."), review("r2", territory="JPN")]), "reviews.json")
    assert (summary["stored"], summary["already_stored"]) == (1, 1)


def test_the_word_of_the_user_wins(run, service):
    content = dict(EXPORTS["freshdesk"])["tickets.csv"]
    _, summary = run(content, "tickets.csv", "--text-column", "Subject")
    assert (summary["preset"], summary["stored"]) == (None, 3)
    _, summary = run(content, "tickets.csv", "--preset", "help_desk", "--channel", "email", "--source", "other")
    assert summary["preset"] == "help_desk"
    assert service.bodies()[-1]["channel"] == "email"
    _, summary = run(content, "tickets.csv", "--preset", "none", "--source", "plain")
    assert summary["preset"] is None


def test_a_preset_that_does_not_fit_is_refused(run, service):
    result, summary = run(b"text,stars\nfine,5\n", "a.csv", "--preset", "zendesk")
    assert (result.exit_code, summary["problem"]["slug"]) == (1, "unknown-preset")
    assert service.stored == {}


@pytest.mark.parametrize("columns", ["text|stars|date|email|country", "id|text|rating", "내용|별점|작성일|고객번호"])
def test_an_ordinary_table_is_none_of_them(columns):
    assert presets.recognised(columns.split("|"), []) == []


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["user", "<p", "a@b.cd"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NESTED), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(COLUMNS), anything, max_size=10))
def test_no_record_whatever_it_holds_stops_a_preset(record):
    values = {name: value if isinstance(value, str) else json.dumps(value) for name, value in record.items()}
    row = Row(1, values)
    for preset in presets.PRESETS:
        found = list(presets.taken([row], preset))
        assert found, "each record is something said or left out"
        for each in found:
            plan = Plan(preset=preset.name, channel=preset.channel)
            assert isinstance(each, LeftOut) or to_feedback(each, plan, lambda _: 0)


async def test_another_reading_can_be_chosen_on_the_page(browser):
    content = dict(EXPORTS["freshdesk"])["tickets.csv"]
    where = (await browser.upload(content, "tickets.csv")).headers["location"]
    first = (await browser.http.get(where)).text
    assert f'href="{where}?as=help_desk"' in first
    assert "text_column" not in first
    assert "Recognised: Help desk tickets" in (await browser.http.get(f"{where}?as=help_desk")).text
    assert 'name="text_column"' in (await browser.http.get(f"{where}?as=")).text


async def test_contacts_in_an_export_mean_one_person_and_rest_nowhere_in_clear(browser, watch, engine, database):  # noqa: F811
    for preset, name in (("zendesk", "tickets.csv"), ("freshdesk", "tickets.csv"), ("hubspot", "tickets.csv")):
        await taken(browser, watch, dict(EXPORTS[preset])[name], name, preset)
    plain = table("text|email|phone|agent", "ok|kim@example.test|+82 10 2345 6789|ana@example.test")
    id_ = (await browser.upload(plain)).headers["location"].rpartition("/")[2]
    await browser.start(id_, text_column="text", rating_column="", date_column="")
    await finish(id_, watch)
    await engine.settle()
    mine = {"workspace": browser.workspace}
    kept = ("feedback", "customers", "identities", "imports")
    rest = {name: await database[name].find(mine).to_list() for name in kept}
    written = json.dumps(rest, default=str, ensure_ascii=False)
    for identity in rest["identities"]:
        written = written.replace(identity["masked"], "")
    assert [words for words in ("@example", "2345-", "2345 ", "2345") if words in written] == []
    assert sorted(each["kind"] for each in rest["identities"]) == ["email", "email", "phone", "phone"]
    kim = {row["customer"] for row in rest["feedback"] if row["text"].startswith(("Notes", "Refund", "Export", "ok"))}
    assert len(kim) == 1
