"""Which words texts share, as vectors beside their meaning.

The Korean student blurs what it never saw; that two texts name the same thing is then the surer
sign. With texts of one shop, the share of five nearest neighbours about the same issue rises from
.49 to .53 in Korean. The English encoder knows it all and gains nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from ml.cluster.graph import unit

WORDING_SHARE = {"ko": 0.3}
"""Share of the squared length that wording gets when themes are looked for; 0 for other languages."""
_MOST_TERMS = 1_024
_MOST_COMPONENTS = 256


def beside_wording(rows: np.ndarray, keys: Sequence[Sequence[str]], share: float) -> np.ndarray:
    """Unit rows in which cosine is a mean of likeness in meaning and in wording.

    Args:
        rows: (n, width) float32, unit rows.
        keys: the distinct terms of each text.
        share: of the wording, 0 to 1.

    Returns:
        (n, ≥ width) float32; `rows` where wording says nothing.
    """
    counted = Counter(key for own in keys for key in own)
    terms = [key for key, count in counted.most_common(_MOST_TERMS) if count > 1]
    if not share or not terms:
        return rows
    return np.hstack([np.sqrt(1.0 - share) * rows, np.sqrt(share) * _projected(keys, terms, counted)])


def _projected(keys: Sequence[Sequence[str]], terms: Sequence[str], counted: Counter[str]) -> np.ndarray:
    """Rare terms weigh more; the leading components keep 60,000 texts in memory."""
    column = {key: number for number, key in enumerate(terms)}
    weight = np.log(len(keys) / np.array([counted[key] for key in terms], dtype=np.float32))
    places = [(row, column[key]) for row, own in enumerate(keys) for key in own if key in column]
    at, found = np.array(places).T
    matrix = sparse.csr_matrix((weight[found], (at, found)), shape=(len(keys), len(terms)))
    _, axes = np.linalg.eigh((matrix.T @ matrix).toarray())
    return unit(matrix @ axes[:, ::-1][:, :_MOST_COMPONENTS].astype(np.float32))
