"""The tables of a report that sum all landmarks up, with their intervals and what to see them beside."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..evaluation.cases import LandmarkCases
from ..evaluation.intervals import mean_interval, too_few
from ..evaluation.landmark_scores import sdr_key
from ..evaluation.landmark_tables import rate_cells, rate_header
from ..evaluation.options import LandmarkOptions
from ..evaluation.summaries import per_subset, summarize
from ..landmarks import select_symbols
from ..number_text import ABSENT, counted, fixed, span
from ..tables import Table
from .document import Block, Paragraph

__all__ = ['score_blocks']


def score_blocks(cases: LandmarkCases, scores: Mapping, options: LandmarkOptions) -> list[Block]:
    """Scores with their intervals, on the official and the S-N scale, of subsets, without leaks, of the readers."""
    header = ('', 'landmarks', 'MRE, mm', '95 % interval', 'SD', 'median', *rate_header(options.thresholds_mm))
    rows = tuple(_group_row(name, errors_mm, options) for name, errors_mm in _groups(cases, options).items())
    line = cases.readers_mm()
    last = () if line is None else (
        _group_row('readers from one another', line.apart, options),
        _group_row('a reader from the mean of the readers', line.to_mean, options),
    )  # fmt: skip
    rates = tuple(_rate_row(scores, threshold) for threshold in options.thresholds_mm)
    pixels = (('MRE, original px', fixed(scores.get('MRE_px')), ABSENT, ABSENT),
              ('MRE, px of the network input', fixed(scores.get('MRE_input_px')), ABSENT, ABSENT))  # fmt: skip
    return [
        Table('Radial error, and success rates in %; 95 % intervals over images', header, rows, last),
        Table('Success rates with their intervals, and errors in pixels',
              ('', 'score', '95 % interval', 'with S-N = 70 mm'), rates + pixels),
        *_notes(len(cases.img_ids), line is not None, options),
    ]  # fmt: skip


def _groups(cases: LandmarkCases, options: LandmarkOptions) -> dict[str, np.ndarray]:
    """Name of a row -> errors in mm (B, K) that it sums up."""
    errors_mm = cases.errors_mm()
    groups = {'all landmarks': errors_mm, 'all, scaled to S-N = 70 mm': cases.errors_sn70_mm()}
    for name in per_subset(cases.symbols, errors_mm, options.subsets, options.thresholds_mm):
        chosen = select_symbols(name)
        groups[f'{name} ({len(chosen)} landmarks)'] = errors_mm[:, np.isin(cases.symbols, chosen)]
    if options.leaks is not None:
        clean = ~np.isin(cases.img_ids, list(options.leaks))
        groups[f'leak-free ({counted(int(clean.sum()), "image")})'] = errors_mm[clean]
    return groups


def _group_row(name: str, errors_mm: np.ndarray, options: LandmarkOptions) -> tuple[str, ...]:
    summary = summarize(errors_mm, options.thresholds_mm)
    interval = ABSENT
    if options.repeats:
        interval = span(*mean_interval(errors_mm))
    numbers = (fixed(summary.mean), interval, fixed(summary.sd), fixed(summary.median))
    return (name, str(summary.n), *numbers, *rate_cells(summary))


def _rate_row(scores: Mapping, threshold_mm: float) -> tuple[str, ...]:
    key = sdr_key(threshold_mm)
    interval = span(scores.get(f'{key}_low'), scores.get(f'{key}_high'), 1)
    scaled = fixed(scores.get(sdr_key(threshold_mm, 'sn70_')), 1)
    return (f'within {threshold_mm:g} mm, %', fixed(scores.get(key), 1), interval, scaled)


def _notes(num_images: int, of_readers: bool, options: LandmarkOptions) -> list[Paragraph]:
    notes = [
        'Released pixel sizes can be wrong for a whole device; the second row scales every image to S-N = 70 mm '
        'instead. SD is that of single errors, not of the mean.'
    ]
    if of_readers:
        notes.append(
            'The truth is made of the readers, so that each of them is nearer to it than to another: compare the model '
            'with the last row. That a model is closer to the mean than a reader does not show that it may replace '
            'him; tools/reader_study.py tests that.'
        )
    else:
        notes.append('The truth is not made of several readers, so there is no reference of theirs.')
    if too_few(num_images):
        notes.append(f'{too_few(num_images)}.')
    if options.leaks is None:
        notes.append(
            'No list of images that are in training too was given (leaks of RadialErrorMetric): no leak-free score.'
        )
    return [Paragraph(note, note=True) for note in notes]
