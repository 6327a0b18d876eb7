"""Our averages are those of MMEngine to the bit, whatever is averaged, looked at and resumed."""

import pytest
import torch

from aariz_mm.engine import AveragingHook

LATE = dict(ema_type='ExponentialMovingAverage', momentum=0.3, begin_epoch=3, update_buffers=True)
ANNEALED = dict(ema_type='MomentumAnnealingEMA', momentum=0.1, gamma=3, update_buffers=True)
SELDOM = dict(ANNEALED, interval=2)
BARE = dict(ema_type='ExponentialMovingAverage', momentum=0.3, begin_iter=4)
UNIFORM = dict(ema_type='StochasticWeightAverage', begin_epoch=2)
NEVER = dict(ema_type='ExponentialMovingAverage', momentum=0.3, begin_iter=10_000, update_buffers=True)

each_average = pytest.mark.parametrize(
    'settings', [LATE, ANNEALED, SELDOM, BARE, UNIFORM], ids=['late', 'annealed', 'seldom', 'bare', 'uniform']
)


def newest(training):
    folder = training.runner.work_dir
    return torch.load(open(f'{folder}/last_checkpoint').read(), weights_only=False)


def assert_same(first, second):
    for part in ('state_dict', 'ema_state_dict'):
        ours, theirs = newest(first)[part], newest(second)[part]
        assert list(ours) == list(theirs)
        assert all(torch.equal(ours[name], theirs[name]) for name in ours), part
    assert first.record.scores == second.record.scores


@each_average
def test_checkpoints_and_scores_are_those_of_mmengine(run_tiny, settings):
    ours = run_tiny('ours', [dict(settings, type='AveragingHook')], epochs=4)
    assert_same(ours, run_tiny('theirs', [dict(settings, type='EMAHook')], epochs=4))


@each_average
@pytest.mark.parametrize('point', [('before_train_iter', 4), ('before_train_iter', 10)])
def test_a_resumed_average_goes_on_as_mmengine_does(run_tiny, settings, point):
    trainings = []
    for kind in ('AveragingHook', 'EMAHook'):
        hooks = [dict(settings, type=kind)]
        run_tiny(kind, hooks, epochs=4, stop=point)
        trainings.append(run_tiny(kind, hooks, epochs=4))
    assert_same(*trainings)


def test_a_training_begun_with_the_hook_of_mmengine_goes_on_with_ours(run_tiny):
    run_tiny('both', [dict(LATE, type='EMAHook')], epochs=4, stop=('before_train_iter', 10))
    ours = run_tiny('both', [dict(LATE, type='AveragingHook')], epochs=4)
    theirs = run_tiny('theirs', [dict(LATE, type='EMAHook')], epochs=4)
    ours.record.scores = {**theirs.record.scores, **ours.record.scores}  # those of the first part are not kept
    assert_same(ours, theirs)


def test_weights_are_copied_only_when_somebody_looks(run_tiny, monkeypatch):
    looks = []
    catch_up = AveragingHook._catch_up
    monkeypatch.setattr(AveragingHook, '_catch_up', lambda self: (looks.append(self._is_behind), catch_up(self)))
    training = run_tiny('late', [dict(NEVER | dict(begin_iter=5), type='AveragingHook')], epochs=2)
    # In each epoch a checkpoint, then the validation, and the best checkpoint; the second epoch averages from its
    # third step on.
    assert looks[0] is True and looks[1:].count(True) == 0 and training.runner.iter == 6
