import json
import os

import numpy as np
import pytest

from aariz_mm.files import (
    as_plain,
    check_folder,
    check_own_folder,
    check_replaceable,
    load_json,
    write_file,
    write_json,
)


def test_content_of_a_json_file(tmp_path):
    (tmp_path / 'a.json').write_text('{"a": [1]}')
    assert load_json(tmp_path / 'a.json', 'cure') == {'a': [1]}


def test_a_missing_file_is_named_with_the_cure(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'b\.json: no such file; make one'):
        load_json(tmp_path / 'b.json', 'make one')


def test_what_is_no_json_is_named_as_asked(tmp_path):
    (tmp_path / 'a.json').write_text('[1,')
    with pytest.raises(ValueError, match=r"^leaks='a': no JSON \(.*; make one"):
        load_json(tmp_path / 'a.json', 'make one', "leaks='a'")


def test_write_json_makes_folders_and_writes_nan_as_null(tmp_path):
    path = write_json(tmp_path / 'a' / 'b.json', {'x': float('nan'), 'y': np.float32(0.5), 'z': 'Ls`'})
    assert json.loads(path.read_text(encoding='utf-8')) == {'x': None, 'y': 0.5, 'z': 'Ls`'}


def test_write_json_reaches_into_lists(tmp_path):
    path = write_json(tmp_path / 'b.json', {'rows': [{'x': float('inf'), 'n': np.int64(3)}, (1, 2)]})
    assert json.loads(path.read_text()) == {'rows': [{'x': None, 'n': 3}, [1, 2]]}


def test_a_failed_write_leaves_the_earlier_file_and_no_part(tmp_path, monkeypatch):
    path = write_file(tmp_path / 'a.txt', 'first')
    monkeypatch.setattr('os.replace', lambda *paths: (_ for _ in ()).throw(OSError('disk full')))
    with pytest.raises(OSError, match='disk full'):
        write_file(path, 'second')
    assert path.read_text() == 'first' and list(tmp_path.iterdir()) == [path]


def test_a_written_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / 'plain').touch()
    assert write_file(tmp_path / 'a', b'').stat().st_mode == (tmp_path / 'plain').stat().st_mode


@pytest.mark.skipif(not hasattr(os, 'symlink'), reason='no links here')
def test_a_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / 'elsewhere').write_text('of another')
    (tmp_path / 'out').symlink_to(tmp_path / 'elsewhere')
    write_file(tmp_path / 'out', 'new')
    assert (tmp_path / 'elsewhere').read_text() == 'of another'
    assert not (tmp_path / 'out').is_symlink() and (tmp_path / 'out').read_text() == 'new'


def test_only_files_with_a_mark_are_replaced(tmp_path):
    path = tmp_path / 'a.json'
    assert check_replaceable(path, ['"ours"'], 'report', 'give another name') == path
    path.write_text('{"ours": 1}')
    check_replaceable(path, ['"ours"'], 'report', 'give another name')
    path.write_text(' ' * 50 + '"ours"')
    with pytest.raises(ValueError, match=r'a\.json is no report and would be lost; give another name'):
        check_replaceable(path, ['"ours"'], 'report', 'give another name', chars=50)
    with pytest.raises(ValueError, match='would be lost'):
        check_replaceable(tmp_path, ['"ours"'], 'report', 'give another name')


@pytest.mark.parametrize('given', [float('nan'), float('inf'), np.float32('nan'), np.float64('-inf')])
def test_what_is_no_number_is_none_at_any_depth(given):
    assert as_plain({'a': [given, (given, {'b': given})]}) == {'a': [None, [None, {'b': None}]]}


@pytest.mark.parametrize(
    ('given', 'kind'), [(np.int64(3), int), (np.float32(0.5), float), (np.bool_(True), bool), (True, bool), ('a', str)]
)
def test_numbers_of_numpy_become_those_of_python(given, kind):
    assert type(as_plain([given])[0]) is kind and as_plain(given) == given


@pytest.mark.parametrize('below', ['', 'a', 'a/b'])
@pytest.mark.parametrize('kind', ['file', 'broken link'])
def test_a_folder_below_what_is_none_is_told_before_anything_is_made(tmp_path, below, kind):
    taken = tmp_path / 'taken'
    taken.write_text('mine') if kind == 'file' else taken.symlink_to(tmp_path / 'gone')
    for check in (check_folder, lambda folder: check_own_folder(folder, 'p.html', 'mark', 'a study', 'page')):
        with pytest.raises(ValueError, match='taken is no folder; give another --out-dir'):
            check(taken / below)
    assert not list(tmp_path.glob('taken/*')) and check_folder(tmp_path / 'new/below') == tmp_path / 'new/below'


@pytest.mark.parametrize('name', ['', ' '])
def test_a_blank_name_is_no_folder(name):
    with pytest.raises(ValueError, match=f'{name!r} is no folder; give another --out-dir'):
        check_folder(name)
