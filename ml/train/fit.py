"""Fit one linear head and calibrate it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from ml.classify.heads import LinearHead
from ml.train.corpora import Example
from ml.train.held import is_held_back

_STRENGTH = 3.0


def fit_head(
    ngrams: sparse.csr_matrix,
    dense: np.ndarray,
    examples: Sequence[Example],
    labels: Sequence[str],
    *,
    strength: float = _STRENGTH,
) -> LinearHead:
    """Weighted multinomial logistic regression, temperature 1.

    Args:
        ngrams: (n, 2**bits) TF-IDF, unit rows.
        dense: (n, width) float32 beside it; width may be 0.
        examples: their labels and weights.
        labels: the order of the head's columns.
        strength: inverse of the L2 penalty.
    """
    weights, bias = _regressed(
        sparse.hstack([ngrams, sparse.csr_matrix(dense)], format="csr"), examples, labels, strength
    )
    bits = ngrams.shape[1]
    return LinearHead(tuple(labels), table=weights[:bits], dense=weights[bits:], bias=bias, temperature=1.0)


def fit_blended(
    ngrams: sparse.csr_matrix,
    dense: np.ndarray,
    vectors: int,
    examples: Sequence[Example],
    labels: Sequence[str],
) -> LinearHead:
    """One head for n-grams, one for vectors, and how far to follow each of them and the networks' own scores.

    Whoever has seen a text is too sure about it. So the blend is learnt on texts that were held back from the n-grams,
    the vectors and the English network, which passes over its texts often; the Korean one meets a text hardly more than
    once. Arguments as in `fit_head`, and:

    Args:
        vectors: so many columns of `dense`, the first, are the vector; the others are scores.

    Source:
        Wolpert, "Stacked Generalization", Neural Networks 5, 1992.
    """
    held = np.array([is_held_back(example.text) for example in examples])
    seen = [example for example, out in zip(examples, held, strict=True) if not out]
    table, of_table = _regressed(ngrams[~held], seen, labels, _STRENGTH)
    inner, of_vectors = _regressed(dense[~held, :vectors], seen, labels, _STRENGTH)
    opinions = [ngrams[held] @ table + of_table, dense[held, :vectors] @ inner + of_vectors, dense[held, vectors:]]
    kept = [example for example, out in zip(examples, held, strict=True) if out]
    weights, bias = _regressed(np.hstack(opinions), kept, labels, 1.0)
    by_table, by_vectors, by_scores = np.split(weights, [len(labels), 2 * len(labels)])
    return LinearHead(
        tuple(labels),
        table=table @ by_table,
        dense=np.vstack([inner @ by_vectors, by_scores]),
        bias=of_table @ by_table + of_vectors @ by_vectors + bias,
        temperature=1.0,
    )


def _regressed(
    inputs: sparse.csr_matrix | np.ndarray, examples: Sequence[Example], labels: Sequence[str], strength: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns, n_labels) and bias (n_labels,), float32."""
    wanted = np.array([labels.index(example.label) for example in examples])
    trust = np.array([example.weight for example in examples])
    model = LogisticRegression(C=strength, max_iter=80, tol=1e-3)
    model.fit(inputs, wanted, sample_weight=trust)
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def fit_temperature(probabilities: np.ndarray, wanted: np.ndarray) -> float:
    """The temperature under which held-out confidence comes true most nearly.

    Args:
        probabilities: (n, n_labels) of texts that were not fitted, at temperature 1.
        wanted: (n,) int, the right columns.

    Source:
        Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    scores = np.log(np.maximum(probabilities, 1e-9))

    def loss(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        scaled = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(scaled[np.arange(len(wanted)), wanted].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))
