"""The values of `ml.sharded` as arrays, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from voc import inference
from voc.themes.sharded.parts import Arrays, names, or_none

WIDE = "<f2"
"""Of what there is much of: cosine moves by less than 1e-3."""


def of_plans(plans: Sequence[Any]) -> dict[str, np.ndarray]:
    """How groups are summed up, as arrays."""
    out = {f"axes{place}": plan.wording.axes for place, plan in enumerate(plans)}
    out |= {f"terms{place}": names(plan.wording.terms) for place, plan in enumerate(plans)}
    return out | {
        "spaces": names([plan.space for plan in plans]),
        "languages": names([plan.language for plan in plans]),
        "per_micro": np.array([plan.per_micro for plan in plans], dtype=np.int64),
        "shares": np.array([plan.wording.share for plan in plans]),
    }


def plans(kept: Arrays) -> list[Any]:
    """What `of_plans` kept."""
    steps = inference.sharded()
    return [
        steps.GroupPlan(
            space, language, per_micro, steps.Wording(tuple(kept[f"terms{at}"].tolist()), kept[f"axes{at}"], share)
        )
        for at, (space, language, per_micro, share) in enumerate(
            zip(*(kept[name].tolist() for name in ("spaces", "languages", "per_micro", "shares")), strict=True)
        )
    ]


def of_told(told: Any) -> dict[str, np.ndarray]:
    """What a shard tells, as arrays."""
    out = {f"sums{place}": sums.astype(WIDE) for place, sums in enumerate(told.sums)}
    out |= {f"worded{place}": worded.astype(WIDE) for place, worded in enumerate(told.worded)}
    return out | {
        "copies": told.copies,
        "before": names(told.before),
        "micro": told.micro.astype(np.int32),
        "stand_in": told.stand_in.astype(np.int32),
        "voice": told.voice,
        "echoes": told.echoes.astype(np.int32),
    }


def told(kept: Arrays, groups: int) -> Any:
    """What `of_told` kept, of so many groups."""
    return inference.sharded().Told(
        sums=tuple(kept[f"sums{place}"].astype(np.float32) for place in range(groups)),
        worded=tuple(kept[f"worded{place}"].astype(np.float32) for place in range(groups)),
        copies=kept["copies"],
        before=tuple(or_none(kept["before"])),
        micro=kept["micro"].astype(np.int64),
        stand_in=kept["stand_in"].astype(np.int64),
        voice=kept["voice"],
        echoes=kept["echoes"].astype(np.int64),
    )


def of_found(reduced: Any, ids: Mapping[str, str]) -> dict[str, np.ndarray]:
    """Where the themes that were found lie, and which micro-clusters are theirs, as arrays.

    Args:
        reduced: as the reducer answered.
        ids: of the themes, by key.
    """
    anchors = [(place, anchor) for place, theme in enumerate(reduced.themes) for anchor in theme.anchors]
    out = {f"micros{shard}": own.astype(np.int32) for shard, own in enumerate(reduced.of_micros)}
    return out | {
        "keys": names([ids[theme.key] for theme in reduced.themes]),
        "owners": np.array([place for place, _ in anchors], dtype=np.int64),
        "spaces": names([anchor.space for _, anchor in anchors]),
        "languages": names([anchor.language for _, anchor in anchors]),
        "centroids": np.array([anchor.centroid for _, anchor in anchors], dtype=np.float32),
        "thresholds": np.array([anchor.threshold for _, anchor in anchors], dtype=np.float32),
    }


def standing(kept: Arrays, plans: Sequence[Any], told: Sequence[Any], held: Sequence[str]) -> tuple[Any, list[Any]]:
    """What `of_found` kept, as `placed` takes it: the standing, and the themes of each shard's micro-clusters."""
    steps = inference.sharded()
    themes: list[tuple[str, list[Any]]] = [(key, []) for key in kept["keys"].tolist()]
    for owner, space, language, centroid, threshold in zip(
        kept["owners"].tolist(), kept["spaces"].tolist(), kept["languages"].tolist(), kept["centroids"],
        kept["thresholds"].tolist(), strict=True,
    ):  # fmt: skip
        themes[owner][1].append(steps.Anchor(space, language, centroid, threshold))
    of_micros = [kept[f"micros{shard}"].astype(np.int64) for shard in range(len(told))]
    return steps.Standing.of(plans, told, of_micros, themes, held), of_micros
