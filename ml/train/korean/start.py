"""The first weights: the English encoder's layers, with Korean tokens put among its words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from ml.classify import SENTIMENTS
from ml.encoder import Encoder
from ml.encoder.export import Feelings, Pooled

_NEAREST, _TEMPERATURE = 10, 0.1
_POSITIONS = 128
"""Of the teacher's 512; feedback is short, and what is longer is cut."""
_BLOCK = 2_000


def network(teacher: Path, encoder: Encoder, placed: np.ndarray, vocabulary: Mapping[str, int]) -> Pooled:
    """The teacher's network with an input vector for each Korean token.

    A token's vector is the mean of those of the ten words that lie nearest to it in the encoder's space; a token that
    is a word of the teacher's keeps that word's.

    Args:
        teacher: folder of the teacher's network.
        encoder: the same network, served.
        placed: (tokens, width) float32, unit rows; see `token_vectors`.
        vocabulary: number of each token.

    Source:
        Minixhofer et al., "WECHSEL: Effective initialization of subword embeddings", NAACL 2022.
    """
    body = AutoModel.from_pretrained(teacher, attn_implementation="sdpa")
    words = AutoTokenizer.from_pretrained(teacher).get_vocab()
    vectors = body.embeddings.word_embeddings.weight.detach().numpy()
    whole = sorted(word for word in words if word.isascii() and word.isalnum())
    mixed = _mixed(placed, encoder.encode(whole), vectors[[words[word] for word in whole]])
    for token, number in vocabulary.items():
        name = token.lstrip("▁")
        same = words.get(name if token.startswith("▁") else f"##{name}", words.get(name))
        if name.isascii() and same is not None:
            mixed[number] = vectors[same]
    mixed[0] = 0.0
    body.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(
        torch.from_numpy(mixed), freeze=False, padding_idx=0
    )
    _shorten(body)
    return Pooled(body, Feelings(body.config.hidden_size, len(SENTIMENTS)))


def _mixed(placed: np.ndarray, meanings: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    out = np.zeros((len(placed), vectors.shape[1]), dtype=np.float32)
    for start in range(0, len(placed), _BLOCK):
        likeness = torch.from_numpy(placed[start : start + _BLOCK] @ meanings.T)
        nearest = likeness.topk(_NEAREST, dim=1)
        share = torch.softmax(nearest.values / _TEMPERATURE, dim=1).numpy()
        out[start : start + _BLOCK] = np.einsum("ik,ikj->ij", share, vectors[nearest.indices.numpy()])
    return out


def _shorten(body: torch.nn.Module) -> None:
    embeddings = body.embeddings
    positions = embeddings.position_embeddings.weight.detach()[:_POSITIONS].clone()
    embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(positions, freeze=False)
    embeddings.position_ids = embeddings.position_ids[:, :_POSITIONS]
    embeddings.token_type_ids = embeddings.token_type_ids[:, :_POSITIONS]
    body.config.max_position_embeddings = _POSITIONS
    body.pooler = None
