"""Serve an exported network with ONNX Runtime: neither torch nor transformers is imported."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from ml.text import readable

Tokens = tuple[int, ...]
"""Of one text, by their numbers in the vocabulary."""
BATCH_TOKENS = 384
"""Tokens, padding included, that go through the network together. Fewer waste calls; with more, what one layer hands
to the next outgrows the processor's cache: app reviews in batches of 1,500 took 1.4 times as long each."""
_SLOW_FUSIONS = ("SkipLayerNormFusion",)
"""One kernel for a sum and its layer norm takes 58 µs per text of 26 tokens; two kernels take 10."""


class OnnxEncoder:
    """A network with pooling, normalisation and perhaps scores of feelings and kinds inside its graph.

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
        options.enable_mem_pattern = False  # a plan is kept per shape, and hardly two batches have the same
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=list(_SLOW_FUSIONS),
        )
        self.told = {each.name: int(each.shape[1]) for each in self._session.get_outputs()[1:]}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows."""
        return self.read(texts)[:, : self.width]

    def read(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width + columns of `told`) float32: unit rows, and beside them the scores of feelings and kinds.

        Which texts are read together decides the scale of the int8 steps. It follows from the texts alone, whatever
        their order, and copies get the same row.
        """
        tokens = [tuple(e.ids) or (0,) for e in self._tokenizer.encode_batch_fast([readable(t) for t in texts])]
        distinct = sorted(set(tokens), key=lambda ids: (-len(ids), ids))
        place = {ids: row for row, ids in enumerate(distinct)}
        batches = _batches(distinct)
        if len(batches) <= 1 or self._threads == 1:
            found = [self._run(batch) for batch in batches]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                found = list(pool.map(self._run, batches))
        nothing = np.empty((0, self.width + sum(self.told.values())), dtype=np.float32)
        return np.vstack([nothing, *found])[[place[ids] for ids in tokens]]

    def _run(self, tokens: Sequence[Tokens]) -> np.ndarray:
        ids = np.zeros((len(tokens), len(tokens[0])), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        return np.hstack(self._session.run(None, {"input_ids": ids, "attention_mask": mask}))


def _batches(tokens: Sequence[Tokens]) -> list[Sequence[Tokens]]:
    """Neighbours that together, padded to the first, stay within `BATCH_TOKENS`; at least one text each.

    Args:
        tokens: of each text, longest first.
    """
    batches, start = [], 0
    while start < len(tokens):
        batches.append(tokens[start : start + max(1, BATCH_TOKENS // len(tokens[start]))])
        start += len(batches[-1])
    return batches
