"""The loop of a training that goes on, to the bit, where it was stopped."""

from __future__ import annotations

from itertools import islice

from mmengine.dist import get_rank
from mmengine.runner import EpochBasedTrainLoop
from mmpose.registry import LOOPS

from aariz_mm.engine.drawing import draw_by_place, seed_all
from aariz_mm.engine.hooks.checkpoints import STEPS_OF_EPOCH

__all__ = ['RepeatableTrainLoop']


@LOOPS.register_module()
class RepeatableTrainLoop(EpochBasedTrainLoop):
    """MMEngine's ``EpochBasedTrainLoop``, whose random numbers follow from seed, epoch, process and step.

    Augmentation is drawn by a sample's place in its epoch, dropout and all else by the step. So a training that is
    resumed draws what it would have drawn, and the number of workers does not matter. A checkpoint that was written
    within an epoch, as when the training was told to stop, goes on with its next step; MMEngine would make the steps
    of that epoch once more.
    """

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self._places = draw_by_place(self.dataloader)

    def run_epoch(self) -> None:
        """The steps of one epoch, or those that are left of it."""
        hub = self.runner.message_hub
        done = hub.get_info(STEPS_OF_EPOCH, 0)
        batches = self.dataloader
        if self._places is not None:
            self._places.start = (self.runner.seed, self._epoch, get_rank())
            self._places.skipped = done * self.dataloader.batch_size
        elif done:
            batches = islice(batches, done, None)
        self.runner.call_hook('before_train_epoch')
        hub.update_info(STEPS_OF_EPOCH, 0)
        self.runner.model.train()
        for index, batch in enumerate(batches, start=done):
            self.run_iter(index, batch)
        self.runner.call_hook('after_train_epoch')
        self._epoch += 1

    def run_iter(self, idx: int, data_batch) -> None:
        """One step, with numbers of its own."""
        seed_all(self.runner.seed, self._epoch, get_rank(), idx)
        super().run_iter(idx, data_batch)
