"""Curves of training runs as a picture."""

import cv2
import numpy as np
import pytest

from aariz_mm.evaluation.training_logs import TrainingLog
from aariz_mm.report.curves import draw_training_curves

TRAINING = tuple(
    dict(loss=10 / step, loss_a=1.0, lr=0.1 / step, epoch=step, iter=step, step=step) for step in (1, 2, 3)
)
LOG = TrainingLog('a', TRAINING, (dict(MRE_mm=3.0, step=1), dict(MRE_mm=2.0, step=3)))


def picture(*arguments):
    return cv2.imdecode(np.frombuffer(draw_training_curves(*arguments), np.uint8), cv2.IMREAD_COLOR)


def test_each_score_has_a_panel_beside_losses_and_rate():
    pytest.importorskip('matplotlib')
    widths = [picture([LOG], scores).shape[1] for scores in ([], ['MRE_mm'], ['MRE_mm', 'SDR_2.0mm'])]
    assert widths == [1680, 2520, 3360]


def test_a_second_run_is_drawn_over_the_first():
    pytest.importorskip('matplotlib')
    other = TrainingLog('b', tuple(dict(row, loss=row['loss'] + 5) for row in TRAINING), ())
    one, two = picture([LOG, LOG], ['MRE_mm']), picture([LOG, other], ['MRE_mm'])
    assert (one[:, :840] != two[:, :840]).any()
