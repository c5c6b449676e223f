"""Train the layers on, with checkpoints: half an hour on two cores, a step at a time.

Each step sees reviews with stars, feedback with kinds and sentences at large. All three hold the vectors where the
teacher's lie; the first teach feelings and the second kinds. The vectors of words stand still: a word that no review
holds stays beside those that are like it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ml.encoder.export import Pooled
from ml.train import running
from ml.train.batches import endless
from ml.train.english.batches import Batch, Texts

_log = logging.getLogger(__name__)
_RATES = (1.5e-4, 1e-3)
"""Of the encoder, of what tells feelings and kinds."""
_HELD = 8.0
"""Of the distance to the teacher's vectors; what is learnt beside must not move them."""
_SAVED_EVERY = 100
_REPORTED_EVERY = 300


@dataclass
class Trainer:
    """Teaches a network feelings and kinds, and its own vectors not to move.

    Args:
        network: tells feelings and kinds; changed in place.
        checkpoint: where the state is kept; found there, training goes on from it.
        steps: in all; the learning rate falls to nothing over them.
        sizes: reviews, feedback with kinds, and sentences at large in a step.
        seed: of the order.
    """

    network: Pooled
    checkpoint: Path
    steps: int = 1_000
    sizes: tuple[int, int, int] = (96, 48, 16)
    seed: int = 0

    def fit(self, reviews: Texts, feedback: Texts, at_large: Texts, report: Callable[[], str]) -> Pooled:
        """Train to the end.

        Args:
            reviews: what feelings are learnt from.
            feedback: what kinds are learnt from.
            at_large: sentences of every sort; their labels are not looked at.
            report: says how good the network is by now.
        """
        optimiser = self._optimiser()
        done = running.begun(self.checkpoint, self.network, optimiser)
        sources = (reviews, feedback, at_large)
        orders = [
            endless(source.cut, size, np.random.default_rng([self.seed, done, number]))
            for number, (source, size) in enumerate(zip(sources, self.sizes, strict=True))
        ]
        began = time.monotonic()
        for step in range(done, self.steps):
            seen = [source.at(next(order)) for source, order in zip(sources, orders, strict=True)]
            losses = self._step(optimiser, step, seen)
            last = step + 1 == self.steps
            if (step + 1) % _SAVED_EVERY == 0 or last:
                running.save(self.checkpoint, self.network, optimiser, step + 1)
                told = report() if (step + 1) % _REPORTED_EVERY == 0 or last else ""
                each = " ".join(f"{loss:.3f}" for loss in losses)
                _log.info("step %d, %.0f s, loss %s %s", step + 1, time.monotonic() - began, each, told)
        return self.network

    def _optimiser(self) -> torch.optim.Optimizer:
        words = self.network.body.embeddings.word_embeddings.requires_grad_(False)
        body = [weight for weight in self.network.body.parameters() if weight.requires_grad]
        known = {id(weight) for weight in (*body, *words.parameters())}
        heads = [weight for weight in self.network.parameters() if id(weight) not in known]
        groups = [{"params": own, "lr": rate} for own, rate in zip((body, heads), _RATES, strict=True)]
        return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)

    def _step(self, optimiser: torch.optim.Optimizer, step: int, seen: Sequence[Batch]) -> list[float]:
        running.pace(optimiser, _RATES, step, self.steps)
        self.network.train()
        # half the precision is four times the speed where the processor multiplies it (AMX), and loses nothing here
        with torch.autocast("cpu", dtype=torch.bfloat16):
            told = [self.network(batch.ids, (batch.ids > 0).long()) for batch in seen]
        moved = torch.cat(
            [1.0 - (own[0].float() * batch.vectors).sum(1) for own, batch in zip(told, seen, strict=True)]
        ).mean()
        felt, kind = _weighted(told[0][1], seen[0]), _weighted(told[1][2], seen[1])
        running.descend(self.network, optimiser, _HELD * moved + felt + kind)
        return [float(each.detach()) for each in (moved, felt, kind)]


def _weighted(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    each = torch.nn.functional.cross_entropy(scores.float(), batch.labels, reduction="none")
    return (each * batch.weights).sum() / batch.weights.sum()
