"""What configs compute, by hand, and a config of a user that computes on top of one of ours."""

import pickle
import re

import pytest
from config_files import FOLDER, config_path
from mmengine.config import Config

from aariz_mm.recipes import crop_dataloaders, dataloaders, make_codec, one_cycle, pipelines, trained_by

CODEC = make_codec('SpatialSoftmaxCodec', (256, 320))
TURN, FLIP, NOISE = dict(type='RandomBBoxTransform'), dict(type='RandomFlip'), dict(type='RandomGaussianNoise')


def kinds(steps):
    return [step['type'] for step in steps]


def test_codec_has_a_cell_for_each_stride_of_the_input():
    assert dict(type='SpatialSoftmaxCodec', input_size=(256, 320), heatmap_size=(64, 80)) == CODEC
    fine = make_codec('MSRAHeatmap', (256, 320), stride=2, sigma=2.0)
    assert fine == dict(type='MSRAHeatmap', input_size=(256, 320), heatmap_size=(128, 160), sigma=2.0)


def test_codec_refuses_an_input_of_broken_cells():
    with pytest.raises(ValueError, match=r'input_size=\(258, 320\): expected multiples of the stride, 4 pixels'):
        make_codec('SpatialSoftmaxCodec', (258, 320))


def test_pipeline_puts_each_random_step_on_its_side_of_the_warp():
    train, test = pipelines(CODEC, [FLIP, TURN, NOISE])
    assert kinds(train) == [
        'LoadCephalogram', 'GetBBoxCenterScale', 'RandomFlip', 'RandomBBoxTransform', 'CephalogramAffine',
        'RandomGaussianNoise', 'GenerateTarget', 'PackCephalogram',
    ]  # fmt: skip
    assert kinds(test) == ['LoadCephalogram', 'GetBBoxCenterScale', 'CephalogramAffine', 'PackCephalogram']
    assert train[4] == test[2] == dict(type='CephalogramAffine', input_size=(256, 320))
    assert train[6]['encoder'] == CODEC


def test_noise_is_left_to_the_batch_where_nothing_comes_after_it():
    gamma = dict(type='RandomGamma')
    last, first = (pipelines(CODEC, steps)[0] for steps in ([gamma, NOISE], [NOISE, gamma]))
    assert last[4] == dict(NOISE, on_batch=True) and first[3] == NOISE
    assert dict(type='RandomGaussianNoise') == NOISE  # what came in stays as it was


@pytest.mark.parametrize(('given', 'size'), [(None, (320, 400)), ((774, 960), (774, 960))])
def test_pipeline_loads_a_quarter_more_than_the_input_or_what_it_is_given(given, size):
    train, test = pipelines(CODEC, fit_size=given)
    assert train[0]['fit_size'] == test[0]['fit_size'] == size


def test_pipeline_packs_points_of_the_input_for_training_alone():
    train, test = pipelines(CODEC, input_points=True, use_udp=True)
    assert train[-1] == dict(test[-1], pack_transformed=True)
    assert test[-1] == dict(type='PackCephalogram', one_channel=True)
    assert train[2]['use_udp'] and test[2]['use_udp']


def test_dataloaders_set_what_is_given_in_all_three_alone():
    train, val, test = dataloaders(CODEC, batch_size=8, dataset=dict(truth='mean'))
    assert val == test != train and set(train) == {'batch_size', 'dataset'}
    assert all(loader['batch_size'] == 8 and loader['dataset']['truth'] == 'mean' for loader in (train, val, test))
    assert [set(loader) for loader in dataloaders(CODEC)] == [{'dataset'}] * 3


def test_crop_dataloaders_turn_and_erase_in_training_alone():
    pack = dict(type='mmpretrain.PackInputs')
    train, val, _ = crop_dataloaders((224, 224), dict(rotation_deg=12.0), [NOISE], pack)
    assert kinds(train['dataset']['pipeline'])[2:] == ['CVMCropAffine', 'RandomGaussianNoise', 'mmpretrain.PackInputs']
    assert train['dataset']['pipeline'][2]['rotation_deg'] == 12
    assert val['dataset']['pipeline'][2] == dict(type='CVMCropAffine', input_size=(224, 224))


def test_one_cycle_ends_with_the_last_epoch_and_averages_the_last_quarter():
    train_cfg, (rate,), (_, average) = one_cycle(26, 2e-3, average_steps=100)
    assert train_cfg == dict(max_epochs=26, val_interval=26)
    assert (rate['total_steps'], rate['eta_max'], rate['pct_start']) == (26, 2e-3, 0.1)
    assert (average['ema_type'], average['momentum'], average['begin_epoch']) == ('ExponentialMovingAverage', 0.01, 19)


