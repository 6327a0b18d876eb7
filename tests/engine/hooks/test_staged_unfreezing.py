from types import SimpleNamespace

import pytest
import torch
from mmengine.runner import IterBasedTrainLoop
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from aariz_mm.engine.hooks import StagedUnfreezingHook
from aariz_mm.engine.hooks.staged_unfreezing import find_modules, freeze_parameters

STAGED = dict(type='StagedUnfreezingHook', modules=['backbone'], frozen_epochs=2, lr_factor=0.1)
RESUMED = dict(type='ResumedValidationHook')
# Whatever the score, two epochs without a halving of it cut the rate.
PLATEAU = dict(type='ReduceOnPlateauLR', monitor='MRE_mm', rule='less', factor=0.5, patience=1, threshold=0.5)
STEPS = 3
"""Of an epoch of the tiny training."""


def test_hook_freezes_for_its_epochs_and_then_cuts_the_rate(run_tiny):
    record = run_tiny('a', [STAGED], epochs=4).record
    assert list(record.gradients.values()) == [False] * 2 * STEPS + [True] * 2 * STEPS
    assert list(record.norm_trains.values()) == [False] * 2 * STEPS + [True] * 2 * STEPS
    assert [rate for (rate,) in record.rates.values()] == pytest.approx([0.1] * 2 * STEPS + [0.01] * 2 * STEPS)


def test_hook_leaves_the_frozen_module_bit_for_bit_alone_in_spite_of_weight_decay(run_tiny):
    frozen = run_tiny('a', [STAGED], epochs=2)
    at_start = frozen.weights_at_start()
    for key, value in frozen.weights().items():
        assert torch.equal(value, at_start[key]) == key.startswith('backbone')
    assert all(parameter.grad is None for parameter in frozen.runner.model.backbone.parameters())


def test_hook_lets_everything_learn_afterwards(run_tiny):
    trained = run_tiny('a', [STAGED], epochs=3)
    at_start = trained.weights_at_start()
    assert not any(torch.equal(value, at_start[key]) for key, value in trained.weights().items())


def test_hook_keeps_the_groups_of_the_optimiser(run_tiny):
    plain, staged = run_tiny('plain', epochs=3), run_tiny('staged', [STAGED], epochs=3)
    groups = [[group['params'] for group in run.optimizer()['param_groups']] for run in (plain, staged)]
    assert groups[0] == groups[1] and len(groups[0][0]) == 6


@pytest.mark.parametrize('stops', [
    [('before_train_iter', 4), ('before_train_iter', 10)],
    [('before_val_epoch', 2), ('before_val_epoch', 3)],
    [('before_train_iter', 6), ('before_train_iter', 7)],
])  # fmt: skip
def test_training_stopped_in_both_stages_ends_bit_for_bit_as_without_a_stop(run_tiny, stops):
    whole = run_tiny('whole', [STAGED, RESUMED], [PLATEAU])
    parts = [run_tiny('parts', [STAGED, RESUMED], [PLATEAU], stop=stop) for stop in [*stops, None]]
    for part in parts:
        assert part.record.rates.items() <= whole.record.rates.items()
        assert part.record.gradients.items() <= whole.record.gradients.items()
        assert part.record.scores.items() <= whole.record.scores.items()
    assert {key for part in parts for key in part.record.rates} == set(range(6 * STEPS))
    assert len(set(map(tuple, whole.record.rates.values()))) > 2  # the plateau has cut the rate as well
    assert_equal(parts[-1].weights(), whole.weights())
    assert_equal(parts[-1].optimizer(), whole.optimizer())


def assert_equal(found, expected):
    """Nested dicts and lists of equal numbers and of tensors that are the same bit for bit, wherever they lie."""
    torch.testing.assert_close(found, expected, rtol=0, atol=0, check_device=False)


@pytest.mark.parametrize('scheduler', [
    dict(type='MultiStepLR', milestones=[1, 4], gamma=0.5),
    dict(type='CosineAnnealingLR', T_max=6, eta_min=0.0),
    dict(type='CosineRestartLR', periods=[3, 3], restart_weights=[1, 0.5], eta_min=0.0),
    dict(type='OneCycleLR', eta_max=0.1, total_steps=6, convert_to_iter_based=True),
], ids=lambda scheduler: scheduler['type'])  # fmt: skip
def test_schedulers_go_on_from_the_scaled_rate(run_tiny, scheduler):
    plain = run_tiny('plain', [], [scheduler]).record.rates
    parts = [run_tiny('parts', [STAGED], [scheduler], stop=stop) for stop in (('before_train_iter', 7), None)]
    staged = parts[0].record.rates | parts[1].record.rates
    expected = [rate * (0.1 if step >= 2 * STEPS else 1) for step, (rate,) in plain.items()]
    assert [rate for (rate,) in staged.values()] == pytest.approx(expected, rel=1e-9)


def test_two_hooks_unfreeze_one_part_after_the_other(run_tiny):
    later = dict(STAGED, modules=['backbone.0'], frozen_epochs=3)
    record = run_tiny('a', [STAGED, later], epochs=4).record
    assert list(record.norm_trains.values()) == [False] * 2 * STEPS + [True] * 2 * STEPS
    assert list(record.gradients.values()) == [False] * 3 * STEPS + [True] * STEPS
    assert record.rates[11] == pytest.approx([0.001])


def test_freeze_parameters_gives_those_that_were_trainable_and_drops_their_gradients():
    model = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
    model[0].bias.requires_grad_(False)
    model(torch.ones(1, 1)).sum().backward()
    assert freeze_parameters([model[0]]) == [model[0].weight]
    assert model[0].weight.grad is None and model[1].weight.grad is not None


def test_find_modules_rejects_a_name_that_is_not_there():
    with pytest.raises(ValueError, match=r"no modules \['neck'\]; it has \['a'\]"):
        find_modules(nn.ModuleDict(dict(a=nn.Linear(1, 1))), ['a', 'neck'])


@pytest.mark.parametrize(
    ('modules', 'epochs', 'factor'), [('backbone', 1, 1), ([], 1, 1), (['a'], 0, 1), (['a'], 1, 0)]
)
def test_hook_rejects_settings_that_say_nothing(modules, epochs, factor):
    with pytest.raises(ValueError, match='expected'):
        StagedUnfreezingHook(modules, epochs, factor)


def test_hook_rejects_a_loop_without_epochs():
    runner = SimpleNamespace(train_loop=object.__new__(IterBasedTrainLoop), model=nn.Linear(1, 1))
    with pytest.raises(ValueError, match='EpochBasedTrainLoop'):
        StagedUnfreezingHook(['backbone'], 1).before_train(runner)


def test_hook_rejects_several_processes_that_wait_for_frozen_gradients():
    model = object.__new__(DistributedDataParallel)
    nn.Module.__init__(model)
    model.find_unused_parameters = False
    with pytest.raises(ValueError, match='find_unused_parameters = True'):
        StagedUnfreezingHook(['backbone'], 1).before_train(SimpleNamespace(train_loop=None, model=model))
