"""What the text of a setting means, and what it may replace."""

import inspect
from copy import deepcopy

import pytest
from config_files import config_path
from mmengine.config import Config, DictAction
from mmengine.runner import Runner

from aariz_mm.launching.configs import load_config
from aariz_mm.launching.replacing import _OF_THE_RUNNER, replace_settings
from aariz_mm.launching.settings import parse_options, read_value


@pytest.mark.parametrize(
    'text',
    ['1', '-2', '0.5', '1e-3', '.5', 'True', 'false', 'None', 'text', '[1,2]', '1,2,3', '[a,b,c]', '(1,2)', '()', '[]',
     '[(1,2),(3,4)]', '"[(1,2),(3,4)]"', '[(1,2,3),[a,b],c]', 'x,y', '[(a,1.5),None]', 'inf', ''],
)  # fmt: skip
def test_documented_forms_are_read_as_mmengine_reads_them(text):
    assert read_value(text) == DictAction._parse_iterable(text)


@pytest.mark.parametrize(
    ('text', 'value'),
    [
        ('reader:Dr. Kim', 'reader:Dr. Kim'), ('/x/my films', '/x/my films'), ('[Dr. Kim, b]', ['Dr. Kim', 'b']),
        ("'None'", 'None'), ("'1'", '1'), ('"a,b"', 'a,b'), ("['a,b', 1]", ['a,b', 1]), ("['[x]']", ['[x]']),
        ('0012', '0012'), ('007', '007'), ('1_000', '1_000'), ('-01', '-01'), ('0', 0), ('0.5', 0.5), ('(1, )', (1,)),
        ("Kim's films", "Kim's films"), ('[[1, 2], (a b, None)]', [[1, 2], ('a b', None)]), ('f(1,2)', 'f(1,2)'),
        ('/x/film (1', '/x/film (1'), ('교정과 2', '교정과 2'), ('a=b', 'a=b'),
    ],
)  # fmt: skip
def test_blanks_quotes_and_unusual_numbers_stay_text(text, value):
    assert read_value(text) == value and type(read_value(text)) is type(value)


@pytest.mark.parametrize('old', [(), [], ['a'], None])
def test_ids_are_text(old):
    read = parse_options(['a.exclude=[001, 1e5, True, None, 1_000, 12]', "b.0.ids='1,5',003"])
    assert read == {'a.exclude': ['001', '1e5', 'True', 'None', '1_000', '12'], 'b.0.ids': ['1,5', '003']}
    assert read_value('[12,"a,b"]', 'exclude', old) == ['12', 'a,b']


@pytest.mark.parametrize('text', ['007', '2024', '1e5', 'True', 'a,b', ' a ', 'x (1', '/x/a, (b)', "Kim's", 'nan', ''])
def test_text_stays_text(text):
    config = Config(dict(data=dict(root='old', names=['x', 'y'])))
    replace_settings(config, parse_options([f'data.root={text}']))
    assert config.data.root == text
    replace_settings(config, parse_options(['data.names=[1,02]', 'data.root=None']))
    assert config.data.names == ['1', '02'] and config.data.root is None


def test_text_may_give_way_where_both_are_known():
    config = Config(dict(a=dict(pixel_size='released', with_cvm='auto', landmarks='aariz29', save_best='MRE_mm')))
    replace_settings(
        config, parse_options(['a.pixel_size=0.1', 'a.with_cvm=True', 'a.landmarks=S,N', 'a.save_best=None'])
    )
    assert config.a == dict(pixel_size=0.1, with_cvm=True, landmarks=['S', 'N'], save_best=None)


@pytest.fixture(scope='module')
def ours():
    return load_config(config_path('aariz_lite0_512'))


def changed(config, *texts):
    config = deepcopy(config)
    replace_settings(config, parse_options(texts))
    return config


@pytest.mark.parametrize(
    ('key', 'hint'),
    [
        ('train_cfg.max_epoch', 'max_epochs'), ('train_dataloder.batch_size', 'train_dataloader'),
        ('train_dataloader.datset.fold', 'dataset'), ('train_dataloader.dataset.data-root', 'data_root'),
        ('model.bakbone.depth', 'backbone'), ('Model.backbone', 'model'),
        ('default_hook.logger.interval', 'default_hooks'),
        ('train_dataloader.dataset.pipeline.0.fit_sise', 'fit_size'), ('randomness.sed', 'seed'),
    ],
)  # fmt: skip
def test_misspelt_keys_are_refused_with_the_near_ones(ours, key, hint):
    with pytest.raises(ValueError, match=f'no such setting; did you mean {hint}'):
        changed(ours, f'{key}=2')


