"""Join themes that a person would call by one name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.naming.names import Name

_LEAST = 0.55
_SHARE = 0.95


def joined(names: Sequence[Name], centroids: np.ndarray) -> np.ndarray:
    """Which theme each theme becomes: (n_themes,) int from 0 without gaps.

    Clustering by meaning cuts a large subject into slices. Where the name of one slice says no more
    than that of another ("login", "login · number"), and the two lie closer together than nearly
    all themes do, the cut says nothing. A join never chains: each joins one that joined none.

    Args:
        names: of the themes, in order of size.
        centroids: (n_themes, width) float32, unit rows.
    """
    cosines = centroids @ centroids.T
    above = cosines[np.triu_indices(len(names), 1)]
    close = max(_LEAST, float(np.quantile(above, _SHARE))) if len(above) else 1.0
    words = [set(name.name.replace(" · ", " ").split()) for name in names]
    becomes = np.full(len(names), -1, dtype=np.int64)
    firsts: list[int] = []
    for theme, own in enumerate(words):
        for number, first in enumerate(firsts):
            within = own <= words[first] or words[first] <= own
            if within and cosines[theme, first] >= close:
                becomes[theme] = number
                break
        else:
            becomes[theme] = len(firsts)
            firsts.append(theme)
    return becomes
