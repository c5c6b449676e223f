"""The bench of live offers runs: figures it prints are for a person to judge."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_live_bench_measures_from_the_click_to_the_card():
    argv = [sys.executable, "-m", "tests.bench", "live", "--no-check", "--json", "--answers", "3", "--rounds", "2"]
    ended = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["rounds"] == 2
    for part in ("responses", "live"):
        assert 0 < figures[part]["p50_ms"] < figures["whole"]["p50_ms"]
