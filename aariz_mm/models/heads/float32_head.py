"""Any head of MMPose, trained in float32 while the backbone is trained in mixed precision."""

from __future__ import annotations

import torch
from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor

from .landmark_count import check_landmark_count


@MODELS.register_module()
class Float32Head(BaseModule):
    """Wraps a head that ``torch.autocast`` breaks or blurs.

    MMPose 1.3.2's heads turn their output into numpy arrays for the accuracy in the log, and numpy has no bfloat16:
    each of them fails in the first step of ``--amp`` on a CPU. The squared error of a heatmap would lose digits, too.
    Without autocast nothing changes.

    Args:
        head: config of the head.
    """

    def __init__(self, head: dict, init_cfg: dict | None = None):
        super().__init__(init_cfg)
        self.head = MODELS.build(head)

    @property
    def decoder(self):
        """The codec of the head."""
        return self.head.decoder

    def forward(self, feats: tuple[Tensor, ...]):
        """As the head's."""
        return self.head(feats)

    def loss(self, feats: tuple[Tensor, ...], batch_data_samples: list, train_cfg: dict | None = None) -> dict:
        """As the head's, computed in float32.

        Errors:
            ValueError: the data has another number of landmarks than the head.
        """
        self._check_count(batch_data_samples)
        with torch.autocast(feats[-1].device.type, enabled=False):
            return self.head.loss(tuple(feat.float() for feat in feats), batch_data_samples, train_cfg=train_cfg or {})

    def _check_count(self, samples: list) -> None:
        name = 'num_joints' if hasattr(self.head, 'num_joints') else 'out_channels'
        found, labels = getattr(self.head, name, None), samples[0].get('gt_instance_labels')
        if found is None or labels is None or 'keypoint_weights' not in labels:
            return
        marked = labels.keypoint_weights.shape[-1]
        if found != 3 * marked:  # UDP's combined maps
            check_landmark_count(found, marked, f'{type(self.head).__name__}.{name}')

    def predict(self, feats: tuple[Tensor, ...], batch_data_samples: list, test_cfg: dict | None = None):
        """As the head's."""
        return self.head.predict(feats, batch_data_samples, test_cfg=test_cfg or {})
