"""Bundles by path, by name and by pattern; one that is missing says what to do."""

import pytest

from aariz_mm import bundles
from aariz_mm.bundles import finding


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    folder = tmp_path / 'shipped'
    folder.mkdir()
    monkeypatch.setattr(finding, 'SHIPPED', folder)
    monkeypatch.delenv('AARIZ_BUNDLES', raising=False)
    monkeypatch.chdir(tmp_path)
    return folder


def put(folder, *names):
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f'{name}.onnx').write_bytes(b'')


def test_a_path_is_taken_before_a_name(shipped, tmp_path):
    put(shipped, 'ceph19')
    (tmp_path / 'ceph19').write_bytes(b'')
    assert bundles.find_bundle('ceph19').resolve() == tmp_path / 'ceph19'
    assert bundles.find_bundle(shipped / 'ceph19.onnx') == shipped / 'ceph19.onnx'


def test_a_name_is_looked_for_in_the_package_and_then_in_the_folder_of_the_user(shipped, tmp_path, monkeypatch):
    put(shipped, 'ceph19')
    put(tmp_path / 'mine', 'ceph19', 'cvm6')
    monkeypatch.setenv('AARIZ_BUNDLES', str(tmp_path / 'mine'))
    assert bundles.find_bundle('ceph19') == shipped / 'ceph19.onnx'
    assert bundles.find_bundle('cvm6') == tmp_path / 'mine' / 'cvm6.onnx'
    assert [path.stem for path in bundles.list_bundles()] == ['ceph19', 'ceph19', 'cvm6']


@pytest.mark.parametrize(
    ('names', 'newest'),
    [(['ceph19', 'ceph29'], 'ceph29'), (['ceph9', 'ceph19'], 'ceph19'), (['ceph19', 'ceph19_2'], 'ceph19_2'),
     (['ceph19_10', 'ceph19_9'], 'ceph19_10'), (['cvm7', 'ceph1'], 'ceph1')],
)  # fmt: skip
def test_the_newest_of_a_pattern_is_the_last_in_the_order_of_numbers(shipped, names, newest):
    put(shipped, *names)
    assert bundles.find_bundle('ceph*').stem == newest


@pytest.mark.parametrize('name', ['ceph*', 'ceph19', 'ceph19.onnx', 'models/ceph19'])
def test_a_bundle_that_is_missing_says_what_to_do(shipped, name):
    with pytest.raises(
        FileNotFoundError, match=r'give the path of an \.onnx file, or a folder of them in AARIZ_BUNDLES'
    ):
        bundles.find_bundle(name)


def test_those_that_are_there_are_named(shipped):
    put(shipped, 'ceph19')
    with pytest.raises(FileNotFoundError, match=r"ceph20: no bundle of this name, there are \['ceph19'\]"):
        bundles.find_bundle('ceph20')


def test_a_folder_that_is_none_is_named(shipped, monkeypatch):
    monkeypatch.setenv('AARIZ_BUNDLES', 'nowhere')
    with pytest.raises(FileNotFoundError, match='AARIZ_BUNDLES=nowhere: no such folder'):
        bundles.find_bundle('ceph19')


def test_a_member_that_is_named_twice_is_refused(shipped):
    put(shipped, 'ceph19')
    with pytest.raises(ValueError, match='named twice'):
        bundles.find_bundles(['ceph19', str(shipped / 'ceph19.onnx')])
