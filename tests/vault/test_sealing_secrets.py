"""What one sealing secret closed is opened while it is known, and can be closed by the next one."""

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from tests.embedded_engine import embedded_engine
from tests.surveying import publish, response
from voc import vault
from voc.settings import Settings
from voc.web.security import open_vault, secret

FIRST, SECOND, THIRD = (each + "-of-this-test-0123456789-abcdefghij" for each in ("first", "second", "third"))
WORKSPACE = "ws_1"


@pytest.fixture(autouse=True)
def own_secrets_afterwards(settings: Settings) -> Iterator[None]:
    """The vault of all other tests is as it was."""
    yield
    open_vault(settings)


@given(text=st.text(max_size=40))
@pytest.mark.parametrize("before", [(), (SECOND,)])
def test_whatever_was_sealed_is_opened_after_another_secret_came(before: tuple[str, ...], text: str) -> None:
    vault.configure(FIRST, before)
    sealed = vault.seal(WORKSPACE, text)
    assert not vault.is_outdated(sealed)
    vault.configure(FIRST, (THIRD, *before))
    assert vault.is_outdated(sealed)
    assert vault.unseal(WORKSPACE, sealed) == text
    anew = vault.sealed_anew(WORKSPACE, sealed)
    vault.configure(FIRST, (THIRD,))
    assert vault.unseal(WORKSPACE, anew) == text
    assert vault.is_sealed(anew)
    assert not vault.is_outdated(anew)


def test_ids_and_links_stay_when_the_sealing_secret_goes() -> None:
    vault.configure(FIRST)
    before = (vault.blind(WORKSPACE, "email", "a@b.test"), vault.sign("link", "x"))
    vault.configure(FIRST, (SECOND,))
    assert (vault.blind(WORKSPACE, "email", "a@b.test"), vault.sign("link", "x")) == before


def test_what_is_sealed_within_is_sealed_anew_too() -> None:
    vault.configure(FIRST)
    inner = vault.seal(WORKSPACE, "010-1234-5678")
    outer = vault.seal(WORKSPACE, f'{{"to": "{inner}", "text": "v1:{"A" * 60}"}}')
    vault.configure(FIRST, (SECOND,))
    opened = vault.unseal(WORKSPACE, vault.sealed_anew(WORKSPACE, outer))
    (found,) = re.findall(r"v2:[^\"]+", opened)
    assert vault.unseal(WORKSPACE, found) == "010-1234-5678"
    assert "v1:" + "A" * 60 in opened


@pytest.mark.parametrize("other", [(), (THIRD,)])
def test_without_its_secret_nothing_is_opened(other: tuple[str, ...]) -> None:
    vault.configure(FIRST, (SECOND,))
    sealed = vault.seal(WORKSPACE, "x")
    vault.configure(FIRST, other)
    with pytest.raises(vault.Unreadable):
        vault.unseal(WORKSPACE, sealed)
    with pytest.raises(vault.Unreadable):
        vault.unseal("ws_2", sealed)


def test_a_short_sealing_secret_is_refused_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_SEALING_SECRETS", f"{SECOND}, {THIRD}")
    known = Settings()
    assert [each.get_secret_value() for each in known.sealing_secrets] == [SECOND, THIRD]
    assert SECOND not in repr(known)
    monkeypatch.setenv("VOC_SEALING_SECRETS", "short")
    with pytest.raises(ValidationError, match="32 characters"):
        Settings()


def sealed_in(value: Any) -> Iterator[str]:
    """Everything sealed, however deep."""
    if vault.is_sealed(value):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from sealed_in(each)


