"""What a training was made of is in its checkpoint, and another one of the data is told from it."""

import json
from types import SimpleNamespace

import numpy as np
import torch
from mmengine.config import Config

from aariz_mm import environment_record
from aariz_mm.environment_record import describe_environment, source_state
from aariz_mm.launching.run_record import KEY, RECORD_NAME, data_fingerprint, describe_records, record_run


class Entries(list):
    """A dataset of given infos."""

    def get_data_info(self, index):
        return self[index]


def entry(**changes):
    return dict(img_id='a', img_path='none.png', keypoints=np.ones((1, 2, 2)), pixel_size_mm=0.1) | changes


def test_a_fingerprint_changes_with_what_is_learnt_from(tmp_path):
    (tmp_path / 'a.png').write_bytes(b'12')
    others = [
        entry(img_id='b'), entry(pixel_size_mm=0.2), entry(keypoints=np.zeros((1, 2, 2))), entry(cvm_stage=3),
        entry(img_path=str(tmp_path / 'a.png')),
    ]  # fmt: skip
    found = [data_fingerprint(Entries([one])) for one in (entry(), *others)]
    assert len(set(found)) == 6 and found[0] == data_fingerprint(Entries([entry()]))
    assert data_fingerprint(Entries([entry(img_path='elsewhere/none.png')])) == found[0]


def record(tmp_path):
    """The checkpoint of a training that was recorded."""
    hooks, dataset = [], Entries([entry()])
    runner = SimpleNamespace(
        cfg=Config(dict(a=1)), seed=7, _deterministic=True, world_size=1, rank=0, work_dir=str(tmp_path),
        train_dataloader=SimpleNamespace(dataset=dataset), register_hook=lambda hook, priority: hooks.append(hook),
    )  # fmt: skip
    record_run(runner)
    hooks[0].before_train(runner)
    checkpoint = dict(state_dict=dict(a=torch.ones(1)), meta=dict(epoch=1))
    hooks[0].before_save_checkpoint(runner, checkpoint)
    torch.save(checkpoint, tmp_path / 'a.pth')
    return tmp_path / 'a.pth'


def test_a_checkpoint_says_what_it_was_trained_with(tmp_path):
    path = record(tmp_path)
    beside = json.loads((tmp_path / RECORD_NAME).read_text())
    assert json.loads(torch.load(path, weights_only=True)['meta'][KEY]) == beside
    assert (
        beside['seed'] == 7 and beside['images'] == 1 and torch.__version__.startswith(beside['environment']['torch'])
    )
    first, second = describe_records([f'a={path}'])
    assert f'{path}: trained with seed 7 on 1 images (data {beside["data_sha256"][:12]})' in first
    assert f'torch {beside["environment"]["torch"]}' in second


def test_a_checkpoint_that_says_nothing_or_lies_is_told(tmp_path):
    for meta in (None, {}, {KEY: '[1]'}, {KEY: '{'}, {KEY: 3}):
        torch.save(dict(state_dict={}, meta=meta), tmp_path / 'a.pth')
        assert describe_records([str(tmp_path / 'a.pth')]) == [
            f'{tmp_path / "a.pth"}: does not say what it was trained with'
        ]


def test_the_environment_names_versions_and_no_user(monkeypatch):
    monkeypatch.setenv('OMP_NUM_THREADS', '3')
    found = describe_environment()
    assert found['numpy'] == np.__version__ and found['OMP_NUM_THREADS'] == '3'
    assert all(isinstance(value, str) and '/' not in value for value in found.values())


def test_a_folder_that_is_no_repository_has_no_commit(tmp_path, monkeypatch):
    assert source_state(tmp_path) == {}
    (tmp_path / '.git').mkdir()
    assert source_state(tmp_path) == {}
    answers = {'rev-parse': 'abc', 'status': ' M a.py'}
    monkeypatch.setattr(environment_record, '_git', lambda folder, *arguments: answers[arguments[0]])
    assert source_state(tmp_path) == dict(git='abc', git_changed=True)
