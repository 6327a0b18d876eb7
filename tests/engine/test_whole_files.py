"""Files that are there as a whole or not at all."""

import os

import pytest

from aariz_mm.engine.whole_files import WholeFileBackend


def test_a_file_that_cannot_be_written_leaves_the_one_before(tmp_path, monkeypatch):
    path = tmp_path / 'epoch_1.pth'
    WholeFileBackend().put(b'one', path)

    def no_room(handle):
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr(os, 'fsync', no_room)
    with pytest.raises(OSError, match='No space left'):
        WholeFileBackend().put(b'other', path)
    assert path.read_bytes() == b'one' and os.listdir(tmp_path) == ['epoch_1.pth']


def test_a_file_is_on_the_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    done, sync, replace = [], os.fsync, os.replace
    monkeypatch.setattr(os, 'fsync', lambda handle: done.append('sync') or sync(handle))
    monkeypatch.setattr(os, 'replace', lambda *paths: done.append('move') or replace(*paths))
    WholeFileBackend().put(b'one', tmp_path / 'new' / 'a')
    assert done[:2] == ['sync', 'move']


def test_what_is_outdated_goes_late_and_once(tmp_path):
    backend = WholeFileBackend()
    for name in 'abc':
        (tmp_path / name).write_text(name)
        backend.remove(str(tmp_path / name))
    backend.remove(tmp_path / 'a')
    assert len(backend.outdated) == 3 and len(os.listdir(tmp_path)) == 3
    os.unlink(tmp_path / 'b')
    backend.remove_outdated(spared=tmp_path / 'c')
    assert os.listdir(tmp_path) == ['c'] and backend.outdated == []
