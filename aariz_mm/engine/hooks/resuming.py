"""What MMEngine forgets when a training is stopped and resumed: the last score, and the patience that is used up."""

from __future__ import annotations

from mmengine.hooks import EarlyStoppingHook, Hook
from mmpose.registry import HOOKS

__all__ = ['VALIDATED_EPOCH', 'ResumableEarlyStoppingHook', 'ResumedValidationHook']

VALIDATED_EPOCH = 'last_validated_epoch'
"""Where the message hub keeps the epoch whose score is in a checkpoint."""
_WAITED = 'early_stopping'


@HOOKS.register_module()
class ResumedValidationHook(Hook):
    """On resuming, validates the last epoch first where its checkpoint does not know that score.

    MMEngine writes an epoch's checkpoint before it validates, and a resumed training goes on with the next epoch: a
    scheduler that waits for a plateau, early stopping and the best checkpoint would miss one score at each resumption.
    """

    priority = 'LOWEST'  # the others have taken up their states by then

    def before_val_epoch(self, runner) -> None:
        """Note for checkpoints that are written from now on that this epoch's score is in them."""
        runner.message_hub.update_info(VALIDATED_EPOCH, runner.epoch)

    def before_train(self, runner) -> None:
        """Validate if a score is due that the checkpoint lacks; nothing at the start of a training."""
        validated = runner.message_hub.get_info(VALIDATED_EPOCH, 0)
        runner.message_hub.update_info(VALIDATED_EPOCH, validated)  # each checkpoint tells, be it that there was none
        if runner.val_loop is not None and validated < runner.epoch and _is_validation_due(runner.train_loop):
            runner.logger.info(f'The checkpoint was written before epoch {runner.epoch} was validated: doing that now')
            runner.val_loop.run()


def _is_validation_due(loop) -> bool:
    # As EpochBasedTrainLoop.run decides after an epoch.
    loop._decide_current_val_interval()
    return loop.epoch >= loop.val_begin and (loop.epoch % loop.val_interval == 0 or loop.epoch == loop.max_epochs)


@HOOKS.register_module()
class ResumableEarlyStoppingHook(EarlyStoppingHook):
    """MMEngine's ``EarlyStoppingHook``, whose best score and patience are kept in the checkpoint.

    The stock hook starts from zero at each resumption, so that a training which is stopped often never stops early.
    """

    priority = 'LOW'  # before CheckpointHook, which writes the best epoch's checkpoint again

    def before_train(self, runner) -> None:
        """Take up where the checkpoint left off."""
        fresh = (self.best_score, self.wait_count)
        self.best_score, self.wait_count = runner.message_hub.get_info(_WAITED, fresh)

    def after_val_epoch(self, runner, metrics: dict) -> None:
        """Decide, and keep what the decision rests on."""
        super().after_val_epoch(runner, metrics)
        runner.message_hub.update_info(_WAITED, (float(self.best_score), self.wait_count))
