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

_INNER_WIDTH = 64
_FAR = 1e4
"""Below every score of a token that is there."""


class Feelings(torch.nn.Module):
    """How the writer feels, or what kind of thing is said, read from the tokens that tell it.

    Args:
        width: of a token's vector.
        labels: how many feelings or kinds are told apart.
    """

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.attention = torch.nn.Linear(width, 1)
        self.reading = torch.nn.Sequential(
            torch.nn.Linear(width, _INNER_WIDTH), torch.nn.GELU(), torch.nn.Linear(_INNER_WIDTH, labels)
        )

    def forward(self, hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(n, tokens, width) to (n, labels) scores."""
        told = self.attention(hidden).squeeze(-1) + (attention_mask - 1).to(hidden.dtype) * _FAR
        return self.reading((torch.softmax(told, dim=1).unsqueeze(-1) * hidden).sum(1))


class Pooled(torch.nn.Module):
    """Mean over the tokens of the last layer, unit length; beside it, where they are learnt, feelings and kinds.

    Args:
        body: a network of transformers that answers `last_hidden_state`.
        feelings: None where the network tells none.
        kinds: likewise; only beside feelings.
    """

    def __init__(self, body: torch.nn.Module, feelings: Feelings | None = None, kinds: Feelings | None = None) -> None:
        super().__init__()
        self.body = body
        self.feelings = feelings
        self.kinds = kinds

    @property
    def told(self) -> list[str]:
        """Names of what is answered, in order."""
        return ["vectors", *(name for name in ("feelings", "kinds") if getattr(self, name) is not None)]

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """(n, tokens) int64 twice to (n, width) unit rows, and (n, labels) scores per further name in `told`."""
        hidden = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        vectors = torch.nn.functional.normalize(mean, dim=1)
        return (vectors, *(getattr(self, name)(hidden, attention_mask) for name in self.told[1:]))


def layers(folder: Path) -> torch.nn.Module:
    """The network in a folder of transformers, up to its last hidden states."""
    found = AutoModel.from_pretrained(folder, attn_implementation="sdpa")
    found.pooler = None
    return found


def export(network: Pooled, tokenizer: Tokenizer, target: Path) -> None:
    """Write `model.onnx` and `tokenizer.json` into the folder `target`, which is replaced whole.

    The graph takes `input_ids` and `attention_mask` and answers unit rows, mean over the tokens and normalisation
    inside, and the scores of feelings and kinds where the network tells them. Weights are int8 per output channel with
    a reduced range: per tensor loses up to three points, and the full range saturates on CPUs without VNNI.
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
        output_names=network.told,
        dynamic_axes={"input_ids": axes, "attention_mask": axes, **{name: {0: "texts"} for name in network.told}},
        opset_version=17,
        dynamo=False,  # the newer exporter needs a further package, onnxscript
    )
