"""Commands on consoles of every encoding, with file names of every kind, and into pipes that close."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from forked_interpreters import interpreter
from forked_tools import start_tool
from mmengine.logging import MMLogger

from aariz_mm.cli import COMMANDS, main
from aariz_mm.cli.failures import BUG, MISTAKE, NOT_EXAMINED
from aariz_mm.engine.text_files import write_utf8
from aariz_mm.files import load_json, write_file, write_json

ROOT = Path(__file__).parents[2]
ENCODINGS = ['cp949', 'cp1252', 'ascii', 'utf-8']
ODD_NAMES = ['김민수', 'Å ë', '患者', 'a\udcff', '“x”…', '😀']


@pytest.fixture
def plain():
    """An interpreter with the plug-in, in a locale that knows ASCII alone."""
    return interpreter('import aariz_mm.register', LC_ALL='C', PYTHONUTF8='0')


@pytest.fixture
def run(plain):
    """Runs a tool there, on a console of an encoding."""

    def run(*args, encoding):
        return plain.run_tool(*args, encoding=encoding, timeout=120, PYTHONIOENCODING=encoding)

    return run


def add_odd_names(tiny_aariz):
    """Cases whose ids are as those of a user's own files, each of an empty image."""
    for name in ODD_NAMES:
        tiny_aariz.add('b_')
        for path in sorted(tiny_aariz.root.glob('train/**/b_.*')):
            path.rename(path.with_stem(name))
        tiny_aariz.image_path(name).write_bytes(b'')
    return tiny_aariz.root


@pytest.mark.parametrize('encoding', ENCODINGS)
def test_doctor_tells_its_findings_whatever_the_names(run, tiny_aariz, tmp_path, encoding):
    root, out = add_odd_names(tiny_aariz), tmp_path / '결과'
    files = [f'{out}/a.{kind}' for kind in ('json', 'html', 'py')]
    done = run('doctor', root, '--json', files[0], '--html', files[1], '--fix-list', files[2], encoding=encoding)
    assert done.returncode == 2, done.stderr.decode(encoding)
    assert b'unreadable-image' in done.stdout and b'Traceback' not in done.stderr
    report = load_json(Path(files[0]), '')
    assert report['exit_code'] == 2
    excluded = {os.fsencode(one) for one in report['exclude']} | set(report['exclude'])
    assert all(name in excluded or name.encode(errors='surrogateescape') in excluded for name in ODD_NAMES)


@pytest.mark.parametrize('encoding', ENCODINGS)
@pytest.mark.parametrize('args', [('test', '--help'), ('models',), ('models', '--help'), ('train', '교정.py')])
def test_help_lists_and_errors_are_shown(run, encoding, args):
    done = run(*args, encoding=encoding)
    assert done.returncode == (2 if args[0] == 'train' else 0), done.stderr
    assert b'Traceback' not in done.stderr and len(done.stdout + done.stderr) > 30


@pytest.mark.parametrize('name', COMMANDS)
def test_help_of_every_command_fits_an_ascii_console(name, monkeypatch, tmp_path):
    with (tmp_path / 'out').open('w', encoding='ascii') as console:
        monkeypatch.setattr(sys, 'stdout', console)
        with pytest.raises(SystemExit, match='0'):
            main([name, '--help'])
    assert (tmp_path / 'out').read_text(encoding='ascii').isascii()


def test_what_an_encoding_lacks_is_shown_readably(tmp_path, monkeypatch):
    from aariz_mm.cli.console import show_every_text

    with (tmp_path / 'out').open('w', encoding='cp1252') as console:
        monkeypatch.setattr(sys, 'stdout', console)
        show_every_text()
        print('\u2026 1\u22122 김 \udcff é', file=console)
    assert (tmp_path / 'out').read_text(encoding='cp1252') == '… 1-2 \\uae40 \\xff é\n'


def test_a_mistake_and_a_bug_of_the_doctor_are_no_finding(tmp_path, monkeypatch, capsys):
    assert main(['doctor', str(tmp_path / 'nowhere')]) == NOT_EXAMINED == 64
    with pytest.raises(SystemExit, match='64'):
        main(['doctor', '--unknown'])
    monkeypatch.setattr('aariz_mm.doctor.examine', lambda *args, **settings: {}['gone'])
    assert main(['doctor', str(tmp_path)]) == BUG == 70
    assert "KeyError: 'gone'" in capsys.readouterr().err


