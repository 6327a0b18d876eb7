"""What a radiograph looks like, whatever its greys: detail and descriptors that outlive crops, turns and negatives.

Descriptors are SIFT's (Lowe, Int J Comput Vis 2004; 60:91-110) at a fixed upright orientation, with opposite gradient
directions put together, so that a negative has the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

__all__ = ['SYMMETRIES', 'Look', 'look_of', 'view_matrix', 'viewed']

_SIDE = 256
_MOST_POINTS = 200
_LEAST_SIZE = 2.2
"""Diameter of the smallest spot, px of the small image: what is finer is noise and does not outlive a JPEG."""
_FINE, _COARSE, _WIDE, _FLOOR = 1.0, 6.0, 12.0, 3.0
"""Standard deviations of the band of detail and of the region that its strength is measured in, px; and a grey value
below which there is no detail but noise."""
SYMMETRIES = tuple((mirrored, turns) for turns in range(4) for mirrored in (False, True))
"""Views of an image: mirrored or not, then turned by quarters to the left."""


@dataclass(frozen=True)
class Look:
    """What is kept of an image to compare it with others.

    detail: (h, w) float16, longer side 256 px; local detail divided by its strength around. places_px: (n, 2) of the
    descriptors in it, at most 200. descriptors: (n, 64) float16, unit length. size_px: (w, h) of the image.
    """

    detail: np.ndarray
    places_px: np.ndarray
    descriptors: np.ndarray
    size_px: tuple[int, int]

    @property
    def to_image(self) -> np.ndarray:
        """(3, 3) from px of the detail to px of the image; whole numbers are the middles of pixels."""
        scale = np.divide(self.size_px, self.detail.shape[::-1])
        matrix = np.diag([*scale, 1.0])
        matrix[:2, 2] = (scale - 1) / 2
        return matrix


def look_of(greys: np.ndarray) -> Look:
    """Look of an image (H, W) uint8; one that shows nothing has no descriptors."""
    shrink = _SIDE / max(greys.shape)
    size = tuple(max(round(side * shrink), 1) for side in greys.shape[::-1])
    small = cv2.resize(greys, size, interpolation=cv2.INTER_AREA if shrink < 1 else cv2.INTER_LINEAR)
    detail = _detail(small.astype(np.float32))
    places, descriptors = _describe(np.clip(128 + 50 * detail, 0, 255).astype(np.uint8))
    return Look(detail.astype(np.float16), places, descriptors.astype(np.float16), greys.shape[::-1])


def viewed(look: Look, symmetry: tuple[bool, int]) -> Look:
    """Look of the image seen in one of the :data:`SYMMETRIES`; the size stays that of the image."""
    mirrored, turns = symmetry
    detail = np.rot90(look.detail[:, ::-1] if mirrored else look.detail, turns)
    matrix = view_matrix(look.detail.shape[::-1], symmetry)
    places = look.places_px @ matrix[:2, :2].T + matrix[:2, 2]
    cells = look.descriptors.reshape(-1, 4, 4, 4)  # y, x, direction in steps of 45 degrees, opposite ones together
    if mirrored:
        cells = cells[:, :, ::-1][..., [0, 3, 2, 1]]
    for _ in range(turns):
        cells = np.rot90(cells, axes=(1, 2))[..., [2, 3, 0, 1]]
    return replace(look, detail=detail, places_px=places, descriptors=cells.reshape(look.descriptors.shape))


def view_matrix(size_px: tuple[int, int], symmetry: tuple[bool, int]) -> np.ndarray:
    """(3, 3) from pixels of an image (w, h) to those of its view.

    Example: 10 px wide, mirrored -> x = 0 goes to 9
    """
    (width, height), (mirrored, turns) = size_px, symmetry
    matrix = np.array([[-1.0, 0, width - 1], [0, 1, 0], [0, 0, 1]]) if mirrored else np.eye(3)
    for _ in range(turns):
        matrix = np.array([[0.0, 1, 0], [-1, 0, width - 1], [0, 0, 1]]) @ matrix
        width, height = height, width
    return matrix


def _detail(small: np.ndarray) -> np.ndarray:
    band = cv2.GaussianBlur(small, (0, 0), _FINE) - cv2.GaussianBlur(small, (0, 0), _COARSE)
    return band / (np.sqrt(cv2.GaussianBlur(band * band, (0, 0), _WIDE)) + _FLOOR)


def _describe(detail: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places (n, 2) and descriptors (n, 64) of the strongest spots."""
    sift = cv2.SIFT_create(nfeatures=0, contrastThreshold=0.0, edgeThreshold=15)
    spots = {}
    for spot in sift.detect(detail):  # one spot of several orientations is one
        if spot.size >= _LEAST_SIZE:
            spots.setdefault((*spot.pt, spot.size), spot)
    strongest = sorted(spots.values(), key=lambda spot: (-spot.response, spot.pt))[:_MOST_POINTS]
    for spot in strongest:
        spot.angle = 0.0
    kept, descriptors = sift.compute(detail, strongest) if strongest else ((), None)
    if not kept:
        return np.zeros((0, 2)), np.zeros((0, 64), np.float32)
    cells = descriptors.reshape(-1, 4, 4, 8)
    undirected = np.sqrt(cells[..., :4] + cells[..., 4:]).reshape(-1, 64)
    lengths = np.linalg.norm(undirected, axis=1, keepdims=True)
    return np.array([spot.pt for spot in kept]), undirected / np.maximum(lengths, 1e-6)
