"""Where the labels go: greedy placement that keeps them off each other, off the marks and off the anatomy."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.geometry import cross

__all__ = ['leader_ends', 'overlap_areas', 'place_labels', 'segments_cross']

_DIRECTIONS = 24
_STEPS = (0.0, 0.5, 1.0, 1.7, 2.5, 3.5, 5.0, 7.0)
"""Distances tried, in label heights beyond the mark."""
_SHRINK, _SAMPLED_SIDE = 2, 128

# What a label pays, in the unit 'label heights away from its landmark'.
_COST_OVER_LABEL = 60.0  # the whole label covered
_COST_OVER_MARK = 12.0  # one whole mark covered
_COST_LEADER_OVER_MARK = 4.0
_COST_LEADER_CROSSING = 8.0
_COST_DETAIL = 3.0  # on the strongest edges of the radiograph instead of empty film
_COST_INWARD = 0.4  # towards the middle of all landmarks instead of away from it


def place_labels(anchors: np.ndarray, sizes: np.ndarray, marks: np.ndarray, grey: np.ndarray, gap: float) -> np.ndarray:
    """Boxes for labels, each near its anchor.

    The most crowded label is placed first; a second round lets each one move once all the others are known.

    Args:
        anchors: (N, 2), px of ``grey``, (x, y), finite.
        sizes: (N, 2), [w, h] of the labels.
        marks: (M, 4), boxes x0 y0 x1 y1 that are to stay uncovered.
        grey: (H, W), the picture; labels stay inside it and prefer its empty parts.
        gap: px between an anchor and the nearest edge of its label.
    Returns:
        (N, 4), boxes x0 y0 x1 y1.
    """
    anchors, sizes = np.asarray(anchors, float), np.asarray(sizes, float)
    boxes = np.full((len(anchors), 4), np.nan)
    if len(anchors) == 0:
        return boxes
    detail = _detail_integral(grey)
    crowding = np.exp(-np.linalg.norm(anchors[:, None] - anchors[None], axis=2) / sizes[:, 0].mean()).sum(axis=1)
    candidates = _candidate_boxes(anchors, sizes, gap, grey.shape)
    alone = _costs_alone(candidates, anchors, marks, gap) + _COST_DETAIL * _box_means(detail, candidates)
    for _ in range(2):
        for index in np.argsort(-crowding, kind='stable'):
            cost = alone[index] + _cost_beside_others(candidates[index], index, anchors, boxes)
            boxes[index] = candidates[index][np.argmin(cost)]
    return boxes


def leader_ends(anchors: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """The point of each box (N, 4) that is nearest to its anchor (N, 2): where a leader line ends; (N, 2)."""
    return np.clip(anchors, boxes[:, :2], boxes[:, 2:])


def overlap_areas(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Common area, (N, M), of boxes (N, 4) and others (M, 4); NaN boxes cover nothing."""
    width, height = (
        np.minimum(boxes[:, None, axis + 2], others[None, :, axis + 2])
        - np.maximum(boxes[:, None, axis], others[None, :, axis])
        for axis in (0, 1)
    )
    return np.fmax(width, 0) * np.fmax(height, 0)


def segments_cross(starts: np.ndarray, ends: np.ndarray, starts2: np.ndarray, ends2: np.ndarray) -> np.ndarray:
    """Whether segments (N) and (M) cross properly; (N, M). NaN ends cross nothing."""

    a, b, c, d = starts[:, None], ends[:, None], starts2[None], ends2[None]
    along, along2, between = b - a, d - c, c - a
    start2, end2 = cross(along, between), cross(along, d - a)  # on which side of the first one they lie
    start, end = cross(along2, -between), cross(along2, b - c)
    return (start2 * end2 < 0) & (start * end < 0)


