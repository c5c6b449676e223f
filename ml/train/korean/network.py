"""Train the layers on, with checkpoints: hours on two cores, a step at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ml.encoder.export import Pooled
from ml.train.korean.batches import endless, padded
from ml.train.korean.loss import distilled

_log = logging.getLogger(__name__)
_TOKENS_RATE, _LAYERS_RATE = 1e-3, 2e-4
_WARM_STEPS = 50
_SAVED_EVERY = 200


@dataclass
class Trainer:
    """Teaches a network to place Korean where the translation lies.

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

    def fit(self, cut: Sequence[Sequence[int]], targets: np.ndarray, report: Callable[[], str]) -> Pooled:
        """Train to the end.

        Args:
            cut: token numbers of each Korean sentence.
            targets: (n, width) unit rows, the encoder's vectors of the translations.
            report: says how good the network is by now.
        """
        optimiser, done = self._optimiser(), 0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, weights_only=True)
            self.network.load_state_dict(state["network"])
            optimiser.load_state_dict(state["optimiser"])
            done = state["done"]
        lengths = np.array([len(ids) for ids in cut])
        batches = endless(lengths, self.size, np.random.default_rng([self.seed, done]))
        began = time.monotonic()
        for step in range(done, self.steps):
            chosen = next(batches)
            wanted = torch.from_numpy(targets[chosen].astype(np.float32))
            loss = self._step(optimiser, step, padded([cut[i] for i in chosen]), wanted)
            if (step + 1) % _SAVED_EVERY == 0 or step + 1 == self.steps:
                self._save(optimiser, step + 1)
                _log.info("step %d, %.0f s, loss %.3f, %s", step + 1, time.monotonic() - began, loss, report())
        return self.network

    def _optimiser(self) -> torch.optim.Optimizer:
        tokens = self.network.body.embeddings.word_embeddings.weight
        layers = [weight for weight in self.network.parameters() if weight is not tokens]
        groups = [{"params": [tokens], "lr": _TOKENS_RATE}, {"params": layers, "lr": _LAYERS_RATE}]
        return torch.optim.AdamW(groups, weight_decay=0.01)

    def _step(self, optimiser: torch.optim.Optimizer, step: int, ids: torch.Tensor, wanted: torch.Tensor) -> float:
        share = min(1.0, (step + 1) / _WARM_STEPS) * max(0.02, 1.0 - step / self.steps)
        for group, rate in zip(optimiser.param_groups, (_TOKENS_RATE, _LAYERS_RATE), strict=True):
            group["lr"] = rate * share
        self.network.train()
        # half the precision is four times the speed where the processor multiplies it (AMX), and loses nothing here
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = self.network(ids, (ids > 0).long())
        loss = distilled(found.float(), wanted)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        optimiser.step()
        return float(loss.detach())

    def _save(self, optimiser: torch.optim.Optimizer, done: int) -> None:
        scratch = self.checkpoint.with_suffix(".part")
        state = {"network": self.network.state_dict(), "optimiser": optimiser.state_dict(), "done": done}
        torch.save(state, scratch)
        scratch.replace(self.checkpoint)
