"""A quick stand-in for the clustering: a theme per topic word, with what people decided honoured."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

TOPICS = ("login", "delivery", "search")


class Anchor(NamedTuple):
    space: str
    language: str
    centroid: np.ndarray
    threshold: float
    voters: list[int]
    voter_threshold: float


class Found(NamedTuple):
    key: str
    kind: str
    language: str
    name: str
    keywords: list[str]
    size: int
    centroid: np.ndarray
    threshold: float
    quotes: list[int]
    anchors: list[Anchor]


class Result(NamedTuple):
    assignments: list[str | None]
    themes: list[Found]
    echoes: Sequence[int]


def theme(key: str, name: str, members: Sequence[int], embeddings: np.ndarray) -> Found:
    centroid = embeddings[list(members)].mean(axis=0)
    centroid /= np.linalg.norm(centroid)
    anchors = [Anchor("voiced", "en", centroid, 0.8, list(members)[:40], 0.8)]
    return Found(key, "complaint", "en", name, [name], len(members), centroid, 0.8, list(members)[:3], anchors)


def by_topic(
    texts: Sequence[str], languages: Sequence[str], kinds: Sequence[str], embeddings: np.ndarray,
    previous: Sequence[str | None], held: Collection[str] = (), lasting: Collection[str] = (),
    speakers: Sequence[str | None] = (),
) -> Result:  # fmt: skip
    """A theme per topic word; it keeps the id that most of its texts had. Held ones keep their texts."""
    found, assignments = [], [key if key in held else None for key in previous]
    for key in sorted({key for key in assignments if key}):
        found.append(theme(key, key, [i for i, own in enumerate(assignments) if own == key], embeddings))
    for topic in TOPICS:
        members = [i for i, text in enumerate(texts) if topic in text and assignments[i] is None]
        if not members:
            continue
        before = [previous[i] for i in members if previous[i]]
        key = max(set(before), key=before.count) if before else f"new-{topic}"
        found.append(theme(key, topic, members, embeddings))
        for i in members:
            assignments[i] = key
    return Result(assignments, found, range(len(texts)))


def in_two(
    texts: Sequence[str], languages: Sequence[str], kinds: Sequence[str], embeddings: np.ndarray,
    parts: int | np.ndarray,
) -> tuple[np.ndarray, list[Found]]:  # fmt: skip
    """By parity of the last digit, if nobody says otherwise."""
    labels = np.array([int(text[-1]) % 2 for text in texts]) if isinstance(parts, int) else parts
    groups = [np.flatnonzero(labels == part) for part in range(2)]
    return labels, [theme(str(part), f"part {part}", own, embeddings) for part, own in enumerate(groups) if len(own)]


async def send(caller, engine, texts, start=0):
    body = [
        {"submission_id": f"s-{start + number}", "text": text, "channel": "review", "customer": f"c-{number}"}
        for number, text in enumerate(texts)
    ]
    await caller.http.post("/v1/feedback", json=body)
    await engine.settle()


def texts(count, topic):
    return [f"{topic} crash number {number}" for number in range(count)]
