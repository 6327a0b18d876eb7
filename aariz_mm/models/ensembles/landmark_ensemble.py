"""One set of landmarks out of several landmark models and several views of each radiograph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from mmengine.structures import InstanceData, PixelData
from mmpose.models.pose_estimators import TopdownPoseEstimator
from mmpose.registry import MODELS
from mmpose.structures import PoseDataSample
from torch import Tensor, nn

from aariz_mm.arrays import as_array

from ...codecs.spatial_softmax import spatial_softmax
from ..heads.landmark_cvm_head import LandmarkCVMHead
from ..heads.spatial_softmax_head import SpatialSoftmaxHead
from ..instances import reading_instances
from .ensemble import Ensemble
from .joining import join_instances, resize_points, scale_doubts

SPACES = ('heatmap', 'coordinate')


@MODELS.register_module()
class LandmarkEnsemble(Ensemble):
    """Joins the landmarks of every member at every view, in the frame of the network input.

    In the space 'heatmap' the probability maps are averaged, and the codec's local expectation is taken of the mean:
    where members disagree, the peak that most of them see decides. In the space 'coordinate' the decoded landmarks
    are averaged, whatever head and codec found them.

    Args:
        member, checkpoints, **settings: those of :class:`Ensemble`; a member is a ``TopdownPoseEstimator``, or one of
            its subclasses in the space 'coordinate'. Input sizes only in the space 'coordinate'.
        space: 'heatmap', for :class:`SpatialSoftmaxHead` alone, or 'coordinate', for any landmark head.
        weighted, outlier_px: weigh coordinates by their score, and leave out those that stand alone, in pixels of the
            network's input; see :func:`mean_points`; only in the space 'coordinate'.
    Errors:
        FileNotFoundError, ValueError: those of :class:`Ensemble`, an unknown space, a setting or a head that the space
        does not allow, or members that also predict stages.
    Example: ``dict(type='LandmarkEnsemble', member=..., checkpoints=['a.pth'], views=[{}, dict(rotation_deg=3)])``

    MMPose's functions take one: ``init_model(config, cfg_options={'model.checkpoints': ['a.pth', 'b.pth']})``.
    """

    def __init__(
        self,
        member: Mapping | None = None,
        checkpoints: Sequence | Mapping = (),
        space: str = 'heatmap',
        weighted: bool = False,
        outlier_px: float | None = None,
        **settings,
    ):
        if space not in SPACES:
            raise ValueError(f'LandmarkEnsemble: space={space!r} is unknown; use one of {list(SPACES)}')
        if outlier_px is not None and not outlier_px > 0:
            raise ValueError(f'LandmarkEnsemble: outlier_px={outlier_px}, expected a positive number of pixels or None')
        super().__init__(member, checkpoints, **settings)
        if space == 'heatmap' and (weighted or outlier_px is not None or any(self.input_sizes)):
            raise ValueError(
                'LandmarkEnsemble: weighted, input sizes and outlier_px join coordinates, not maps; leave them out or '
                "set space='coordinate'"
            )
        self.space, self.weighted, self.outlier_px = space, weighted, outlier_px
        _check_landmark_members(self.members)
        self.test_cfg = self.members[0].test_cfg
        if space == 'heatmap':
            _check_map_members(self.members)
        for model in self.members:
            # The last step of its ``predict`` would be to original pixels; predictions are joined before it.
            model.add_pred_to_datasample = _instances_alone

    def mean_maps(self, inputs: Tensor) -> Tensor:
        """(B, C, H, W) network input -> (B, K, h, w), mean probability maps over members and views.

        Each map sums to 1, but for what views see beyond the input. Only in the space 'heatmap'.
        """
        size = inputs.shape[-1], inputs.shape[-2]
        maps = (
            view.maps_to_input(spatial_softmax(member.head(member.extract_feat(picture))), size)
            for view, member, picture in self.look(inputs)
        )
        return sum(maps) / (len(self.views) * len(self.members))

    def mean_instances(self, inputs: Tensor, data_samples: Sequence | None = None) -> list[InstanceData]:
        """B instances in pixels of the network input (B, C, H, W), the mean over members and views.

        ``keypoints`` are (1, K, 2), ``keypoint_scores`` and what else members predict of them (1, K) or (1, K, 3).
        """
        size = inputs.shape[-1], inputs.shape[-2]
        predictions = []
        for view, member, picture in self.look(inputs):
            instances = member.predict(picture, _bare_samples(picture, data_samples))
            seen_size = picture.shape[-1], picture.shape[-2]
            for instance in instances:
                points = resize_points(as_array(instance.keypoints)[..., :2], seen_size, size)
                instance.keypoints = view.points_to_input(points, size)
                scale_doubts(instance, size[1] / seen_size[1] / view.scale)
            predictions.append(instances)
        return [
            join_instances(of_image, self.weighted, self.outlier_px, size[1])
            for of_image in zip(*predictions, strict=True)
        ]

    def join(self, inputs: Tensor) -> Tensor:
        """Logits (B, K, h, w) of the mean maps or, in the space 'coordinate', (B, K, 2) in network-input pixels."""
        if self.space == 'heatmap':
            return self.mean_maps(inputs).log()
        return torch.as_tensor(np.concatenate([instance.keypoints for instance in self.mean_instances(inputs)]))

    def predict(self, inputs: Tensor, data_samples: Sequence | None = None) -> list:
        """Samples with the landmarks in original pixels, as a member writes them.

        With ``output_heatmaps`` in the member's ``test_cfg`` they have the mean maps, in the space 'heatmap' alone.
        """
        fields, first = None, self.members[0]
        if self.space == 'coordinate':
            instances = self.mean_instances(inputs, data_samples)
        else:
            maps = self.mean_maps(inputs).detach()
            instances = reading_instances(first.head.decoder.read(maps), inputs.shape[-2])
            if self.test_cfg.get('output_heatmaps', False):
                fields = [PixelData(heatmaps=each) for each in maps]
        return type(first).add_pred_to_datasample(first, instances, fields, data_samples)


def _instances_alone(instances: list, fields: list | None, data_samples: list) -> list:
    return instances


def _bare_samples(picture: Tensor, data_samples: Sequence | None) -> list[PoseDataSample]:
    """Samples for one member to read from: what is known of each image, at the size of the member's input."""
    known = [{} for _ in picture] if data_samples is None else [sample.metainfo for sample in data_samples]
    size = picture.shape[-1], picture.shape[-2]
    return [PoseDataSample(metainfo={**metainfo, 'input_size': size}) for metainfo in known]