@pytest.mark.parametrize(
    'key',
    ['model.backbone.init_cfg', 'test_dataloader.dataset.exclude', 'default_hooks.early_stopping.type',
     'train_dataloader.dataset.fold', 'train_dataloader.dataset.num_folds', 'randomness.seed',
     'randomness.deterministic', 'val_dataloader.dataset.indices', 'experiment_name', 'auto_scale_lr.enable',
     'visualizer.trackers', 'model.train_cfg.a', 'optim_wrapper.accumulative_counts', 'custom_imports.imports',
     'train_dataloader.prefetch_factor'],
)  # fmt: skip
def test_new_keys_that_are_no_slip_are_taken(ours, key):
    config = changed(ours, f'{key}=None')
    for name in key.split('.'):
        config = config[name]
    assert config is None


def test_an_unknown_key_of_the_top_is_told(ours):
    with pytest.warns(UserWarning, match='something_else: neither the config nor the Runner knows it'):
        assert changed(ours, 'something_else=1').something_else == 1


def test_all_settings_of_the_runner_are_known():
    assert set(inspect.signature(Runner.__init__).parameters) - {'self'} <= set(_OF_THE_RUNNER)


def test_places_in_lists_and_tuples(ours):
    texts = ('train_dataloader.dataset.pipeline.0.fit_size=[640,640]', 'param_scheduler.0.eta_max=1',
             'test_dataloader.dataset.pipeline.0.fit_size.1=800')  # fmt: skip
    config = changed(ours, *texts)
    assert config.train_dataloader.dataset.pipeline[0].fit_size == [640, 640] and config.param_scheduler[0].eta_max == 1
    assert config.test_dataloader.dataset.pipeline[0].fit_size == (640, 800)
    assert config.val_dataloader.dataset.pipeline[0].fit_size == (640, 640)


@pytest.mark.parametrize('place', ['99', '-1', 'first', 'fit_size'])
def test_places_that_are_not_there_are_told(ours, place):
    with pytest.raises(ValueError, match=r'pipeline is a list of \d+, expected a number from 0 to'):
        changed(ours, f'train_dataloader.dataset.pipeline.{place}=1')


@pytest.mark.parametrize(
    'text', ['model=5', 'train_dataloader=x', 'model.backbone=[1]', 'param_scheduler=3', 'train_cfg=True']
)
def test_a_plain_value_does_not_wipe_out_a_dict(ours, text):
    with pytest.raises(ValueError, match=r'is a (dict|list) of .*, expected .* or None'):
        changed(ours, text)


@pytest.mark.parametrize('text', ['train_cfg.max_epochs.x=1', 'work_dir.a=1', 'load_from.b=c'])
def test_a_plain_value_has_no_settings_in_it(ours, text):
    config = Config(dict(ours.to_dict(), work_dir='x'))
    with pytest.raises(ValueError, match='with no settings in it; give'):
        changed(config, text)


def test_dicts_and_parts_can_be_switched_off_and_merged(ours):
    config = changed(ours, 'val_dataloader=None', 'model.backbone.init_cfg=None')
    assert config.val_dataloader is None and config.model.backbone.init_cfg is None
    replace_settings(config, {'model.backbone': dict(depth=3), 'train_cfg': dict(max_epochs=2)})
    assert config.model.backbone.depth == 3 and config.model.backbone.type == ours.model.backbone.type


def test_replaced_text_reaches_the_config_of_a_command(tmp_path):
    texts = ["test_dataloader.dataset.data_root=/x/Kim's films, 1", 'test_dataloader.dataset.truth=reader:Dr. Kim']
    config = load_config(
        config_path('aariz_lite0_512'), parse_options([*texts, 'test_dataloader.dataset.exclude=[001]'])
    )
    config.dump(str(tmp_path / 'a.py'))
    dataset = Config.fromfile(str(tmp_path / 'a.py')).test_dataloader.dataset
    assert (dataset.data_root, dataset.truth, dataset.exclude) == ("/x/Kim's films, 1", 'reader:Dr. Kim', ['001'])
