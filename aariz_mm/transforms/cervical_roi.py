"""The crop of C2 to C4 out of a whole radiograph."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from mmcv.transforms import BaseTransform
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from aariz_mm.analysis.cervical_region import cervical_roi, jitter_box
from aariz_mm.arrays import is_labelled

from ..landmarks import select_symbols
from .affine import CephalogramAffine

__all__ = ['CropCervicalROI']


@TRANSFORMS.register_module()
class CropCervicalROI(BaseTransform):
    """Warps the square with C2, C3 and C4 to ``size`` x ``size`` pixels; black beyond the border of the radiograph.

    The square comes from the landmarks of the record, its truth or what a landmark model has predicted, by
    :func:`aariz_mm.analysis.cervical_region.cervical_roi`.

    Required keys: img, the landmarks; image_scale where the pixels are coarser than the frame of the landmarks
    (:class:`CephalogramAffine`). Modified: img, img_shape. Added: cervical_roi (4,) in original pixels, input_size,
    input_center, input_scale and, with ``keypoints``, transformed_keypoints in pixels of the crop.

    Args:
        size: side of the crop, pixels.
        landmarks: the landmarks of the record, a named subset or a list of symbols.
        source: key of their coordinates in original pixels, (1, K, 2) or (K, 2), NaN where missing. For 'keypoints',
            the truth, ``keypoints_visible`` says which are there.
        shift: largest random shift either way, as a share of the side; for training.
        scale: range of the random factor of the side, drawn with a uniform logarithm.
    Errors:
        ValueError: too few landmarks for the region, or an impossible range.
        KeyError: the record has no ``source``.
    """

    def __init__(
        self,
        size: int = 320,
        landmarks: str | Iterable[str] = 'aariz29',
        source: str = 'keypoints',
        shift: float = 0.0,
        scale: tuple[float, float] = (1.0, 1.0),
    ):
        if size < 1 or shift < 0 or len(scale) != 2 or not 0 < scale[0] <= scale[1]:
            raise ValueError(
                f'CropCervicalROI: size={size}, shift={shift}, scale={scale}: expected size >= 1, shift >= 0 and '
                '0 < low <= high'
            )
        self.symbols, self.source = select_symbols(landmarks), source
        self.shift, self.scale = shift, tuple(scale)
        self.to_input = CephalogramAffine(input_size=(size, size))

    @cache_randomness
    def draw(self) -> tuple[np.ndarray, float]:
        """Shift (2,) in sides and factor of the side."""
        return np.random.uniform(-self.shift, self.shift, size=2), float(np.exp(np.random.uniform(*np.log(self.scale))))

    def transform(self, results: dict) -> dict:
        """Crop ``img``; boxes and landmarks in original pixels stay as they are."""
        roi = jitter_box(self._region(results), *self.draw())
        center, side = (roi[:2] + roi[2:]) / 2, roi[2] - roi[0]
        view = {key: value for key, value in results.items() if key != 'bbox_rotation'}
        view.update(bbox_center=center[None].astype(np.float32), bbox_scale=np.full((1, 2), side, dtype=np.float32))
        cropped = self.to_input(view)
        for key in ('img', 'transformed_keypoints', 'input_size', 'input_center', 'input_scale'):
            if key in cropped:
                results[key] = cropped[key]
        results.update(cervical_roi=roi, img_shape=results['img'].shape[:2])
        return results

    def _region(self, results: dict) -> np.ndarray:
        name = results.get('img_path', 'record')
        if self.source not in results:
            raise KeyError(
                f'{name}: no {self.source!r}; CropCervicalROI needs landmarks, so put some there or set source'
            )
        points = np.asarray(results[self.source], dtype=np.float64)
        points = points[0] if points.ndim == 3 else points
        visible = results.get('keypoints_visible') if self.source == 'keypoints' else None
        visible = None if visible is None else is_labelled(visible)
        try:
            return cervical_roi(points, self.symbols, visible)
        except ValueError as error:
            raise ValueError(f'{name}: {error}') from error
