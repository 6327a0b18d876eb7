"""All scores of landmarks as one flat mapping of keys. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .cases import LandmarkCases
from .certainty import certainty_scores
from .failures import failures
from .functional import mean_and_sd, mean_per_landmark, success
from .intervals import mean_interval, median_interval, rate_interval
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
        ``median_mm``; ``SDR_sn70_2.0mm …``; ``MRE_mm_low MRE_mm_high median_mm_low SDR_2.0mm_low …`` (95 %, of
        :mod:`.intervals`); ``num_failures``; ``MRE_mm@DEVICE`` and ``MRE_sn70_mm@DEVICE``; and under ``delr26/`` (a
        subset), ``leak_free/``, ``readers/`` (distance between the readers of whom the truth is made) and
        ``reader_to_mean/`` (of one of them from their mean, with which the model's may be compared)
        ``MRE_mm SD_mm median_mm SDR_2.0mm …`` of their own, ``leak_free/num_images`` and ``readers/MRE_mm/SYMBOL``.
        ``MRE_mm/SYMBOL`` has ``_low`` and ``_high`` as well, and so have the means of the readers.
        Where the model says how far off it may be, those of :func:`.certainty.certainty_scores` too.
    """
    options = options or LandmarkOptions()
    errors_mm, errors_sn70_mm = cases.errors_mm(), cases.errors_sn70_mm()
    errors_px, readers = cases.errors_px(), cases.readers_mm()
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
    for name, of_readers in (
        () if readers is None else (('readers', readers.apart), ('reader_to_mean', readers.to_mean))
    ):
        scores |= _group(name, summarize(of_readers, options.thresholds_mm)) | _mean_interval(name, of_readers, options)
        scores |= _landmark_means(f'{name}/', cases.symbols, of_readers, options)
    return scores | certainty_scores(cases.expected_error_mm, errors_mm, repeats=options.repeats, seed=options.seed)


def intervals(errors_mm: np.ndarray, options: LandmarkOptions) -> dict[str, float]:
    """``MRE_mm_low``, ``MRE_mm_high``, those of the median and of each success detection rate; errors are (B, K).

    NaN for too few images, :func:`.intervals.too_few`.
    """
    if not options.repeats:
        return {}
    ends = {'MRE_mm': mean_interval(errors_mm), 'median_mm': median_interval(errors_mm)}
    for threshold_mm in options.thresholds_mm:
        low, high = rate_interval(success(errors_mm, threshold_mm))
        ends[sdr_key(threshold_mm)] = 100 * low, 100 * high
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
    scores = {f'{prefix}MRE_mm/{symbol}': float(mean) for symbol, mean in zip(symbols, means, strict=True)}
    for index, symbol in enumerate(symbols if options.repeats else ()):
        scores |= _ends(f'{prefix}MRE_mm/{symbol}', errors_mm[:, index])
    return scores


def _mean_interval(name: str, values: np.ndarray, options: LandmarkOptions) -> dict[str, float]:
    return _ends(f'{name}/MRE_mm', values) if options.repeats else {}


def _ends(key: str, values: np.ndarray) -> dict[str, float]:
    """``KEY_low`` and ``KEY_high`` of a mean over images; none for fewer than two images."""
    images = np.isfinite(values.reshape(len(values), -1)).any(axis=1).sum()
    return dict(zip((f'{key}_low', f'{key}_high'), mean_interval(values), strict=True)) if images > 1 else {}