def _detail_integral(grey: np.ndarray) -> np.ndarray:
    """Integral image of edge strength, 0 on empty film and 1 on the strongest tenth of the picture.

    It is of a picture of half the size (:data:`_SHRINK`), which is enough for labels and takes a quarter of the time.
    """
    size = [max(side // _SHRINK, 1) for side in grey.shape[::-1]]
    whole = np.ascontiguousarray(
        grey[: size[1] * _SHRINK, : size[0] * _SHRINK]
    )  # by whole pixels it is ten times faster
    small = cv2.resize(whole, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    smooth = cv2.GaussianBlur(small, (0, 0), 2 / _SHRINK)
    edges = cv2.magnitude(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1))
    step = max(1, min(edges.shape) // _SAMPLED_SIDE)
    strongest = float(np.percentile(edges[::step, ::step], 90))
    return cv2.integral(np.minimum(edges / max(strongest, 1e-6), 1))


def _box_means(integral: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Mean edge strength below boxes (..., 4) of the whole picture; (...)."""
    height, width = integral.shape[0] - 1, integral.shape[1] - 1
    corners = np.clip(np.round(boxes / _SHRINK), 0, [width, height, width, height]).astype(int)
    x0, y0, x1, y1 = np.moveaxis(corners, -1, 0)
    total = integral[y1, x1] - integral[y0, x1] - integral[y1, x0] + integral[y0, x0]
    return total / np.maximum((x1 - x0) * (y1 - y0), 1)


def _candidate_boxes(anchors: np.ndarray, sizes: np.ndarray, gap: float, shape: tuple[int, int]) -> np.ndarray:
    """Boxes of ``sizes`` (N, 2) around ``anchors`` (N, 2), pushed inside a picture of ``shape`` (H, W); (N, C, 4)."""
    angles = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    distances = gap + sizes[:, 1:] * np.array(_STEPS)
    anchors, sizes = anchors[:, None], sizes[:, None]
    # 1.4: at 45 degrees the corner, not the middle of an edge, faces the anchor
    reach = (np.clip(directions * 1.4, -1, 1) * sizes / 2)[:, None]
    centers = anchors[:, None] + directions * distances[..., None, None] + reach
    corners = centers.reshape(len(anchors), -1, 2) - sizes / 2
    low = np.clip(corners, 0, np.maximum(np.array(shape[::-1]) - sizes, 0))
    return np.concatenate([low, low + sizes], axis=2)


def _costs_alone(candidates: np.ndarray, anchors: np.ndarray, marks: np.ndarray, gap: float) -> np.ndarray:
    """What each candidate box (N, C, 4) costs by its place and the marks, whatever the other labels do; (N, C)."""
    ends = np.clip(anchors[:, None], candidates[..., :2], candidates[..., 2:])
    heights = candidates[:, :1, 3] - candidates[:, :1, 1]
    mark_area = np.maximum((marks[:, 2:] - marks[:, :2]).prod(axis=1), 1)
    covered = (overlap_areas(candidates.reshape(-1, 4), marks) / mark_area).sum(axis=1).reshape(ends.shape[:2])
    hits = [_leader_hits(anchor, tips, marks) for anchor, tips in zip(anchors, ends, strict=True)]
    outward = (candidates[..., :2] + candidates[..., 2:]) / 2 - anchors[:, None]
    outward /= np.maximum(np.linalg.norm(outward, axis=2, keepdims=True), 1e-6)
    away = anchors - anchors.mean(axis=0)
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    return (
        (np.linalg.norm(ends - anchors[:, None], axis=2) - gap) / heights
        + _COST_OVER_MARK * covered
        + _COST_LEADER_OVER_MARK * np.array(hits)
        - _COST_INWARD * (outward * away[:, None]).sum(axis=2)
    )


def _cost_beside_others(candidates: np.ndarray, index: int, anchors: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """What each candidate box (C, 4) of label ``index`` costs beside the labels that have been placed; (C,)."""
    start = anchors[index][None]
    low, high = np.minimum(anchors, boxes[:, :2]), np.maximum(anchors, boxes[:, 2:])  # NaN where none was placed
    reach = np.minimum(candidates[:, :2].min(axis=0), start), np.maximum(candidates[:, 2:].max(axis=0), start)
    others = ((low <= reach[1]) & (high >= reach[0])).all(axis=1)  # what is elsewhere costs nothing
    others[index] = False
    if not others.any():
        return np.zeros(len(candidates))
    width, height = candidates[0, 2:] - candidates[0, :2]
    crossings = segments_cross(
        start, leader_ends(start, candidates), anchors[others], leader_ends(anchors[others], boxes[others])
    )
    over = overlap_areas(candidates, boxes[others]).sum(axis=1) / (width * height)
    return _COST_OVER_LABEL * over + _COST_LEADER_CROSSING * crossings.sum(axis=1)


def _leader_hits(anchor: np.ndarray, ends: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """How many marks, but for those around ``anchor`` itself, each leader from it to one of ends (C, 2) hits; (C,)."""
    low, high = np.minimum(ends.min(axis=0), anchor), np.maximum(ends.max(axis=0), anchor)
    in_reach = ((marks[:, :2] <= high) & (marks[:, 2:] >= low)).all(axis=1)
    own = ((marks[:, :2] <= anchor) & (anchor <= marks[:, 2:])).all(axis=1)
    x, y = np.moveaxis(anchor + np.linspace(0, 1, 9)[:, None, None] * (ends - anchor), -1, 0)[..., None]
    left, top, right, bottom = marks[in_reach & ~own].T
    inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    return inside.any(axis=0).sum(axis=1)
