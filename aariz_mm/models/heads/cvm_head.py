"""The head of cervical vertebral maturation: features -> six ordered stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from mmengine.model import BaseModule
from mmengine.structures import BaseDataElement
from mmpose.registry import MODELS
from torch import Tensor, nn
from torch.nn.functional import softplus

from ...landmarks import CVM_STAGES
from ..losses.stage_losses import NO_STAGE

NUM_STAGES = len(CVM_STAGES)
_LEAST_GAP = 1e-3
"""Between two thresholds; softplus alone underflows to 0 far to the left."""
DECISIONS = ('median', 'argmax', 'expected')


class StagePrediction(NamedTuple):
    """What the head says of B images: ``stage`` (B,) int64, 1 to 6; ``probabilities`` (B, 6), each row sums to 1;
    ``expected_stage`` (B,), the mean of the distribution, 1 to 6."""

    stage: Tensor
    probabilities: Tensor
    expected_stage: Tensor


class OrderedStageLogits(nn.Module):
    """One score f and ordered thresholds b: ``log p[k + 1] - log p[k] = f - b[k]`` (adjacent-category logits).

    All thresholds share one weight vector, and the gaps between them are softplus of free numbers, hence positive: the
    differences of ``log p`` fall with k, so the distribution is log-concave, hence unimodal, and every P(stage > k)
    grows with f (rank-consistent). Cumulative logits with ordered thresholds (CORAL) are rank-consistent too, but
    two thresholds that come close make a dip between two peaks. Agresti, Analysis of Ordinal Categorical Data, 4.1.

    Args:
        in_channels: number of features.
        num_stages: number of ordered stages.
    """

    def __init__(self, in_channels: int, num_stages: int = NUM_STAGES):
        super().__init__()
        self.score = nn.Linear(in_channels, 1, bias=False)
        nn.init.normal_(self.score.weight, std=0.01)
        # Gaps of 1 about 0: at score 0 the distribution is symmetric, with a standard deviation near one stage.
        self.first_threshold = nn.Parameter(torch.tensor(-(num_stages - 2) / 2))
        self.raw_gaps = nn.Parameter(torch.full((num_stages - 2,), 1 - _LEAST_GAP).expm1().log())

    def thresholds(self) -> Tensor:
        """(num_stages - 1,), strictly increasing."""
        gaps = softplus(self.raw_gaps) + _LEAST_GAP
        return torch.cat([self.first_threshold[None], self.first_threshold + gaps.cumsum(0)])

    def forward(self, features: Tensor) -> Tensor:
        """(B, C) -> (B, num_stages), log-probabilities up to a constant."""
        steps = self.score(features) - self.thresholds()
        return torch.cat([torch.zeros_like(steps[:, :1]), steps.cumsum(dim=1)], dim=1)


@MODELS.register_module()
class CVMHead(BaseModule):
    """Six ordered CVM stages from features; for MMPretrain's ``ImageClassifier``, or inside another head.

    Args:
        in_channels: channels of the features (the last level where there are several).
        ordinal: one score with ordered thresholds (:class:`OrderedStageLogits`); False gives six free logits.
        loss: a loss of (logits (B, 6), stage index (B,)), see :mod:`aariz_mm.models.losses.stage_losses`.
        dropout: share of the pooled features dropped while training.
        decision: the stage that is predicted: 'median' of the distribution, 'argmax', or the rounded 'expected' stage.
            The median is the least wrong in stages (MAE) and is the majority vote of the cumulative questions.
        temperature: by which the logits of a prediction are divided once its stage is decided, as ``aariz-mm
            calibrate-stages`` finds it; 1 leaves the probabilities as they are.

    The truth of a sample is its ``gt_label`` (0 to 5), else its meta value ``cvm_stage`` (1 to 6); a ``gt_label``
    of -1 or a ``cvm_stage`` of None means unknown, and such a sample adds nothing to the loss.
    """

    def __init__(
        self,
        in_channels: int,
        ordinal: bool = True,
        loss: dict | None = None,
        dropout: float = 0.0,
        decision: str = 'median',
        init_cfg: dict | list | None = None,
        temperature: float = 1.0,
    ):
        super().__init__(init_cfg)
        if not 0 < temperature < float('inf'):
            raise ValueError(f'CVMHead: temperature={temperature!r}, expected a positive number')
        if decision not in DECISIONS:
            raise ValueError(f'CVMHead: decision={decision!r} is unknown; use one of {list(DECISIONS)}')
        self.in_channels, self.decision, self.temperature = in_channels, decision, temperature
        self.dropout = nn.Dropout(dropout)
        self.stages = OrderedStageLogits(in_channels) if ordinal else nn.Linear(in_channels, NUM_STAGES)
        default_loss = dict(type='StageCumulativeLoss' if ordinal else 'StageCrossEntropyLoss')
        self.loss_module = MODELS.build(loss or default_loss)

    def pre_logits(self, feats: Tensor | Sequence[Tensor]) -> Tensor:
        """Pooled features (B, C) of (B, C, H, W) or (B, C), or of the last of several levels."""
        features = feats if isinstance(feats, Tensor) else feats[-1]
        features = features.mean(dim=(-2, -1)) if features.ndim == 4 else features
        if features.ndim != 2 or features.shape[1] != self.in_channels:
            raise ValueError(
                f'CVMHead: features {tuple(features.shape)} after pooling, expected (B, {self.in_channels}); '
                'set in_channels to the channels of the last feature level'
            )
        return features

    def forward(self, feats: Tensor | Sequence[Tensor]) -> Tensor:
        """Logits (B, 6): log-probabilities up to a constant per image."""
        return self.stages(self.dropout(self.pre_logits(feats)))

    @staticmethod
    def probabilities(logits: Tensor) -> Tensor:
        """(B, 6) logits -> (B, 6) probabilities; each row sums to 1."""
        return logits.float().softmax(dim=1)

    def decide(self, probabilities: Tensor) -> StagePrediction:
        """Stage by the rule of ``decision``, with the distribution at the head's temperature and its mean."""
        numbers = torch.arange(1, NUM_STAGES + 1, device=probabilities.device)
        expected = (probabilities * numbers).sum(dim=1)
        if self.decision == 'argmax':
            stage = probabilities.argmax(dim=1) + 1
        elif self.decision == 'median':
            stage = 1 + (probabilities.cumsum(dim=1)[:, :-1] < 0.5).sum(dim=1)
        else:
            stage = (expected + 0.5).floor().long().clamp(1, NUM_STAGES)
        if self.temperature != 1:
            probabilities = (probabilities.log() / self.temperature).softmax(dim=1)
            expected = (probabilities * numbers).sum(dim=1)
        return StagePrediction(stage, probabilities, expected)

    def activation(self, feats: Tensor | Sequence[Tensor]) -> Tensor | None:
        """What each cell adds to the ordered score (class-activation map, Zhou et al., CVPR 2016).

        Returns:
            (B, H, W), above 0 where a cell speaks for a later stage; its mean is the score. None where there is no one
            score (``ordinal=False``), or the features are pooled already.
        """
        features = feats if isinstance(feats, Tensor) else feats[-1]
        if features.ndim != 4 or not isinstance(self.stages, OrderedStageLogits):
            return None
        return torch.einsum('c,bchw->bhw', self.stages.score.weight[0].detach(), features.detach())

    def loss(self, feats: Tensor | Sequence[Tensor], data_samples: Sequence, **_) -> dict[str, Tensor]:
        """``loss_cvm`` and, for the log, ``cvm_mae``: the mean error in stages of the images that have one."""
        logits = self(feats)
        index = stage_indices(data_samples).to(logits.device)
        known = index != NO_STAGE
        wrong_by = (self.decide(self.probabilities(logits.detach())).stage - 1 - index).abs()
        mae = (wrong_by * known).sum() / known.sum().clamp(min=1)
        return dict(loss_cvm=self.loss_module(logits, index), cvm_mae=mae)

    def predict(self, feats: Tensor | Sequence[Tensor], data_samples: Sequence | None = None, **_) -> list:
        """Samples with the prediction from the features, see :meth:`add_predictions`."""
        return self.add_predictions(self.probabilities(self(feats)), data_samples, self.activation(feats))

    def add_predictions(
        self, probabilities: Tensor, data_samples: Sequence | None = None, activation: Tensor | None = None
    ) -> list:
        """Samples with ``pred_score`` (6,), ``pred_label`` (1,), 0 to 5, and ``cvm_expected_stage`` (1,).

        Args:
            probabilities: (B, 6), each row sums to 1.
            data_samples: B samples, written to; None makes new ones of MMPretrain.
            activation: (B, H, W) of :meth:`activation`, written as ``cvm_activation``; None writes none.
        """
        prediction = self.decide(probabilities)
        if data_samples is None:
            from mmpretrain.structures import DataSample

            data_samples = [DataSample() for _ in prediction.stage]
        for sample, stage, probabilities, expected in zip(data_samples, *prediction, strict=True):
            sample.set_pred_score(probabilities).set_pred_label(stage - 1)
            sample.set_field(expected[None], 'cvm_expected_stage', dtype=Tensor)
        if activation is not None:
            for sample, cells in zip(data_samples, activation, strict=True):
                sample.set_field(cells, 'cvm_activation', dtype=Tensor)
        return list(data_samples)


