"""Trained weights, written by `python -m ml.train`; sources and licences in `ml/MODEL_CARD.md`."""

from pathlib import Path

HEADS = Path(__file__).parent / "heads.npz"
ENGLISH = Path(__file__).parent / "english"
KOREAN = Path(__file__).parent / "korean"
"""Folders: `model.onnx` and `tokenizer.json`."""
