"""What a failed command prints and returns."""

import errno
import os
import re

import pytest

import aariz_mm.files
from aariz_mm.cli.failures import INTERRUPTED, MISTAKE, describe_mistake, explain
from aariz_mm.files import check_file
from aariz_mm.landmarks import select_symbols


def mistake_of(function, *args):
    try:
        function(*args)
    except Exception as error:
        return describe_mistake(error)


def test_mistakes_of_ours_are_told_by_their_message(tmp_path):
    assert mistake_of(check_file, tmp_path / 'a.py', 'config', 'cure') == f'{tmp_path / "a.py"}: no such config; cure'
    assert 'X' in mistake_of(select_symbols, ['X'])


def test_bugs_keep_their_trace():
    assert mistake_of(lambda: [][0]) is None
    assert mistake_of(int, 'a') is None  # a ValueError, but none that we raised
    with pytest.raises(ZeroDivisionError), explain():
        _ = 1 / 0


def test_a_mistake_is_one_line_and_status_2(capsys):
    with explain() as outcome:
        select_symbols(['X'])
    captured = capsys.readouterr().err
    assert outcome.status == MISTAKE == 2 and captured.startswith('error: ') and 'Traceback' not in captured


def test_debug_shows_the_trace():
    with pytest.raises(ValueError, match='X'), explain(debug=True):
        select_symbols(['X'])


def test_a_mistake_that_another_library_wraps_is_found():
    def build():
        try:
            select_symbols(['X'])
        except ValueError as error:
            raise RuntimeError('class in file') from error

    assert 'X' in mistake_of(build)


def test_an_error_from_none_is_told_by_its_own_message():
    namespace = {}
    code = """
def read():
    try:
        float('x')
    except ValueError:
        raise ValueError('a.csv: expected a number') from None
"""
    exec(compile(code, aariz_mm.files.__file__, 'exec'), namespace)
    with pytest.raises(ValueError) as caught:
        namespace['read']()
    assert describe_mistake(caught.value) == 'a.csv: expected a number'


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    assert mistake_of((tmp_path / 'none').read_text) == f'{tmp_path / "none"}: No such file or directory'


@pytest.mark.parametrize('number', ['ENOSPC', 'EDQUOT', 'EROFS'])
def test_a_disk_that_takes_no_more_is_a_mistake_and_no_bug(number):
    code = getattr(errno, number)
    told = describe_mistake(OSError(code, os.strerror(code)))
    assert told == f'{os.strerror(code)}; make room on the disk, or write to another one'
    assert describe_mistake(OSError(code, os.strerror(code), 'a.json')) == f'a.json: {told}'


def test_a_mistake_in_a_worker_is_found():
    import aariz_mm.files as ours

    text = (
        'Caught ValueError in DataLoader worker process 0.\nOriginal Traceback (most recent call last):\n'
        f'  File "{ours.__file__}", line 1, in load\n    raise ValueError(x)\nValueError: a.png: broken\nmore\n'
    )
    assert describe_mistake(ValueError(text)) == 'a.png: broken\nmore'
    assert describe_mistake(ValueError(text.replace(ours.__file__, '/lib/x.py'))) is None


def test_an_interruption_has_its_own_status(capsys):
    with explain() as outcome:
        raise KeyboardInterrupt
    assert outcome.status == INTERRUPTED == 130 and 'interrupted' in capsys.readouterr().err


def test_an_interruption_that_a_library_takes_for_an_error_is_one(capsys):
    with explain() as outcome:
        try:
            raise KeyboardInterrupt
        except BaseException as error:
            raise SyntaxError('Failed to format the config file') from error
    assert outcome.status == INTERRUPTED and capsys.readouterr().err == '\ninterrupted\n'


@pytest.mark.parametrize(
    ('text', 'says'),
    [
        ('model = dict(', r'line 1: .*never closed|line 1: unexpected EOF'),
        ('a = 1 2', 'line 1: invalid syntax'),
        ('  a = 1', 'line 1: unexpected indent'),
        ('a = 1\nb = nothing', r"own\.py, line 2: NameError: name 'nothing' is not defined"),
        (
            '_base_ = []\nfrom aariz_mm.recipes import one_cycle\none_cycle(epoch=3)',
            r'own\.py, line 3: TypeError: .*epoch',
        ),
        ('a = [][1]', r'own\.py, line 1: IndexError'),
    ],
)
def test_slips_in_a_config_are_told_by_their_line(tmp_path, text, says):
    from mmengine.config import Config

    import aariz_mm.register  # noqa: F401

    path = tmp_path / 'own.py'
    path.write_text(f'{text}\n', encoding='utf-8')
    assert re.match(f'in the config: .*({says})', mistake_of(Config.fromfile, str(path)))


def test_config_that_is_no_utf8_is_told(tmp_path):
    from mmengine.config import Config

    path = tmp_path / 'own.py'
    path.write_bytes('name = "café"\n'.encode('latin-1'))
    assert 'in the config: no text in UTF-8' in mistake_of(Config.fromfile, str(path))


def test_what_was_raised_from_a_mistake_tells_it(tmp_path):
    """The message of the caller names the file and the cure; that of the function below does not."""
    from aariz_mm.reading.bundle import Bundle

    path = tmp_path / 'a.onnx'
    path.write_bytes(b'no network')
    assert 'a.onnx: no ONNX model that can be loaded' in mistake_of(Bundle, path)


@pytest.mark.parametrize('named', ['float("nan")', '[3]', '[["a"]]'])
def test_imports_of_a_config_that_are_no_names_are_told(tmp_path, named):
    from mmengine.config import Config

    path = tmp_path / 'own.py'
    path.write_text(f'custom_imports = dict(imports={named}, allow_failed_imports=False)\n', encoding='utf-8')
    assert mistake_of(Config.fromfile, str(path)).startswith('in the config: ')