def stage_indices(data_samples: Sequence[BaseDataElement]) -> Tensor:
    """(B,) int64, 0 to 5, or -1 where the stage is unknown; on the device of the labels.

    Errors:
        KeyError: a sample says nothing about its stage.
        ValueError: its ``cvm_stage`` is neither 1 to 6 nor None.
    """
    return torch.cat([_stage_index(sample) for sample in data_samples])


def _stage_index(sample: BaseDataElement) -> Tensor:
    """(1,) int64; a label that lies on a GPU stays there."""
    if 'gt_label' in sample:
        return torch.as_tensor(sample.gt_label, dtype=torch.int64).reshape(1)
    if 'cvm_stage' not in sample.metainfo:
        raise KeyError(
            f'{sample.metainfo.get("img_path", "sample")}: neither gt_label nor the meta value cvm_stage; add one in '
            'the packing transform (cvm_stage=None says that the stage is unknown)'
        )
    stage = sample.metainfo['cvm_stage']
    if stage is not None and not 1 <= stage <= NUM_STAGES:
        raise ValueError(f'{sample.metainfo.get("img_path", "sample")}: cvm_stage {stage}, expected 1 to 6 or None')
    return torch.tensor([NO_STAGE if stage is None else int(stage) - 1])


def set_pose_prediction(sample: BaseDataElement, prediction: StagePrediction, index: int) -> None:
    """Write the prediction for image ``index`` into a ``PoseDataSample``.

    Fields: ``pred_cvm_stage`` (1,), 1 to 6; ``pred_cvm_probabilities`` (6,); ``pred_cvm_expected_stage`` (1,).
    """
    sample.set_field(prediction.stage[index : index + 1], 'pred_cvm_stage', dtype=Tensor)
    sample.set_field(prediction.probabilities[index], 'pred_cvm_probabilities', dtype=Tensor)
    sample.set_field(prediction.expected_stage[index : index + 1], 'pred_cvm_expected_stage', dtype=Tensor)
