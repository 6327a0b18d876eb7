"""From a trained model to the graph that a bundle holds; what can't be represented is refused by name."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from mmpose.models.pose_estimators import TopdownPoseEstimator
from torch import Tensor, nn

from aariz_mm.codecs.spatial_softmax import SpatialSoftmaxCodec
from aariz_mm.models.estimators import CoarseToFineEstimator
from aariz_mm.models.heads import CVMHead, LandmarkCVMHead, SpatialSoftmaxHead

from .graph import CoarseToFineGraph, CropStageGraph, LandmarkGraph, Normalize

__all__ = ['build_graph', 'names_of_outputs']

_LANDMARKS = ('points', 'scores', 'spread', 'errors')


class _Features(nn.Module):
    """Backbone and neck."""

    def __init__(self, backbone: nn.Module, neck: nn.Module | None):
        super().__init__()
        self.backbone, self.neck = backbone, neck

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        feats = self.backbone(picture)
        return feats if self.neck is None else self.neck(feats)


class _StageBranch(nn.Module):
    """Feature levels -> probabilities (B, 6), by a CVM head of its own or within a joint head."""

    def __init__(self, head: CVMHead, level: int = -1, convs: nn.Module | None = None):
        super().__init__()
        self.head, self.level, self.convs = head, level, convs

    def forward(self, feats: tuple[Tensor, ...]) -> Tensor:
        features = feats[self.level] if isinstance(feats, tuple | list) else feats
        features = features if self.convs is None else self.convs(features)
        return self.head.probabilities(self.head(features))


def build_graph(model: nn.Module) -> nn.Module:
    """The graph of a trained model, in evaluation mode, sharing its weights.

    Args:
        model: a ``TopdownPoseEstimator`` with a ``SpatialSoftmaxHead``, alone or in a ``LandmarkCVMHead`` that reads
            the whole picture; a ``CoarseToFineEstimator`` of such heads; or an ``ImageClassifier`` with a ``CVMHead``.
    Errors:
        ValueError: any other model, with the part that is the cause.
    """
    normalize = _normalize(model)
    if type(model) is CoarseToFineEstimator:
        _check_head('head', model.head)
        _check_head('refiner.head', model.refiner.head)
        features = _Features(model.backbone, model.neck if model.with_neck else None)
        graph = CoarseToFineGraph(
            normalize,
            features,
            model.head,
            model.head.decoder.input_size,
            model.coarse_size,
            model.refiner,
            model.coarse_share,
        )
    elif type(model) is TopdownPoseEstimator:
        features = _Features(model.backbone, model.neck if model.with_neck else None)
        graph = LandmarkGraph(normalize, features, *_landmarks_and_stage(model.head))
    elif isinstance(getattr(model, 'head', None), CVMHead):
        features = _Features(model.backbone, model.neck if getattr(model, 'with_neck', False) else None)
        graph = CropStageGraph(normalize, features, _StageBranch(model.head))
    else:
        raise ValueError(_refusal(f'model {type(model).__name__}'))
    return graph.eval()


def names_of_outputs(graph: nn.Module) -> tuple[str, ...]:
    """Which of :data:`~aariz_mm.reading.bundle.OUTPUTS` a graph has, in its order."""
    if isinstance(graph, CropStageGraph):
        return ('stage',)
    return (*_LANDMARKS, 'stage') if getattr(graph, 'stage', None) is not None else _LANDMARKS


def _landmarks_and_stage(head: nn.Module) -> tuple[nn.Module, nn.Module | None]:
    if not isinstance(head, LandmarkCVMHead):
        _check_head('head', head)
        return head, None
    _check_head('head.landmark_head', head.landmark_head)
    if head.cvm_pooling is not None:
        raise ValueError(_refusal('head.cvm_roi, the region of C2 to C4 within the features'))
    return head.landmark_head, _StageBranch(head.cvm_head, head.cvm_feats, head.cvm_convs)


def _check_head(key: str, head: nn.Module) -> None:
    if type(head) is not SpatialSoftmaxHead or type(head.decoder) is not SpatialSoftmaxCodec:
        raise ValueError(_refusal(f'{key} {type(head).__name__} with {type(getattr(head, "decoder", None)).__name__}'))


def _normalize(model: nn.Module) -> Normalize:
    preprocessor = model.data_preprocessor
    mean, std = (getattr(preprocessor, name, None) for name in ('mean', 'std'))
    if not isinstance(mean, Tensor) or not isinstance(std, Tensor):
        raise ValueError(_refusal('data_preprocessor without mean and std'))
    return Normalize(*(_three(values) for values in (mean, std)))


def _three(values: Tensor) -> Sequence[float]:
    numbers = torch.flatten(values).tolist()
    return numbers * 3 if len(numbers) == 1 else numbers


def _refusal(part: str) -> str:
    return (
        f'{part} can not be written into a bundle; what can: a SpatialSoftmaxHead, alone, coarse to fine or with a CVM '
        'head that reads the whole picture, and a CVMHead on crops'
    )
