"""A checkpoint of another model or of other landmarks is refused before data are read or anything is written."""

import pytest
import torch
from mmpose.registry import DATASETS

from aariz_mm.cli.commands import main
from aariz_mm.inference.predictor import build_model
from aariz_mm.launching.configs import load_config
from aariz_mm.launching.weights import check_landmarks, check_same_model, check_test_weights

NORMALISED = 'model.update(data_preprocessor=dict(mean=[9.0, 9.0, 9.0]))'


def fits(config_path, checkpoint):
    config = load_config(config_path)
    config.load_from = str(checkpoint)
    check_test_weights(config)


def test_checkpoint_of_the_config_itself_is_taken(small, recwarn):
    path = small.config()
    fits(path, small.checkpoint(path))
    assert not [warning for warning in recwarn if 'epoch_2' in str(warning.message)]


@pytest.mark.parametrize('command', ['test', 'visualize', 'predict'])
def test_commands_refuse_another_model_before_they_write(small, capsys, command):
    checkpoint, out = small.checkpoint(small.config()), small.folder / 'out'
    picture = small.folder / 'a.png'
    picture.touch()
    args = dict(test=['--work-dir', out], visualize=['--out-dir', out], predict=[picture, '--out-dir', out])[command]
    assert main([command, str(small.config('wide', width=16)), str(checkpoint), *map(str, args)]) == 2
    assert 'epoch_2.pth is not of the model that the config describes' in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ('changes', 'says'),
    [
        (dict(width=16), 'is not of the model'),
        (dict(size=(128, 160)), r'model\.head\.decoder\.input_size is \[64, 80\], expected \[128, 160\]'),
        (dict(more=NORMALISED), r'model\.data_preprocessor\.mean is .* expected \[9'),
        (dict(more='model.update(data_preprocessor=dict(bgr_to_rgb=False))'), 'bgr_to_rgb is True, expected False'),
    ],
)
def test_weights_that_would_predict_something_else_are_refused(small, changes, says):
    checkpoint = small.checkpoint(small.config())
    with pytest.raises(ValueError, match=says):
        fits(small.config('other', **changes), checkpoint)


def test_predictor_refuses_another_normalisation(small):
    checkpoint = small.checkpoint(small.config())
    with pytest.raises(ValueError, match=r'trained by another config \(small\.py\)'):
        build_model(load_config(small.config('other', more=NORMALISED)), checkpoint)


def test_other_settings_are_a_warning():
    text = "model = dict(head=dict(type='A', depth=1), backbone=dict(init_cfg=3))"
    with pytest.warns(UserWarning, match=r'model\.head\.depth is 1, expected 2'):
        check_same_model(dict(head=dict(type='A', depth=2)), dict(meta=dict(cfg=text)), 'a.pth')


def test_checkpoint_without_its_config_passes(recwarn):
    check_same_model(dict(head=dict(type='A')), dict(state_dict={}), 'a.pth')
    assert not recwarn.list


def dataset(landmarks):
    return dict(type='AarizDataset', data_root='no_such_folder', landmarks=landmarks)


def metainfo(landmarks):
    return DATASETS.build(dict(dataset(landmarks), lazy_init=True)).metainfo


@pytest.mark.parametrize(
    ('trained_on', 'says'),
    [
        (['N', 'S', 'A'], "the same landmarks in another order: .*Number 1 is 'N' there and 'S' here"),
        (['S', 'N', 'B'], "other landmarks: .*Number 3 is 'B' there and 'A' here"),
        (['S', 'N'], 'other landmarks: it has 2, the data of the config have 3'),
    ],
)
def test_other_landmarks_are_refused(trained_on, says):
    with pytest.raises(ValueError, match=says):
        check_landmarks(dataset(['S', 'N', 'A']), metainfo(trained_on), 'a.pth')


def test_same_landmarks_are_taken_in_a_wrapped_dataset_too():
    wrapped = dict(type='RepeatDataset', times=2, dataset=dataset(['S', 'N']))
    check_landmarks(wrapped, metainfo(['S', 'N']), 'a.pth')
    with pytest.raises(ValueError, match='another order'):
        check_landmarks(wrapped, metainfo(['N', 'S']), 'a.pth')


def test_checkpoint_that_does_not_say_its_landmarks_is_a_warning():
    with pytest.warns(UserWarning, match=r'a\.pth does not say its landmarks'):
        check_landmarks(dataset(['S', 'N']), None, 'a.pth')


def test_wrapped_names_fit(small):
    path = small.config()
    weights = torch.load(small.checkpoint(path), weights_only=False)['state_dict']
    fits(path, small.checkpoint(path, state_dict={f'module.{name}': value for name, value in weights.items()}))


@pytest.mark.parametrize('weights', [{}, None])
def test_checkpoint_without_weights_is_refused(small, weights):
    path = small.config()
    with pytest.raises(ValueError, match='holds no state_dict'):
        fits(path, small.checkpoint(path, state_dict=weights))
