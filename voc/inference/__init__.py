"""The one door to `ml`: a model per process, loaded on first use.

Only tasks use it, so the web process never loads a model; importing this module loads nothing heavy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from voc.analysed import Analysed, OwnHeads, Segment
from voc.inference.model import analyser, configure, load, prepare, version
from voc.inference.questions import (
    conflicting,
    contradictions,
    draft_answer,
    embedded,
    group_questions,
    nearest_questions,
    sentences,
    stripped,
    supported,
)

if TYPE_CHECKING:  # nothing at run time reads these annotations, and importing ml is what we avoid
    import numpy as np

    from ml.naming.ranking import Found
    from ml.pipeline import Analyser, FoundTheme, ThemeResult
    from ml.tree import FoundArea


__all__ = [
    "alike_merits",
    "analyse",
    "called",
    "claims",
    "configure",
    "conflicting",
    "contradictions",
    "divide",
    "draft_answer",
    "elect",
    "embedded",
    "find_areas",
    "find_themes",
    "group_questions",
    "is_printable",
    "learn",
    "load",
    "near_copies",
    "nearest_questions",
    "says",
    "segment_themes",
    "sentences",
    "sharded",
    "space_of",
    "stripped",
    "supported",
    "version",
]


def analyse(texts: Sequence[str], heads: OwnHeads | None = None) -> list[Analysed]:
    """Read texts with the process's model, and with a workspace's own heads if they were made beside it."""
    found = _analysed(own := _own(heads), texts)
    if heads is None or own is analyser():
        return found
    return [one._replace(model=heads.model, heads=heads.id) for one in found]


def alike_merits(
    texts: Sequence[str], likeness: Sequence[float], kind: str, heads: OwnHeads | None = None
) -> list[float]:
    """How likely each text is meant as one like it that a person called `kind`; only their order means anything."""
    from ml.refit.alike import ranked

    return ranked(_own(heads), texts, likeness, kind)


def _analysed(reader: Analyser, texts: Sequence[str]) -> list[Analysed]:
    from ml.noise import is_coarse, noise_of

    readings = reader.read(texts)
    segments = reader.segments(texts, readings)
    return [
        Analysed(
            model=reader.version,
            language=readings.language[index],
            kind=readings.kind[index],
            kind_confidence=float(readings.kind_confidence[index]),
            sentiment=float(readings.sentiment[index]),
            urgency=float(readings.urgency[index]),
            embedding=readings.embeddings[index],
            segments=segments[index],
            noise=noise_of(texts[index]),
            coarse=is_coarse(texts[index]),
        )
        for index in range(len(readings.kind))
    ]


def find_themes(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    previous: Sequence[str | None] | None = None,
    seed: int = 0,
    held: Collection[str] = (),
    lasting: Collection[str] = (),
    speakers: Sequence[str | None] | None = None,
) -> ThemeResult:
    """Group texts into themes per space and language (see `space_of`), carrying the ids in `previous`.

    One of the `speakers` alone makes no theme, however often they say it.

    Themes that are `held` keep their texts together and apart from all others; `lasting` ones live on.
    Of the ways to call a theme its meaning chooses one: see `ml.naming.ranking`.
    """
    prepare()
    from ml.pipeline import find_themes as find

    found = find(texts, languages, kinds, embeddings, previous, seed, held, lasting, speakers)
    return replace(found, themes=called(found.themes))


def sharded() -> ModuleType:
    """The steps by which shards of a workspace find its themes; see `ml.sharded`."""
    prepare()
    from ml import sharded as steps

    return steps


def divide(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    parts: int | np.ndarray,
) -> tuple[np.ndarray, list[FoundTheme]]:
    """The parts of one theme, so many or as given: the part of each text, and what each part is like."""
    prepare()
    from ml.dividing import divide as cut

    labels, found = cut(texts, languages, kinds, embeddings, parts)
    return labels, list(called(found))


def segment_themes(
    texts: Sequence[str], segments: Sequence[Sequence[Segment]], result: ThemeResult
) -> list[list[str | None]]:
    """The theme of every segment of each text, by the keys of a result for the same texts; see `ml.evidence`."""
    from ml.evidence import themes_of

    return themes_of(texts, segments, result)


def says(text: str, keywords: Sequence[str]) -> bool:
    """Whether a text holds one of a theme's keywords, in whatever form of the word."""
    from ml.evidence import says as holds

    return holds(text, keywords)


def is_printable(name: str) -> bool:
    """Whether a name holds no word that nobody would print."""
    from ml.noise import is_profane

    return not is_profane(name)


def find_areas(
    themes: Sequence[FoundTheme], samples: Sequence[Sequence[str]], before: Mapping[str, str], placed: Mapping[str, str]
) -> list[FoundArea]:
    """Areas of found themes, over kinds and languages; `before` and `placed` by people tell a theme's area by key."""
    prepare()
    from ml.tree import find_areas as find

    return list(called(find(themes, samples, before, placed)))


def claims(
    embeddings: np.ndarray, definitions: Sequence[Sequence[str]]
) -> tuple[np.ndarray, list[tuple[np.ndarray, float]]]:
    """Which definition (name, description, examples) each text fits, -1: none; where each lies, from which cosine."""
    from ml import taxonomy

    rows = taxonomy.prototypes([analyser().read(list(definition)).embeddings for definition in definitions])
    labels, least = taxonomy.claims(embeddings, rows)
    return labels, list(zip(rows, least.tolist(), strict=True))


def elect(embeddings: np.ndarray, *known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What members of themes elect for texts, and by how much; `known`: the fields of `ml.cluster.voters.Voters`."""
    from ml.cluster import voters

    return voters.elect(embeddings, voters.Voters(*known))


def near_copies(texts: Sequence[str]) -> list[int]:
    """Place of the text that each repeats nearly word for word, else its own; see `ml.voices`."""
    from ml.text import copy_key
    from ml.voices import near_copies as copies

    return copies([copy_key(text) for text in texts], [True] * len(texts)).tolist()


def space_of(kind: str) -> str:
    """The space that themes of `kind` are found in: one theme may hold a complaint, a wish and a question."""
    from ml.themes import space_of as space

    return space(kind)


def learn(
    lessons: Sequence[tuple[str, str | None, float | None]], ordinary: Sequence[str], current: OwnHeads | None
) -> tuple[bytes | None, dict[str, Any]]:
    """Heads that follow what people said, or None, and the report of the fit: see `ml.refit.learn.taught`."""
    from ml.refit.learn import taught

    return taught(analyser(), lessons, ordinary, current.weights if current is not None else None)


def called(found: Sequence[Found]) -> tuple[Found, ...]:
    """Themes or areas under the best of their candidate names: see `ml.naming.ranking`."""
    from ml.naming.ranking import ranked

    return ranked(found, lambda names, languages: analyser().embed(names, languages))


def _own(heads: OwnHeads | None) -> Analyser:
    """The process's model, with a workspace's own heads if they were made beside it."""
    if heads is None or heads.model != analyser().version:
        return analyser()
    return _with_heads(heads.id, heads.weights)


@lru_cache(maxsize=16)
def _with_heads(_: str, weights: bytes) -> Analyser:
    from ml.refit.shift import Shift

    return analyser().shifted(Shift.unpacked(weights))
