"""The parts of a report on CVM stages."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from ..evaluation.cases import StageCases
from ..evaluation.cvm import NUM_STAGES, confusion_matrix, recall
from ..visualization.confusion import draw_confusion
from .document import Figure, Figures, Paragraph, Section, Table, Tile
from .numbers import ABSENT, counted, fixed, is_absent, per_cent, span

_SCORES = dict(
    qwk='quadratic weighted kappa', accuracy='accuracy', f1_macro='macro F1', mae='mean error, stages',
    within_1='within one stage',
)  # fmt: skip


def stage_lede(stages: StageCases, scores: Mapping) -> str:
    """The result in a sentence, beside the majority baseline."""
    return (
        f'The CVM stage is right on {per_cent(scores.get("CVM_accuracy"))} of '
        f'{counted(len(stages.img_ids), "radiograph")} (quadratic weighted kappa {fixed(scores.get("CVM_qwk"))}); '
        f'always answering S{scores.get("CVM_majority_stage")} would be right on '
        f'{per_cent(scores.get("CVM_majority_accuracy"))} (kappa {fixed(scores.get("CVM_majority_qwk"))}).'
    )


def stage_tiles(scores: Mapping) -> list[Tile]:
    """Kappa and accuracy, either with its baseline."""
    interval = span(scores.get('CVM_qwk_low'), scores.get('CVM_qwk_high'))
    baseline = f'always S{scores.get("CVM_majority_stage")}'
    return [
        Tile('CVM weighted kappa', fixed(scores.get('CVM_qwk')), '' if interval == ABSENT else f'95 %: {interval}'),
        Tile('CVM stage right', per_cent(scores.get('CVM_accuracy')),
             f'{baseline}: {per_cent(scores.get("CVM_majority_accuracy"))}'),
    ]  # fmt: skip


def stage_section(stages: StageCases, scores: Mapping) -> Section:
    """Scores beside the majority baseline, and the confusion matrix as a picture and as a table."""
    confusion = confusion_matrix(stages.true, stages.pred)
    baseline = f'always S{scores.get("CVM_majority_stage")}'
    rows = [
        (title, fixed(scores.get(f'CVM_{name}'), 3),
         span(scores.get(f'CVM_{name}_low'), scores.get(f'CVM_{name}_high'), 3),
         fixed(scores.get(f'CVM_majority_{name}'), 3))
        for name, title in _SCORES.items()
    ]  # fmt: skip
    if not is_absent(scores.get('CVM_ece')):
        rows.append(('calibration error', fixed(scores['CVM_ece'], 3), ABSENT, ABSENT))
    caption = f'CVM scores on {counted(len(stages.img_ids), "image")}, beside the majority baseline'
    return Section(
        'CVM stages',
        (
            Table(caption, ('score', 'model', '95 % interval', baseline), tuple(rows)),
            _confusion_table(confusion),
            Figures((_confusion_figure(confusion),), 480),
            Paragraph('Stages are unbalanced, so that accuracy alone says little; a constant answer has kappa 0.',
                      note=True),
        ),
    )  # fmt: skip


def _confusion_table(confusion: np.ndarray) -> Table:
    header = ('true stage', *(f'answered S{stage}' for stage in range(1, NUM_STAGES + 1)), 'images', 'recall')
    rows = tuple(
        (f'S{stage}', *map(str, counts), str(counts.sum()), per_cent(float(share), 0))
        for stage, (counts, share) in enumerate(zip(confusion, recall(confusion), strict=True), start=1)
    )
    return Table('Confusion matrix: number of images', header, rows)


def _confusion_figure(confusion: np.ndarray) -> Figure:
    picture = draw_confusion(confusion, cell_px=120)
    data = cv2.imencode('.png', picture[..., ::-1])[1].tobytes()
    size = tuple(side * 3 // 5 for side in picture.shape[1::-1])
    right = int(np.trace(confusion))
    alt = f'Confusion matrix of the CVM stages: {right} of {confusion.sum()} images on the diagonal.'
    return Figure('confusion.png', data, size, alt, 'Shade and per cent: share of the images of a true stage.')
