"""The command: what it is told, and what it says of a spool."""

import os

import pytest

from aariz_mm.cli import build_parser
from aariz_mm.cli.commands import main
from aariz_mm.listening.folder import SpoolFolder
from aariz_mm.listening.journal import describe_spool
from aariz_mm.listening.store import SpoolStore

NEEDED = ['--allow', 'CEPH1', '--send-to', 'ORTHANC@127.0.0.1:4242']


@pytest.fixture
def spool(tmp_path):
    folder = SpoolFolder(tmp_path / 'spool')
    folder.prepare()
    store = SpoolStore(folder)
    for number in range(3):
        handle, part = folder.open_part()
        os.close(handle)
        store.add(part, f'1.{number}', 'aa', 2_000_000, 'CEPH1')
    store.fail(2, 'the pixels cannot be decoded')
    store.finish_reading(3, 'other', 'no lateral cephalogram: it shows a hand')
    yield folder.path
    store.close()


def test_status_counts_and_names_what_is_not_done(spool, capsys):
    assert main(['listen', '--status', '--spool', str(spool)]) == 1  # something failed
    said = capsys.readouterr().out
    assert said.startswith('1 to be read, 0 to be sent, 0 sent, 1 no lateral cephalogram, 1 failed\n')
    row = next(line for line in said.splitlines() if line.startswith('2'))
    assert '2.0' in row and row.endswith('the pixels cannot be decoded')


def test_retry_sets_what_failed_back(spool, capsys):
    assert main(['listen', '--retry', '--spool', str(spool)]) == 0
    assert '1 failed instance will be tried again\n2 to be read' in capsys.readouterr().out
    assert main(['listen', '--status', '--spool', str(spool)]) == 0


def test_a_long_table_is_cut(spool):
    store = SpoolStore(SpoolFolder(spool))
    for number in range(60):
        handle, part = store.folder.open_part()
        os.close(handle)
        store.add(part, f'2.{number}', 'aa', 1, 'CEPH1')
    assert describe_spool(store).endswith('… and 13 more instances')
    store.close()


@pytest.mark.parametrize(
    ('arguments', 'said'),
    [
        (['--status'], 'no spool of aariz-mm listen'),
        (NEEDED[:2], '--send-to is missing'),
        (NEEDED[2:], '--allow is missing'),
        ([*NEEDED, '--tls-cert', 'a.pem'], 'give the certificate and its key'),
        ([*NEEDED, '--tls-cert', 'a.pem', '--tls-key', 'b.pem'], 'a.pem: no such certificate|b.pem: no such'),
        ([*NEEDED, '--model', 'nothing_of_this_name'], 'nothing_of_this_name'),
    ],
)
def test_mistakes_are_told(arguments, said, tmp_path, capsys):
    pytest.importorskip('pynetdicom', reason='the listener needs the extra dicom')
    assert main(['listen', '--spool', str(tmp_path / 'spool'), *arguments]) == 2
    message = capsys.readouterr().err
    assert any(one in message for one in said.split('|')) and 'Traceback' not in message


@pytest.mark.parametrize(
    'arguments',
    [
        ['--allow', 'A\\B'],
        ['--send-to', 'ORTHANC'],
        ['--results', 'pdf'],
        ['--keep-days', '-1'],
        ['--port', 'x'],
        ['--workers', '65'],
        ['--max-associations', '100000'],
    ],
)
def test_arguments_that_are_none_are_told(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        build_parser('listen').parse_args(['--spool', 'x', *arguments])
    assert stop.value.code == 2 and 'expected' in capsys.readouterr().err


def test_several_callers_may_be_given_at_once_or_one_by_one():
    args = build_parser('listen').parse_args(['--spool', 'x', '--allow', 'A', 'B=10.0.0.1', '--allow', 'C'])
    assert [caller.title for caller in args.allow] == ['A', 'B', 'C']
