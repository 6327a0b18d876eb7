"""All scores of landmarks as one flat mapping of keys. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .bootstrap import draw_images, percentile_interval, resampled_means, success
from .cases import LandmarkCases
from .certainty import certainty_scores
from .failures import failures
from .functional import mean_and_sd, mean_per_landmark
from .options import LandmarkOptions
from .summaries import Summary, per_device, per_subset, summarize

__all__ = ['intervals', 'landmark_scores', 'sdr_key']


def sdr_key(threshold_mm: float, scale: str = '') -> str:
    """Name of a success detection rate. Example: 2 -> 'SDR_2.0mm'; 2.25, 'sn70_' -> 'SDR_sn70_2.25mm'"""
    return f'SDR_{scale}{float(threshold_mm)}mm'


def landmark_scores(cases: LandmarkCases, options: LandmarkOptions | None = None) -> dict[str, float]:
    """Scores over all images, in mm of the released pixel size unless the key says otherwise.

    Returns:
        ``MRE_mm SD_mm SDR_2.0mm … MRE_px MRE_input_px MRE_sn70_mm num_images num_landmarks``, ``MRE_mm/SYMBOL``;
        ``median_mm``; ``SDR_sn70_2.0mm …``; ``MRE_mm_low MRE_mm_high SDR_2.0mm_low …`` (95 %, images drawn with
        replacement); ``num_failures``; ``MRE_mm@DEVICE`` and ``MRE_sn70_mm@DEVICE``; and under ``delr26/`` (a subset),
        ``leak_free/`` and ``readers/`` (distance between the two readers of whom the truth is made)
        ``MRE_mm SD_mm median_mm SDR_2.0mm …`` of their own, ``leak_free/num_images`` and ``readers/MRE_mm/SYMBOL``;
        where the model says how far off it may be, those of :func:`.certainty.certainty_scores`.
    """
    options = options or LandmarkOptions()
    errors_mm, errors_sn70_mm = cases.errors_mm(), cases.errors_sn70_mm()
    errors_px, readers_mm = cases.errors_px(), cases.readers_apart_mm()
    summary = summarize(errors_mm, options.thresholds_mm)
    scores = {'MRE_mm': summary.mean, 'SD_mm': summary.sd} | _rates(summary)
    scores['MRE_px'] = mean_and_sd(errors_px)[0]
    scores['MRE_input_px'] = mean_and_sd(errors_px * cases.input_px_per_px[:, None])[0]
    scores['MRE_sn70_mm'] = mean_and_sd(errors_sn70_mm)[0]
    scores |= {'num_images': len(cases.img_ids), 'num_landmarks': summary.n}
    scores |= _landmark_means('', cases.symbols, errors_mm, options)
    scores |= {'median_mm': summary.median, 'num_failures': len(failures(cases, options.failure_mm))}
    scores |= _rates(summarize(errors_sn70_mm, options.thresholds_mm), 'sn70_')
    scores |= intervals(errors_mm, options)
    for kind, errors in (('MRE_mm', errors_mm), ('MRE_sn70_mm', errors_sn70_mm)):
        scores |= {f'{kind}@{name}': of_device.mean for name, of_device in per_device(cases.devices, errors).items()}
    for name, of_subset in per_subset(cases.symbols, errors_mm, options.subsets, options.thresholds_mm).items():
        scores |= _group(name, of_subset)
    if options.leaks is not None:
        clean = ~np.isin(cases.img_ids, list(options.leaks))
        scores |= _group('leak_free', summarize(errors_mm[clean], options.thresholds_mm))
        scores['leak_free/num_images'] = int(clean.sum())
    if readers_mm is not None:
        scores |= _group('readers', summarize(readers_mm, options.thresholds_mm))
        scores |= _landmark_means('readers/', cases.symbols, readers_mm, options)
    return scores | certainty_scores(cases.expected_error_mm, errors_mm, repeats=options.repeats, seed=options.seed)


def intervals(errors_mm: np.ndarray, options: LandmarkOptions) -> dict[str, float]:
    """``MRE_mm_low``, ``MRE_mm_high`` and those of each success detection rate; errors are (B, K)."""
    if not options.repeats:
        return {}
    draws = draw_images(len(errors_mm), options.repeats, options.seed)
    values = {'MRE_mm': errors_mm} | {sdr_key(t): success(errors_mm, t) for t in options.thresholds_mm}
    ends = {key: percentile_interval(resampled_means(value, draws)) for key, value in values.items()}
    return {f'{key}_{end}': pair[index] for key, pair in ends.items() for index, end in enumerate(('low', 'high'))}


def _rates(summary: Summary, scale: str = '') -> dict[str, float]:
    return {sdr_key(threshold, scale): rate for threshold, rate in summary.sdr.items()}


def _group(name: str, summary: Summary) -> dict[str, float]:
    scores = {'MRE_mm': summary.mean, 'SD_mm': summary.sd, 'median_mm': summary.median} | _rates(summary)
    return {f'{name}/{key}': value for key, value in scores.items()}


def _landmark_means(
    prefix: str, symbols: Sequence[str], errors_mm: np.ndarray, options: LandmarkOptions
) -> Mapping[str, float]:
    if not options.per_landmark:
        return {}
    means = mean_per_landmark(errors_mm)
    return {f'{prefix}MRE_mm/{symbol}': float(mean) for symbol, mean in zip(symbols, means, strict=True)}
