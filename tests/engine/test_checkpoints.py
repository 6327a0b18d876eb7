"""Checkpoints are data: what the Runner writes is read, what would run code is refused."""

import os
import zipfile

import pytest
import torch
from mmengine.logging.history_buffer import HistoryBuffer
from mmengine.runner.checkpoint import _load_checkpoint

from aariz_mm.engine.checkpoints import load_fitting_weights, load_weights, read_checkpoint, split_name


class RunsCode:
    """Unpickling it would make a folder."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_read_checkpoint_takes_histories_numbers_and_tensors(tmp_path):
    history = HistoryBuffer([1.0, 2.0], [1, 1])
    torch.save(dict(state_dict=dict(a=torch.ones(2)), history=history), tmp_path / 'a.pth')
    checkpoint = read_checkpoint(tmp_path / 'a.pth')
    assert checkpoint['history'].mean() == 1.5
    assert torch.equal(checkpoint['state_dict']['a'], torch.ones(2))


def test_read_checkpoint_refuses_a_file_that_runs_code(tmp_path):
    torch.save(dict(state_dict=RunsCode(tmp_path / 'made')), tmp_path / 'a.pth')
    with pytest.raises(ValueError, match=r'it asks for \w+\.mkdir'):
        read_checkpoint(tmp_path / 'a.pth')
    assert not (tmp_path / 'made').exists()


def test_mmengine_loads_what_the_runner_saves_without_running_code(tmp_path, monkeypatch):
    torch.save(dict(state_dict=dict(a=torch.ones(2)), history=HistoryBuffer([1.0, 2.0], [1, 1])), tmp_path / 'a.pth')
    read_checkpoint(tmp_path / 'a.pth')  # does not take the types away
    load, ways = torch.load, []
    monkeypatch.setattr(torch, 'load', lambda *args, **options: ways.append(options) or load(*args, **options))
    assert _load_checkpoint(str(tmp_path / 'a.pth'))['history'].mean() == 1.5
    assert [options.get('weights_only', True) for options in ways] == [True]


class AsksForAnything:
    """Reaches for a special method through ``getattr``."""

    def __reduce__(self):
        return getattr, (HistoryBuffer, '__init__')


def test_read_checkpoint_gives_getattr_to_no_special_method(tmp_path):
    torch.save(dict(state_dict=AsksForAnything()), tmp_path / 'a.pth')
    with pytest.raises(ValueError, match='not a checkpoint of plain tensors'):
        read_checkpoint(tmp_path / 'a.pth')


def test_read_checkpoint_refuses_one_that_unpacks_to_more_than_its_file(tmp_path):
    torch.save(dict(state_dict=dict(a=torch.zeros(1 << 20))), tmp_path / 'a.pth')
    with zipfile.ZipFile(tmp_path / 'a.pth') as plain, zipfile.ZipFile(tmp_path / 'b.pth', 'w') as bomb:
        for one in plain.infolist():
            bomb.writestr(one.filename, plain.read(one), zipfile.ZIP_DEFLATED)
    assert (tmp_path / 'b.pth').stat().st_size < 10_000
    with pytest.raises(ValueError, match=r'b\.pth: not a checkpoint .*is compressed, \d+ bytes of \d+'):
        read_checkpoint(tmp_path / 'b.pth')


@pytest.mark.parametrize('content', [b'', b'hello', b'\x80\x02}q\x00.'])
def test_read_checkpoint_explains_a_file_of_something_else(tmp_path, content):
    (tmp_path / 'a.pth').write_bytes(content)
    with pytest.raises(ValueError, match=r'a\.pth: not a checkpoint of plain tensors'):
        read_checkpoint(tmp_path / 'a.pth')


def test_read_checkpoint_explains_a_missing_file_and_a_wrong_type(tmp_path):
    with pytest.raises(FileNotFoundError, match='no such checkpoint'):
        read_checkpoint(tmp_path / 'absent.pth')
    torch.save([1], tmp_path / 'list.pth')
    with pytest.raises(ValueError, match='expected a dict with a state_dict, got a list'):
        read_checkpoint(tmp_path / 'list.pth')


@pytest.mark.parametrize(
    ('given', 'split'),
    [
        ('refined_a=runs/a.pth', ('refined_a', 'runs/a.pth')),
        ('a=b=c.pth', ('a', 'b=c.pth')),
        ('runs/lr=0.1/a.pth', (None, 'runs/lr=0.1/a.pth')),
        ('a.pth', (None, 'a.pth')),
    ],
)
def test_split_name_finds_the_member_before_a_path(given, split):
    assert split_name(given) == split


def test_split_name_takes_a_file_that_is_there_as_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'lr=1.pth').touch()
    assert split_name('lr=1.pth') == (None, 'lr=1.pth')


def test_load_weights_copies_every_weight():
    model = torch.nn.Linear(2, 1)
    load_weights(model, dict(state_dict=dict(weight=torch.ones(1, 2), bias=torch.zeros(1))), 'a.pth')
    assert model(torch.tensor([3.0, 4.0])).item() == 7


@pytest.mark.parametrize(
    ('weights', 'reason'),
    [
        (dict(weight=torch.ones(1, 2)), r'missing keys.* bias'),
        (dict(weight=torch.ones(1, 3), bias=torch.zeros(1)), 'size mismatch'),
        (dict(weight=torch.ones(1, 2), bias=torch.zeros(1), more=torch.zeros(1)), r'unexpected key.* more'),
    ],
)
def test_load_weights_refuses_those_of_another_model(weights, reason):
    with pytest.raises(ValueError, match=rf'a\.pth is not of the model that the config describes.*{reason}'):
        load_weights(torch.nn.Linear(2, 1), dict(state_dict=weights), 'a.pth')


def test_load_weights_refuses_a_file_without_any():
    with pytest.raises(ValueError, match=r'a\.pth: holds no state_dict'):
        load_weights(torch.nn.Linear(2, 1), dict(meta={}), 'a.pth')


def test_load_weights_takes_the_names_of_a_wrapped_model():
    model, weights = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1).state_dict()
    load_weights(model, dict(state_dict={f'module.{name}': value for name, value in weights.items()}), 'a.pth')
    assert torch.equal(model.weight, weights['weight'])


def test_load_weights_names_the_config_and_few_of_many_names():
    saved = dict(state_dict=dict(a=torch.ones(1)), meta=dict(experiment_name='other_20260101_000000'))
    many = torch.nn.Sequential(*[torch.nn.Linear(1, 1) for _ in range(50)])
    with pytest.raises(ValueError, match=r'other\.py \(.*missing keys.*and 97 more\)') as error:
        load_weights(many, saved, 'a.pth')
    assert len(str(error.value)) < 400


def test_load_fitting_weights_says_what_is_left_out_on_either_side():
    model = torch.nn.Linear(2, 1)
    weights = dict(weight=torch.ones(1, 2), bias=torch.ones(3), more=torch.ones(1))
    text = load_fitting_weights(model, dict(state_dict=weights), 'a.pth')
    assert text.endswith('1 of the 2 tensors of the model taken. NOT taken from the file: bias, more. '
                         'The model keeps its own: bias')  # fmt: skip
    assert torch.equal(model.weight, weights['weight'])


def test_load_fitting_weights_takes_a_plain_state_dict():
    model = torch.nn.Linear(2, 1)
    text = load_fitting_weights(model, torch.nn.Linear(2, 1).state_dict(), 'a.pth')
    assert text == 'a.pth: 2 of the 2 tensors of the model taken'


def test_load_fitting_weights_refuses_what_has_nothing_in_common():
    with pytest.raises(ValueError, match=r'a\.pth: none of its 1 tensors .* it has x, the model has weight, bias'):
        load_fitting_weights(torch.nn.Linear(2, 1), dict(state_dict=dict(x=torch.ones(1))), 'a.pth')


def test_read_checkpoint_says_that_a_file_is_cut_off(tmp_path):
    torch.save(dict(state_dict=dict(a=torch.ones(999))), tmp_path / 'a.pth')
    (tmp_path / 'a.pth').write_bytes((tmp_path / 'a.pth').read_bytes()[:2000])
    with pytest.raises(ValueError, match=r'a\.pth: not a checkpoint .*it is cut off'):
        read_checkpoint(tmp_path / 'a.pth')


@pytest.mark.parametrize('is_archive', [True, False])
def test_a_mapped_checkpoint_is_the_same(tmp_path, is_archive):
    saved = dict(meta=dict(epoch=3), state_dict=dict(a=torch.arange(5.0)))
    torch.save(saved, tmp_path / 'a.pth', _use_new_zipfile_serialization=is_archive)
    found = read_checkpoint(tmp_path / 'a.pth', mapped=True)
    assert found['meta'] == saved['meta'] and torch.equal(found['state_dict']['a'], saved['state_dict']['a'])
