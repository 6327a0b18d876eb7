"""Numbers of a training that do not agree are refused, with the key and the cure."""

from pathlib import Path

import mmpose
import pytest
from config_files import config_path
from mmengine.config import Config

from aariz_mm.launching.configs import Launch, build_train_config, load_config
from aariz_mm.launching.schedules import check_schedule, find_disagreements

MIM = Path(mmpose.__file__).parent / '.mim' / 'configs' / 'body_2d_keypoint'
HEATMAP = MIM / 'topdown_heatmap' / 'coco' / 'td-hm_hrnet-w32_8xb64-210e_coco-256x192.py'
RTMPOSE = MIM / 'rtmpose' / 'coco' / 'rtmpose-s_8xb256-420e_coco-256x192.py'


def training(*schedulers, epochs=10, validated=True, **more):
    on = dict(val_cfg={}, val_dataloader=dict(batch_size=1)) if validated else {}
    return dict(train_cfg=dict(max_epochs=epochs), param_scheduler=list(schedulers), **on, **more)


def complaints(*schedulers, **more):
    return list(find_disagreements(training(*schedulers, **more)))


@pytest.mark.parametrize(
    ('scheduler', 'says'),
    [
        (dict(type='OneCycleLR', total_steps=8), r'0\.total_steps=8, but it acts for 10.*set .*total_steps=10'),
        (dict(type='OneCycleLR', total_steps=16, convert_to_iter_based=True), r'0\.total_steps=16'),
        (dict(type='CosineAnnealingLR', T_max=60), r'0\.T_max=60, but it acts for 10.*set .*T_max=10'),
        (dict(type='CosineAnnealingLR', T_max=5), r'0\.T_max=5'),
        (dict(type='CosineAnnealingLR', begin=5, end=20, T_max=15), r'0\.end=20, but .*max_epochs=10.*set .*end=10'),
        (dict(type='PolyLR', end=60), r'0\.end=60'),
        (dict(type='MultiStepLR', milestones=[8, 170]), r'\[170\] are never reached within 10'),
        (dict(type='StepLR', step_size=30), r'0\.step_size=30.*never fall'),
        (dict(type='LinearLR', start_factor=0.001, end=10), r'warm-up from 0 to 10 lasts until the end'),
        (dict(type='LinearLR', start_factor=0.001, end=1), r'at least 2 steps to rise'),
        (dict(type='LinearLR', begin=12, end=20), r'0\.begin=12: it would never begin'),
        (dict(type='CosineRestartLR', periods=[5, 10]), r'are 15 in all, but it acts for 10'),
        (dict(type='CosineAnnealingMomentum', T_max=60), r'0\.T_max=60'),
    ],
)  # fmt: skip
def test_schedule_that_does_not_fit_the_epochs_is_refused(scheduler, says):
    with pytest.raises(ValueError, match=says):
        check_schedule(training(scheduler))


@pytest.mark.parametrize(
    'scheduler',
    [
        dict(type='OneCycleLR', eta_max=0.1),
        dict(type='OneCycleLR', eta_max=0.1, total_steps=8, end=8),
        dict(type='CosineAnnealingLR', begin=5, end=10, T_max=5, convert_to_iter_based=True),
        dict(type='CosineAnnealingLR', begin=4, T_max=5),
        dict(type='LinearLR', start_factor=0.001, end=500, by_epoch=False),
        dict(type='LinearLR', start_factor=1.0, end_factor=0.01),
        dict(type='MultiStepLR', milestones=[]),
        dict(type='ReduceOnPlateauLR', monitor='MRE_mm'),
        dict(type='ExponentialLR', gamma=0.9),
    ],
)
def test_schedule_that_fits_is_taken(scheduler):
    assert complaints(scheduler) == []


def test_schedules_of_several_optimisers_are_looked_at():
    config = training()
    config['param_scheduler'] = dict(head=[dict(type='OneCycleLR', total_steps=8)])
    assert 'param_scheduler.head.0.total_steps=8' in next(find_disagreements(config))


def test_loop_of_iterations_is_understood():
    loop = dict(type='IterBasedTrainLoop', max_iters=1000)
    fits = dict(type='CosineAnnealingLR', by_epoch=False, T_max=1000)
    assert not list(find_disagreements(dict(train_cfg=loop, param_scheduler=fits)))
    for wrong, says in ((dict(fits, T_max=90), 'T_max=90'), (dict(fits, by_epoch=True), 'would never act')):
        assert says in next(find_disagreements(dict(train_cfg=loop, param_scheduler=wrong)))


@pytest.mark.parametrize(
    ('hook', 'says'),
    [
        (dict(type='EMAHook', begin_epoch=22), r'begin_epoch=22, but train_cfg\.max_epochs=10; set at most 10'),
        (dict(type='StagedUnfreezingHook', frozen_epochs=10), 'frozen_epochs=10.*at most 9'),
        (dict(type='PipelineSwitchHook', switch_epoch=390), 'switch_epoch=390'),
        (dict(type='CheckpointHook', interval=20, save_last=False), 'no checkpoint would be written'),
    ],
)
def test_hook_beyond_the_last_epoch_is_refused(hook, says):
    with pytest.raises(ValueError, match=says):
        check_schedule(training(custom_hooks=[hook]))


def test_what_waits_for_a_score_needs_validation():
    plateau = dict(type='ReduceOnPlateauLR', monitor='MRE_mm')
    hooks = [dict(type='ResumableEarlyStoppingHook')]
    best = dict(checkpoint=dict(type='CheckpointHook', save_best='MRE_mm'))
    found = complaints(plateau, validated=False, custom_hooks=hooks, default_hooks=best)
    assert [line.split()[0] for line in found] == [
        'param_scheduler.0', 'default_hooks.checkpoint.save_best=MRE_mm', 'custom_hooks.0'
    ]  # fmt: skip


def test_validation_must_begin_within_the_training():
    config = training()
    config['train_cfg'].update(val_begin=11)
    assert 'nothing is validated' in next(find_disagreements(config))


@pytest.mark.parametrize('path', [HEATMAP, RTMPOSE], ids=['heatmap', 'rtmpose'])
def test_stock_configs_pass_and_may_be_shortened(path):
    if not path.is_file():
        pytest.skip('this MMPose carries no configs')
    assert not list(find_disagreements(Config.fromfile(path)))
    assert not list(find_disagreements(load_config(path, {'train_cfg.max_epochs': 21})))


def test_config_on_top_of_a_recipe_must_change_its_schedule_too(tmp_path):
    (tmp_path / 'mine.py').write_text(f"_base_ = ['{config_path('phantom_demo')}']\ntrain_cfg = dict(max_epochs=2)\n")
    with pytest.raises(ValueError, match=r'param_scheduler\.0\.total_steps=8, but it acts for 2'):
        build_train_config(Launch(str(tmp_path / 'mine.py')))


def test_no_validate_is_refused_where_the_plateau_waits_for_it():
    with pytest.raises(ValueError, match=r'param_scheduler\.0 waits for a score.*leave --no-validate out'):
        build_train_config(Launch(str(config_path('aariz_cephnet_256'))), validate=False)
