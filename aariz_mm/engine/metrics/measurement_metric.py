"""Cephalometric measurements of a whole test set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from mmengine.evaluator import BaseMetric
from mmengine.logging import MMLogger
from mmpose.registry import METRICS

from aariz_mm.engine.samples import prediction_and_truth_px, symbols_of
from aariz_mm.evaluation.agreement import Agreement, ClassAgreement
from aariz_mm.evaluation.measurement_agreement import MeasurementAgreement, complete_tolerances, measurement_agreement
from aariz_mm.evaluation.measurement_tables import class_agreement_table, measurement_agreement_table
from aariz_mm.evaluation.options import MeasurementOptions
from aariz_mm.tables import render_text

__all__ = ['MeasurementMetric']

_NUMBERS = ('bias', 'mae', 'loa_low', 'loa_high', 'icc', 'within', 'n')
_CLASS_NUMBERS = ('accuracy', 'kappa', 'n')
_ENDS = ('low', 'high')


@METRICS.register_module()
class MeasurementMetric(BaseMetric):
    """Angles, distances and classes made from the predicted landmarks beside those made from the true ones.

    For each measurement of :data:`aariz_mm.analysis.MEASUREMENTS` that some image allows: ``MEAS_bias/SNA`` (predicted
    less true), ``MEAS_mae/SNA``, ``MEAS_loa_low/SNA`` and ``MEAS_loa_high/SNA`` (Bland-Altman), ``MEAS_icc/SNA``
    (ICC(2,1)), ``MEAS_within/SNA`` (share within the tolerance, a fraction) and ``MEAS_n/SNA`` (images). For each
    classification: ``MEAS_skeletal_class_accuracy`` (a fraction), ``_kappa`` (linearly weighted) and ``_n``. The same
    between the two readers as ``MEAS_readers_mae/SNA`` …, over the images whose ``readers_px`` holds two readers, and
    as ``MEAS_reader_to_mean_mae/SNA`` the half of it: how far either is from the mean of both. Each but ``n`` has the
    ends of its 95 % interval, ``MEAS_icc_low/SNA``, ``MEAS_skeletal_class_kappa_high`` and so on.

    ``options`` holds the settings, and after an evaluation ``agreement`` the values of every image.

    Args:
        tolerances: clinical tolerance by unit ('deg', 'mm', '%') or by measurement key; the rest is 2 of the unit.
    Errors:
        ValueError: a tolerance of something unknown or below 0.
    """

    default_prefix = ''

    def __init__(
        self,
        tolerances: Mapping[str, float] | None = None,
        collect_device: str = 'cpu',
        prefix: str | None = None,
    ):
        super().__init__(collect_device=collect_device, prefix=prefix)
        self.options = MeasurementOptions(complete_tolerances(tolerances))
        self.agreement: MeasurementAgreement | None = None

    def process(self, data_batch, data_samples: Sequence[dict]) -> None:
        """Keep the points of each sample, on the CPU."""
        for sample in data_samples:
            points = prediction_and_truth_px(sample)
            self.results.append(
                dict(
                    **points,
                    readers_px=_two_readers(sample.get('readers_px'), points['gt_px'].shape),
                    pixel_size_mm=np.float64(sample['pixel_size_mm']),
                )
            )

    def compute_metrics(self, results: list[dict]) -> dict[str, float]:
        """Scores over all images; logs the tables."""
        stacked = {key: np.stack([result[key] for result in results]) for key in results[0]}
        readers_px = np.moveaxis(stacked['readers_px'], 1, 0)
        result = measurement_agreement(
            stacked['pred_px'],
            stacked['gt_px'],
            readers_px if np.isfinite(readers_px).any() else None,
            symbols_of(self.dataset_meta),
            stacked['pixel_size_mm'],
            self.options.tolerances,
        )
        self.agreement = result
        MMLogger.get_current_instance().info('Measurements of %d images\n%s\n\n%s', len(results),
                                             render_text(measurement_agreement_table(result)),
                                             render_text(class_agreement_table(result)))  # fmt: skip
        scores = _flatten('MEAS_', result.measurements, result.classes)
        if result.readers_measurements is not None:
            scores |= _flatten('MEAS_readers_', result.readers_measurements, result.readers_classes)
            scores |= {f'MEAS_reader_to_mean_mae/{key}': pair.summary.mae / 2
                       for key, pair in result.readers_measurements.items()}  # fmt: skip
        return scores


def _two_readers(readers_px, shape: tuple[int, int]) -> np.ndarray:
    """(2, K, 2), NaN where the sample does not have exactly two readers."""
    if readers_px is None or len(readers_px) != 2:
        return np.full((2, *shape), np.nan)
    return np.asarray(readers_px, dtype=np.float64)


def _flatten(prefix: str, measurements: Mapping, classes: Mapping) -> dict[str, float]:
    """Keys and figures as they are reported."""
    scores: dict[str, float] = {}
    for key, pair in measurements.items():
        for name in _NUMBERS:
            scores |= _with_ends(f'{prefix}{name}', f'/{key}', pair.summary, name)
    for key, pair in classes.items():
        for name in _CLASS_NUMBERS:
            scores |= _with_ends(f'{prefix}{key}_{name}', '', pair.summary, name)
    return scores


def _with_ends(start: str, end: str, summary: Agreement | ClassAgreement, name: str) -> dict[str, float]:
    """A figure and, where it has one, its interval."""
    interval = getattr(summary, f'{name}_interval', ())
    ends = {f'{start}_{which}{end}': value for which, value in zip(_ENDS, interval, strict=False)}
    return {f'{start}{end}': getattr(summary, name)} | ends