@pytest.mark.parametrize('debug', [[], ['--debug']])
def test_mistakes_of_other_commands_stay_2_and_bugs_70(tmp_path, monkeypatch, debug):
    args = ['compare', str(tmp_path / 'a.json'), str(tmp_path / 'b.json'), *debug]
    assert main(args) == MISTAKE == 2
    monkeypatch.setattr('aariz_mm.evaluation.run_comparison.load_run', lambda path: 1 / 0)
    assert main(args) == 70


def piped(reader, *args):
    """Exit status and complaints of a tool whose output goes to another program."""
    script = f'{sys.executable} tools/{args[0]}.py {" ".join(args[1:])} | {reader}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(['bash', '-c', script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ('reader', 'args'),
    [('head -n 1', ['models']), ('true', ['models', '--paths']), ('head -c 1', ['models', '--help']),
     ('exec 0<&-; sleep 0.5', ['models'])],
)  # fmt: skip
def test_a_reader_that_goes_away_is_no_mistake(reader, args):
    status, complaints = piped(reader, *args)
    assert status in (0, 141) and complaints == ''


def test_a_reader_of_a_config_that_goes_away_is_no_mistake(tmp_path):
    os.mkfifo(tmp_path / 'out')
    process = start_tool('print_config', 'configs/aariz_lite0_512.py', prints_to=tmp_path)
    subprocess.run(['bash', '-c', 'head -n 1 < out'], cwd=tmp_path, capture_output=True, timeout=120)
    process.join(120)
    assert process.exitcode in (0, 141) and (tmp_path / 'err').read_text() == ''


@pytest.mark.skipif(not Path('/dev/full').exists(), reason='no device that is always full')
def test_output_that_cannot_be_written_is_told():
    with open('/dev/full', 'w') as full:
        done = subprocess.run(
            [sys.executable, 'tools/models.py'], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert done.stderr == 'error: No space left on device; make room on the disk, or write to another one\n'


@pytest.mark.parametrize('name', ODD_NAMES)
def test_files_take_every_name(tmp_path, name):
    assert load_json(write_json(tmp_path / f'{name}.json', {'id': [name]}), '') == {'id': [name]}
    code = write_file(tmp_path / 'a.py', f'ids = {json.dumps([name], ensure_ascii=False)}\n').read_text(
        encoding='utf-8'
    )
    assert eval(code.partition('=')[2]) == [name]


LOG = """
import sys
from mmengine.logging import MMLogger
from mmengine.runner.checkpoint import find_latest_checkpoint
import mmengine.hooks.checkpoint_hook as hook
assert sys.getfilesystemencoding() == 'ascii'
folder = sys.argv[1]
logger = MMLogger.get_instance('x', log_file=f'{folder}/log.txt')
for name in sys.argv[2:]:
    logger.info(f'name {name}')
    with hook.open(f'{folder}/last_checkpoint', 'w') as file:
        file.write(f'{folder}/{name}.pth')
    assert find_latest_checkpoint(folder) == f'{folder}/{name}.pth'
"""


def test_logs_of_mmengine_are_utf8_in_every_locale(plain, tmp_path):
    done = plain.run(LOG, tmp_path, *ODD_NAMES, encoding='ascii:backslashreplace')
    assert done.returncode == 0 and b'error' not in done.stderr.lower(), done.stderr
    assert (tmp_path / 'last_checkpoint').read_bytes() == os.fsencode(f'{tmp_path}/{ODD_NAMES[-1]}.pth')
    assert (tmp_path / 'log.txt').read_text(encoding='utf-8').count('name ') == len(ODD_NAMES)


def test_logs_keep_korean(tmp_path):
    write_utf8()
    MMLogger.get_instance('korean', log_file=str(tmp_path / 'log.txt')).info('김민수')
    assert '김민수' in (tmp_path / 'log.txt').read_text(encoding='utf-8')
