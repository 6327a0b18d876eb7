import json
import platform

import pytest
import torch

from aariz_mm.files import file_sha256
from aariz_mm.launching.test_description import check_scores_path, describe_test


def describe(checkpoints):
    paths = [str(path) for path in checkpoints]
    return describe_test({'CVM_qwk': 0.7}, 'configs/c.py', paths, 7, dict(split='valid'))


def test_describe_test_names_what_the_scores_were_made_with(tmp_path):
    checkpoint = tmp_path / 'a.pth'
    checkpoint.write_bytes(b'abc')
    described = describe([checkpoint])
    assert described['checkpoint_sha256'] == 'ba7816bf8f01cfea'  # of 'abc', FIPS 180-2, appendix B.1
    versions = {key: described.pop(key) for key in list(described) if key.startswith('version_')}
    assert versions['version_python'] == platform.python_version() and versions['version_torch'] == torch.__version__
    assert set(versions) == {f'version_{name}' for name in ('aariz_mm', 'mmpose', 'mmengine', 'torch', 'python')}
    described.pop('checkpoint_sha256')
    assert described == dict(
        format='aariz_mm scores', CVM_qwk=0.7, config='configs/c.py', config_name='c', checkpoint=str(checkpoint),
        seed=7, protocol_split='valid',
    )  # fmt: skip


def test_describe_test_lists_the_members_of_an_ensemble(tmp_path):
    paths = [tmp_path / 'a.pth', tmp_path / 'b.pth']
    for path in paths:
        path.write_text(path.name)
    described = describe(paths)
    assert described['checkpoint'] == [str(path) for path in paths]
    assert described['checkpoint_sha256'] == [file_sha256(path)[:16] for path in paths]
    assert len(set(described['checkpoint_sha256'])) == 2
    assert describe([f'whole={paths[0]}'])['checkpoint_sha256'] == described['checkpoint_sha256'][0]


def test_only_earlier_scores_are_replaced(tmp_path):
    path = tmp_path / 'metrics.json'
    path.write_text(json.dumps(dict(patients=[1])))
    with pytest.raises(ValueError, match=r'metrics\.json is no file of scores and would be lost'):
        check_scores_path(path)
    path.write_text(json.dumps({'format': 'aariz_mm scores'}))
    assert check_scores_path(path) == path
