"""The parts of a report on landmark errors. All in mm of the pixel size that the protocol states.

What depends on a setting of the metric takes its ``options``, so that the report says what the scores say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..evaluation.cases import LandmarkCases
from ..evaluation.failures import failure_table, failures
from ..evaluation.human_line import HumanLine, describe_human_line
from ..evaluation.landmark_scores import sdr_key
from ..evaluation.landmark_tables import device_table, landmark_table
from ..evaluation.options import LandmarkOptions
from ..evaluation.summaries import per_landmark, summarize
from ..number_text import ABSENT, counted, fixed, is_absent, span
from .document import Figure, Figures, Paragraph, Section, Tile
from .pictures import file_name
from .plots import draw_cumulative_errors, draw_error_boxes, error_axis_end

__all__ = [
    'LISTED_FAILURES',
    'device_section',
    'error_section',
    'failure_section',
    'landmark_section',
    'landmark_summary',
    'landmark_tiles',
]

LISTED_FAILURES = 200
"""As many failures are listed; the others are counted."""

_USUAL_MM = 2.0


def _headline_mm(options: LandmarkOptions) -> float | None:
    """The threshold that is read first: 2 mm or, where that is not among them, the smallest; None without any."""
    thresholds = options.thresholds_mm
    return _USUAL_MM if _USUAL_MM in thresholds else min(thresholds, default=None)


def landmark_summary(cases: LandmarkCases, scores: Mapping, options: LandmarkOptions) -> str:
    """The result in sentences."""
    if is_absent(scores.get('MRE_mm')):
        return (
            f'On {counted(len(cases.img_ids), "radiograph")} the {len(cases.symbols)} landmarks lie '
            f'{fixed(scores.get("MRE_px"))} px from the truth on average; without a pixel size nothing is known in mm.'
        )
    near, line = _headline_mm(options), cases.readers_mm()
    interval = span(scores.get('MRE_mm_low'), scores.get('MRE_mm_high'))
    beside = '' if interval == ABSENT else f' (95 % interval {interval})'
    within = '' if near is None else f'{fixed(scores.get(sdr_key(near)), 1)} % are within {near:g} mm and '
    summary = (
        f'On {counted(len(cases.img_ids), "radiograph")} the {len(cases.symbols)} landmarks lie '
        f'{fixed(scores.get("MRE_mm"))} mm from the truth on average{beside}; {within}{scores.get("num_failures")} of '
        f'{scores.get("num_landmarks")} further off than {options.failure_mm:g} mm.'
    )
    beside = '' if line is None else describe_human_line(line)
    return f'{summary} {beside}' if beside else summary


def landmark_tiles(cases: LandmarkCases, scores: Mapping, options: LandmarkOptions) -> list[Tile]:
    """Mean error, success rate, S-N-scaled error, failures, and the readers' distance from their mean and apart."""
    tiles, near = [_score_tile('Mean radial error', scores, 'MRE_mm', 'mm')], _headline_mm(options)
    if near is not None:
        tiles.append(_score_tile(f'Within {near:g} mm', scores, sdr_key(near), '%', 1))
    tiles.append(Tile('S-N scaled to 70 mm', f'{fixed(scores.get("MRE_sn70_mm"))} mm', 'mean radial error'))
    failed, among = str(scores.get('num_failures')), f'of {scores.get("num_landmarks")}'
    tiles.append(Tile(f'Over {options.failure_mm:g} mm off', failed, among))
    line = cases.readers_mm()
    if line is None or not np.isfinite(line.apart).any():
        return tiles
    apart, to_mean = (summarize(values, options.thresholds_mm) for values in (line.apart, line.to_mean))
    within = '' if near is None else f'{fixed(to_mean.sdr[near], 1)} % within {near:g} mm'
    tiles.append(Tile('Reader to mean of readers', f'{fixed(to_mean.mean)} mm', within))
    within = '' if near is None else f'{fixed(apart.sdr[near], 1)} % within {near:g} mm'
    return [*tiles, Tile('Readers apart', f'{fixed(apart.mean)} mm', within)]


