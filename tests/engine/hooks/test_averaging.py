"""Averaged weights by config alone: exponential (EMA) and uniform (SWA), both of MMEngine."""

import pytest
import torch

EXPONENTIAL = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.5, begin_epoch=2)
UNIFORM = dict(type='EMAHook', ema_type='StochasticWeightAverage', begin_epoch=2)


def head_after_each_step(run_tiny, steps):
    """The plain training's weights of the head after its last steps."""
    from mmengine.hooks import Hook

    class Keep(Hook):
        kept = ()

        def after_train_iter(self, runner, batch_idx, data_batch=None, outputs=None):
            self.kept = (*self.kept, runner.model.head.weight.detach().clone())

    keep = Keep()
    run_tiny('plain', [keep], epochs=2)
    return keep.kept[-steps:]


@pytest.mark.parametrize(
    ('hook', 'shares'), [(EXPONENTIAL, (0.25, 0.25, 0.5)), (UNIFORM, (1 / 3,) * 3)], ids=['EMA', 'SWA']
)
def test_checkpoint_holds_the_average_of_the_last_epoch(run_tiny, hook, shares):
    steps = head_after_each_step(run_tiny, 3)
    averaged = run_tiny('averaged', [hook], epochs=2)
    saved = torch.load(averaged.runner.work_dir + '/epoch_2.pth', weights_only=False)['state_dict']
    expected = sum(share * weight for share, weight in zip(shares, steps, strict=True))
    torch.testing.assert_close(saved['head.weight'], expected)
