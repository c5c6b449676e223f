"""What anyone would try first, from characters and words alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union
from sklearn.preprocessing import normalize

_COMPONENTS = 128


def predict(texts: Sequence[str], labels: Sequence[str], unseen: Sequence[str]) -> list[str]:
    """Word and character TF-IDF with logistic regression: labels of the unseen texts."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    both = make_union(words, _characters(min_df=3))
    model = LogisticRegression(C=5.0, max_iter=60, tol=1e-3).fit(both.fit_transform(texts), labels)
    return [str(label) for label in model.predict(both.transform(unseen))]


def themes(texts: Sequence[str], count: int, seed: int) -> np.ndarray:
    """k-means over the leading components of character TF-IDF, told how many themes there are: (n,) int."""
    read = _characters(min_df=3).fit_transform(texts)
    reduced = TruncatedSVD(min(_COMPONENTS, read.shape[1] - 1), random_state=seed).fit_transform(read)
    return KMeans(count, n_init=3, random_state=seed).fit_predict(normalize(reduced))


def rows(*sides: Sequence[str]) -> list[sparse.csr_matrix]:
    """Character TF-IDF over several lists of texts together, unit rows."""
    read = _characters(min_df=1).fit([text for side in sides for text in side])
    return [read.transform(side) for side in sides]


def _characters(*, min_df: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=min_df, sublinear_tf=True)
