"""`voc survey`, through its front door, against the application itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.commands import Command
from voc import cli
from voc.surveys.catalogue import template
from voc.surveys.exchange import write

SAMPLES = Path(__file__).parent / "samples"
OPEN = {"name": "Open", "questions": [{"id": "why", "type": "text", "text": {"en": "Why?"}}]}


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """Call the command with a caller's key, in an empty folder; returns the result and what it printed as JSON."""
    monkeypatch.chdir(tmp_path)
    survey = Command(app, monkeypatch, "survey")

    async def call(key: str, *words: str) -> tuple[Result, Any]:
        result = await survey(key, *words, "--json")
        return result, json.loads(result.stdout) if result.stdout else None

    return call


def put(name: str, value: Any) -> Path:
    path = Path(name)
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


async def test_a_file_becomes_a_draft_and_gets_its_id(run, caller):
    path = put("open.json", OPEN)
    result, said = await run(caller.key, "push", str(path))
    assert result.exit_code == 0
    row = said["surveys"][0]
    assert row["action"] == "created"
    assert json.loads(path.read_text())["id"] == row["id"]
    stored = (await caller.http.get(f"/v1/surveys/{row['id']}")).json()
    assert (stored["name"], stored["state"], stored["version"]) == ("Open", "draft", 0)


async def test_pushing_again_changes_nothing_and_a_changed_file_changes_the_draft(run, caller):
    path = put("open.json", OPEN)
    first = (await run(caller.key, "push", str(path)))[1]["surveys"][0]
    again = (await run(caller.key, "push", str(path)))[1]["surveys"][0]
    assert (again["id"], again["action"]) == (first["id"], "unchanged")
    put("open.json", OPEN | {"id": first["id"], "name": "Opened"})
    changed = (await run(caller.key, "push", str(path)))[1]["surveys"][0]
    assert (changed["id"], changed["action"], changed["name"]) == (first["id"], "changed", "Opened")


async def test_what_a_file_leaves_out_goes_back_to_its_default(run, caller):
    path = put("open.json", OPEN | {"hidden": ["order"]})
    id_ = (await run(caller.key, "push", str(path)))[1]["surveys"][0]["id"]
    put("open.json", OPEN | {"id": id_})
    await run(caller.key, "push", str(path))
    assert (await caller.http.get(f"/v1/surveys/{id_}")).json()["hidden"] == []


async def test_publishing_makes_a_version_once(run, caller):
    path = put("nps.json", write(template("nps").definition))
    first = (await run(caller.key, "push", str(path), "--publish"))[1]["surveys"][0]
    again = (await run(caller.key, "push", str(path), "--publish"))[1]["surveys"][0]
    assert (first["version"], again["version"], again["action"]) == (1, 1, "unchanged")


async def test_a_survey_with_errors_is_kept_and_not_published(run, caller):
    jump = {"when": {"all": []}, "then": [{"do": "jump", "to": "nowhere"}]}
    path = put("open.json", OPEN | {"questions": [OPEN["questions"][0] | {"rules": [jump]}]})
    result, said = await run(caller.key, "push", str(path), "--publish")
    assert result.exit_code == 1
    assert said["surveys"][0]["problem"]["errors"][0]["code"] == "unknown-question"
    assert "/questions/0/rules/0" in result.stderr
    assert (await caller.http.get("/v1/surveys")).json()["items"][0]["state"] == "draft"


async def test_what_was_pulled_is_pushed_back_unchanged(run, caller):
    for id_ in ("nps", "delivery"):
        await run(caller.key, "push", str(put(f"{id_}.json", write(template(id_).definition))))
    result, pulled = await run(caller.key, "pull", "--into", "kept")
    assert result.exit_code == 0
    assert [row["written"] for row in pulled["surveys"]] == [True, True]
    files = sorted(str(path) for path in Path("kept").iterdir())
    assert files == sorted(row["file"] for row in pulled["surveys"])
    assert files[0].startswith("kept/after-a-delivery.srv_")
    pushed = (await run(caller.key, "push", *files))[1]
    assert {row["action"] for row in pushed["surveys"]} == {"unchanged"}
    assert [row["written"] for row in (await run(caller.key, "pull", "--into", "kept"))[1]["surveys"]] == [False, False]


