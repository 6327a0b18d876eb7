"""Two levels for two tasks."""

from __future__ import annotations

from collections.abc import Sequence

from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor


@MODELS.register_module()
class CoarseAndFine(BaseModule):
    """Hands on the backbone's coarsest level before what another neck makes of all levels.

    A head that reads ``feats[0]`` sees the whole picture (a class of it), one that reads ``feats[-1]`` the details.

    Args:
        fine: config of a neck of all levels; its last output counts.
    """

    def __init__(self, fine: dict, init_cfg: dict | None = None):
        super().__init__(init_cfg)
        self.fine = MODELS.build(fine)

    def forward(self, feats: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """(B, C_i, H_i, W_i) per level, fine to coarse -> the coarsest of them and the neck's output."""
        return feats[-1], self.fine(feats)[-1]
