"""The floor, measured in the same run: what anyone would try first."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union


def predict(texts: Sequence[str], labels: Sequence[str], unseen: Sequence[str]) -> list[str]:
    """Word and character TF-IDF with logistic regression: labels of the unseen texts."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True)
    both = make_union(words, characters)
    model = LogisticRegression(C=5.0, max_iter=60, tol=1e-3).fit(both.fit_transform(texts), labels)
    return [str(label) for label in model.predict(both.transform(unseen))]
