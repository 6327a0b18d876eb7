import json

import pytest

from aariz_mm.evaluation.leaks import read_leaks


def test_leaks_are_read_from_a_list_or_a_file(tmp_path):
    path = tmp_path / 'leaks.json'
    path.write_text(json.dumps(['a', 'b', 'a']))
    assert read_leaks(path) == read_leaks(str(path)) == read_leaks(['a', 'b']) == {'a', 'b'}
    assert read_leaks(None) is None and read_leaks([]) == frozenset()


def test_leaks_name_the_missing_file(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r'nowhere.json.*no such file; expected a list of image ids, as tools/doctor.py'
    ):
        read_leaks(tmp_path / 'nowhere.json')


@pytest.mark.parametrize(
    ('text', 'message'),
    [('[1', 'no JSON'), ('{"a": 1}', 'expected a JSON list of image ids, got dict'), ('["a", 3]', r'got \[3\] in it')],
)
def test_leaks_reject_a_file_without_ids(tmp_path, text, message):
    path = tmp_path / 'leaks.json'
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_leaks(path)


def test_a_mapping_is_no_list_of_leaks():
    with pytest.raises(ValueError, match=r"^leaks: expected a list of image ids, .* got \[\{'a': 1\}\] in it"):
        read_leaks({'a': 1})


def test_a_file_of_leaks_is_named_as_it_was_given(tmp_path):
    path = tmp_path / 'leaks.json'
    for text in ('{', '{}', '[3]'):
        path.write_text(text)
        with pytest.raises(ValueError) as caught:
            read_leaks(str(path))
        assert str(caught.value).startswith(f'leaks={str(path)!r}')
