"""A word on test images whose predictions can't be right, before anybody reads the scores."""

from __future__ import annotations

from collections.abc import Sequence

from mmengine.dist import all_gather_object
from mmengine.hooks import Hook
from mmpose.registry import HOOKS

from aariz_mm.engine.plausibility import assess_sample
from aariz_mm.engine.samples import symbols_of
from aariz_mm.intake.plausibility import describe_doubts

__all__ = ['PlausibilityHook']

_MOST_NAMED = 5


@HOOKS.register_module()
class PlausibilityHook(Hook):
    """Warns after a test of images whose predicted landmarks form no face, or that look like negatives or squeezed.

    Such an image was mirrored, turned or inverted, or is no lateral cephalogram, and what is predicted of it spoils the
    scores. Crop classifiers, which find no landmarks, are left alone.
    """

    def before_test_epoch(self, runner) -> None:
        """Begin a list."""
        self._doubts: dict[str, str] = {}

    def after_test_iter(self, runner, batch_idx: int, data_batch: dict, outputs: Sequence) -> None:
        """Look at each prediction of a batch."""
        for inputs, sample in zip(data_batch['inputs'], outputs, strict=True):
            if 'pred_instances' in sample:
                symbols = symbols_of(runner.test_dataloader.dataset.metainfo)
                doubts = describe_doubts(assess_sample(inputs, sample, symbols))
                if doubts:
                    self._doubts[str(sample.get('img_id'))] = '; '.join(doubts)

    def after_test_epoch(self, runner, metrics: dict | None = None) -> None:
        """Say which images are doubtful."""
        doubts = {key: text for part in all_gather_object(self._doubts) for key, text in part.items()}
        for img_id, text in list(doubts.items())[:_MOST_NAMED]:
            runner.logger.warning(f'{img_id}: {text}')
        if doubts:
            runner.logger.warning(
                f'{len(doubts)} radiographs have predictions that can hardly be right ({", ".join(doubts)}), and they '
                'count in the scores; run tools/doctor.py on the dataset'
            )
