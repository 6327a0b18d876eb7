"""Sections of a config that are of another kind are told by their key before anything is built."""

import pytest

from aariz_mm.launching.configs import load_config
from aariz_mm.launching.section_kinds import check_kinds, find_wrong_kinds

STEP = dict(type='LoadCephalogram')
WHOLE = dict(
    custom_imports=dict(imports=['aariz_mm'], allow_failed_imports=False),
    default_scope='mmpose',
    model=dict(type='TopdownPoseEstimator', backbone=dict(type='HRNet'), neck=None),
    train_dataloader=dict(batch_size=2, dataset=dict(type='AarizDataset', pipeline=[STEP])),
    val_evaluator=[dict(type='RadialErrorMetric')],
    param_scheduler=[dict(type='OneCycleLR', eta_max=1e-3)],
    default_hooks=dict(timer=None, logger=dict(type='LoggerHook')),
    custom_hooks=[dict(type=dict)],  # a class, as configs in Python have it
)


def changed(key, value):
    *path, last = key.split('.')
    whole = {**WHOLE}
    node = whole
    for name in path:
        node[name] = {**node[name]}
        node = node[name]
    node[last] = value
    return whole


def test_a_whole_config_is_taken():
    assert list(find_wrong_kinds(WHOLE)) == []


@pytest.mark.parametrize(
    ('key', 'value', 'told'),
    [
        ('model', 'HRNet', r"model='HRNet', expected a dict"),
        ('model.head', 'abc', r"model\.head='abc', expected a dict"),
        ('model.backbone', [1], r'model\.backbone=\[1\], expected a dict'),
        ('train_dataloader.dataset', 3, r'train_dataloader\.dataset=3, expected a dict'),
        ('train_dataloader.dataset.pipeline', [STEP, None], r'pipeline\.1=None, expected a dict\(type=…\)'),
        (
            'train_dataloader.dataset.type',
            '../../etc/passwd',
            r"dataset\.type='\.\./\.\./etc/passwd', expected the name",
        ),
        ('train_dataloader.dataset.datasets', [3], r'dataset\.datasets\.0=3, expected a dict'),
        ('model.coarse_size', True, r'model\.coarse_size=True, expected width and height in px'),
        ('model.coarse_size', (512,), r'coarse_size=\(512,\), expected width and height'),
        ('model.coarse_size', (512, 10**6), r'expected width and height'),
        (
            'model.head',
            dict(in_channels=10**30),
            r'model\.head\.in_channels=10{30}, expected a number within 4294967296',
        ),
        ('model.head', dict(in_channels=10**5000), r'model\.head\.in_channels=a int, expected a number within'),
        ('custom_hooks', 'EMAHook', r"custom_hooks='EMAHook', expected a list"),
        ('custom_hooks', ['EMAHook'], r"custom_hooks\.0='EMAHook', expected a dict"),
        ('default_hooks.logger', 10, r'default_hooks\.logger=10, expected a dict'),
        ('param_scheduler', ['OneCycleLR'], r"param_scheduler\.0='OneCycleLR'"),
        ('param_scheduler', 1, r'param_scheduler=1, expected a list'),
        ('val_evaluator', [None], r'val_evaluator\.0=None'),
        ('default_scope', 1, r'default_scope=1, expected a text'),
        ('custom_imports.imports', ['../x'], r"custom_imports\.imports has '\.\./x', expected names of modules"),
        ('custom_imports.imports', None, r'custom_imports\.imports=None, expected a list of modules'),
        ('custom_imports.x', 1, r"custom_imports has 'x', which is no setting"),
        ('optim_wrapper', [[]] * 50, r'optim_wrapper=\[\[\], .{40,}…, expected a dict'),
    ],
)
def test_a_section_of_another_kind_is_told_by_its_key(key, value, told):
    with pytest.raises(ValueError, match=told):
        check_kinds(changed(key, value))


def test_types_in_the_description_of_a_dataset_name_no_class():
    metainfo = dict(keypoint_info={0: dict(name='A', type='')})
    assert list(find_wrong_kinds(changed('train_dataloader.dataset.metainfo', metainfo))) == []


def test_a_config_is_checked_before_its_modules_are_imported(tmp_path):
    path = tmp_path / 'a.py'
    path.write_text("custom_imports = dict(imports=['../x'])\n")
    with pytest.raises(ValueError, match='expected names of modules'):
        load_config(path)


def test_settings_of_the_user_are_checked_too(tmp_path):
    path = tmp_path / 'a.py'
    path.write_text("model = dict(type='A', head=dict(type='B'))\n")
    with pytest.raises(ValueError, match=r"model\.type='..', expected the name of a class"):
        load_config(path, {'model.type': '..'})


def test_a_module_that_is_not_there_is_told_with_the_cure(tmp_path):
    path = tmp_path / 'a.py'
    path.write_text("custom_imports = dict(imports=['no_such_module_of_ours'])\n")
    with pytest.raises(ImportError, match='no_such_module_of_ours; install what is missing, or set PYTHONPATH'):
        load_config(path)
