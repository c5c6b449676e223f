"""Any other model: a folder or a cached hub id, through transformers and torch."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when transformers is imported

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from ml.text import readable

BATCH = 64


class TransformersEncoder:
    """Mean of the last layer's tokens; on the GPU when there is one.

    Args:
        model: a folder, or the id of a model that is already in the local cache.
        threads: of torch on the CPU.
        max_tokens: longer texts are cut.
    """

    def __init__(self, model: str, *, threads: int, max_tokens: int = 256) -> None:
        torch.set_num_threads(max(1, threads))
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._tokenizer = AutoTokenizer.from_pretrained(model)
        self._network = AutoModel.from_pretrained(model).eval().to(self._device)
        self._max_tokens = max_tokens
        self.width = int(self._network.config.hidden_size)
        self.name = f"{model.rstrip('/').split('/')[-1]}-{self._fingerprint()}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows."""
        vectors = np.empty((len(texts), self.width), dtype=np.float32)
        order = np.argsort([len(text) for text in texts], kind="stable")
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._run([readable(texts[i]) for i in batch])
        return vectors

    def _run(self, texts: list[str]) -> np.ndarray:
        batch = self._tokenizer(
            texts, padding=True, truncation=True, max_length=self._max_tokens, return_tensors="pt"
        ).to(self._device)
        with torch.inference_mode():
            hidden = self._network(**batch).last_hidden_state
            mask = batch["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1).float().cpu().numpy()

    def _fingerprint(self) -> str:
        """Two models under one name must not share a version: sample every tensor."""
        digest = hashlib.sha256()
        for name, tensor in self._network.state_dict().items():
            digest.update(name.encode())
            digest.update(tensor.flatten()[:64].float().cpu().numpy().tobytes())
        return digest.hexdigest()[:8]
