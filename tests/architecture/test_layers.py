"""Imports point down, and the web process stays light."""

import json
import os
import subprocess
import sys

from importlinter.cli import lint_imports
from python_sources import ROOT

HEAVY = ("torch", "transformers", "onnxruntime", "numpy", "ml", "voc.inference", "celery")


def test_the_import_contracts_of_pyproject_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_web_process_loads_no_model_and_no_broker() -> None:
    program = (
        f"import json, sys, voc.app; voc.app.create_app(); print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    )
    # nothing listens there: making the application must not need the database either
    env = os.environ | {"VOC_MONGODB": "mongodb://127.0.0.1:1/", "VOC_SECRET": "of this test"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
