import pytest

from aariz_mm.json_file import load_json


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