def error_section(cases: LandmarkCases, options: LandmarkOptions) -> Section:
    """How errors spread: the cumulative curve beside both lines of the readers, and a box for each landmark."""
    errors_mm, line = cases.errors_mm(), cases.readers_mm()
    if not np.isfinite(errors_mm).any():
        return Section('How errors spread', (Paragraph('No error is known in mm.'),))
    end = error_axis_end(errors_mm)
    beyond = int((np.nan_to_num(errors_mm) > end).sum())
    cut = f' {counted(beyond, "error lies", "errors lie")} beyond {end:g} mm and outside the plot.' if beyond else ''
    figures = (_curve(errors_mm, line, options, cut), _boxes(cases.symbols, errors_mm, line, options, cut))
    return Section('How errors spread', (Figures(figures, 400),))


def landmark_section(cases: LandmarkCases, options: LandmarkOptions) -> Section:
    """A row for each landmark in the order of the dataset, with how far apart the readers are."""
    table = landmark_table(cases.symbols, cases.errors_mm(), options.thresholds_mm, cases.readers_mm())
    return Section('Landmarks', (table,))


def device_section(cases: LandmarkCases, options: LandmarkOptions) -> Section:
    """A row for each device, on the released and on the S-N scale."""
    table = device_table(cases.devices, cases.errors_mm(), cases.errors_sn70_mm(), options.thresholds_mm)
    if not table.rows:
        return Section('Devices', (Paragraph('The device of no image is known.'),))
    unknown = cases.devices.count('')
    note = Paragraph(f'{counted(unknown, "image")} of an unknown device are in no row.', note=True)
    return Section('Devices', (table, note) if unknown else (table,))


def failure_section(cases: LandmarkCases, cases_name: str, options: LandmarkOptions) -> Section:
    """Every landmark that is further off than the limit, with its file; ``cases_name`` is the file that holds all."""
    found, limit = failures(cases, options.failure_mm), f'{options.failure_mm:g} mm'
    title = f'Failures (over {limit})'
    if not found:
        return Section(title, (Paragraph(f'No landmark is off by more than {limit}.'),))
    table = failure_table(found, LISTED_FAILURES, lambda one: file_name(one.img_path, one.img_id))
    left = len(found) - LISTED_FAILURES
    note = Paragraph(f'{left} more are not listed; {cases_name} holds every prediction.', note=True)
    return Section(title, (table, note) if left > 0 else (table,))


def _curve(errors_mm: np.ndarray, line: HumanLine | None, options: LandmarkOptions, cut: str) -> Figure:
    rates = summarize(errors_mm, options.thresholds_mm).sdr
    shares = ', '.join(f'{fixed(rate, 1)} % within {threshold:g} mm' for threshold, rate in rates.items())
    size = (480, 390)
    return Figure(
        'cumulative_errors.png', draw_cumulative_errors(errors_mm, line, size, options.thresholds_mm), size,
        f'Cumulative curve of the errors: {shares or "no threshold was set"}.',
        f'Share of landmarks within a distance; upright lines are the thresholds of the success rates.{cut}',
    )  # fmt: skip


def _boxes(
    symbols: Sequence[str], errors_mm: np.ndarray, readers: HumanLine | None, options: LandmarkOptions, cut: str
) -> Figure:
    best, worst = _ends(symbols, errors_mm)
    near, size = _headline_mm(options), (480, 90 + 21 * len(symbols))
    line = '' if near is None else f'; the dotted line is {near:g} mm'
    readers_mm = None if readers is None else readers.to_mean
    median = '' if readers is None else ' Diamonds are the median distance of a reader from the mean of the readers.'
    return Figure(
        'error_boxes.png', draw_error_boxes(symbols, errors_mm, readers_mm, size, near), size,
        f'Box plot of the errors of each landmark: the smallest median is that of {best}, the largest that of {worst}.',
        'Errors of each landmark by median: box from quartile to quartile, whiskers up to 1.5 boxes further'
        f'{line}.{median}{cut}',
    )  # fmt: skip


def _ends(symbols: Sequence[str], errors_mm: np.ndarray) -> tuple[str, str]:
    """Landmarks with the smallest and the largest median."""
    medians = {symbol: summary.median for symbol, summary in per_landmark(symbols, errors_mm).items() if summary.n}
    return min(medians, key=medians.get), max(medians, key=medians.get)


def _score_tile(label: str, scores: Mapping, key: str, unit: str, decimals: int = 2) -> Tile:
    """A score with its interval."""
    interval = span(scores.get(f'{key}_low'), scores.get(f'{key}_high'), decimals)
    detail = '' if interval == ABSENT else f'95 %: {interval}'
    return Tile(label, f'{fixed(scores.get(key), decimals)} {unit}', detail)
