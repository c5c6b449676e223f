"""What every training of a network shares: where it stands, how fast it learns, and one step down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

_WARM_STEPS = 50
_LEAST_SHARE = 0.02


def begun(checkpoint: Path, network: torch.nn.Module, optimiser: torch.optim.Optimizer) -> int:
    """Go on from a checkpoint, if there is one; the steps that are done."""
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["done"])


def save(checkpoint: Path, network: torch.nn.Module, optimiser: torch.optim.Optimizer, done: int) -> None:
    """Write a checkpoint whole; one that is interrupted leaves the one before."""
    scratch = checkpoint.with_suffix(".part")
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "done": done}, scratch)
    scratch.replace(checkpoint)


def pace(optimiser: torch.optim.Optimizer, rates: Sequence[float], step: int, steps: int) -> None:
    """Set the learning rate of each group: it rises over the first steps, then falls to nothing."""
    share = min(1.0, (step + 1) / _WARM_STEPS) * max(_LEAST_SHARE, 1.0 - step / steps)
    for group, rate in zip(optimiser.param_groups, rates, strict=True):
        group["lr"] = rate * share


def descend(network: torch.nn.Module, optimiser: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    """One step against the gradient, no longer than 1."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()


def kept(path: Path, made: Callable[[], np.ndarray]) -> np.ndarray:
    """What an earlier run computed, or compute and keep it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, made())
    return np.load(path)
