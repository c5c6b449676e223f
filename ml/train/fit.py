"""Fit one linear head and calibrate it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from ml.classify.heads import LinearHead
from ml.train.corpora import Example


def fit_head(
    ngrams: sparse.csr_matrix,
    dense: np.ndarray,
    examples: Sequence[Example],
    labels: Sequence[str],
    *,
    strength: float = 3.0,
) -> LinearHead:
    """Weighted multinomial logistic regression, temperature 1.

    Args:
        ngrams: (n, 2**bits) TF-IDF, unit rows.
        dense: (n, width) float32 beside it; width may be 0.
        examples: their labels and weights.
        labels: the order of the head's columns.
        strength: inverse of the L2 penalty.
    """
    inputs = sparse.hstack([ngrams, sparse.csr_matrix(dense)], format="csr")
    wanted = np.array([labels.index(example.label) for example in examples])
    trust = np.array([example.weight for example in examples])
    model = LogisticRegression(C=strength, max_iter=80, tol=1e-3)
    model.fit(inputs, wanted, sample_weight=trust)
    weights = model.coef_.T.astype(np.float32)
    bits = ngrams.shape[1]
    return LinearHead(
        labels=tuple(labels),
        table=weights[:bits],
        dense=weights[bits:],
        bias=model.intercept_.astype(np.float32),
        temperature=1.0,
    )


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
