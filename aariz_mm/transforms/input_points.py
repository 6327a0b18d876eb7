"""The landmarks of a record in the frame of the network's input: every one is kept, in its place in the list."""

from __future__ import annotations

import numpy as np

from ..geometry import inside_image

__all__ = ['hide_points', 'read_input_points', 'write_input_points']


def read_input_points(results: dict, reader: str) -> np.ndarray | None:
    """Landmarks (K, 2) in pixels of ``img``, float64; None where the record has none at all.

    Args:
        reader: name of the transform that asks, for the message.
    Errors:
        ValueError: the landmarks are still in original pixels, so that they would no longer fit the image.
    """
    if results.get('transformed_keypoints') is not None:
        return results['transformed_keypoints'][0, :, :2].astype(np.float64)
    if results.get('keypoints') is not None:
        raise ValueError(
            f'{results.get("img_path", "record")}: {reader} found landmarks in original pixels only; put it after '
            'CephalogramAffine, which takes image and landmarks to the input of the network'
        )
    return None


def write_input_points(results: dict, points_px: np.ndarray | None) -> None:
    """Put moved landmarks (K, 2) back; those beyond the border of ``img`` become invisible. None changes nothing.

    So do those that were beyond it before: a move does not bring back what the image had lost.
    """
    if points_px is None:
        return
    size, points = results['img'].shape[1::-1], results['transformed_keypoints'].copy()
    seen = inside_image(points[0, :, :2], size) & inside_image(points_px, size)
    points[0, :, :2] = points_px
    results['transformed_keypoints'] = points
    hide_points(results, ~seen)


def hide_points(results: dict, hidden: np.ndarray) -> None:
    """Make the landmarks of a mask (K,) invisible, so that they weigh nothing; they stay in the list."""
    visible = results['keypoints_visible'].copy()
    visible[0, hidden] = 0
    results['keypoints_visible'] = visible
