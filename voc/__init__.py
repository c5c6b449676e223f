"""VoC: from what customers say to a ranked backlog.

The folders are the product: see the map in README.md. Imports point down, as the contracts in
pyproject.toml say.
"""

__version__ = "0.1.0"
