"""Serve an exported network with ONNX Runtime: neither torch nor transformers is imported."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from ml.text import readable

BATCH = 16
"""Texts that go through the network together: with more, padding costs more than company saves, and memory grows."""


class OnnxEncoder:
    """A network with pooling, normalisation and perhaps feelings inside its graph.

    Bulk work runs one single-threaded batch per worker: measured faster on two cores than one
    batch over two threads.

    Args:
        folder: holds `model.onnx` and `tokenizer.json`.
        name: see `Encoder.name`.
        width: length of a vector.
        max_tokens: longer texts are cut.
        threads: batches in flight at once.
    """

    def __init__(self, folder: Path, *, name: str, width: int, max_tokens: int, threads: int) -> None:
        self.name = name
        self.width = width
        self._threads = max(1, threads)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()  # the shipped file pads every text to 128 tokens
        self._tokenizer.enable_truncation(max_tokens)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @property
    def feelings(self) -> int:
        """Columns of scores beside the vectors; 0 where the network tells no feelings."""
        outputs = self._session.get_outputs()
        return int(outputs[1].shape[1]) if len(outputs) > 1 else 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows."""
        return self.read(texts)[:, : self.width]

    def read(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width + feelings) float32: unit rows, and beside them the scores of feelings.

        Batches hold texts of like length.
        """
        rows = np.empty((len(texts), self.width + self.feelings), dtype=np.float32)
        tokens = [e.ids or [0] for e in self._tokenizer.encode_batch([readable(t) for t in texts])]
        order = np.argsort([len(ids) for ids in tokens], kind="stable")
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        if len(batches) <= 1 or self._threads == 1:
            for batch in batches:
                rows[batch] = self._run([tokens[i] for i in batch])
            return rows
        with ThreadPoolExecutor(self._threads) as pool:
            answers = pool.map(lambda batch: self._run([tokens[i] for i in batch]), batches)
            for batch, found in zip(batches, answers, strict=True):
                rows[batch] = found
        return rows

    def _run(self, tokens: list[list[int]]) -> np.ndarray:
        longest = max(len(ids) for ids in tokens)
        ids = np.zeros((len(tokens), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        return np.hstack(self._session.run(None, {"input_ids": ids, "attention_mask": mask}))
