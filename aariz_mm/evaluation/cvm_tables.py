"""CVM scores and the confusion matrix as plain text. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .cvm import NUM_STAGES

_ROWS = dict(qwk='quadratic weighted kappa', accuracy='accuracy', f1_macro='macro F1', mae='MAE (stages)',
             within_1='within one stage')  # fmt: skip


def cvm_table(scores: Mapping[str, float]) -> str:
    """The result of :func:`.cvm.cvm_scores` as lines: score, 95 % interval, and the majority baseline beside it."""
    baseline = f'always S{scores["CVM_majority_stage"]}'
    lines = [f'{"":<26}{"model":>8}{"95 % interval":>18}{baseline:>13}']
    for name, title in _ROWS.items():
        interval = ''
        if f'CVM_{name}_low' in scores:
            interval = f'{scores[f"CVM_{name}_low"]:.3f} to {scores[f"CVM_{name}_high"]:.3f}'
        lines.append(f'{title:<26}{scores[f"CVM_{name}"]:>8.3f}{interval:>18}{scores[f"CVM_majority_{name}"]:>13.3f}')
    if 'CVM_ece' in scores:
        lines.append(f'{"calibration error":<26}{scores["CVM_ece"]:>8.3f}')
    return '\n'.join(lines)


def confusion_table(confusion: np.ndarray) -> str:
    """Counts (6, 6): a line per true stage with its number of images and its recall, a column per predicted stage."""
    confusion = np.asarray(confusion)
    if confusion.shape != (NUM_STAGES, NUM_STAGES):
        raise ValueError(f'confusion: expected ({NUM_STAGES}, {NUM_STAGES}), got {confusion.shape}')
    lines = [
        'true/pred ' + ''.join(f'{f"S{stage}":>5}' for stage in range(1, NUM_STAGES + 1)) + f'{"n":>7}{"recall":>8}'
    ]
    for index, row in enumerate(confusion):
        share = f'{row[index] / row.sum():.2f}' if row.sum() else '-'
        lines.append(f'{f"S{index + 1}":<10}' + ''.join(f'{n:>5}' for n in row) + f'{row.sum():>7}{share:>8}')
    return '\n'.join(lines)
