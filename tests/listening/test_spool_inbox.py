"""A data set on its way to the disk."""

import hashlib
import os

import pytest

from aariz_mm.listening import inbox as module
from aariz_mm.listening.folder import SpoolFolder
from aariz_mm.listening.inbox import Inbox


@pytest.fixture
def folder(tmp_path):
    folder = SpoolFolder(tmp_path)
    folder.prepare()
    return folder


def parts(folder):
    return list((folder.path / 'incoming').iterdir())


def test_pieces_become_one_file_and_the_hash_is_of_the_data_set_alone(folder):
    inbox = Inbox(folder, b'head', 100)
    inbox.write(b'ab')
    inbox.write(memoryview(b'cd'))
    arrival = inbox.finish()
    assert arrival.part.read_bytes() == b'headabcd' and arrival.size == 4
    assert arrival.sha256 == hashlib.sha256(b'abcd').hexdigest()


def test_more_than_allowed_is_dropped_and_told(folder):
    inbox = Inbox(folder, b'head', 10)
    for _ in range(5):
        inbox.write(bytes(4))
    assert parts(folder) == []
    arrival = inbox.finish()
    assert arrival.part is None and arrival.size == 20 and 'larger than' in arrival.problem


def test_a_full_disk_is_told_before_and_while_writing(folder, monkeypatch):
    monkeypatch.setattr(module, 'free_bytes', lambda _: 50)
    assert Inbox(folder, b'', 10, reserve_bytes=100).finish().problem == 'the disk is full'

    def fail(*_):
        raise OSError(28, 'No space left on device')

    inbox = Inbox(folder, b'', 10)
    monkeypatch.setattr(os, 'write', fail)
    inbox.write(b'ab')
    assert inbox.finish().problem == 'it cannot be written (No space left on device)' and parts(folder) == []


def test_what_ends_halfway_is_dropped(folder):
    inbox = Inbox(folder, b'head', 10)
    inbox.write(b'ab')
    inbox.discard()
    assert parts(folder) == []
