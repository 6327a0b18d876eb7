"""What goes wrong on the disk is answered in words, without paths; what the command says wrongly, at the start."""

import errno
import os
import sqlite3

import pytest
from made_reviews import write_folder
from served_reviews import open_client, save, settings_of

from aariz_mm.annotations.layout import MACHINE_CSV
from aariz_mm.cli import build_parser
from aariz_mm.review.app import create_app

FAILURES = [
    (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), '/secret/kim.png'), 507),
    (PermissionError(errno.EACCES, os.strerror(errno.EACCES), '/secret/kim.png'), 503),
    (FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), '/secret/kim.png'), 409),
    (sqlite3.OperationalError('database or disk is full'), 507),
    (sqlite3.OperationalError('attempt to write a readonly database'), 503),
]


def failing(error):
    def fail(*_):
        raise error

    return fail


@pytest.mark.parametrize(('error', 'status'), FAILURES)
def test_a_save_that_the_disk_refuses_is_told(client, monkeypatch, error, status):
    monkeypatch.setattr(client.app.state.workplace.store, 'save', failing(error))
    answer = save(client)
    assert answer.status_code == status and 'try again' in answer.json()['error'] and 'secret' not in answer.text


@pytest.mark.parametrize(('error', 'status'), FAILURES[:2])
def test_an_upload_that_the_disk_refuses_is_told(client, monkeypatch, error, status):
    monkeypatch.setattr(client.app.state.workplace, 'add_upload', failing(error))
    answer = client.post('/api/cases', files=[('files', ('a.png', b'x'))])
    assert answer.status_code == status and 'secret' not in answer.text


def test_a_radiograph_that_is_gone_is_told(xrays, client):
    (xrays / 'p0.png').unlink()
    answer = save(client)
    assert answer.status_code == 409 and str(xrays) not in answer.text


def test_an_export_without_its_table_is_told(client):
    save(client)
    (client.app.state.workplace.settings.home / MACHINE_CSV).unlink()
    answer = client.get('/api/export', params=dict(format='aariz', reader='Kim'))
    assert answer.status_code == 409 and 'try again' in answer.json()['error']


def test_a_text_with_the_ending_of_a_picture_is_refused_without_its_folder(tmp_path):
    folder = write_folder(tmp_path / 'xrays', 'b.png')
    (folder / 'a.png').write_text('no picture')
    with open_client(settings_of(folder)) as client:
        answer = save(client)
    assert answer.status_code == 422 and str(tmp_path) not in answer.text


@pytest.mark.parametrize('content', [None, '', '{}', '[]'])
def test_a_profile_that_is_none_is_told_at_the_start(xrays, tmp_path, content):
    path = tmp_path / 'profile.json'
    if content is not None:
        path.write_text(content)
    with pytest.raises((FileNotFoundError, ValueError), match='profile'):
        create_app(settings_of(xrays, profile=path))


@pytest.mark.parametrize('token', ['', 'a b;ü', '비밀', 'a&b', 'a%20b', 'a\n'])
def test_a_token_that_no_address_can_hold_is_refused(token, capsys):
    with pytest.raises(SystemExit):
        build_parser('review').parse_args(['x', '--token', token])
    assert 'expected letters' in capsys.readouterr().err


def test_a_plain_token_is_taken():
    assert build_parser('review').parse_args(['x', '--token', 'aZ0-._~']).token == 'aZ0-._~'