class Copied:
    """A database of its own that holds what a workspace had, and the command on it."""

    def __init__(self, settings: Settings, uri: str, database: AsyncDatabase[Any]) -> None:
        self._settings, self._uri, self.database = settings, uri, database

    def rotate(self, *sealing: str) -> subprocess.CompletedProcess[str]:
        """`voc vault rotate` with these sealing secrets."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("VOC_")}
        env |= {"VOC_MONGODB": self._uri}
        env |= {"VOC_SECRET": secret(self._settings), "VOC_SEALING_SECRETS": ",".join(sealing)}
        words = [sys.executable, "-m", "voc", "vault", "rotate"]
        return subprocess.run(words, env=env, capture_output=True, text=True, timeout=120)

    async def sealed(self, workspace: str) -> dict[str, list[str]]:
        """What is sealed, in clear, by collection; opened with what this process knows."""
        found = {}
        for name in await self.database.list_collection_names():
            rows = await self.database[name].find({"workspace": {"$eq": workspace}}).to_list()
            if texts := [each for row in rows for each in sealed_in(row)]:
                found[name] = sorted(vault.unseal(workspace, each) for each in texts)
        return found


@pytest_asyncio.fixture(loop_scope="session")
async def copied(
    caller: Any, settings: Settings, database: AsyncDatabase[Any], tmp_path: Path
) -> AsyncIterator[Copied]:
    """What a company's customers left with us, in an engine of its own: the embedded one keeps only one database."""
    mail = {"kind": "email", "value": "kim@example.test"}
    body = {"id": "u1", "name": "Kim", "identities": [mail], "attributes": {"plan": "v1:gold"}}
    await caller.http.post("/v1/customers", json=body)
    said = {"submission_id": "1", "text": "Call 010-1234-5678, it is slow", "channel": "api", "customer": "u1"}
    assert (await caller.http.post("/v1/feedback", json=said | {"attributes": {"email": "b@c.test"}})).status_code < 300
    hook = {"url": "https://hooks.example.test/voc", "events": ["*"]}
    assert (await caller.http.post("/v1/webhooks", json=hook)).status_code == 201
    answered = response(await publish(caller), answers={"nps": 3, "why": "Write to lee@example.test"}, customer="u4")
    assert (await caller.http.post("/v1/responses", json=answered)).status_code == 202
    with embedded_engine(tmp_path) as uri:
        async with AsyncMongoClient(uri) as client:
            for name in await database.list_collection_names():
                rows = await database[name].find({"workspace": {"$eq": caller.workspace}}).to_list()
                if rows and not name.startswith("fs."):
                    await client["voc"][name].insert_many(rows)
            yield Copied(settings, uri, client["voc"])


@pytest.mark.asyncio(loop_scope="session")
async def test_everything_is_sealed_anew_and_the_old_secret_forgotten(
    caller: Any, copied: Copied, settings: Settings
) -> None:
    before = await copied.sealed(caller.workspace)
    assert {"identities", "feedback", "responses"} <= set(before), before
    for secrets in ((SECOND,), (THIRD, SECOND)):
        done = copied.rotate(*secrets)
        assert done.returncode == 0, done.stderr
        assert "Nothing is left" in done.stdout
        vault.configure("another installation's" * 2, secrets[:1])
        assert await copied.sealed(caller.workspace) == before
    again = copied.rotate(THIRD)
    assert (again.returncode, "sealed anew" in again.stdout) == (0, False)


@pytest.mark.asyncio(loop_scope="session")
async def test_what_cannot_be_opened_keeps_the_command_from_succeeding(caller: Any, copied: Copied) -> None:
    vault.configure("another installation's" * 2)
    lost = {"_id": "idn_lost", "workspace": caller.workspace, "sealed": vault.seal(caller.workspace, "x")}
    await copied.database["identities"].insert_one(lost)
    done = copied.rotate(SECOND)
    assert done.returncode == 1
    assert "1 could not be opened" in done.stderr
    assert (await copied.database["identities"].find_one({"_id": "idn_lost"}))["sealed"] == lost["sealed"]
    nothing = copied.rotate()
    assert (nothing.returncode, "VOC_SEALING_SECRETS" in nothing.stderr) == (1, True)
