"""Train the layers on, with checkpoints: an hour on two cores, a step at a time.

Each step sees translations, from which the vectors are learnt, and reviews with stars, from which the feelings are:
vectors that put like subjects side by side say little about feelings (film reviews .69 by a regression on them).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ml.encoder.export import Pooled
from ml.train import running
from ml.train.batches import endless
from ml.train.korean.batches import Batch, Felt, Translated
from ml.train.korean.loss import distilled

_log = logging.getLogger(__name__)
_RATES = (1e-3, 2e-4, 1e-3)
"""Of tokens, of layers, of feelings."""
_OTHERS = 8_192
"""Targets that each translation is told from."""
_SAVED_EVERY = 200


@dataclass
class Trainer:
    """Teaches a network to place Korean where the translation lies, and to tell how its writer feels.

    Args:
        network: as `start.network` made it; changed in place.
        checkpoint: where the state is kept; found there, training goes on from it.
        steps: batches in all; the learning rate falls to nothing over them.
        size: sentences in a batch.
        seed: of the order.
    """

    network: Pooled
    checkpoint: Path
    steps: int = 3_000
    size: int = 128
    seed: int = 0

    def fit(self, pairs: Translated, reviews: Felt, report: Callable[[], str]) -> Pooled:
        """Train to the end.

        Args:
            pairs: what the vectors are learnt from.
            reviews: what the feelings are learnt from.
            report: says how good the network is by now.
        """
        optimiser = self._optimiser()
        done = running.begun(self.checkpoint, self.network, optimiser)
        of_pairs = endless(pairs.cut, self.size, np.random.default_rng([self.seed, done]))
        of_reviews = endless(reviews.cut, self.size, np.random.default_rng([self.seed, done, 1]))
        began = time.monotonic()
        drawn = np.random.default_rng([self.seed, done, 2])
        for step in range(done, self.steps):
            others = pairs.drawn(_OTHERS, drawn)
            loss = self._step(optimiser, step, pairs.at(next(of_pairs)), others, reviews.at(next(of_reviews)))
            if (step + 1) % _SAVED_EVERY == 0 or step + 1 == self.steps:
                running.save(self.checkpoint, self.network, optimiser, step + 1)
                _log.info("step %d, %.0f s, loss %.3f, %s", step + 1, time.monotonic() - began, loss, report())
        return self.network

    def _optimiser(self) -> torch.optim.Optimizer:
        tokens = list(self.network.body.embeddings.word_embeddings.parameters())
        feelings = list(self.network.feelings.parameters())
        known = {id(weight) for weight in (*tokens, *feelings)}
        layers = [weight for weight in self.network.parameters() if id(weight) not in known]
        groups = [{"params": own, "lr": rate} for own, rate in zip((tokens, layers, feelings), _RATES, strict=True)]
        return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)

    def _step(
        self, optimiser: torch.optim.Optimizer, step: int, pairs: Batch, others: torch.Tensor, reviews: Batch
    ) -> float:
        running.pace(optimiser, _RATES, step, self.steps)
        self.network.train()
        # half the precision is four times the speed where the processor multiplies it (AMX), and loses nothing here
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = self.network(pairs.ids, (pairs.ids > 0).long())[0]
            felt = self.network(reviews.ids, (reviews.ids > 0).long())[1]
        loss = distilled(found.float(), pairs.wanted, others)
        loss = loss + torch.nn.functional.cross_entropy(felt.float(), reviews.wanted)
        running.descend(self.network, optimiser, loss)
        return float(loss.detach())
