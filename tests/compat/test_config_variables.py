"""Values that a config takes from the environment and from its own path: data, whatever they hold."""

import re
import shutil
import subprocess
import sys

import pytest
from config_files import FOLDER, config_path
from mmengine.config import Config

from aariz_mm.compat import prepare
from aariz_mm.compat.config_text import fill_python, keep_braces

prepare()

PATHS = [
    "/data/Kim's films", r'C:\Users\kim\Aariz', 'C:\\data\\', '/x/my films', '/x/"films"', '/x/{x}', '/x/{{x}}',
    '/x/#1', '/x/$HOME', '/x/5%', '/x/교정과', ' /x/films ', '/x/{{ fileDirname }}', '/x/{{$HOME:y}}',
    '/x/{{{_base_.a}}', "/x/'''", '/x/\\1', '/x/{fold}', '/x/a;import os', '/x/line\nbreak', '/x/\udcff',
    "a');raise ValueError(('",
]  # fmt: skip
FORMS = {
    "root = '{{$PLACE:data}}/a'": '{}/a',
    'root = "{{$PLACE:data}}/a"': '{}/a',
    "root = r'{{$PLACE:data}}/a'": '{}/a',
    'root = """{{$PLACE:data}}/a"""': '{}/a',
    "root = ('b'\n  '{{ $PLACE : data }}')": 'b{}',
    "end = 'a'\nroot = f'{{$PLACE:data}}/{end}'": '{}/a',
    "root = {{'$PLACE:data'}}": '{}',
}
FOLDERS = [
    "Kim's", 'a b', '교정과', '{{x}}', '50%', 'a#b', 'a"b', '{x}', '$HOME', "'''", ' a ', 'back\\slash', '%s',
    'a\udcff',
]  # fmt: skip


def read(path, text):
    path.write_text(text + '\n', encoding='utf-8')
    return Config.fromfile(str(path))


def reread(config, path):
    config.dump(str(path))
    return Config.fromfile(str(path))


@pytest.mark.parametrize('value', PATHS)
def test_environment_variable_is_data(tmp_path, monkeypatch, value):
    monkeypatch.setenv('PLACE', value)
    for form, expected in FORMS.items():
        config = read(tmp_path / 'a.py', form)
        assert config.root == expected.format(value)
        assert reread(config, tmp_path / 'b.py').root == config.root


STOCK = """
import os, sys
from mmengine.config import Config
folder, parts = sys.argv[1], sys.argv[2].split()
for path, name in zip(parts[::2], parts[1::2]):
    for value in map(eval, sys.argv[3:]):
        os.environ[name] = value
        config = Config.fromfile(f'{folder}/{path}.py')
        assert config.dataset.data_root == value, value
        config.dump('dumped.py')
assert 'aariz_mm' not in sys.modules
"""


