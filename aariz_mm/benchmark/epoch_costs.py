"""What a training epoch costs through MMEngine's Runner, beside a bare loop on ready tensors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import torch
from mmengine.config import Config
from mmengine.hooks import Hook
from mmengine.registry import DATASETS

from aariz_mm.benchmark.bare_loop import BareLoop, ready_batch
from aariz_mm.benchmark.gpu_share import measure_busy_share
from aariz_mm.benchmark.results import Goal, Row, compare, single
from aariz_mm.benchmark.step_parts import StepParts, watch
from aariz_mm.benchmark.turns import CLOCKS
from aariz_mm.launching.checked_runner import CheckedRunner

__all__ = ['EpochCosts', 'EpochSettings', 'measure_epochs', 'shorten']

_GOAL = (Goal('ratio', 1.05, 'at most 1.05 of the bare loop'),)
_BUSY = Goal('ours', -90.0, 'at least 90 %')
_MS = 1000
_NEVER = 1_000_000


@dataclass(frozen=True)
class EpochSettings:
    """How epochs are measured: ``rounds`` pairs of ``steps`` steps each, on ``device`` 'cpu' or 'cuda'."""

    rounds: int = 5
    steps: int = 4
    batch_size: int = 8
    device: str = 'cpu'
    clock: str = 'wall'


@dataclass(frozen=True)
class EpochCosts:
    """Rows, and what they mean."""

    rows: list[Row]
    notes: tuple[str, ...]
