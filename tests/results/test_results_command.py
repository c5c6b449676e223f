"""`voc export responses`, in a process of its own."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def voc(settings, tmp_path):
    """Runs the command against the test's database."""

    def run(*arguments):
        env = {key: value for key, value in os.environ.items() if not key.startswith("VOC_")}
        env |= {"VOC_DATABASE": settings.database, "VOC_DATA_DIR": str(tmp_path), "VOC_MONGODB": settings.mongodb}
        command = [sys.executable, "-m", "voc", "export", "responses", *arguments]
        return subprocess.run(command, env=env, capture_output=True, timeout=60)

    return run


async def test_all_surveys_share_the_columns_of_questions_with_the_same_id(caller, survey, send, voc):
    await send(answers={"nps": 3, "why": "느려요"})
    other = (await caller.http.post("/v1/surveys", json={"name": "Other"})).json()
    await caller.http.post(f"/v1/surveys/{other['id']}/publish")
    await send(survey=other["id"], answers={"nps": 10})
    done = voc("--workspace", caller.workspace, "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    assert {(row["survey"], row["nps"], row["why"]) for row in rows} == {
        (survey["id"], "3", "느려요"),
        (other["id"], "10", ""),
    }


async def test_one_survey_goes_to_a_file(caller, survey, send, voc, tmp_path):
    id_ = await send()
    target = tmp_path / "out.json"
    done = voc("--workspace", caller.workspace, "--format", "json", "--survey", survey["id"], "--output", str(target))
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert [row["id"] for row in json.loads(target.read_text())] == [id_]


async def test_personal_data_come_along_only_for_whoever_asks_and_is_on_record(
    caller, survey, send, voc, settings, database
):
    await send(answers={"nps": 3, "why": "Call me: 010-2345-6789"}, customer="c-1")
    chosen = ("--workspace", caller.workspace, "--format", "json", "--data-dir", str(settings.data_dir))
    (plain,), (whole,) = (json.loads(voc(*chosen, *more).stdout) for more in ((), ("--verbatim",)))
    assert plain["answers"]["why"] == "Call me: [PHONE]"
    assert whole["answers"]["why"] == "Call me: 010-2345-6789"
    event = await database.customer_events.find_one({"workspace": caller.workspace, "kind": "answers_revealed"})
    assert (event["fields"]["by"], event["fields"]["response"]) == ("voc export", whole["id"])


async def test_what_is_not_there_is_said_and_writes_nothing(caller, survey, new_caller, voc, tmp_path):
    other = await new_caller()
    target = tmp_path / "out.csv"
    for workspace, id_ in (("ws_nothing", survey["id"]), (other.workspace, survey["id"])):
        done = voc("--workspace", workspace, "--format", "csv", "--survey", id_, "--output", str(target))
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert not target.exists()
