"""Fit the weights of a shift."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from ml.classify.heads import softmax

_STEPS = 60


def fit_weights(
    read: sparse.csr_matrix, offsets: np.ndarray, targets: np.ndarray, trust: np.ndarray, penalty: float
) -> np.ndarray:
    """Multinomial logistic regression on top of fixed scores: (n_features, n_labels) float32.

    The offsets are the shipped head's scores, so zero weights are that head; the penalty pulls towards it.

    Args:
        read: (n, n_features) float32.
        offsets: (n, n_labels) float32, log-probabilities.
        targets: (n, n_labels) float32, rows sum to one; soft where a text only keeps its present reading.
        trust: (n,) float32, the weight of each text.
        penalty: of the squared weights.
    """
    shape = (read.shape[1], offsets.shape[1])
    turned = read.T.tocsr()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        probabilities = softmax(offsets + read @ weights)
        surprise = -(trust[:, None] * targets * np.log(np.maximum(probabilities, 1e-12))).sum()
        gradient = turned @ (trust[:, None] * (probabilities - targets)) + penalty * weights
        return float(surprise + 0.5 * penalty * (flat @ flat)), np.asarray(gradient, dtype=np.float64).ravel()

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return found.x.reshape(shape).astype(np.float32)