def test_one_cycle_averages_from_the_start_with_a_growing_window():
    _, _, (_, average) = one_cycle(120, average_steps=200, average_from=0)
    assert (average['ema_type'], average['momentum'], average['gamma']) == ('MomentumAnnealingEMA', 0.005, 10)
    assert len(one_cycle(120)[2]) == 1  # nothing is averaged unless asked


@pytest.mark.parametrize(
    ('epochs', 'start', 'reason'),
    [(0, None, 'epochs=0, expected at least 1'), (10, 10, 'from epoch 10 on, expected one of 0 to 9')],
)
def test_one_cycle_refuses_epochs_that_cannot_be(epochs, start, reason):
    with pytest.raises(ValueError, match=reason):
        one_cycle(epochs, average_steps=100, average_from=start)


def test_trained_by_gives_the_model_of_the_config_with_the_changes_merged():
    path = config_path('isbi2015_lite0_refined')
    alone, looking = trained_by(path), trained_by(path, refiner=dict(looks_px=[(0, 0)]))
    assert alone == dict(config='isbi2015_lite0_refined', model=Config.fromfile(str(path)).model.to_dict())
    assert looking['model']['refiner'] == dict(alone['model']['refiner'], looks_px=[(0, 0)])


@pytest.mark.parametrize('folder', ["Kim's 50%", '교정 {{x}}', 'a\\b'])
def test_trained_by_starts_from_the_file_that_calls_it(tmp_path, folder):
    path = tmp_path / folder / 'all.py'
    path.parent.mkdir()
    (path.parent / 'one.py').write_text('model = dict(a=1)\n')
    call = "_base_ = []\nfrom aariz_mm.recipes import trained_by\nmembers = {'x': trained_by('one.py', b=2)}\n"
    path.write_text(call + "members['y'] = trained_by('{{ fileDirname }}/one.py')\n")
    x, y = (Config.fromfile(str(path)).members[name] for name in 'xy')
    assert x == dict(config='one', model=dict(a=1, b=2)) and y == dict(config='one', model=dict(a=1))


def test_trained_by_names_a_config_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'absent\.py'):
        trained_by(tmp_path / 'absent.py')


# A config of a user, on top of one of ours. ---------------------------------------------------------------------------


@pytest.fixture
def users(tmp_path):
    """The example of configs/README.md: another size and other epochs, each named once."""
    example = re.search(r'```python\n(.+?)```', (FOLDER / 'README.md').read_text(encoding='utf-8'), flags=re.DOTALL)[1]
    path = tmp_path / 'mine.py'
    path.write_text(example.replace("_base_ = ['", f"_base_ = ['{FOLDER.as_posix()}/"), encoding='utf-8')
    return Config.fromfile(str(path))


def test_users_config_changes_size_and_epochs_in_one_place_each(users):
    assert users.model.head.out_channels == 29 and users.model.head.decoder.heatmap_size == (96, 96)
    for loader in (users.train_dataloader, users.val_dataloader, users.test_dataloader):
        assert {step.get('input_size') for step in loader.dataset.pipeline} == {None, (384, 384)}
        assert loader.batch_size == 16 and loader.dataset.pipeline[0].fit_size == (480, 480)
    assert users.train_dataloader.dataset.pipeline[-2].encoder == users.model.head.decoder
    _, average, stopping = users.custom_hooks
    assert (users.train_cfg.max_epochs, users.param_scheduler[0].total_steps, average.begin_epoch) == (60, 60, 45)
    assert stopping.type == 'ResumableEarlyStoppingHook'
    assert '512' not in users.pretty_text and '120' not in users.pretty_text


def test_ensemble_config_is_dumped_with_the_models_of_its_members(tmp_path):
    ensemble = Config.fromfile(str(config_path('isbi2015_ten_ensemble')))
    ensemble.dump(str(tmp_path / 'dumped.py'))
    assert Config.fromfile(str(tmp_path / 'dumped.py')).model.to_dict() == ensemble.model.to_dict()


def test_config_that_computes_is_dumped_pickled_and_overridden_as_any(users, tmp_path):
    users.dump(str(tmp_path / 'dumped.py'))
    again = Config.fromfile(str(tmp_path / 'dumped.py'))
    pickled = pickle.loads(pickle.dumps(users))
    assert again.to_dict() == users.to_dict() == pickled.to_dict()
    again.merge_from_dict({'train_cfg.max_epochs': 2, 'train_dataloader.dataset.pipeline.0.fit_size': (64, 80)})
    assert (again.train_cfg.max_epochs, users.train_cfg.max_epochs) == (2, 60)
    assert again.train_dataloader.dataset.pipeline[0].fit_size == (64, 80)
