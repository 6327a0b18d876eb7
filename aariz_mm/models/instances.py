"""What models say of landmarks, as MMPose has it."""

from __future__ import annotations

import torch
from mmengine.structures import InstanceData

from ..codecs.spatial_softmax import MapReading, height_scores


def reading_instances(found: MapReading, height_px: int) -> list[InstanceData]:
    """What maps say as MMPose has it: an instance for each image, in pixels of the network's input.

    ``keypoints`` (1, K, 2); ``keypoint_scores`` (1, K), the higher the nearer to the truth they may be; beside them
    what they are made of, ``keypoint_errors`` (1, K), ``keypoint_masses`` (1, K) and ``keypoint_spreads`` (1, K, 3).

    Args:
        height_px: of the network's input, see :func:`height_scores`.
    """
    numbers = torch.stack([height_scores(found.errors, height_px), found.errors, found.masses], dim=-1)
    packed = torch.cat([found.points, numbers, found.spreads], dim=-1).detach()
    return [
        InstanceData(
            keypoints=one[..., :2],
            keypoint_scores=one[..., 2],
            keypoint_errors=one[..., 3],
            keypoint_masses=one[..., 4],
            keypoint_spreads=one[..., 5:],
        )
        for one in packed.cpu().numpy()[:, None]  # the host waits for the device once
    ]
