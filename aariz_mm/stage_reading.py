"""What a model says of the CVM stage of one picture, and on what it rests; numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from aariz_mm.cervical import cervical_roi
from aariz_mm.landmarks import CVM_STAGES


@dataclass(frozen=True)
class StageReading:
    """CVM stage of one radiograph or crop.

    ``stage`` 1 to 6; ``probabilities`` (6,), stage 1 first, sum 1; ``cervical_roi_px`` (4,), x1 y1 x2 y2 in its pixels,
    None where landmarks tell none. ``activation`` (h, w) says what each part of ``seen_px``, a box like the last, adds
    to the score: above 0 for a later stage, below for an earlier one. Both are None where the head has no one score.
    """

    stage: int
    probabilities: np.ndarray
    cervical_roi_px: np.ndarray | None = None
    activation: np.ndarray | None = None
    seen_px: np.ndarray | None = None

    @property
    def expected_stage(self) -> float:
        """Mean of the distribution, 1 to 6."""
        return float(np.dot(self.probabilities, np.arange(1, len(CVM_STAGES) + 1)))


def reading_of_radiograph(sample: Any, symbols: Sequence[str]) -> StageReading | None:
    """The stage that a landmark model with a CVM head wrote into a sample; None where it wrote none.

    Args:
        sample: a ``PoseDataSample`` or a dict: ``pred_cvm_stage`` (1,), ``pred_cvm_probabilities`` (6,), perhaps
            ``pred_cvm_activation`` (h, w) and ``pred_cvm_seen`` (4,) in network-input pixels, ``pred_instances`` with
            ``keypoints`` (1, K, 2) in original pixels; arrays or tensors.
        symbols: K landmark symbols.
    """
    if sample.get('pred_cvm_probabilities') is None:
        return None
    activation = sample.get('pred_cvm_activation')
    return StageReading(
        int(as_array(sample.get('pred_cvm_stage')).item()),
        as_array(sample.get('pred_cvm_probabilities')),
        _told_roi(as_array(sample.get('pred_instances').get('keypoints'))[0, :, :2], symbols),
        None if activation is None else as_array(activation),
        None if activation is None else _input_to_original(as_array(sample.get('pred_cvm_seen')), sample),
    )


def reading_of_crop(sample: Any, size: Sequence[int]) -> StageReading:
    """The stage that a crop classifier wrote into a sample.

    Args:
        sample: a ``DataSample`` of MMPretrain or a dict: ``pred_label`` (1,), 0 to 5, ``pred_score`` (6,), perhaps
            ``cvm_activation`` (h, w), and the network's input size as ``img_shape`` (h, w).
        size: (w, h) of the crop, pixels; the whole of it was fitted into the input, centre on centre.
    """
    activation = sample.get('cvm_activation')
    seen = None
    if activation is not None:
        input_size = np.array(sample.get('img_shape')[1::-1], dtype=np.float64)
        half = input_size / (input_size / size).min() / 2
        middle = (np.asarray(size) - 1) / 2
        seen = np.concatenate([middle - half, middle + half])
    return StageReading(
        int(as_array(sample.get('pred_label')).item()) + 1,
        as_array(sample.get('pred_score')),
        activation=None if activation is None else as_array(activation),
        seen_px=seen,
    )


def as_array(values: Any) -> np.ndarray:
    """A numpy array of an array, a list or a tensor."""
    return np.asarray(values.detach().cpu() if hasattr(values, 'detach') else values)


def _told_roi(points_px: np.ndarray, symbols: Sequence[str]) -> np.ndarray | None:
    try:
        return cervical_roi(points_px, symbols)
    except ValueError:
        return None


def _input_to_original(box_px: np.ndarray, sample: Any) -> np.ndarray:
    """As MMPose takes keypoints back."""
    size, scale, center = (np.tile(as_array(sample.get(f'input_{key}')), 2) for key in ('size', 'scale', 'center'))
    return box_px / size * scale + center - scale / 2
