"""Files with other names than before keep what was marked on them."""

import os

import pytest
from made_reviews import case_files, open_review, state, write_folder

from aariz_mm.review.serving import _tell_unlisted


@pytest.fixture
def folder(tmp_path):
    """Of a review in which a alone was marked."""
    folder = write_folder(tmp_path / 'xrays', 'a.png', 'b.png')
    with open_review(folder) as store:
        store.save(0, 'Dr Kim', 0, state(), 'x')
    return folder


def swap(folder):
    os.rename(folder / 'a.png', folder / 'c')
    os.rename(folder / 'b.png', folder / 'a.png')
    os.rename(folder / 'c', folder / 'b.png')


def path_of_marked(folder):
    with open_review(folder) as store:
        return [row.path.name for row in store.cases() if row.n == 0]


def test_names_that_are_swapped_and_swapped_back_lose_nothing(folder):
    swap(folder)
    assert path_of_marked(folder) == ['b.png']
    swap(folder)
    assert path_of_marked(folder) == ['a.png']


def test_a_renamed_file_keeps_its_case(folder):
    os.rename(folder / 'a.png', folder / 'z.png')
    assert path_of_marked(folder) == ['z.png']


def test_a_file_in_another_folder_keeps_its_case(folder):
    (folder / 'sub').mkdir()
    os.rename(folder / 'a.png', folder / 'sub' / 'z.png')
    assert path_of_marked(folder) == ['z.png']


def test_a_copy_is_a_case_of_its_own(folder):
    (folder / '0.png').write_bytes((folder / 'a.png').read_bytes())
    with open_review(folder) as store:
        assert {row.path.name: row.n for row in store.cases()} == {'a.png': 0, 'b.png': 1, '0.png': 2}


def test_what_is_listed_no_more_is_told(folder, capsys):
    os.rename(folder / 'a.png', folder.parent / 'elsewhere.png')
    with open_review(folder) as store:
        _tell_unlisted(store.unlisted())
    assert '1 marked radiograph of this --out-dir not listed: a;' in capsys.readouterr().out


def test_nothing_is_told_where_all_is_listed(folder, capsys):
    with open_review(folder) as store:
        _tell_unlisted(store.unlisted())
        assert len(case_files(folder, store.home)) == 2
    assert capsys.readouterr().out == ''
