"""Results through the front door: counted from responses, narrowed, joined over versions, exported."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from tests.people import member
from voc.results import counters

HOSTILE = '=HYPERLINK("https://evil.example","x")'


async def results_of(caller, survey, **params):
    answer = await caller.http.get(f"/v1/surveys/{survey['id']}/results", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def question(results, id_):
    return next(each for each in results["questions"] if each["id"] == id_)


async def test_a_stranger_sees_no_results(app, caller, new_caller, survey):
    from voc.values import Scope

    publishable = await new_caller(Scope.survey, workspace=caller.workspace)
    other = await new_caller()
    for path in ("results", "results/export", "responses", "responses/rsp_1"):
        assert (await publishable.http.get(f"/v1/surveys/{survey['id']}/{path}")).status_code == 403
        assert (await other.http.get(f"/v1/surveys/{survey['id']}/{path}")).status_code == 404
        assert (await caller.http.get(f"/v1/surveys/srv_nothing/{path}")).status_code == 404


async def test_figures_come_with_their_interval_and_count(caller, survey, send, counted):
    for score in (10, 9, 9, 7, 3):
        await send(answers={"nps": score, "plan": "pro" if score > 8 else {"other": "배송이 느려요"}})
    await send(answers={"nps": 10}, finished=False, seen=["nps", "why"], seconds={"nps": 4.0})
    await counted()
    found = await results_of(caller, survey)
    assert (found["started"], found["completed"]) == (6, 5)
    nps = question(found, "nps")
    assert nps["figure"]["value"] == pytest.approx(100 * (4 - 1) / 6)
    assert nps["figure"]["low"] < nps["figure"]["value"] < nps["figure"]["high"]
    assert nps["groups"] == {"promoters": 4, "passives": 1, "detractors": 1}
    assert nps["median_seconds"] == pytest.approx(4, rel=0.05)
    plan = question(found, "plan")
    assert [(o["id"], o["count"]) for o in plan["options"]] == [("free", 0), ("pro", 3), ("other", 2)]
    assert {word["word"] for word in plan["words"]} == {"배송", "느려요"}
    assert (question(found, "why")["left"], question(found, "why")["seen"]) == (1, 1)
    assert [day for day in found["over_time"] if day["started"]] == [
        {"period": "2026-03-01", "started": 6, "completed": 5}
    ]


async def test_a_continued_response_is_counted_once_as_it_is_now(caller, survey, send, counted):
    saved = {"submission_id": "s-1", "seen": ["nps"]}
    await send(**saved, answers={"nps": 2}, finished=False, sequence=1)
    await counted()
    assert question(await results_of(caller, survey), "nps")["left"] == 1
    await send(**saved, answers={"nps": 8, "why": "Better now"}, finished=True, sequence=2)
    for _ in range(2):
        await counted()
    found = await results_of(caller, survey)
    assert (found["started"], found["completed"]) == (1, 1)
    nps = question(found, "nps")
    assert (nps["left"], nps["answered"], nps["groups"]["passives"]) == (0, 1, 1)


async def test_the_dispatcher_has_responses_counted(caller, survey, send, engine):
    await send()
    await engine.settle()
    assert (await results_of(caller, survey))["started"] == 1


async def test_versions_and_languages_are_joined_by_question(caller, survey, send, counted):
    await send(answers={"nps": 9, "plan": "free"}, language="en")
    changed = [q | {"choices": [{"id": "pro", "text": {"en": "Pro"}}, {"id": "max", "text": {"en": "Max"}}]}
               if q["id"] == "plan" else q for q in survey["questions"] if q["id"] != "grid"]  # fmt: skip
    assert (await caller.http.patch(f"/v1/surveys/{survey['id']}", json={"questions": changed})).status_code == 200
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    await send(answers={"nps": 10, "plan": "max"}, language="ko-KR")
    await send(answers={"grid": {"speed": "good"}}, version=1)
    await counted()
    found = await results_of(caller, survey)
    assert (found["started"], question(found, "nps")["answered"]) == (3, 2)
    assert {o["id"]: o["count"] for o in question(found, "plan")["options"]} == {
        "pro": 0, "max": 1, "other": 0, "free": 1,
    }  # fmt: skip
    assert [(q["id"], q["asked"]) for q in found["questions"]] == [
        ("nps", True), ("why", True), ("plan", True), ("grid", False),
    ]  # fmt: skip
    assert {f["value"]: f["count"] for f in found["facets"]["language"]} == {"en": 1, "ko": 1}
    parts = [(await results_of(caller, survey, version=v))["started"] for v in (1, 2)]
    assert parts == [2, 1]
    korean = await results_of(caller, survey, language="ko")
    assert (korean["started"], question(korean, "nps")["figure"]["value"]) == (1, 100)


async def test_days_narrow_results_and_a_long_span_is_summed_by_month(caller, survey, send, counted, watch):
    for days in (0, 1, 40, 200):
        watch.now = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=days)
        await send(submission_id=f"d-{days}")
    await counted()
    found = await results_of(caller, survey)
    assert found["started"] == 4
    assert [d["period"] for d in found["over_time"]] == [f"2026-{month:02d}" for month in range(3, 10)]
    assert [d["started"] for d in found["over_time"]] == [2, 1, 0, 0, 0, 0, 1]
    early = await results_of(caller, survey, since="2026-03-02", until="2026-04-10")
    assert (early["started"], len(early["over_time"])) == (2, 40)
    assert (await results_of(caller, survey, since="2026-03-02"))["started"] == 3
    assert (await results_of(caller, survey, until="2025-01-01"))["started"] == 0
    assert (await caller.http.get(f"/v1/surveys/{survey['id']}/results?since=soon")).status_code == 400


async def test_a_rebuild_mends_what_was_broken_and_says_so(caller, survey, send, counted, watch, database):
    for _ in range(3):
        await send()
    await counted()
    await database.survey_buckets.update_one({"bucket": "d20260301"}, {"$set": {"cells": b"", "total": 99}})
    rebuilt = await counters.rebuild(caller.workspace, now=watch())
    assert (rebuilt.buckets, rebuilt.changed, rebuilt.total) == (1, 1, 3)
    assert (await counters.rebuild(caller.workspace, now=watch())).changed == 0
    assert (await results_of(caller, survey))["started"] == 3


async def test_responses_are_paged_newest_first_even_within_a_millisecond(caller, survey, send, watch):
    ids = [await send() for _ in range(5)]
    watch.turn(timedelta(days=1))
    ids += [await send() for _ in range(4)]
    listed, cursor = [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        body = (await caller.http.get(f"/v1/surveys/{survey['id']}/responses", params=params)).json()
        listed += [item["id"] for item in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert sorted(listed) == sorted(ids)
    assert set(listed[:4]) == set(ids[5:])
    day = {"since": "2026-03-02", "until": "2026-03-02"}
    assert len((await caller.http.get(f"/v1/surveys/{survey['id']}/responses", params=day)).json()["items"]) == 4
    bad = await caller.http.get(f"/v1/surveys/{survey['id']}/responses?cursor=bm9wZQ")
    assert bad.status_code == 400


async def export(caller, survey, file_format):
    answer = await caller.http.get(f"/v1/surveys/{survey['id']}/results/export", params={"format": file_format})
    assert answer.status_code == 200
    return answer


async def test_a_csv_export_has_a_column_per_question_and_runs_nothing(caller, survey, send):
    await send(
        answers={"nps": 3, "why": HOSTILE, "plan": {"other": "-1+1"}, "grid": {"speed": "good"}},
        hidden={"order": "@cmd"},
        customer="+82 10",
    )
    answer = await export(caller, survey, "csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["nps"], row["why"], row["plan"]) == ("3", f"'{HOSTILE}", "'-1+1")
    assert (row["grid.speed"], row["grid.price"], row["hidden.order"]) == ("Good", "", "'@cmd")
    assert (row["customer"], row["finished"]) == ("'+82 10", "true")


async def test_every_download_says_what_it_is(app, caller, survey, watch):
    types = {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
    }
    async with member(app, caller.workspace, watch) as browser:
        for file_format, expected in types.items():
            page = await browser.http.get(f"/surveys/{survey['id']}/results/export?format={file_format}")
            for answer in (page, await export(caller, survey, file_format)):
                assert answer.headers["content-type"] == expected
        for path in (f"/surveys/{survey['id']}/results/over-time", "/surveys/export"):
            assert (await browser.http.get(path)).headers["content-type"] == types["csv"]


async def test_no_two_columns_of_an_export_share_a_name(caller):
    questions = [
        {"id": id_, "type": "text", "text": {"en": "?"}} for id_ in ("url", "id", "seconds", "why", "hidden_x")
    ]
    made = (
        await caller.http.post("/v1/surveys", json={"name": "Clash", "questions": questions, "hidden": ["x"]})
    ).json()
    await caller.http.post(f"/v1/surveys/{made['id']}/publish")
    answers = {"url": "an answer", "seconds": "9", "why": "w"}
    sent = {"survey": made["id"], "submission_id": "1", "answers": answers, "context": {"url": "https://a.example/"}}
    assert (await caller.http.post("/v1/responses", json=sent)).status_code == 202
    text = (await export(caller, made, "csv")).content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert len(set(header)) == len(header)
    said = dict(zip(header, row, strict=True))
    assert (said["url"], said["answer.url"]) == ("https://a.example/", "an answer")
    assert (said["answer.seconds"], said["why"]) == ("9", "w")


async def test_both_times_of_a_response_read_alike(caller, survey, send):
    await send()
    (row,) = (await caller.http.get(f"/v1/surveys/{survey['id']}/responses")).json()["items"]
    assert datetime.fromisoformat(row["received_at"]) <= datetime.fromisoformat(row["updated_at"]) + timedelta(
        seconds=1
    )


async def test_an_xlsx_export_holds_text_as_text(caller, survey, send):
    await send(answers={"nps": 3, "why": HOSTILE})
    book = zipfile.ZipFile(io.BytesIO((await export(caller, survey, "xlsx")).content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "'=HYPERLINK" in sheet
    assert "<v>3</v>" in sheet


async def test_a_json_export_is_raw(caller, survey, send):
    assert json.loads((await export(caller, survey, "json")).content) == []
    ids = [await send(answers={"nps": 3, "why": HOSTILE}) for _ in range(3)]
    rows = json.loads((await export(caller, survey, "json")).content)
    assert sorted(row["id"] for row in rows) == sorted(ids)
    assert rows[0]["answers"] == {"nps": 3, "why": HOSTILE}


async def test_an_export_holds_what_the_filters_mean(caller, survey, send):
    id_ = await send(context={"device": "phone"}, language="ko")
    await send(context={"device": "desktop"}, language="ko")
    await send(language="en", context={"device": "phone"})
    params = {"format": "json", "device": "phone", "language": "ko"}
    answer = await caller.http.get(f"/v1/surveys/{survey['id']}/results/export", params=params)
    assert [row["id"] for row in answer.json()] == [id_]


async def test_an_unknown_format_is_refused(caller, survey):
    assert (await caller.http.get(f"/v1/surveys/{survey['id']}/results/export?format=pdf")).status_code == 400


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_pages_show_what_was_answered(app, caller, survey, send, counted, watch, language):
    answers = {"nps": 9, "why": "<b>Quick</b>", "plan": "free", "grid": {"speed": "good"}}
    id_ = await send(answers=answers, seen=list(answers), seconds={"nps": 2.5})
    await send(answers={"nps": 2}, finished=False, seen=["nps", "why"], context={"source": "mail&co"})
    await counted()
    async with member(app, caller.workspace, watch) as browser:

        async def shown(path):
            answer = await browser.http.get(f"/surveys/{survey['id']}/{path}", headers={"accept-language": language})
            assert answer.status_code == 200, answer.text
            return answer.text

        summary = await shown("results")
        assert {"en": "Where do people stop?", "ko": "어디에서 그만두나요?"}[language] in summary
        assert {"en": "Would you recommend us?", "ko": "추천하시겠어요?"}[language] in summary
        assert "source=mail%26co" in summary
        assert {"en": "Nothing matches", "ko": "결과가 없습니다"}[language] in await shown("results?channel=sms")
        assert "&lt;b&gt;Quick" in await shown("responses")
        one = await shown(f"responses/{id_}")
        assert "&lt;b&gt;Quick" in one
        assert {"en": "Free", "ko": "무료"}[language] in one
        assert "period,started,completed" in await shown("results/over-time")
        assert id_ in await shown("results/export?format=csv")
        assert (await browser.http.get(f"/surveys/{survey['id']}/responses/rsp_0")).status_code == 404


async def test_an_empty_page_says_what_to_do(app, caller, survey, watch):
    draft = (await caller.http.post("/v1/surveys", json={"name": "Draft"})).json()
    async with member(app, caller.workspace, watch) as browser:
        assert f"/surveys/{survey['id']}/share" in (await browser.http.get(f"/surveys/{survey['id']}/results")).text
        assert f"/surveys/{draft['id']}/edit" in (await browser.http.get(f"/surveys/{draft['id']}/results")).text
