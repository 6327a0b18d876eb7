"""CVM stages of a whole test set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from mmengine.evaluator import BaseMetric
from mmengine.logging import MMLogger
from mmpose.registry import METRICS

from aariz_mm.evaluation.cases import StageCases
from aariz_mm.evaluation.cvm import NUM_STAGES, confusion_matrix, cvm_scores
from aariz_mm.evaluation.cvm_tables import confusion_table, cvm_table
from aariz_mm.evaluation.options import StageOptions
from aariz_mm.tables import render_text
from aariz_mm.visualization.confusion import draw_confusion
from aariz_mm.visualization.image_file import save_png

__all__ = ['CVMMetric']


@METRICS.register_module()
class CVMMetric(BaseMetric):
    """The scores of :func:`aariz_mm.evaluation.cvm.cvm_scores` under its keys, ``CVM_qwk`` and so on.

    Truth: the meta value ``cvm_stage``, 1 to 6, None where unknown (such an image does not count), else ``gt_label``,
    0 to 5. Prediction: ``pred_cvm_stage`` (1,) and ``pred_cvm_probabilities`` (6,), else MMPretrain's ``pred_label``
    and ``pred_score``. Where no image has a stage there is no result, and a line in the log.

    After an evaluation, ``cases`` holds the images with a stage, None where there is none, and ``options`` the settings
    with the stage of the baseline that was found.

    Args:
        majority_stage: stage of the baseline; None takes the ``majority_stage`` of the dataset's metainfo (most
            frequent in training) and, where it states none, that of the scored images.
        repeats, seed: of what is drawn at random; 0 repeats leave all intervals out.
        confusion_file: PNG file for a picture of the confusion matrix.
    """

    default_prefix = ''

    def __init__(
        self,
        majority_stage: int | None = None,
        repeats: int = 1000,
        seed: int = 0,
        confusion_file: str | None = None,
        collect_device: str = 'cpu',
        prefix: str | None = None,
    ):
        super().__init__(collect_device=collect_device, prefix=prefix)
        self.majority_stage = majority_stage
        self.options = StageOptions(majority_stage, repeats, seed)
        self.confusion_file = confusion_file
        self.cases: StageCases | None = None

    def process(self, data_batch, data_samples: Sequence[dict]) -> None:
        """Keep truth and prediction of each sample."""
        self.results.extend(_truth_and_answer(sample) for sample in data_samples)

    def compute_metrics(self, results: list[dict]) -> dict[str, float]:
        """Scores over all images with a stage; logs the table and the confusion matrix."""
        logger = MMLogger.get_current_instance()
        staged = [result for result in results if result['true'] is not None]
        self.cases = _as_cases(staged) if staged else None
        if not staged:
            logger.info('CVM: none of the %d images has a stage; no CVM scores', len(results))
            return {}
        true, pred = (np.array([result[key] for result in staged]) for key in ('true', 'pred'))
        probabilities = [result['probabilities'] for result in staged if result['probabilities'] is not None]
        majority_stage, whose = self._majority()
        self.options = replace(self.options, majority_stage=majority_stage)
        scores = cvm_scores(
            true,
            pred,
            np.stack(probabilities) if len(probabilities) == len(staged) else None,
            **asdict(self.options),
        )
        confusion = confusion_matrix(true, pred)
        left_out = f', {len(results) - len(staged)} without a stage left out' if len(staged) < len(results) else ''
        tables = '\n\n'.join(map(render_text, (cvm_table(scores), confusion_table(confusion))))
        title = f'CVM stages of {len(staged)} images{left_out} (baseline: majority stage of {whose})'
        logger.info('%s\n%s', title, tables)
        if self.confusion_file is not None:
            save_png(self.confusion_file, draw_confusion(confusion, f'CVM stages, n = {len(staged)}'))
        return scores

    def _majority(self) -> tuple[int | None, str]:
        """Stage of the baseline and what it is the majority of."""
        if self.majority_stage is not None:
            return self.majority_stage, 'the config'
        stage = (self.dataset_meta or {}).get('majority_stage')
        return (None, 'the scored images') if stage is None else (stage, 'the training split')


def _as_cases(staged: list[dict]) -> StageCases:
    unknown = np.full(NUM_STAGES, np.nan)
    probabilities = [unknown if one['probabilities'] is None else one['probabilities'] for one in staged]
    return StageCases(
        img_ids=tuple(one['img_id'] for one in staged),
        true=np.array([one['true'] for one in staged]),
        pred=np.array([one['pred'] for one in staged]),
        probabilities=np.stack(probabilities),
    )


def _truth_and_answer(sample: dict) -> dict:
    """Id, truth (1 to 6 or None), prediction (1 to 6) and probabilities (6,) or None, of one sample as a dict."""
    img_id = str(sample.get('img_id', Path(sample.get('img_path', '')).stem))
    name = sample.get('img_path', 'sample')
    if 'cvm_stage' in sample:
        true = sample['cvm_stage']
    elif 'gt_label' in sample:
        label = _as_int(sample['gt_label'])
        true = None if label < 0 else label + 1
    else:
        raise KeyError(f'{name}: neither cvm_stage nor gt_label; add cvm_stage to meta_keys of the packing transform')
    if true is None:
        return dict(img_id=img_id, true=None, pred=None, probabilities=None)
    if 'pred_cvm_stage' in sample:
        pred, probabilities = _as_int(sample['pred_cvm_stage']), sample.get('pred_cvm_probabilities')
    elif 'pred_label' in sample:
        pred, probabilities = _as_int(sample['pred_label']) + 1, sample.get('pred_score')
    else:
        raise KeyError(f'{name}: the model predicts no stage (pred_cvm_stage or pred_label); give it a CVMHead')
    if probabilities is not None:
        probabilities = torch.as_tensor(probabilities, dtype=torch.float64, device='cpu').flatten().numpy()
    return dict(img_id=img_id, true=int(true), pred=pred, probabilities=probabilities)


def _as_int(value) -> int:
    return int(torch.as_tensor(value).item())