def test_our_configs_take_any_data_root_without_our_code(tmp_path):
    parts = 'aariz AARIZ_ROOT aariz_cvm_crops AARIZ_CVM_ROOT isbi2015 ISBI2015_ROOT'
    command = [sys.executable, '-c', STOCK, str(FOLDER / '_base_' / 'datasets'), parts, *map(ascii, PATHS)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_no_value_leaves_the_default(tmp_path, monkeypatch):
    monkeypatch.delenv('PLACE', raising=False)
    assert read(tmp_path / 'a.py', "root = '{{$PLACE:data/aariz}}'").root == 'data/aariz'
    with pytest.raises(KeyError, match='PLACE, which is not set'):
        read(tmp_path / 'a.py', "root = '{{$PLACE:}}'")
    monkeypatch.setenv('PLACE', '')
    assert read(tmp_path / 'a.py', "root = '{{$PLACE:data/aariz}}'").root == 'data/aariz'


@pytest.mark.parametrize(
    ('value', 'expected'),
    [
        ('19', 19), ('1e-3', 1e-3), ('-5', -5), ('True', True), ('None', None), ('[1, 2]', [1, 2]), ("'text'", 'text'),
        ('text', 'text'), ('dict(a=1)', 'dict(a=1)'), ('__import__("os")', '__import__("os")'),
    ],
)  # fmt: skip
def test_outside_a_string_a_literal_is_read_and_nothing_is_run(tmp_path, monkeypatch, value, expected):
    monkeypatch.setenv('NUMBER', value)
    assert read(tmp_path / 'a.py', "a = dict(b={{'$NUMBER:80'}})").a.b == expected


def test_comments_and_lines_stay():
    code = "# in {{$A:b}}\nroot = ('{{$A:b}}'\n  'c')\nlast = 1 / 0\n"
    filled = fill_python(code, re.compile(r'\{\{\$(A):(b)\}\}'), lambda match: "it's\n")
    assert filled.splitlines()[3] == 'last = 1 / 0' and compile(filled, 'a', 'exec')


@pytest.mark.parametrize('value', [value for value in PATHS if value.isprintable()])
def test_json_and_yaml_take_data_too(tmp_path, monkeypatch, value):
    monkeypatch.setenv('PLACE', value)
    monkeypatch.setenv('NUMBER', '4')
    assert read(tmp_path / 'a.json', '{"root": "{{$PLACE:data}}/a", "n": {{$NUMBER:3}}}').n == 4
    texts = {'json': '{"root": "{{$PLACE:data}}/a"}', 'yaml': 'root: "{{$PLACE:data}}/a"'}
    assert all(read(tmp_path / f'b.{kind}', text).root == f'{value}/a' for kind, text in texts.items())
    assert read(tmp_path / 'c.yml', "root: '{{$PLACE:data}}/a'").root == f'{value}/a' or '_base_' in value
    assert read(tmp_path / 'd.yml', 'root: {{$PLACE:data}}').root == value


@pytest.mark.parametrize('name', FOLDERS)
def test_file_dirname_is_data(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    code = "work_dir = '{{ fileDirname }}/runs/{{fileBasenameNoExtension}}'\nb = r'{{fileBasename}}'"
    config = read(folder / 'mine.py', code)
    assert (config.work_dir, config.b) == (f'{folder}/runs/mine', 'mine.py')
    assert reread(config, tmp_path / 'dumped.py').work_dir == config.work_dir


@pytest.mark.parametrize('name', ["Kim's 50%", '교정 {{x}}', '{{$HOME:a}}', 'a\\1'])
def test_the_whole_project_may_be_in_any_folder(tmp_path, name):
    configs = tmp_path / name / 'configs'
    shutil.copytree(FOLDER, configs)
    path = config_path('isbi2015_lite0_mixed_ensemble')
    moved = Config.fromfile(str(configs / path.relative_to(FOLDER)))
    assert moved.to_dict() == Config.fromfile(str(path)).to_dict()


def test_only_what_looks_like_a_placeholder_is_escaped():
    code = "a = {'b': {'c': '{{x}}'}}"
    assert keep_braces(code) == code
    odd = '/{{ fileDirname }}/{{{_base_.a}}/{{$A:b}}'
    assert '{{' not in keep_braces(repr(odd)) and eval(keep_braces(repr(odd))) == odd


@pytest.fixture
def counted(monkeypatch, lay_out):
    """How often yapf lays out a text."""
    from yapf.yapflib import yapf_api

    calls, stock = [], lay_out or yapf_api.FormatCode
    monkeypatch.setattr(yapf_api, 'FormatCode', lambda *args, **settings: calls.append(1) or stock(*args, **settings))
    return calls


def test_a_config_is_laid_out_once(counted, tmp_path):
    config = Config(dict(a=dict(b=[1, 2], seen_once='here')))
    texts = {config.pretty_text for _ in range(3)}
    config.dump(str(tmp_path / 'a.py'))
    assert texts == {(tmp_path / 'a.py').read_text()} and len(counted) == 1


@pytest.mark.parametrize('change', [dict(a=3), dict(b=dict(c='x')), dict(a='1')])
def test_a_config_that_changed_is_laid_out_again(counted, change):
    config = Config(dict(a=1, b=dict(c='y')))
    before = config.pretty_text
    config.merge_from_dict(change)
    assert config.pretty_text != before and len(counted) == 2
    assert Config.fromstring(config.pretty_text, '.py').to_dict() == config.to_dict()


def test_a_config_that_is_not_to_be_laid_out_is_not(counted):
    text = Config(dict(a=dict(b=1)), format_python_code=False).pretty_text
    assert text == 'a=dict(\n    b=1)' and not counted
    assert Config(dict(a=dict(b=1))).pretty_text == 'a = dict(b=1)\n'


def test_a_config_may_import_what_python_brings():
    from mmengine.config import utils

    assert utils._is_builtin_module('os') and utils._is_builtin_module('os.path')
    assert not utils._is_builtin_module('torch') and not utils._is_builtin_module('.base')
