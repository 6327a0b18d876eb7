"""The opener of our databases: what is new is made, what is another's is refused, whatever is wrong is told."""

import os
import sqlite3

import pytest

from aariz_mm.database import open_database

TABLES = 'CREATE TABLE notes (n INTEGER PRIMARY KEY, text TEXT);'


def opened(path, version=2, **options):
    return open_database(path, TABLES, version, 'notes', 'give another folder', **options)


def test_tables_are_made_once_and_kept(tmp_path):
    path = tmp_path / 'notes.sqlite'
    first = opened(path)
    first.execute('INSERT INTO notes (text) VALUES (?)', ('one',))
    first.close()
    second = opened(path)
    assert [row['text'] for row in second.execute('SELECT text FROM notes')] == ['one']
    assert second.execute('PRAGMA user_version').fetchone()[0] == 2
    second.close()


@pytest.mark.skipif(os.name == 'nt', reason='Windows has no such rights')
def test_a_private_one_is_its_owners_alone(tmp_path):
    opened(tmp_path / 'a', is_private=True).close()
    assert (tmp_path / 'a').stat().st_mode & 0o777 == 0o600


def test_a_later_version_and_tables_of_another_are_refused(tmp_path):
    opened(tmp_path / 'a', version=3).close()
    with pytest.raises(ValueError, match=r'has version 3, .* reads up to 2: update it, or give another folder'):
        opened(tmp_path / 'a')
    other = sqlite3.connect(tmp_path / 'b')
    other.execute('CREATE TABLE patients (name TEXT)')
    other.close()
    with pytest.raises(ValueError, match=r"something else \(\['patients'\]\); give another folder"):
        opened(tmp_path / 'b')


def test_what_is_none_or_cannot_be_opened_is_told(tmp_path):
    (tmp_path / 'a').write_bytes(b'no database at all' * 100)
    with pytest.raises(ValueError, match=r'no database of notes, or a damaged one .*; move it away, or give another'):
        opened(tmp_path / 'a')
    with pytest.raises(ValueError, match=r'cannot be used .unable to open database file.; give another folder'):
        opened(tmp_path / 'nowhere' / 'a')


def test_one_that_another_program_holds_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr('aariz_mm.database._BUSY_S', 0.01)
    holder = sqlite3.connect(tmp_path / 'a')
    holder.execute('BEGIN EXCLUSIVE')
    with pytest.raises(ValueError, match=r'cannot be used .database is locked.'):
        opened(tmp_path / 'a')
    holder.close()