def _check_landmark_members(members: Sequence[nn.Module]) -> None:
    for member in members:
        if not isinstance(member, TopdownPoseEstimator):
            raise ValueError(
                f'LandmarkEnsemble: the member is a {type(member).__name__}, expected a TopdownPoseEstimator; '
                'classifiers of C2-C4 crops predict together as a CVMEnsemble'
            )
        if isinstance(member.head, LandmarkCVMHead):
            raise ValueError(
                'LandmarkEnsemble: the head of the member is a LandmarkCVMHead, whose stages would be lost; train '
                'landmarks alone, and let classifiers of C2-C4 crops predict the stage (CVMEnsemble)'
            )


def _check_map_members(members: Sequence[nn.Module]) -> None:
    """Each prediction must be that of the head's maps, and all maps of one grid."""
    for member in members:
        from_maps = type(member).predict is TopdownPoseEstimator.predict
        if not from_maps or not isinstance(member.head, SpatialSoftmaxHead):
            raise ValueError(
                f"LandmarkEnsemble: space='heatmap' joins maps of a TopdownPoseEstimator with a SpatialSoftmaxHead, "
                f"got a {type(member).__name__} with a {type(member.head).__name__}; use space='coordinate'"
            )
    grids = {(member.head.decoder.input_size, member.head.decoder.heatmap_size) for member in members}
    if len(grids) > 1:
        raise ValueError(
            f"LandmarkEnsemble: maps of several input and heatmap sizes {sorted(grids)}; use space='coordinate'"
        )
