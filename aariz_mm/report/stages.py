"""The parts of a report on CVM stages."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from ..evaluation.cases import StageCases
from ..evaluation.cvm import confusion_matrix
from ..evaluation.cvm_tables import confusion_table, cvm_table
from ..number_text import ABSENT, counted, fixed, is_absent, per_cent, span
from ..visualization.confusion import draw_confusion
from .document import Figure, Figures, Paragraph, Section, Tile

__all__ = ['calibration_note', 'stage_section', 'stage_summary', 'stage_tiles']


def stage_summary(stages: StageCases, scores: Mapping) -> str:
    """The result in a sentence, beside the majority baseline."""
    return (
        f'The CVM stage is right on {per_cent(scores.get("CVM_accuracy"))} of '
        f'{counted(len(stages.img_ids), "radiograph")} (quadratic weighted kappa {fixed(scores.get("CVM_qwk"))}); '
        f'always predicting S{scores.get("CVM_majority_stage")} would be right on '
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
    note = 'Stages are unbalanced, so that accuracy alone says little; a constant prediction has kappa 0.'
    blocks = (cvm_table(scores), confusion_table(confusion), Figures((_confusion_figure(confusion),), 480))
    notes = [note, *filter(None, [calibration_note(scores)])]
    return Section('CVM stages', (*blocks, *(Paragraph(one, note=True) for one in notes)))


def calibration_note(scores: Mapping) -> str:
    """What the calibration error says, in a sentence; '' where what a perfect head has is not known."""
    error, low, high = (scores.get(f'CVM_ece{end}') for end in ('', '_expected_low', '_expected_high'))
    if any(is_absent(one) for one in (error, low, high)):
        return ''
    verdict = (
        'is larger than that: the probabilities are off' if error > high
        else 'is smaller than that, by chance or because the probabilities were fitted to these images' if error < low
        else 'lies within that, so these images do not show that the probabilities are off'
    )  # fmt: skip
    return (
        'A head whose probabilities are all right would have a calibration error of '
        f'{fixed(scores["CVM_ece_expected"], 3)} on as many images ({span(low, high, 3)} in 95 % of draws). The '
        f'error of {fixed(error, 3)} {verdict}.'
    )


def _confusion_figure(confusion: np.ndarray) -> Figure:
    picture = draw_confusion(confusion, cell_px=120)
    data = cv2.imencode('.png', picture[..., ::-1])[1].tobytes()
    size = tuple(side * 3 // 5 for side in picture.shape[1::-1])
    right = int(np.trace(confusion))
    alt = f'Confusion matrix of the CVM stages: {right} of {confusion.sum()} images on the diagonal.'
    return Figure('confusion.png', data, size, alt, 'Shade and per cent: share of the images of a true stage.')
