"""The bench runs: figures it prints are for a person to judge."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.bench import analyse, encode, processes
from tests.bench.readers import reader

ROOT = Path(__file__).parents[2]


def test_the_ingest_bench_measures_both_sides():
    few = ["--rounds", "1", "--count", "20", "--seconds", "1", "--connections", "2", "--bulk", "5"]
    argv = [sys.executable, "-m", "tests.bench", "ingest", "--no-check", "--json", *few]
    ended = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert [(row["connections"], row["items"]) for row in figures["rows"]] == [(2, 1), (1, 5), (4, 5)]
    for row in figures["rows"]:
        assert row["ratio"] > 0
        assert row["voc"]["stored"] == row["floor"]["stored"] == 20 * row["items"]
        assert 0 < row["voc"]["p50_ms"] <= row["voc"]["p99_ms"]


def test_our_network_is_measured_in_a_process_of_its_own(tmp_path):
    (tmp_path / "texts.json").write_text(json.dumps(["The app crashes.", "It came late."] * 4), encoding="utf-8")
    with reader("read_embedder", tmp_path, {}, "1") as ours:
        read = ours.read(0, 8)
    assert 0 < ours.ready_seconds <= ours.start_seconds
    assert ours.ready_cpu_seconds > 0
    assert min(read.values()) > 0


def test_a_worker_reads_and_stores_what_is_due_in_a_process_of_its_own(tmp_path):
    said = ["The app crashes.", "Call me on +44 20 7946 0958.", "배송이 늦어요."]
    (tmp_path / "texts.json").write_text(json.dumps(said), encoding="utf-8")
    with processes.database(tmp_path) as (uri, _):
        env = {"VOC_MONGODB": uri, "VOC_DATABASE": f"voc_bench_{os.getpid()}", "VOC_DATA_DIR": str(tmp_path)}
        with reader("read_voc", tmp_path, env) as ours:
            read = ours.read(0, len(said))
    assert min(read.values()) > 0


@pytest.mark.parametrize("bench", [encode, analyse])
def test_without_the_library_to_compare_with_it_says_how_to_get_it(bench, monkeypatch):
    monkeypatch.setattr(bench, "find_spec", lambda _: None)
    with pytest.raises(click.ClickException, match="bench"):
        bench.run(bench.Plan())
