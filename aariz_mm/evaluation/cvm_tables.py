"""Tables of CVM scores and of the confusion matrix, for logs and reports. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..number_text import ABSENT, counted, fixed, is_absent, per_cent, span, with_interval
from ..tables import Table
from .cvm import NUM_STAGES
from .intervals import proportion_interval, too_few

__all__ = ['confusion_table', 'cvm_table']

_ROWS = dict(
    qwk='quadratic weighted kappa', accuracy='accuracy', f1_macro='macro F1', mae='mean error, stages',
    within_1='within one stage',
)  # fmt: skip
_CALIBRATION = dict(
    ece='calibration error', classwise_ece='calibration error by stage',
    ece_debiased='calibration error, debiased, RMS',
)  # fmt: skip


def cvm_table(scores: Mapping[str, float]) -> Table:
    """The result of :func:`.cvm.cvm_scores`: score, 95 % interval, and the majority baseline beside it.

    Below errors of calibration stands what a perfect head has, on average and in 95 % of draws.
    """
    rows = [
        (title, fixed(scores.get(f'CVM_{name}'), 3),
         span(scores.get(f'CVM_{name}_low'), scores.get(f'CVM_{name}_high'), 3),
         fixed(scores.get(f'CVM_majority_{name}'), 3))
        for name, title in _ROWS.items()
    ]  # fmt: skip
    for name, title in _CALIBRATION.items():
        if not is_absent(scores.get(f'CVM_{name}')):
            rows += _calibration_rows(scores, name, title)
    caption = (
        f'CVM scores on {counted(scores["CVM_num_images"], "image")}, beside the majority baseline{_reason(scores)}'
    )
    return Table(caption, ('score', 'model', '95 % interval', f'always S{scores["CVM_majority_stage"]}'), tuple(rows))


def _calibration_rows(scores: Mapping[str, float], name: str, title: str) -> list[tuple[str, ...]]:
    """An error of calibration and, where it is known, that of a perfect head in a row of its own."""
    expected = f'CVM_{name}_expected'
    band = span(scores.get(f'{expected}_low'), scores.get(f'{expected}_high'), 3)
    rows = [(title, fixed(scores[f'CVM_{name}'], 3), ABSENT, ABSENT)]
    return rows if band == ABSENT else [*rows, ('the same of a perfect head', fixed(scores[expected], 3), band, ABSENT)]


def confusion_table(confusion: np.ndarray) -> Table:
    """Counts (6, 6): a row per true stage with its number of images and its recall, a column per predicted stage.

    The recall has its 95 % interval.

    Errors:
        ValueError: another shape.
    """
    confusion = np.asarray(confusion)
    if confusion.shape != (NUM_STAGES, NUM_STAGES):
        raise ValueError(f'confusion: expected ({NUM_STAGES}, {NUM_STAGES}), got {confusion.shape}')
    header = ('true stage', *(f'predicted S{stage}' for stage in range(1, NUM_STAGES + 1)), 'images', 'recall')
    rows = tuple(
        (f'S{stage}', *map(str, counts), str(counts.sum()), _recall_cell(int(counts[stage - 1]), int(counts.sum())))
        for stage, counts in enumerate(confusion, start=1)
    )
    return Table('Confusion matrix: number of images; recall with its 95 % interval', header, rows)


def _recall_cell(hits: int, images: int) -> str:
    if not images:
        return ABSENT
    low, high = proportion_interval(hits, images)
    return with_interval(per_cent(hits / images, 0), 100 * low, 100 * high, 0)


def _reason(scores: Mapping[str, float]) -> str:
    """Why an interval is missing; '' where none is, or where none was asked for."""
    low = scores.get('CVM_f1_macro_low')
    if low is None or np.isfinite(low):
        return ''
    missing = [f'S{stage}' for stage in range(1, NUM_STAGES + 1) if is_absent(scores.get(f'CVM_recall/S{stage}'))]
    return f'; {too_few(scores["CVM_num_images"]) or "macro F1 has no interval: no image of " + ", ".join(missing)}'
