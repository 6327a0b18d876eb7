"""Landmark errors of a whole test set."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mmengine.evaluator import BaseMetric
from mmengine.logging import MMLogger
from mmpose.registry import METRICS

from ..functional import (
    SDR_THRESHOLDS_MM,
    mean_and_sd,
    mean_per_landmark,
    radial_errors_mm,
    radial_errors_px,
    success_detection_rates,
)
from ..tables import landmark_table


def sdr_key(threshold_mm: float) -> str:
    """Name of a success detection rate. Example: 2 -> 'SDR_2.0mm', 2.25 -> 'SDR_2.25mm'"""
    return f'SDR_{float(threshold_mm)}mm'


@METRICS.register_module()
class RadialErrorMetric(BaseMetric):
    """Mean radial error and success detection rates, in original pixels times each radiograph's pixel size.

    Gives ``MRE_mm``, ``SD_mm``, ``SDR_2.0mm`` …, ``MRE_px`` (original pixels), ``MRE_input_px`` (network-input
    pixels), ``MRE_sn70_mm`` (every image scaled to S-N = 70 mm; images whose truth lacks S or N do not count there)
    and ``MRE_mm/SYMBOL`` per landmark. Unlabelled landmarks do not count.

    Args:
        thresholds_mm: thresholds of the success detection rates.
        per_landmark: whether ``MRE_mm/SYMBOL`` is among the results; the table is logged either way.
    """

    default_prefix = ''

    def __init__(
        self,
        thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM,
        per_landmark: bool = True,
        collect_device: str = 'cpu',
        prefix: str | None = None,
    ):
        super().__init__(collect_device=collect_device, prefix=prefix)
        self.thresholds_mm, self.per_landmark = tuple(thresholds_mm), per_landmark

    def process(self, data_batch, data_samples: Sequence[dict]) -> None:
        """Keep what the scores need of each sample, on the CPU."""
        for sample in data_samples:
            gt = np.asarray(sample['gt_instances']['keypoints'], dtype=np.float64)[0]
            visible = np.asarray(sample['gt_instances']['keypoints_visible'])[0] > 0.5
            input_scale, input_size = np.asarray(sample['input_scale']), np.asarray(sample['input_size'])
            self.results.append(
                dict(
                    img_id=sample['img_id'],
                    pred_px=np.asarray(sample['pred_instances']['keypoints'], dtype=np.float64)[0, :, :2],
                    gt_px=np.where(visible[:, None], gt, np.nan),
                    pixel_size_mm=sample['pixel_size_mm'],
                    sn_mm_per_px=sample['sn_mm_per_px'],
                    input_px_per_px=float(np.mean(input_size / input_scale)),
                )
            )

    def compute_metrics(self, results: list[dict]) -> dict[str, float]:
        """Scores over all images; logs the table of landmarks."""
        stacked = {key: np.stack([result[key] for result in results]) for key in results[0] if key != 'img_id'}
        errors_px = radial_errors_px(stacked['pred_px'], stacked['gt_px'])
        errors_mm = radial_errors_mm(stacked['pred_px'], stacked['gt_px'], stacked['pixel_size_mm'])
        errors_sn70_mm = radial_errors_mm(stacked['pred_px'], stacked['gt_px'], stacked['sn_mm_per_px'])
        scores = dict(zip(('MRE_mm', 'SD_mm'), mean_and_sd(errors_mm), strict=True))
        scores |= {
            sdr_key(threshold): rate
            for threshold, rate in success_detection_rates(errors_mm, self.thresholds_mm).items()
        }
        scores['MRE_px'] = mean_and_sd(errors_px)[0]
        scores['MRE_input_px'] = mean_and_sd(errors_px * stacked['input_px_per_px'][:, None])[0]
        scores['MRE_sn70_mm'] = mean_and_sd(errors_sn70_mm)[0]
        scores['num_images'], scores['num_landmarks'] = len(results), int(np.isfinite(errors_mm).sum())
        MMLogger.get_current_instance().info(
            'Radial errors (%s)\n%s', self._protocol(), landmark_table(self._symbols(), errors_mm, self.thresholds_mm)
        )
        if self.per_landmark:
            means = mean_per_landmark(errors_mm)
            scores |= {f'MRE_mm/{symbol}': float(mean) for symbol, mean in zip(self._symbols(), means, strict=True)}
        return scores

    def _symbols(self) -> list[str]:
        names = self.dataset_meta['keypoint_id2name']
        return [names[index] for index in range(len(names))]

    def _protocol(self) -> str:
        protocol = self.dataset_meta.get('protocol', {})
        return ', '.join(f'{key}={value}' for key, value in protocol.items()) or 'protocol not stated by the dataset'
