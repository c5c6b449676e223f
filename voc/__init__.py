"""VoC: from what customers say to a ranked backlog.

The folders are the product: see the map in README.md. Imports point down, as the contracts in
pyproject.toml say.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read once, when numpy is imported; why: `ml.threads`

__version__ = "0.1.0"
