"""The floor of `analyse`: the same network through sentence-transformers, vectors only, nothing stored."""

import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path

started_at = time.perf_counter()

import torch  # noqa: E402  loading it is part of what is measured
from sentence_transformers import SentenceTransformer  # noqa: E402

from ml.checkpoints import MINILM  # noqa: E402
from tests.bench.turns import serve  # noqa: E402

BATCH = 64
"""The library's default, 32, is no faster."""


def main() -> None:
    """Load the model and take turns."""
    said = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    threads = int(sys.argv[2])
    torch.set_num_threads(threads)
    spec = find_spec(MINILM.package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"The package {MINILM.package} is not installed.")
    model = SentenceTransformer(str(Path(spec.submodule_search_locations[0]) / MINILM.folder), device="cpu")
    model.encode(said[:8], show_progress_bar=False)

    def read(start: int, stop: int) -> None:
        model.encode(said[start:stop], batch_size=BATCH, show_progress_bar=False)

    serve(read, ready_seconds=time.perf_counter() - started_at, threads=threads)


if __name__ == "__main__":
    main()
