"""Our vectors alone, as `voc` serves them: no heads, nothing stored."""

import json
import sys
import time
from pathlib import Path

started_at = time.perf_counter()

from ml.encoder.load import load_encoder  # noqa: E402  loading it is part of what is measured
from tests.bench.turns import serve  # noqa: E402


def main() -> None:
    """Load the network and take turns."""
    said = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    threads = int(sys.argv[2])
    encoder = load_encoder(threads=threads)
    encoder.encode(said[:8])
    serve(
        lambda start, stop: encoder.encode(said[start:stop]),
        ready_seconds=time.perf_counter() - started_at,
        threads=threads,
    )


if __name__ == "__main__":
    main()
