import json
import os
import subprocess
import sys

import pytest

from voc.audit import queries
from voc.audit.documents import AuditEntry
from voc.clock import utc_now
from voc.embedded.local import announce

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def voc(settings, tmp_path):
    """Runs the command in a process of its own, against the test's database."""

    def run(*arguments, mongodb=settings.mongodb, **more):
        env = {key: value for key, value in os.environ.items() if not key.startswith("VOC_")} | more
        env |= {"VOC_DATABASE": settings.database, "VOC_DATA_DIR": str(tmp_path)}
        if mongodb:
            env["VOC_MONGODB"] = mongodb
        command = [sys.executable, "-m", "voc", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)

    return run


async def test_a_workspace_is_made_and_listed(database, voc):
    made = voc("workspace", "create", "가게")
    assert made.returncode == 0, made.stderr
    listed = json.loads(voc("workspace", "list", "--json").stdout)
    (row,) = [row for row in listed if row["id"] == made.stdout.strip()]
    assert row["name"] == "가게"
    shown = voc("workspace", "list").stdout
    assert row["id"] in shown
    assert f"{row['publishable_key']}\n" in "\n".join(line.rstrip() for line in shown.splitlines()) + "\n"


async def test_a_workspace_is_listed_by_the_name_it_has(database, voc):
    voc("workspace", "create", "[bold]x")
    assert "[bold]x" in voc("workspace", "list").stdout


async def test_a_key_is_the_only_thing_printed_and_it_works(workspace, browser, voc):
    made = voc("key", "create", "--workspace", workspace, "--scope", "read")
    assert made.returncode == 0, made.stderr
    key, end = made.stdout[:-1], made.stdout[-1]
    assert end == "\n"
    answer = await browser.http.get("/v1/who", headers={"authorization": f"Bearer {key}"})
    assert answer.json()["workspace"] == workspace


async def test_what_a_command_did_is_on_record_and_proved(workspace, voc):
    assert voc("key", "create", "--workspace", workspace, "--scope", "read").returncode == 0
    looked = voc("audit", "verify", "--workspace", workspace, "--json")
    assert looked.returncode == 0, looked.stderr
    (verdict,) = json.loads(looked.stdout)
    assert (verdict["entries"], verdict["broken_at"]) == (1, None)
    place = {"_id": queries.entry_id(workspace, 1)}
    await AuditEntry.get_pymongo_collection().update_one(place, {"$set": {"action": "key.revoked"}})
    looked = voc("audit", "verify", "--workspace", workspace)
    assert looked.returncode == 1
    assert "BROKEN" in looked.stdout


async def test_a_command_with_another_secret_does_not_spoil_the_record(workspace, voc):
    assert voc("key", "create", "--workspace", workspace, "--scope", "read").returncode == 0
    refused = voc("key", "create", "--workspace", workspace, "--scope", "read", VOC_SECRET="another-secret-" * 3)
    assert refused.returncode == 1
    assert "not the service's secret" in refused.stderr
    assert voc("audit", "verify", "--workspace", workspace).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("key", "create", "--workspace", "ws_nothing", "--scope", "read"),
        ("key", "create", "--workspace", "ws_nothing", "--scope", "everything"),
        ("key", "create", "--scope", "read"),
        ("workspace", "create", ""),
    ],
)
async def test_what_cannot_be_done_is_said_and_fails(database, voc, arguments):
    failed = voc(*arguments)
    assert failed.returncode != 0
    assert failed.stdout == ""
    assert failed.stderr
    assert "Traceback" not in failed.stderr


async def test_a_running_service_is_found_by_its_data_directory(workspace, settings, voc, tmp_path):
    announce(tmp_path, "http://voc.test", settings.mongodb, now=utc_now())
    listed = json.loads(voc("workspace", "list", "--json", mongodb=None).stdout)
    assert workspace in [each["id"] for each in listed]


async def test_without_a_service_the_way_to_one_is_named(voc):
    failed = voc("workspace", "list", mongodb=None)
    assert failed.returncode != 0
    assert "voc up" in failed.stderr


async def test_a_database_that_is_away_is_said_so(voc):
    failed = voc("workspace", "list", mongodb="mongodb://127.0.0.1:9/")
    assert failed.returncode != 0
    assert "does not answer" in failed.stderr
