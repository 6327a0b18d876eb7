"""Landmark errors of a whole test set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from mmengine.evaluator import BaseMetric
from mmengine.logging import MMLogger
from mmpose.registry import METRICS

from aariz_mm.arrays import as_array
from aariz_mm.engine.certainty import errors_of_sample
from aariz_mm.engine.samples import prediction_and_truth_px, symbols_of
from aariz_mm.evaluation.cases import LandmarkCases
from aariz_mm.evaluation.certainty import score_of_error
from aariz_mm.evaluation.failures import failure_table, failures
from aariz_mm.evaluation.functional import SDR_THRESHOLDS_MM
from aariz_mm.evaluation.human_line import describe_human_line
from aariz_mm.evaluation.landmark_scores import landmark_scores
from aariz_mm.evaluation.landmark_tables import device_table, landmark_table
from aariz_mm.evaluation.leaks import read_leaks
from aariz_mm.evaluation.options import FAILURE_MM, SUBSETS, LandmarkOptions
from aariz_mm.landmarks import select_symbols
from aariz_mm.tables import render_text

__all__ = ['RadialErrorMetric']

_LOGGED_FAILURES = 20
_SAID = ('scores', 'expected_error_mm')


@METRICS.register_module()
class RadialErrorMetric(BaseMetric):
    """The scores of :func:`aariz_mm.evaluation.landmark_scores.landmark_scores` under its keys.

    ``MRE_mm``, ``SDR_2.0mm`` and so on are in original pixels times each radiograph's pixel size; ``MRE_px`` is in
    original pixels, ``MRE_input_px`` in those of the network's input, ``MRE_sn70_mm`` with every image scaled to
    S-N = 70 mm (images whose truth lacks S or N do not count there). Unlabelled landmarks do not count.

    Tables of landmarks and of devices and the worst failures are logged. ``options`` holds the settings, and after an
    evaluation ``cases`` the truth and the prediction of every image (in distributed tests on the main process alone).

    Args:
        thresholds_mm: thresholds of the success detection rates.
        per_landmark: whether ``MRE_mm/SYMBOL`` is among the results; the table is logged either way.
        subsets: named landmark subsets to score as well, ``delr26/MRE_mm`` …; those count that are a true part of the
            dataset's landmarks.
        leaks: ids of images that are in the training split as well, or the JSON file of them that
            ``tools/doctor.py --fix-list`` writes; gives ``leak_free/MRE_mm`` … without them.
        failure_mm: an error above it is a failure.
        repeats, seed: of what is drawn at random; 0 repeats leave all 95 % intervals out.
    """

    default_prefix = ''

    def __init__(
        self,
        thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM,
        per_landmark: bool = True,
        subsets: Sequence[str] = SUBSETS,
        leaks: str | Path | Sequence[str] | None = None,
        failure_mm: float = FAILURE_MM,
        repeats: int = 2000,
        seed: int = 0,
        collect_device: str = 'cpu',
        prefix: str | None = None,
    ):
        super().__init__(collect_device=collect_device, prefix=prefix)
        for subset in subsets:
            select_symbols(subset)
        leaks = read_leaks(leaks)
        self.options = LandmarkOptions(
            tuple(thresholds_mm), per_landmark, tuple(subsets), leaks, failure_mm, repeats, seed
        )
        self.cases: LandmarkCases | None = None

    def process(self, data_batch, data_samples: Sequence[dict]) -> None:
        """Keep what the scores need of each sample, on the CPU."""
        for sample in data_samples:
            points = prediction_and_truth_px(sample)
            input_scale, input_size = np.asarray(sample['input_scale']), np.asarray(sample['input_size'])
            self.results.append(
                dict(
                    img_id=str(sample['img_id']),
                    img_path=str(sample.get('img_path', '')),
                    device=str(sample.get('device', '')),
                    **points,
                    **_certainty(sample),
                    readers_px=np.asarray(
                        sample.get('readers_px', np.empty((0, *points['gt_px'].shape))), dtype=np.float64
                    ),
                    pixel_size_mm=sample['pixel_size_mm'],
                    sn_mm_per_px=sample['sn_mm_per_px'],
                    input_px_per_px=float(np.mean(input_size / input_scale)),
                )
            )

    def compute_metrics(self, results: list[dict]) -> dict[str, float]:
        """Scores over all images; logs the tables."""
        self.cases = cases = self._as_cases(results)
        scores = landmark_scores(cases, self.options)
        errors_mm, thresholds_mm = cases.errors_mm(), self.options.thresholds_mm
        tables = [landmark_table(cases.symbols, errors_mm, thresholds_mm, cases.readers_mm())]
        if any(cases.devices):
            tables.append(device_table(cases.devices, errors_mm, cases.errors_sn70_mm(), thresholds_mm))
        logger = MMLogger.get_current_instance()
        line = cases.readers_mm()
        beside = '' if line is None else '\n\n' + describe_human_line(line)
        logger.info('Radial errors (%s)\n%s%s', self._protocol(), '\n\n'.join(map(render_text, tables)), beside)
        failed = failures(cases, self.options.failure_mm)
        if failed:
            logger.info('%d landmarks of %d are off by more than %g mm\n%s', len(failed), scores['num_landmarks'],
                        self.options.failure_mm, render_text(failure_table(failed, _LOGGED_FAILURES)))  # fmt: skip
        if self.options.leaks is not None:
            logger.info('leaks: %d of the %d listed images are among the %d scored ones%s', *self._count_leaks(cases))
        return scores

    def _as_cases(self, results: list[dict]) -> LandmarkCases:
        numbers = ('pred_px', 'gt_px', 'pixel_size_mm', 'sn_mm_per_px', 'input_px_per_px', *_SAID)
        return LandmarkCases(
            symbols=symbols_of(self.dataset_meta),
            img_ids=tuple(result['img_id'] for result in results),
            img_paths=tuple(result['img_path'] for result in results),
            devices=tuple(result['device'] for result in results),
            readers_px=_stack_readers([result['readers_px'] for result in results]),
            **{key: np.stack([result[key] for result in results]) for key in numbers},
        )

    def _count_leaks(self, cases: LandmarkCases) -> tuple[int, int, int, str]:
        found = len(self.options.leaks.intersection(cases.img_ids))
        warning = '' if found else '; is it the list of this dataset? leak_free/ are the scores of all images'
        return found, len(self.options.leaks), len(cases.img_ids), warning

    def _protocol(self) -> str:
        protocol = self.dataset_meta.get('protocol', {})
        return ', '.join(f'{key}={value}' for key, value in protocol.items()) or 'protocol not stated by the dataset'


def _certainty(sample: dict) -> dict[str, np.ndarray]:
    """What a model says of the K landmarks of a sample; NaN where it says nothing."""
    found, errors_px = sample['pred_instances'], errors_of_sample(sample)
    unknown = np.full(np.shape(found['keypoints'])[1], np.nan)
    scores = as_array(found['keypoint_scores'])[0].astype(np.float64) if 'keypoint_scores' in found else unknown
    expected_mm = unknown if errors_px is None else errors_px * float(sample['pixel_size_mm'])
    known = score_of_error(expected_mm)
    return dict(scores=np.where(np.isnan(known), scores, known), expected_error_mm=expected_mm)


def _stack_readers(readers_px: list[np.ndarray]) -> np.ndarray:
    """(R, B, K, 2); without readers where the images do not all have as many, as those of joined datasets may."""
    if len({readers.shape for readers in readers_px}) > 1:
        MMLogger.get_current_instance().info('images differ in their number of readers; no scores of the readers')
        readers_px = [readers[:0] for readers in readers_px]
    return np.stack(readers_px, axis=1)
