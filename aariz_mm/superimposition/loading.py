"""Timepoints out of results and annotations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.analysis.facing import facing
from aariz_mm.annotations.entries import landmark_index
from aariz_mm.geometry import inside_image
from aariz_mm.intake.uprighting import map_homogeneous
from aariz_mm.landmarks import CVM_STAGES, SYMBOLS
from aariz_mm.predictions import NORMAL_90
from aariz_mm.reading.results import is_corrected
from aariz_mm.reading.traced_places import check_nearness, check_told, read_places
from aariz_mm.reading.tracings import TracedFile, find_radiograph, load_traced

from .timepoints import Timepoint

__all__ = ['NORMAL_95_TO_90', 'load_timepoint']

NORMAL_95_TO_90 = float(np.sqrt(np.log(20) / np.log(10)))
"""Radius of 95 % over that of 90 % of a normal distribution of the plane, 1.14."""
_WIDEST = 2.0
_MOVED_PX = 0.011
"""Places are written with two decimals."""
_FLATTEST = 1e-9
_LEAST_MM, _MOST_MM = 1e-4, 100
_LEAST_FACTOR, _MOST_FACTOR = 0.5, 2.0
_LEAST_ERROR_MM, _MOST_ERROR_MM = 0.01, 20


def load_timepoint(
    path_or_content: str | Path | Mapping[str, Any],
    label: str,
    pixel_size_mm: float | None = None,
    magnification: float | None = None,
    image_path: Path | None = None,
    reader_error_mm: float | None = None,
) -> Timepoint:
    """A timepoint of a result of ``aariz-mm read``, corrected or not, or of an annotation in the dataset's layout.

    Landmarks outside the picture are missing; a photograph is laid flat; a face that looks left is mirrored.

    Args:
        path_or_content: the file, or what it holds. pixel_size_mm: instead of that in the file, whose magnification
            then no longer holds. magnification: how many times larger than life mm of the film are.
        image_path: of the radiograph; by default where the result says, or beside it.
        reader_error_mm: standard deviation, along each axis, of landmarks that a person placed, of whose doubt nothing
            is known otherwise: those that were moved, and all of an annotation.
    Errors:
        FileNotFoundError, ValueError: no such file, no landmarks, no pixel size (a millimetre is never guessed), or
            what cannot be.
    """
    traced = _load(path_or_content, label)
    content, where = traced.content, traced.path
    size_mm, factor, source = _scale(content, where, pixel_size_mm, magnification)
    points_px, ellipses_px = read_places(content, where)
    check_nearness(points_px, where)
    image_size = content.get('image_size')
    if image_size is not None:
        points_px[~inside_image(points_px, image_size)] = np.nan
    matrix, notes = _mm_from_px(points_px, content.get('flattening'), size_mm / (factor or 1.0), where)
    moved = _moved(content, points_px, where)
    ellipses_px[moved] = np.nan
    covariances = _covariances(ellipses_px, matrix, points_px) * _widening(content, where)[:, None, None]
    if reader_error_mm is not None:
        by_person = (moved | (not content.get('made_with'))) & np.isfinite(points_px).all(axis=1)
        covariances[by_person] = np.eye(2) * _check_error(reader_error_mm) ** 2
    stage, probabilities = _stage(content)
    age, sex = _subject(content)
    return Timepoint(
        label=label,
        symbols=SYMBOLS,
        points_mm=map_homogeneous(matrix, points_px),
        covariances_mm=covariances if np.isfinite(covariances).any() else None,
        mm_from_px=matrix,
        pixel_size_mm=size_mm,
        magnification=factor,
        scale_note=_describe_scale(size_mm, factor, source),
        image_path=image_path or find_radiograph(traced),
        image_sha256=str(content.get('image_sha256') or ''),
        image_size=None if image_size is None else (int(image_size[0]), int(image_size[1])),
        pixel_size_source=source,
        reader=_reader(content),
        stage=stage,
        stage_probabilities=probabilities,
        age_years=age,
        sex=sex,
        warnings=(*_sentences(content.get('warnings')), *notes),
    )


def _load(path_or_content: str | Path | Mapping[str, Any], label: str) -> TracedFile:
    if not isinstance(path_or_content, Mapping):
        return load_traced(path_or_content)
    where = Path(label)
    if not isinstance(path_or_content.get('landmarks'), list) or not path_or_content['landmarks']:
        raise ValueError(f'{where}: no landmarks in it; give what a result of aariz-mm read or an annotation holds')
    check_told(path_or_content, where)
    return TracedFile(where, path_or_content)


def _check_error(value: Any) -> float:
    if not _is_number(value, _LEAST_ERROR_MM, _MOST_ERROR_MM):
        raise ValueError(
            f'reader error {str(value)[:60]}, expected the standard deviation in mm of a landmark that a person '
            'places, along each axis, such as 1'
        )
    return float(value)


def _scale(
    content: Mapping[str, Any], where: Path, pixel_size_mm: float | None, magnification: float | None
) -> tuple[float, float | None, str]:
    """mm of the film per pixel, magnification and where the pixel size comes from."""
    given = pixel_size_mm is not None
    size = pixel_size_mm if given else content.get('pixel_size_mm')
    if size is None:
        raise ValueError(
            f'{where}: no pixel size, and changes are told in mm; give the mm per pixel of this radiograph '
            '(--pixel-size), or read it again with --pixel-size or --ruler-mm'
        )
    if not _is_number(size, _LEAST_MM, _MOST_MM):
        raise ValueError(f'{where}: pixel size {str(size)[:60]}, expected mm per pixel such as 0.1')
    factor = content.get('magnification') if magnification is None and not given else magnification
    if factor is not None and not _is_number(factor, _LEAST_FACTOR, _MOST_FACTOR):
        raise ValueError(
            f'{where}: magnification {str(factor)[:60]}, expected how many times larger than life its mm are, such as '
            '1.1; 1 for those of the head itself; leave it out where it is unknown'
        )
    source = 'given' if given else str(content.get('pixel_size_source') or '')
    return float(size), None if factor is None else float(factor), source


def _describe_scale(size_mm: float, factor: float | None, source: str) -> str:
    """Example: '0.1 mm per pixel (given), mm of the film: its magnification is unknown'"""
    scale = f'{size_mm:.4g} mm per pixel' + f' ({source})' * bool(source)
    if factor is None:
        return f'{scale}, mm of the film: its magnification is unknown'
    return f'{scale}, life-size, with a magnification of {factor:.4g}'


def _mm_from_px(points_px: np.ndarray, flattening: Any, mm_per_px: float, where: Path) -> tuple[np.ndarray, list[str]]:
    """Homography (3, 3) of a face to the right, and what is doubtful of it."""
    flat = np.eye(3) if flattening is None else np.array(flattening, dtype=np.float64)
    depths = points_px[np.isfinite(points_px).all(axis=1)] @ flat[2, :2] + flat[2, 2]
    if not abs(np.linalg.det(flat)) > _FLATTEST or not (depths > _FLATTEST).all():
        raise ValueError(f'{where}: flattening {str(flattening)[:60]} lays nothing flat; read the radiograph again')
    laid = map_homogeneous(flat, points_px)
    side = float(facing({symbol: place[None] for symbol, place in zip(SYMBOLS, laid, strict=True)})[0])
    notes = ['which way the face looks cannot be told from its landmarks; it is taken for right'] * (side == 0)
    return np.diag([-mm_per_px if side < 0 else mm_per_px, mm_per_px, 1.0]) @ flat, notes


def _covariances(ellipses_px: np.ndarray, matrix: np.ndarray, points_px: np.ndarray) -> np.ndarray:
    """(K, 2, 2) mm squared, of the ellipses of 90 % (K, 3) at the points (K, 2); NaN where either is missing."""
    major, minor, angle = ellipses_px.T
    cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    axes = np.stack([np.stack([cos, -sin], -1), np.stack([sin, cos], -1)], -2)
    variances = np.stack([major, minor], -1) ** 2 / NORMAL_90
    variances[~(variances > 0).all(axis=-1)] = np.nan
    linear = _derivative(matrix, points_px) @ axes
    return linear * variances[:, None, :] @ np.swapaxes(linear, -1, -2)


def _widening(content: Mapping[str, Any], where: Path) -> np.ndarray:
    """Factors (K,) of variances, 1 or more, where errors reach farther than normal ones: by the radii of 90 and 95 %.

    An ellipse of 90 % says nothing of what lies beyond; changes are told from none at 95 %.
    """
    factors = np.ones(len(SYMBOLS))
    for entry in content['landmarks']:
        radii = entry.get('radius_px')
        pair = [radii.get(level) for level in ('95', '90')] if isinstance(radii, dict) else [None]
        if all(_is_number(one, 1e-6, 1e6) for one in pair):
            factors[landmark_index(entry, where)] = np.clip(pair[0] / pair[1] / NORMAL_95_TO_90, 1, _WIDEST) ** 2
    return factors


def _derivative(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """(K, 2, 2), of a homography at points (K, 2)."""
    depth = points @ matrix[2, :2] + matrix[2, 2]
    laid = map_homogeneous(matrix, points)
    return (matrix[:2, :2] - laid[:, :, None] * matrix[2, :2]) / depth[:, None, None]


def _moved(content: Mapping[str, Any], points_px: np.ndarray, where: Path) -> np.ndarray:
    """Which landmarks (K,) a person moved or added since they were read: nothing is known of their doubt."""
    moved = np.zeros(len(SYMBOLS), dtype=bool)
    for entry in content['landmarks']:
        predicted, index = entry.get('predicted'), landmark_index(entry, where)
        if not isinstance(predicted, dict):
            continue
        was = [predicted.get('x'), predicted.get('y')]
        known = all(_is_number(one, -1e6, 1e6) for one in was)
        moved[index] = not known or bool(np.abs(points_px[index] - was).max() > _MOVED_PX)
    return moved


def _reader(content: Mapping[str, Any]) -> str:
    """Who placed the landmarks: ids of bundles, and whether a person corrected them; '' where nothing is told."""
    made_with = content.get('made_with')
    bundles = made_with.get('bundles') if isinstance(made_with, dict) else None
    named = [str(one.get('sha256', ''))[:12] for one in bundles or () if isinstance(one, dict)]
    return ' '.join([*sorted(named), *['corrected'] * is_corrected(content)])


def _stage(content: Mapping[str, Any]) -> tuple[int | None, tuple[float, ...] | None]:
    entry, shares = content.get('cvm_stage'), content.get('cvm_probabilities')
    value = entry.get('value') if isinstance(entry, dict) else None
    stage = value if type(value) is int and 1 <= value <= len(CVM_STAGES) else None
    found = [shares.get(name) for name in CVM_STAGES] if isinstance(shares, dict) else [None]
    is_whole = stage is not None and all(_is_number(one, 0, 1) for one in found)
    return stage, tuple(float(one) for one in found) if is_whole else None


def _subject(content: Mapping[str, Any]) -> tuple[float | None, str | None]:
    subject = content.get('subject')
    subject = subject if isinstance(subject, dict) else {}
    age, sex = subject.get('age_years'), subject.get('sex')
    return float(age) if _is_number(age, 0, 150) else None, sex if sex in ('f', 'm') else None


def _sentences(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else ()


def _is_number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool) and bool(low <= value <= high)
