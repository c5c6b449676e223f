"""A small trial of `tests.chaos.invitations`: a provider that fails and a sending process that dies."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.chaos.invitations import Trial, faults_before
from voc.settings import Settings

ROOT = Path(__file__).parents[2]


def test_everybody_gets_exactly_one() -> None:
    # in a process of its own: it opens another database, and documents know but one
    argv = [sys.executable, "-m", "tests.chaos.invitations", "--people", "60"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2_000:]
    found = json.loads(done.stdout)
    assert (found["faults"], found["kills"]) == ([], 2)
    assert found["messages_per_person"] == {"1": 60}
    assert found["funnel"]["sent"] == 60


def test_the_trial_sees_what_it_should() -> None:
    trial = Trial(Settings(), people=2)
    trial.provider.taken = Counter({"a": 2})
    trial.provider.silent = {"a"}
    rows = [{"status": "sent", "to": "a"}, {"status": "failed", "to": "a"}]
    assert len(faults_before(trial, rows, 0)) == 5
