"""States in the spool: what is kept, in which order it is read and sent, and what an interruption leaves."""

import errno
import os
import sqlite3
import stat
import time

import pytest

from aariz_mm.listening.folder import SpoolFolder
from aariz_mm.listening.store import SpoolStore, cause_of


@pytest.fixture
def folder(tmp_path):
    folder = SpoolFolder(tmp_path / 'spool')
    folder.prepare()
    return folder


@pytest.fixture
def store(folder):
    store = SpoolStore(folder)
    yield store
    store.close()


def add(store, uid='1.2', sha256='aa', data=b'data'):
    handle, part = store.folder.open_part()
    os.write(handle, data)
    os.close(handle)
    return store.add(part, uid, sha256, len(data), 'CEPH1')


def test_an_instance_is_kept_once(store):
    assert add(store) == (1, 'new')
    assert add(store) == (1, 'known')
    assert add(store, sha256='bb', data=b'other') == (1, 'differs')
    assert store.folder.instance(1).read_bytes() == b'data'
    assert list((store.folder.path / 'incoming').iterdir()) == []


def test_states_go_from_received_to_read_to_sent(store):
    add(store)
    assert store.start_reading(3) == 1 and store.start_reading(3, busy=[1]) is None
    store.finish_reading(1, 'read', kinds=('sr', 'sc'))
    assert [(one.n, kinds) for one, kinds in store.to_send(time.time())] == [(1, ['sr', 'sc'])]
    assert not store.mark_sent(1, 'sr') and store.unsent(1) == ['sc']
    assert store.mark_sent(1, 'sc') and store.counts()['sent'] == 1
    assert store.to_send(time.time()) == []


def test_what_ended_its_reader_comes_last_and_fails_in_the_end(store):
    add(store, '1.1'), add(store, '1.2')
    assert [store.start_reading(2) for _ in range(4)] == [1, 2, 1, 2]
    assert store.start_reading(2) is None
    assert store.counts()['failed'] == 2 and '2 times' in store.instance(1).reason


def test_a_start_can_be_taken_back(store):
    add(store)
    for _ in range(5):
        assert store.start_reading(2) == 1
        store.stop_reading(1)


def test_retry_goes_back_to_reading_or_to_sending(store):
    add(store, '1.1'), add(store, '1.2')
    store.fail(1, 'cannot be read')
    store.finish_reading(2, 'read', kinds=('sr',))
    store.fail(2, 'cannot be sent')
    assert store.retry() == 2
    assert (store.instance(1).state, store.instance(2).state) == ('received', 'read')
    assert store.instance(1).reason == ''


def test_what_waits_is_sent_when_its_time_has_come(store):
    add(store)
    store.finish_reading(1, 'read', kinds=('sr',))
    store.put_off(1, 1000.0, 'refused', is_refusal=True)
    assert store.to_send(999.0) == [] and len(store.to_send(1001.0)) == 1
    assert store.instance(1).refusals == 1


def test_an_answer_that_is_gone_is_made_again(store):
    add(store)
    store.finish_reading(1, 'read', kinds=('sr', 'sc'))
    store.mark_sent(1, 'sr')
    store.read_again(1)
    assert store.start_reading(3) == 1
    store.finish_reading(1, 'read', kinds=('sr', 'sc'))
    assert store.unsent(1) == ['sc']  # the peer has the other one


def test_what_waited_too_long_is_given_up(store):
    add(store)
    store.finish_reading(1, 'read', kinds=('sr',))
    assert store.give_up(time.time() - 60, 'away') == []
    assert store.give_up(time.time() + 60, 'away') == [1] and store.counts()['failed'] == 1


def test_files_go_after_a_while_and_the_instance_stays_known(store):
    add(store, '1.1'), add(store, '1.2')
    store.folder.write_answer(1, 'sr', b'report')
    store.finish_reading(1, 'read', kinds=('sr',))
    store.mark_sent(1, 'sr')
    assert store.prune(time.time() - 60) == 0
    assert store.prune(time.time() + 60) == 1
    assert not store.folder.instance(1).exists() and not store.folder.answer(1, 'sr').exists()
    assert store.folder.instance(2).exists() and add(store, '1.1') == (1, 'known')


def test_leftovers_of_an_interruption_go_and_nothing_else(store):
    add(store)
    store.folder.write_answer(1, 'sr', b'report')
    store.folder.open_part()
    store.folder.instance(7).write_bytes(b'its row was never written')
    store.folder.answer(7, 'sr').write_bytes(b'')
    assert store.clean() == 3
    assert store.folder.instance(1).exists() and store.folder.answer(1, 'sr').exists()


def test_an_instance_that_cannot_be_kept_leaves_no_row(store, monkeypatch):
    def fail(*_):
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr('aariz_mm.listening.folder.os.replace', fail)
    with pytest.raises(OSError, match='No space'):
        add(store)
    monkeypatch.undo()
    assert store.counts()['received'] == 0 and add(store) == (1, 'new')


@pytest.mark.skipif(os.name == 'nt', reason='permissions of POSIX')
def test_folder_and_files_are_of_their_owner_alone(store):
    add(store)
    store.folder.write_answer(1, 'sr', b'report')
    for path in [store.folder.path, *store.folder.path.rglob('*')]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    def refuse(path, *_):
        raise OSError(errno.EROFS, 'Read-only file system', str(path))

    monkeypatch.setattr('os.chmod', refuse)
    with pytest.raises(ValueError, match=r'cannot be made or written \(Read-only file system\); give a folder'):
        SpoolFolder(tmp_path / 'spool').prepare()


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / 'thesis.docx').write_text('mine')
    with pytest.raises(ValueError, match='holds something else'):
        SpoolFolder(tmp_path).prepare()
    with pytest.raises(FileNotFoundError, match='no spool'):
        SpoolFolder(tmp_path).check()


def test_a_database_of_a_later_version_or_none_is_told(folder):
    folder.database.write_bytes(b'no database at all' * 100)
    with pytest.raises(ValueError, match='no database of a spool'):
        SpoolStore(folder)
    folder.database.unlink()
    connection = sqlite3.connect(folder.database)
    connection.execute('PRAGMA user_version = 99')
    connection.close()
    with pytest.raises(ValueError, match='later aariz_mm'):
        SpoolStore(folder)


def test_why_a_spool_cannot_be_written_is_told_without_a_path():
    assert cause_of(OSError(errno.ENOSPC, 'No space left on device', '/spool/Kim')) == 'No space left on device'
    assert cause_of(sqlite3.OperationalError('database or disk is full')) == 'database or disk is full'
    assert cause_of(OSError()) == 'OSError'
