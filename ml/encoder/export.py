"""Write a sentence encoder as one quantised ONNX graph: `python -m ml.encoder.export SOURCE TARGET`.

Imports torch and transformers, so it runs in a process of its own; see `ml.encoder.load`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when transformers is imported


def export(source: Path, target: Path) -> None:
    """Export the network in `source` into the folder `target`, which appears whole or not at all.

    The graph takes `input_ids` and `attention_mask` and answers unit rows: mean over the tokens
    and normalisation are inside. Weights are int8 per output channel with a reduced range: per
    tensor loses up to three points, and the full range saturates on CPUs without VNNI.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as scratch:
        folder = Path(scratch) / "model"
        folder.mkdir()
        _trace(source, Path(scratch) / "float32.onnx")
        _quantise(Path(scratch) / "float32.onnx", folder / "model.onnx")
        shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
        os.replace(folder, target)


def _trace(source: Path, path: Path) -> None:
    import torch

    network = _pooled(source)
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


def _pooled(source: Path):
    import torch
    from transformers import AutoModel

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(source, attn_implementation="eager")

        def forward(self, input_ids, attention_mask):
            out = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
            mask = attention_mask.unsqueeze(-1).to(out.last_hidden_state.dtype)
            mean = (out.last_hidden_state * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    return Pooled().eval()


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