async def test_a_renamed_survey_keeps_its_file(run, caller):
    await run(caller.key, "push", str(put("open.json", OPEN)))
    first = (await run(caller.key, "pull", "--into", "kept"))[1]["surveys"][0]
    await caller.http.patch(f"/v1/surveys/{first['id']}", json={"name": "Anders"})
    second = (await run(caller.key, "pull", "--into", "kept"))[1]["surveys"][0]
    assert (second["file"], second["name"], second["written"]) == (first["file"], "Anders", True)
    assert len(list(Path("kept").iterdir())) == 1


async def test_an_id_of_another_workspace_is_unknown_until_a_new_survey_is_wanted(run, new_caller):
    here, there = await new_caller(), await new_caller()
    path = put("open.json", OPEN)
    first = (await run(there.key, "push", str(path)))[1]["surveys"][0]
    result, said = await run(here.key, "push", str(path))
    assert result.exit_code == 1
    assert "--create" in said["surveys"][0]["problem"]["detail"]
    made = (await run(here.key, "push", str(path), "--create"))[1]["surveys"][0]
    assert made["action"] == "created"
    assert made["id"] != first["id"]
    assert json.loads(path.read_text())["id"] == made["id"]


async def test_the_id_in_the_name_of_a_file_counts_where_the_file_has_none(run, caller):
    made = (await run(caller.key, "push", str(put("open.json", OPEN))))[1]["surveys"][0]
    path = put(f"other.{made['id']}.json", OPEN | {"name": "Renamed"})
    assert (await run(caller.key, "push", str(path)))[1]["surveys"][0]["id"] == made["id"]


async def test_a_broken_file_does_not_stop_the_others(run, caller):
    files = [put("a.json", "{"), put("b.json", OPEN), Path("none.json")]
    files.append(put("c.json", (SAMPLES / "surveyjs.json").read_text("utf-8")))
    result, said = await run(caller.key, "push", *map(str, files))
    assert result.exit_code == 1
    details = [row.get("problem", {}).get("detail", "") for row in said["surveys"]]
    assert "not JSON" in details[0]
    assert said["surveys"][1]["action"] == "created"
    assert "cannot be read" in details[2]
    assert "voc survey import" in details[3]


async def test_a_foreign_survey_becomes_a_draft_with_notes(run, caller):
    result, said = await run(caller.key, "import", str(SAMPLES / "formbricks_blocks.json"), "--name", "Delivered")
    assert result.exit_code == 0
    assert (said["source"], said["name"]) == ("formbricks", "Delivered")
    assert any("payment" in note for note in said["notes"])
    assert (await caller.http.get(f"/v1/surveys/{said['id']}")).json()["name"] == "Delivered"


async def test_a_dry_run_stores_nothing(run, caller):
    _, said = await run(caller.key, "import", str(SAMPLES / "surveyjs.json"), "--dry-run")
    assert said["id"] is None
    assert (await caller.http.get("/v1/surveys")).json()["items"] == []


async def test_an_unknown_key_is_refused_in_words(run):
    result, _ = await run("voc_nobody", "pull")
    assert result.exit_code == 1
    assert "The key was refused" in result.stderr


def test_without_a_service_it_says_how_to_get_one(tmp_path):
    result = CliRunner().invoke(cli.main, ["survey", "pull", "--data-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "No `voc up` is running" in result.stderr


def test_a_key_and_a_workspace_contradict_each_other():
    result = CliRunner().invoke(cli.main, ["survey", "pull", "--workspace", "W", "--key", "k"])
    assert result.exit_code == 2
    assert "not both" in result.stderr


def test_nobody_answers(tmp_path):
    words = ["survey", "pull", "--url", "http://127.0.0.1:9", "--key", "k", "--into", str(tmp_path)]
    result = CliRunner().invoke(cli.main, words)
    assert result.exit_code == 1
    assert "does not answer" in result.stderr
