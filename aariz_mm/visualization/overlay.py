"""Truth and prediction drawn on a radiograph: arrays in, array out."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from aariz_mm.geometry import pixels_to_cells
from aariz_mm.visualization.error_text import landmark_errors_px, summarise_errors
from aariz_mm.visualization.marks import draw_ellipse, draw_frame
from aariz_mm.visualization.panels import ellipse_item, footer_band, header_band, legend_items, scale_bar_item
from aariz_mm.visualization.scene import Scene, Style, draw_scene

__all__ = ['display_scale', 'draw_landmarks_overlay', 'resize_for_display', 'to_display']


def draw_landmarks_overlay(
    image: np.ndarray,
    symbols: Sequence[str],
    pred_px: np.ndarray | None = None,
    gt_px: np.ndarray | None = None,
    visible: np.ndarray | None = None,
    pixel_size_mm: float | None = None,
    title: str | None = None,
    max_side: int = 1400,
    tracing: bool = True,
    legend: bool = True,
    region_px: np.ndarray | None = None,
    ellipses_px: np.ndarray | None = None,
) -> np.ndarray:
    """Draw truth (ring), prediction (cross), their difference, symbols, errors, tracing, legend and scale bar.

    The radiograph's longer side always becomes ``max_side`` px: larger ones are reduced by area averaging, smaller
    ones enlarged (cubic), so that labels are readable whatever the input. Title and legend are in bands above and
    below it, never on the anatomy. Labels of landmarks in a crowd move aside, with a leader line.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB, in original pixels.
        symbols: K landmark symbols.
        pred_px, gt_px: (K, 2), original pixels, (x, y); a NaN point is left out.
        visible: (K,) bool; False leaves out a landmark altogether. None draws all.
        pixel_size_mm: mm per original pixel. None, when it is unknown: errors are then given in px and the scale
            bar is left out.
        title: text above the radiograph; the mean error is added to it when truth and prediction are there.
        max_side: length of the drawn radiograph's longer side, px.
        tracing: the outlines of the head through the landmarks, faint, of the prediction or, without one, of the truth.
        legend: the band below, with the scale bar.
        region_px: (4,), x1 y1 x2 y2, original pixels, of a box that is framed.
        ellipses_px: (K, 3), about each predicted landmark, of 90 %: semi-axes in original pixels and the angle of the
            first in degrees from x towards y. None draws none.
    Returns:
        (h, w, 3) uint8 RGB; w is the radiograph's drawn width, h its drawn height and that of the bands.
        Inputs are not modified.
    Errors:
        ValueError: a shape, type or pixel size that cannot be drawn.
    """
    _check_image(image, max_side)
    scale = display_scale(image.shape, max_side)
    pixel_size_mm = _known_pixel_size(pixel_size_mm)
    symbols = tuple(symbols)
    shown = _check_visible(visible, len(symbols))
    pred_px, gt_px = (_check_points(name, points, shown) for name, points in (('pred_px', pred_px), ('gt_px', gt_px)))
    errors_px = landmark_errors_px(pred_px, gt_px)
    scene = Scene(to_display(pred_px, scale), to_display(gt_px, scale), errors_px, pixel_size_mm, symbols)
    style = Style.of(max_side)
    canvas = resize_for_display(image, scale)
    if region_px is not None:
        draw_frame(canvas, to_display(np.reshape(region_px, (2, 2)), scale), style.thickness)
    has_ellipses = ellipses_px is not None and scene.pred is not None
    if has_ellipses:
        _draw_ellipses(canvas, scene.pred, ellipses_px, scale, style.thickness)
    canvas = draw_scene(canvas, scene, style, tracing)
    bands = [header_band(canvas.shape[1], title or '', summarise_errors(errors_px, pixel_size_mm), style.band), canvas]
    if legend:
        bands.append(_legend_band(canvas.shape[1], scene, style, image.shape[1], scale, has_ellipses))
    return np.concatenate([band for band in bands if band is not None])


def _legend_band(
    width: int, scene: Scene, style: Style, image_width_px: int, scale: float, has_ellipses: bool
) -> np.ndarray | None:
    in_mm = scene.pixel_size_mm is not None
    items = legend_items(scene.gt is not None, scene.pred is not None, in_mm, style.radius, style.thickness)
    if has_ellipses:
        items.append(ellipse_item(style.radius, style.thickness))
    if in_mm:
        items.append(scale_bar_item(scene.pixel_size_mm, image_width_px, scale, style.thickness))
    return footer_band(width, items, style.band)


def _draw_ellipses(
    canvas: np.ndarray, points: np.ndarray, ellipses_px: np.ndarray, scale: float, thickness: int
) -> None:
    for point, (major, minor, angle) in zip(points, np.asarray(ellipses_px, np.float64), strict=True):
        if np.isfinite([*point, major, minor, angle]).all():
            draw_ellipse(canvas, point, scale * np.array([major, minor]), angle, max(thickness // 2, 1))


def display_scale(shape: tuple[int, ...], max_side: int) -> float:
    """Drawn px per original pixel that bring the longer side of an image of ``shape`` (H, W, ...) to ``max_side``."""
    return max_side / max(shape[:2])


def to_display(points_px: np.ndarray | None, scale: float) -> np.ndarray | None:
    """Original pixels to drawn px; whole numbers are pixel centres in both."""
    return None if points_px is None else pixels_to_cells(points_px, scale)


def resize_for_display(image: np.ndarray, scale: float) -> np.ndarray:
    """A scaled RGB copy (h, w, 3) of a grey or RGB image; averaged down, cubic up."""
    height, width = (max(round(side * scale), 1) for side in image.shape[:2])
    # Down to a half, the two pixels that linear takes cover all; averaging areas takes eight times as long.
    method = cv2.INTER_CUBIC if scale >= 1 else cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_AREA
    resized = cv2.resize(np.ascontiguousarray(image), (width, height), interpolation=method)
    return cv2.cvtColor(resized, cv2.COLOR_GRAY2RGB) if resized.ndim == 2 else resized.copy()


def _check_image(image: np.ndarray, max_side: int) -> None:
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8:
        raise ValueError(
            f'image: expected a uint8 array, got {getattr(image, "dtype", type(image))}; scale it to 0-255'
        )
    if image.ndim not in (2, 3) or 0 in image.shape or (image.ndim == 3 and image.shape[2] != 3):
        raise ValueError(f'image: expected shape (H, W) or (H, W, 3), got {image.shape}; convert it to grey or RGB')
    if max_side < 64:
        raise ValueError(f'max_side: expected at least 64 px, got {max_side}')


def _check_points(name: str, points: np.ndarray | None, shown: np.ndarray) -> np.ndarray | None:
    """A float copy with NaN for landmarks that are not shown."""
    if points is None:
        return None
    points = np.array(points, dtype=np.float64)
    if points.shape != (len(shown), 2):
        raise ValueError(f'{name}: expected shape ({len(shown)}, 2), one row per symbol, got {points.shape}')
    points[~shown | ~np.isfinite(points).all(axis=1)] = np.nan
    return points


def _check_visible(visible: np.ndarray | None, count: int) -> np.ndarray:
    if visible is None:
        return np.ones(count, bool)
    visible = np.asarray(visible)
    if visible.shape != (count,):
        raise ValueError(f'visible: expected shape ({count},), one value per symbol, got {visible.shape}')
    return visible.astype(bool)


def _known_pixel_size(pixel_size_mm: float | None) -> float | None:
    """A positive number, or None when it is unknown (None or NaN)."""
    if pixel_size_mm is None or np.isnan(pixel_size_mm):
        return None
    if not 0 < pixel_size_mm < np.inf:
        raise ValueError(f'pixel_size_mm: expected mm per pixel above 0, got {pixel_size_mm}; use None if unknown')
    return float(pixel_size_mm)
