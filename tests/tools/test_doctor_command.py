"""The dataset doctor's command: exit status, files and errors."""

import json

import pytest

from aariz_mm.cli import main
from aariz_mm.phantom import write_phantom_dataset


@pytest.fixture
def root(tmp_path):
    return write_phantom_dataset(tmp_path / 'aariz', 9, 1, 1, size=(160, 195), progress=False)


def doctor(*args):
    """Exit status of the command."""
    return main(['doctor', *map(str, args)])


def test_doctor_command_exits_by_severity(root, capsys):
    assert doctor(root) == 0
    assert 'no errors, no warnings' in capsys.readouterr().out
    image = next((root / 'train' / 'Cephalograms').iterdir())
    (root / 'train' / 'Cephalograms' / 'notes.txt').write_text('')
    assert doctor(root) == 1
    image.write_bytes(b'')
    assert doctor(root) == 2
    assert 'unreadable-image (1)' in capsys.readouterr().out


def test_doctor_command_writes_what_it_is_asked_for_again_and_again(root, tmp_path):
    out = tmp_path / 'out'
    args = ('--json', out / 'a.json', '--html', out / 'a.html', '--fix-list', out / 'a.py')
    assert [doctor(root, *args), doctor(root, *args)] == [0, 0]
    assert sorted(path.name for path in out.iterdir()) == ['a.html', 'a.json', 'a.py']
    assert json.loads((out / 'a.json').read_text(encoding='utf-8'))['exit_code'] == 0


def test_doctor_command_refuses_with_a_message(root, tmp_path, capsys):
    assert doctor(tmp_path / 'nowhere') == 64
    assert capsys.readouterr().err.startswith('error: data_root=')
    (tmp_path / 'mine.json').write_text('[]')
    assert doctor(root, '--json', tmp_path / 'mine.json') == 64
    assert (tmp_path / 'mine.json').read_text() == '[]'
    assert capsys.readouterr().err.startswith('error: ')
