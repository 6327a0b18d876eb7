"""The worst and the median radiographs as pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath

import cv2
import numpy as np

from aariz_mm.arrays import nan_mean

from ..evaluation.cases import LandmarkCases, StageCases
from ..number_text import counted, fixed
from ..visualization.overlay import draw_landmarks_overlay
from .document import Block, Figure, Figures, Paragraph, Section

__all__ = ['file_name', 'picture_section', 'worst_and_median']

_MAX_SIDE = 760
"""Longer side of a drawn radiograph, px."""

_QUALITY = 82
_WHICH = dict(worst='with the largest mean error, worst first', median='around the median of the mean error')


def worst_and_median(errors: np.ndarray, worst: int, median: int) -> tuple[list[int], list[int]]:
    """Images with the largest mean error, worst first, and those around the median one, from small to large.

    Args:
        errors: (B, K), NaN does not count; images without any error are in neither.
    Returns:
        Row numbers; no image is in both.
    Example: mean errors 1, 2, 3, 4, 5 with one worst and one median -> [4], [2]
    """
    means = nan_mean(errors, axis=1)
    order = [int(index) for index in np.argsort(means, kind='stable') if np.isfinite(means[index])]
    highest = order[len(order) - min(worst, len(order)) :][::-1]
    start = max((len(order) - median) // 2, 0)
    middle = [index for index in order[start : start + median] if index not in highest]
    return highest, middle


def picture_section(
    cases: LandmarkCases,
    stages: StageCases | None,
    read_image: Callable[[str], np.ndarray],
    worst: int = 4,
    median: int = 2,
) -> Section:
    """Overlays of truth and prediction; an image that cannot be read gets a sentence.

    ``read_image`` gives (H, W) uint8 for a path, or raises OSError or ValueError.
    """
    errors_mm = cases.errors_mm()
    errors, unit = (errors_mm, 'mm') if np.isfinite(errors_mm).any() else (cases.errors_px(), 'px')
    chosen = zip(_WHICH, worst_and_median(errors, worst, median), strict=True)
    blocks: list[Block] = []
    for kind, images in chosen:
        drawn = [
            _draw(cases, index, f'{kind}_{rank}.jpg', _tell(cases, stages, errors, unit, index), read_image)
            for rank, index in enumerate(images, start=1)
        ]
        figures = tuple(one for one in drawn if isinstance(one, Figure))
        if images:
            blocks.append(Paragraph(f'The {counted(len(images), "radiograph")} {_WHICH[kind]}:'))
        blocks += ([Figures(figures, 440)] if figures else []) + [one for one in drawn if isinstance(one, Paragraph)]
    return Section('Worst and median cases', tuple(blocks) or (Paragraph('No image has a truth to be compared with.'),))


def file_name(img_path: str, img_id: str) -> str:
    """Name of a file without its folders, whatever system wrote the path; the id where no path is known."""
    return PureWindowsPath(PurePosixPath(img_path).name).name or img_id


def _draw(
    cases: LandmarkCases, index: int, name: str, caption: str, read_image: Callable[[str], np.ndarray]
) -> Figure | Paragraph:
    """The overlay of an image, or the sentence that there is none."""
    title = file_name(cases.img_paths[index], cases.img_ids[index])
    try:
        image = read_image(cases.img_paths[index])
    except (OSError, ValueError):
        return Paragraph(f'{caption} The image file is gone or cannot be read, so there is no picture of it.')
    picture = draw_landmarks_overlay(
        image, cases.symbols, cases.pred_px[index], cases.gt_px[index], pixel_size_mm=cases.pixel_size_mm[index],
        title=title, max_side=_MAX_SIDE,
    )  # fmt: skip
    data = cv2.imencode('.jpg', picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    alt = f'Radiograph {title} with the true landmarks as rings and the predicted ones as crosses.'
    return Figure(name, data, picture.shape[1::-1], alt, caption)


def _tell(cases: LandmarkCases, stages: StageCases | None, errors: np.ndarray, unit: str, index: int) -> str:
    """File, mean and largest error, and the stages, of an image in words."""
    title = file_name(cases.img_paths[index], cases.img_ids[index])
    mean, (symbol, largest) = nan_mean(errors[index]), _largest(cases.symbols, errors[index])
    summary = f'{title}: mean error {fixed(mean)} {unit}, largest {fixed(largest)} {unit} ({symbol})'
    return f'{summary}{_stage_words(stages, cases.img_ids[index])}.'


def _largest(symbols: tuple[str, ...], errors: np.ndarray) -> tuple[str, float]:
    index = int(np.nanargmax(errors))
    return symbols[index], float(errors[index])


def _stage_words(stages: StageCases | None, img_id: str) -> str:
    if stages is None or img_id not in stages.img_ids:
        return ''
    index = stages.img_ids.index(img_id)
    return f'; CVM stage: true S{stages.true[index]}, predicted S{stages.pred[index]}'
