"""What is measured, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from ml.evaluate import (
    Figure,
    aspects,
    clustering,
    corrections,
    distributed,
    heads,
    languages,
    likeness,
    names,
    personal,
    retrieval,
    speed,
    stability,
    unwanted,
)
from ml.evaluate.run import Run


@dataclass(frozen=True)
class Part:
    """Some rows of the table, measured together."""

    name: str
    """As `--only` takes it."""
    module: ModuleType
    """Of it and of all that it imports, a change makes the figures old."""
    measure: Callable[[Run], Sequence[Figure]]


PARTS = (
    Part("kind", heads, heads.kind),
    Part("sentiment", heads, lambda run: heads.sentiment(run.data, run.analyser)),
    Part("segments", aspects, lambda run: aspects.segments(run.analyser)),
    Part("language", languages, lambda run: languages.language(run.data)),
    Part("redaction", personal, lambda run: personal.personal(run.data)),
    Part("noise", unwanted, lambda run: unwanted.unwanted(run.data)),
    Part("learning", corrections, corrections.learning),
    Part("sts", likeness, likeness.measure),
    Part("retrieval", retrieval, retrieval.measure),
    Part("clustering", clustering, clustering.measure),
    Part("names", names, names.measure),
    Part("stability", stability, stability.measure),
    Part("distributed", distributed, distributed.measure),
    Part("speed", speed, speed.measure),
)
