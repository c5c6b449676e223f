"""Imports point down, and the web process stays light."""

import json
import os
import subprocess
import sys

from importlinter.cli import lint_imports
from python_sources import ROOT

HEAVY = ("torch", "transformers", "onnxruntime", "numpy", "ml.text", "ml.pipeline", "voc.inference", "celery")


def test_the_import_contracts_of_pyproject_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_web_process_loads_no_model_and_no_broker() -> None:
    loaded = f"[name for name in {HEAVY} if name in sys.modules]"
    program = f"import json, sys, voc.app; voc.app.create_app(); print(json.dumps({loaded}))"
    # nothing listens there: making the application must not need the database either
    env = os.environ | {"VOC_MONGODB": "mongodb://127.0.0.1:1/", "VOC_SECRET": "of-this-test-0123456789-abcdefghij"}
    argv = [sys.executable, "-c", program]
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
