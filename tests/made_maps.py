"""A codec and maps whose peaks are known, for the tests of decoding."""

from __future__ import annotations

import numpy as np

from aariz_mm.codecs import SpatialSoftmaxCodec

SIZE = np.array([96, 128])
"""Network input [w, h] of the codecs under test."""


def build_codec(stride=4, **kwargs):
    return SpatialSoftmaxCodec(input_size=SIZE.tolist(), heatmap_size=(SIZE // stride).tolist(), **kwargs)


def gaussian_logits(codec, keypoints, sd_cells=1.5):
    """Logits (K, H, W) whose softmax is a Gaussian about each keypoint (1, K, 2), made from its encoded position."""
    cells = codec.encode(keypoints)['keypoint_labels'][0]
    (width, height), (x, y) = codec.heatmap_size, cells.T[:, :, None, None]
    return -0.5 * ((np.arange(width) - x) ** 2 + (np.arange(height)[:, None] - y) ** 2) / sd_cells**2
