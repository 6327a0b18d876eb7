"""A row of marks measured along its line: how many, how far apart, how sure, and whether it can be a ruler."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from aariz_mm.radiographs.ruler_strip import (
    SAMPLES,
    Strip,
    climb_per_step,
    cut_strip,
    flatten,
    inner_part,
    marked_part,
    pattern_width_px,
)

__all__ = ['MIN_MARKS', 'MeasuredRow', 'measure_row']

MIN_MARKS = 6
_MIN_LIKENESS, _FEW_LIKENESS, _FEW_MARKS = 0.9, 0.95, 8
_MIN_CONTRAST = 4.0
_MAX_RESIDUAL, _MAX_RESIDUAL_PX = 0.05, 0.15
_WIDEST, _WIDEST_STEPS = 0.6, 12.0
"""Marks longer than this part of the row, or so many steps, belong to a grid or to the lines of a detector."""
_STEEPEST = 0.3
"""Rise from mark to mark, as a part of the contrast, from which on the row is a wedge of steps."""
_STROKES = 0.6
"""Coherence of the gradients from which on marks are strokes with a direction, and no dots or teeth of a comb."""
_SLANT_RAD = (np.deg2rad(1.5), np.deg2rad(40))
_MORE_TURNS = 3
_WORTH_A_LOOK = 0.5
_SHIFTS = np.linspace(-0.2, 0.2, 17)
"""How far from its place, in steps, a mark is looked for."""
_AT_ONCE = 8
"""Marks that are looked for together."""
_FINER = (10, 5, 4, 3, 2)
_MAJOR, _TOLD_APART = (2, 5, 10), 0.9


@dataclass(frozen=True)
class MeasuredRow:
    """A row as measured; pixels of the image.

    start, end: (2,), first and last mark. step_px, step_se_px: distance of neighbours and its standard error.
    spread_px: of single marks about even places. count: of marks. contrast: grey levels between marks and gaps.
    likeness: share of the grey levels that one mark, repeated, explains. major_every, major_first: every how manieth
    mark is longer, and the index of the first; None without. doubt: why it is no ruler, '' where it may be one.
    """

    start: np.ndarray
    end: np.ndarray
    step_px: float
    step_se_px: float
    count: int
    contrast: float
    likeness: float
    spread_px: float
    major_every: int | None = None
    major_first: int | None = None
    doubt: str = ''


def measure_row(grey: np.ndarray, row: np.ndarray) -> MeasuredRow | None:
    """Measure one candidate.

    Args:
        grey: (H, W) uint8. row: (M, 2), pixels, as :func:`~aariz_mm.radiographs.ruler_rows.find_rows` gives it.
    Returns:
        What was measured, with ``doubt`` where it is no ruler; None for fewer than six marks or nothing that repeats.
    """
    origin, step = _line(row)
    if not _repeats(grey, origin, step, len(row)):
        return None
    return _measure(grey, origin, _upright(grey, origin, step, len(row)), len(row), _MORE_TURNS)


def _measure(grey: np.ndarray, origin: np.ndarray, step: np.ndarray, count: int, turns: int) -> MeasuredRow | None:
    strip = cut_strip(grey, origin, step, count, count + 2, min(_WIDEST * count, _WIDEST_STEPS) + 2)
    flat = flatten(strip.grey)
    marked = marked_part(strip, flat, count)
    profile = marked.mean(axis=0)
    finer = _finer(profile, strip.first, count)
    index = (np.arange(len(profile)) / SAMPLES + strip.first) * finer
    marks, likeness, contrast = _locate(profile, index, (count - 1) * finer + 1)
    if len(marks) < MIN_MARKS:
        return None
    likeness = min(likeness, _likeness(marked, index, marks))
    measured = _conclude(strip, strip.step / finer, marks, likeness, contrast)
    doubt = _doubt(measured, pattern_width_px(strip, flat, count, finer), climb_per_step(strip, count) / finer)
    measured = replace(measured, doubt=doubt)
    if turns and (finer > 1 or len(marks) > count + 2):  # what was cut out may end before the row does
        whole_step = (measured.end - measured.start) / (len(marks) - 1)
        return _measure(grey, measured.start, whole_step, len(marks), turns - 1) or measured
    longer = None if measured.doubt else _longer(flat, index, marks, strip.middle)
    return replace(measured, major_every=longer[0], major_first=longer[1]) if longer else measured


def _upright(grey: np.ndarray, origin: np.ndarray, step: np.ndarray, count: int) -> np.ndarray:
    """The step at right angles to the strokes: spots on long strokes may lie on a slanting line."""
    strip = cut_strip(grey, origin, step, count, 1, 0.5)
    inner = strip.grey[:, inner_part(strip.first, count)]
    along_px = np.linalg.norm(step) / SAMPLES
    down, along = np.gradient(np.nan_to_num(flatten(inner)), strip.across_px, along_px)
    xx, yy, xy = (float(np.sum(product)) for product in (along * along, down * down, along * down))
    slant = 0.5 * np.arctan2(2 * xy, xx - yy)
    if np.hypot(2 * xy, xx - yy) < _STROKES * (xx + yy + 1e-6) or not _SLANT_RAD[0] < abs(slant) < _SLANT_RAD[1]:
        return step
    turn = np.array([[np.cos(slant), -np.sin(slant)], [np.sin(slant), np.cos(slant)]])
    return np.cos(slant) * turn @ step


def _line(row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    index = np.arange(len(row))
    step, origin = np.polyfit(index, row, 1)
    return origin, step


def _repeats(grey: np.ndarray, origin: np.ndarray, step: np.ndarray, count: int) -> bool:
    """A quick look along the line alone, for most candidates fail it."""
    places = origin + (np.arange((count + 1) * SAMPLES) / SAMPLES - 1)[:, None] * step
    x, y = places.astype(np.float32).T[:, None]
    line = flatten(cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32))
    return _folded_share(line[0, inner_part(-1.0, count)], SAMPLES) > _WORTH_A_LOOK


def _folded_share(inner: np.ndarray, period: float) -> float:
    """Share of the variance that a pattern of this period (samples) explains."""
    phase = (np.arange(len(inner)) / period) % 1.0
    cells = np.minimum((phase * 12).astype(int), 11)
    counts = np.bincount(cells, minlength=12)
    means = np.bincount(cells, inner, minlength=12) / np.maximum(counts, 1)
    return float(np.sum(means[cells] ** 2) / (np.sum(inner**2) + 1e-6))


def _finer(profile: np.ndarray, first: float, count: int) -> int:
    """How many true steps one step of the row holds."""
    inner = np.nan_to_num(profile[inner_part(first, count)])
    whole = _folded_share(inner, SAMPLES)
    return next((k for k in _FINER if _folded_share(inner, SAMPLES / k) > 0.9 * whole), 1)


def _locate(profile: np.ndarray, index: np.ndarray, count: int) -> tuple[np.ndarray, float, float]:
    """Positions of the marks (M, 2): index and place along the row in steps; likeness and contrast."""
    offset = 0.0
    stretch = 1.0
    shape_at = np.linspace(-0.5, 0.5, 25)
    known = np.nan_to_num(profile)
    for _ in range(3):
        wanted = offset + stretch * np.arange(count)
        shape = np.median(np.interp(wanted[:, None] + stretch * shape_at, index, known), axis=0)
        shape -= shape.mean()
        marks = _walk(profile, index, shape, shape_at, offset, stretch, count)
        if len(marks) < 3:
            break
        stretch, offset = np.polyfit(marks[:, 0], marks[:, 1], 1)
        offset, count = offset + stretch * marks[0, 0], len(marks)
        marks[:, 0] -= marks[0, 0]
    wanted = offset + stretch * np.arange(count)
    cuts = np.interp(wanted[:, None] + stretch * shape_at, index, known)
    mean = cuts.mean(axis=0)
    likeness = float(np.sum(mean**2) * count / (np.sum(cuts**2) + 1e-6))
    return marks, likeness, float(mean.max() - mean.min())


def _likeness(flat: np.ndarray, index: np.ndarray, marks: np.ndarray) -> float:
    """Share of the grey levels around the marks that the mean mark explains: letters share a distance, but no shape."""
    if len(marks) < 3:
        return 0.0
    slope, base = np.polyfit(marks[:, 0], marks[:, 1], 1)
    at = base + slope * (marks[:, 0][:, None] + np.linspace(-0.5, 0.5, 13))
    lines = np.nan_to_num(flat)
    patches = np.stack([np.interp(at, index, line) for line in lines], axis=1)
    return float(np.sum(patches.mean(axis=0) ** 2) * len(marks) / (np.sum(patches**2) + 1e-6))


def _walk(profile, index, shape, shape_at, offset, stretch, count) -> np.ndarray:
    """From the middle mark on to both ends, as long as the profile looks like the mark where one is due."""
    middle = count // 2
    marks = []
    for way in (-1, 1):
        number, matched = middle if way < 0 else middle + 1, True
        while matched:
            numbers = number + way * np.arange(_AT_ONCE)
            places = _match(profile, index, shape, shape_at * stretch, offset + stretch * numbers)
            missed = np.flatnonzero(np.isnan(places))
            found = missed[0] if missed.size else _AT_ONCE
            marks += zip(numbers[:found].tolist(), places[:found].tolist(), strict=True)
            number, matched = number + way * _AT_ONCE, found == _AT_ONCE
    return np.array(sorted(marks)).reshape(-1, 2)


def _match(profile, index, shape, shape_at, places) -> np.ndarray:
    """Where near each of ``places`` (P,) the profile is most like the mark; NaN where it is not or the image ends."""
    at = (places[:, None] + _SHIFTS)[:, :, None] + shape_at
    within = (at[:, 0, 0] >= index[0]) & (at[:, -1, -1] <= index[-1])
    cuts = np.interp(at, index, profile)
    cuts -= cuts.mean(axis=-1, keepdims=True)
    energy = float(shape @ shape) + 1e-9
    product = cuts @ shape
    rows, best = np.arange(len(places)), np.argmax(product, axis=1)  # a NaN, too, is the largest
    top = product[rows, best]
    alike = top / np.sqrt(energy * np.square(cuts[rows, best]).sum(axis=-1) + 1e-9)
    fits = within & (alike >= 0.75) & (top / energy > 0.6) & (top / energy < 2.5)
    fits &= (best > 0) & (best < len(_SHIFTS) - 1)
    inner = np.clip(best, 1, len(_SHIFTS) - 2)
    before, after = product[rows, inner - 1], product[rows, inner + 1]
    vertex = 0.5 * (before - after) / np.minimum(before - 2 * top + after, -1e-9)
    return np.where(fits, places + _SHIFTS[best] + (_SHIFTS[1] - _SHIFTS[0]) * vertex, np.nan)


def _longer(flat: np.ndarray, index: np.ndarray, marks: np.ndarray, middle: int) -> tuple[int, int] | None:
    """Every how manieth mark is longer across the row, and the first such one; None without an order in it."""
    slope, base = np.polyfit(marks[:, 0], marks[:, 1], 1)
    at = base + slope * (np.arange(len(marks))[:, None] + np.linspace(-0.5, 0.5, 13))
    cuts = np.stack([np.interp(at, index, line) for line in np.nan_to_num(flat)])
    shape = cuts[middle - 1 : middle + 2].mean(axis=(0, 1))
    share = cuts @ shape / (float(shape @ shape) + 1e-6)
    lengths = _run_lengths(share > 0.5, middle)
    orders = [(every, first) for every in _MAJOR for first in range(min(every, len(lengths)))]
    told = [_told_apart(lengths, np.arange(len(lengths)) % every == first) for every, first in orders]
    best = int(np.argmax(told))
    return orders[best] if told[best] > _TOLD_APART else None


def _told_apart(lengths: np.ndarray, is_major: np.ndarray) -> float:
    """Share of the marks whose length is that of their kind; 0 where the kinds are of one length."""
    if is_major.sum() < 2:
        return 0.0
    long, short = np.median(lengths[is_major]), np.median(lengths[~is_major])
    if long <= 1.3 * short + 1:
        return 0.0
    return float(np.mean((lengths > (long + short) / 2) == is_major))


def _run_lengths(inside: np.ndarray, middle: int) -> np.ndarray:
    """Lengths of the runs of True along the first axis that hold its ``middle``."""
    after = np.cumprod(inside[middle:], axis=0).sum(axis=0)
    before = np.cumprod(inside[middle::-1], axis=0).sum(axis=0)
    return after + before


def _conclude(strip: Strip, step: np.ndarray, marks: np.ndarray, likeness: float, contrast: float) -> MeasuredRow:
    number, place = marks.T
    slope, base = np.polyfit(number, place, 1)
    length = float(np.linalg.norm(step))
    spread_px = length * float(np.sqrt(np.sum((place - base - slope * number) ** 2) / (len(marks) - 2)))
    return MeasuredRow(
        start=strip.origin + base * step,
        end=strip.origin + (base + slope * number[-1]) * step,
        step_px=slope * length,
        step_se_px=spread_px / float(np.sqrt(np.sum((number - number.mean()) ** 2))),
        spread_px=spread_px,
        count=len(marks),
        contrast=contrast,
        likeness=likeness,
    )


def _doubt(row: MeasuredRow, width_px: float, climb: float) -> str:
    needed = _FEW_LIKENESS if row.count < _FEW_MARKS else _MIN_LIKENESS
    if row.contrast < _MIN_CONTRAST:
        return f'they are too faint ({row.contrast:.1f} grey levels)'
    if row.likeness < needed:
        return f'they are not alike ({100 * row.likeness:.0f} %, needed {100 * needed:.0f} %)'
    if row.spread_px > _MAX_RESIDUAL * row.step_px + _MAX_RESIDUAL_PX:
        return f'they are not even (by {100 * row.spread_px / row.step_px:.0f} % of their distance)'
    if width_px > row.step_px * min(_WIDEST * row.count, _WIDEST_STEPS):
        return 'they are too long for a ruler: lines of a grid or a detector?'
    if climb > _STEEPEST * row.contrast:
        return 'they are steps of a wedge'
    return ''
