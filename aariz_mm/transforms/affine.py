"""The one resampling of an image on its way to the network."""

from __future__ import annotations

import cv2
import numpy as np
from mmpose.datasets.transforms import TopdownAffine
from mmpose.registry import TRANSFORMS
from mmpose.structures.bbox import get_udp_warp_matrix, get_warp_matrix

from ..geometry import compose_affine, resampling_matrix
from .channels import change_pixels

__all__ = ['CephalogramAffine']


@TRANSFORMS.register_module()
class CephalogramAffine(TopdownAffine):
    """MMPose's ``TopdownAffine`` for an image whose pixels are coarser than the frame of its landmarks.

    Boxes and keypoints are in original pixels, ``img`` is ``image_scale`` times as fine (1 where the key is
    missing). ``transformed_keypoints`` are in network-input pixels, and the stored centre, scale and size map
    predictions back to original pixels, as in stock MMPose.
    """

    def transform(self, results: dict) -> dict:
        """Warp the image and the landmarks to ``input_size``."""
        width, height = self.input_size
        results['bbox_scale'] = self._fix_aspect_ratio(results['bbox_scale'], aspect_ratio=width / height)
        center, scale = results['bbox_center'][0], results['bbox_scale'][0]
        rotation_deg = results['bbox_rotation'][0] if 'bbox_rotation' in results else 0.0
        build_matrix = get_udp_warp_matrix if self.use_udp else get_warp_matrix
        to_input = build_matrix(center, scale, rotation_deg, output_size=(width, height))

        to_original = np.linalg.inv(resampling_matrix(results.get('image_scale', (1.0, 1.0))))
        matrix, size = compose_affine(to_input, to_original), (int(width), int(height))
        results['img'] = change_pixels(
            results['img'], lambda image: cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR)
        )
        if results.get('keypoints') is not None:
            transformed = results['keypoints'].copy()
            transformed[..., :2] = cv2.transform(results['keypoints'][..., :2], to_input)
            results['transformed_keypoints'] = transformed
        results.update(input_size=(width, height), input_center=center, input_scale=scale)
        return results
