"""A test whose scores say how far off landmarks may be."""

from __future__ import annotations

from collections.abc import Sequence

from mmengine.hooks import Hook
from mmengine.model import is_model_wrapper
from mmpose.registry import HOOKS

from aariz_mm.engine.certainty import calibrate_sample, score_sample
from aariz_mm.engine.samples import symbols_of
from aariz_mm.reading.calibrated import read_calibration
from aariz_mm.uncertainty.calibration import Calibration

__all__ = ['CertaintyHook']


@HOOKS.register_module()
class CertaintyHook(Hook):
    """Makes the scores of a test's landmarks out of their expected errors in mm, before metrics and dumps see them.

    Args:
        calibration: file of ``aariz-mm calibrate``, or a bundle that has one; None takes what the maps say.
        checkpoints: those of the model that is tested; a bundle must be of one of them.
    Errors:
        FileNotFoundError, ValueError: before the test, no calibration, or one of another model or other landmarks.
    """

    priority = 'VERY_LOW'

    def __init__(self, calibration: str | None = None, checkpoints: Sequence[str] = ()):
        self.path, self.checkpoints = calibration, tuple(checkpoints)
        self._model = None

    def before_test(self, runner) -> None:
        """Put the scores behind the model; a model without landmarks stays as it is."""
        metainfo = runner.test_dataloader.dataset.metainfo
        if 'keypoint_id2name' not in metainfo:
            return
        symbols, calibration = symbols_of(metainfo), None
        if self.path is not None:
            calibration = read_calibration(self.path, symbols, self.checkpoints)
            runner.logger.info(f'expected errors are those of the calibration {self.path}')
        self._model = runner.model.module if is_model_wrapper(runner.model) else runner.model
        step = self._model.test_step
        self._model.test_step = lambda data: [_scored(sample, symbols, calibration) for sample in step(data)]

    def after_test(self, runner) -> None:
        """Take it away again."""
        if self._model is not None:
            self._model.__dict__.pop('test_step', None)


def _scored(sample, symbols: Sequence[str], calibration: Calibration | None):
    if 'pred_instances' in sample:
        if calibration is not None:
            calibrate_sample(sample, symbols, calibration)
        score_sample(sample)
    return sample
