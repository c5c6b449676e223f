"""The real embedded engines, killed."""

import asyncio
import os
import signal
import socket
import sys

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError

from voc.embedded import engines
from voc.embedded.ports import engine_port

from .programs import successor, until


async def redis(port: int, line: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{line}\r\n".encode())
    reply = await reader.readline()
    writer.close()
    return reply.strip()


async def test_acknowledged_writes_survive_kill_9_of_the_database(supervisor, data_dir):
    engine = engines.database(data_dir)
    await supervisor.start([engine.spec])
    (child,) = supervisor.children
    acknowledged: set[int] = set()
    async with AsyncMongoClient(engine.uri, serverSelectionTimeoutMS=5_000) as client:
        feedback = client["voc"]["feedback"]

        async def write(ids: range) -> None:
            for number in ids:
                try:
                    await feedback.insert_one({"_id": number})
                except (AutoReconnect, ServerSelectionTimeoutError):
                    continue  # not acknowledged: may be there or not
                acknowledged.add(number)

        writers = [asyncio.create_task(write(range(start, start + 150))) for start in range(0, 600, 150)]
        for amount in (50, 200):
            await until(lambda: len(acknowledged) >= amount)  # noqa: B023 — awaited in this very turn
            pid = child.pid
            os.kill(pid, signal.SIGKILL)
            await successor(child, pid)
        await asyncio.gather(*writers)
        stored = {document["_id"] async for document in feedback.find({}, {"_id": 1})}
    assert len(acknowledged) > 300
    assert acknowledged <= stored


async def test_the_broker_comes_back_on_its_port_keeps_nothing_and_is_ours_alone(supervisor, data_dir):
    engine = engines.broker(data_dir)
    await supervisor.start([engine.spec])
    (child,) = supervisor.children
    port = engine_port_of(engine.uri)
    assert await redis(port, "SET a 1") == b"+OK"
    assert await redis(port, "CONFIG GET save") == b"*2"
    pid = child.pid
    os.kill(pid, signal.SIGKILL)
    await successor(child, pid)
    while not await engine.spec.ready():
        await asyncio.sleep(0.02)
    assert await redis(port, "GET a") == b"$-1"
    assert list((data_dir / "broker").iterdir()) == []


def engine_port_of(uri: str) -> int:
    return int(uri.split(":")[2].split("/")[0])


async def test_a_pid_file_that_names_a_strangers_process_does_not_keep_the_database_down(supervisor, data_dir):
    engine = engines.database(data_dir)
    (data_dir / "database" / "nx-27017.pid").write_text(str(os.getpid()))
    await supervisor.start([engine.spec], ready_seconds=10)
    assert supervisor.children[0].pid is not None


async def test_the_database_writes_nothing_outside_the_data_directory(data_dir):
    argv = engines.database(data_dir).spec.argv
    places = {argv[argv.index(option) + 1] for option in ("--db", "--pid-file", "--log-file")}
    assert places == {
        str(data_dir / "database" / "nx-27017.db"),
        str(data_dir / "database" / "nx-27017.pid"),
        os.devnull,
    }


async def test_engines_keep_their_port_unless_a_stranger_took_it(data_dir):
    port = engine_port(data_dir, "database")
    assert engine_port(data_dir, "database") == port
    assert engine_port(data_dir, "broker") != port
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        assert engine_port(data_dir, "database") != port


async def test_a_mongod_on_path_is_taken_for_new_data_only(data_dir, tmp_path, monkeypatch):
    mongod = tmp_path / "mongod"
    mongod.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (data_dir / "database").mkdir()
    (data_dir / "database" / "nx-27017.db").touch()
    assert engines.database(data_dir).spec.argv[0] == sys.executable
    (data_dir / "database" / "nx-27017.db").unlink()
    assert engines.database(data_dir).spec.argv[:3] == (str(mongod), "--dbpath", str(data_dir / "mongod"))
    mongod.unlink()
    with pytest.raises(engines.EngineMissing, match="was written by mongod"):
        engines.database(data_dir)
