"""Trained weights, written by `python -m ml.train`; sources and licences in `ml/MODEL_CARD.md`."""

from pathlib import Path

HEADS = Path(__file__).parent / "heads.npz"
LEXICAL = Path(__file__).parent / "lexical.npz"
ENGLISH = Path(__file__).parent / "english"
"""A folder: `model.onnx` and `tokenizer.json`."""
STUDENT = Path(__file__).parent / "student.npz"
STUDENT_TOKENIZER = Path(__file__).parent / "student-tokenizer.json"
