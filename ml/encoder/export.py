"""Write a sentence encoder as one quantised ONNX graph. Imports torch and transformers: only training does."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when transformers is imported

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import AutoModel


class Pooled(torch.nn.Module):
    """Mean over the tokens of the last layer, unit length.

    Args:
        body: a network of transformers that answers `last_hidden_state`.
    """

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(n, tokens) int64 twice to (n, width) unit rows."""
        hidden = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def pooled(folder: Path) -> Pooled:
    """The network in a folder of transformers."""
    return Pooled(AutoModel.from_pretrained(folder))


def export(network: Pooled, tokenizer: Tokenizer, target: Path) -> None:
    """Write `model.onnx` and `tokenizer.json` into the folder `target`, which is replaced whole.

    The graph takes `input_ids` and `attention_mask` and answers unit rows: mean over the tokens
    and normalisation are inside. Weights are int8 per output channel with a reduced range: per
    tensor loses up to three points, and the full range saturates on CPUs without VNNI.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as scratch:
        folder = Path(scratch) / "model"
        folder.mkdir()
        _trace(network, Path(scratch) / "float32.onnx")
        quantize_dynamic(
            Path(scratch) / "float32.onnx",
            folder / "model.onnx",
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        tokenizer.no_padding()
        tokenizer.no_truncation()
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)


def _trace(network: Pooled, path: Path) -> None:
    network.eval()
    network.body.set_attn_implementation("eager")  # the graph of the other one fixes the number of tokens
    ids = torch.ones((2, 8), dtype=torch.long)
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "texts"}},
        opset_version=17,
        dynamo=False,  # the newer exporter needs a further package, onnxscript
    )
