"""Files that hold another radiograph than before: nobody gets the landmarks of another patient."""

import os

import pytest
from made_reviews import open_review, state, write_folder, write_picture

from aariz_mm.annotations.layout import MACHINE_CSV

READER = 'Dr Kim'


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / 'xrays', 'a.png', 'b.png')


@pytest.fixture
def home(folder):
    """Of a review in which a was marked."""
    with open_review(folder) as store:
        store.save(0, READER, 0, state(), 'x')
    return store.home


def replace_by_rename(path, seed):
    os.replace(write_picture(path.with_name('new.png'), seed), path)


def overwrite(path, seed):
    other = write_picture(path.parent.parent / 'other.png', seed).read_bytes()
    with path.open('r+b') as file:
        file.write(other)
        file.truncate()


def listed(store):
    return [(row.n, row.case_id) for row in store.cases()]


@pytest.mark.parametrize('change', [replace_by_rename, overwrite])
def test_another_picture_of_the_same_name_is_a_case_of_its_own(folder, home, change):
    change(folder / 'a.png', 9)
    with open_review(folder) as store:
        assert listed(store) == [(1, 'b'), (2, 'a_2')]
        assert store.readers_of(2) == [] and store.latest(0, READER).state == state()
        store.save(2, READER, 0, state(20), 'x')
        image = store.home / 'train' / 'Cephalograms' / 'a_2.png'
        assert image.read_bytes() == (folder / 'a.png').read_bytes()


def test_the_dataset_keeps_the_picture_that_was_marked(folder, home):
    before = (folder / 'a.png').read_bytes()
    replace_by_rename(folder / 'a.png', 9)
    with open_review(folder) as store:
        assert store.problems == []
    assert (home / 'train' / 'Cephalograms' / 'a.png').read_bytes() == before


def test_a_picture_that_was_written_over_goes_from_the_dataset(folder, home):
    before = (folder / 'a.png').read_bytes()
    overwrite(folder / 'a.png', 9)
    with open_review(folder) as store:
        assert len(store.problems) == 1 and 'changed after it was marked' in store.problems[0]
    assert not list(home.rglob('a.*')) and len((home / MACHINE_CSV).read_text().splitlines()) == 1
    (folder / 'a.png').write_bytes(before)
    with open_review(folder):
        pass
    with open_review(folder) as store:
        assert store.problems == [] and (home / 'train' / 'Cephalograms' / 'a.png').read_bytes() == before


def test_a_new_time_alone_changes_nothing(folder, home):
    os.utime(folder / 'a.png', (1, 1))
    with open_review(folder) as store:
        assert listed(store) == [(0, 'a'), (1, 'b')] and store.problems == []
        store.save(0, READER, 1, state(12), 'x')


@pytest.mark.parametrize('change', [replace_by_rename, overwrite])
def test_what_changes_while_it_is_reviewed_cannot_be_saved(folder, home, change):
    with open_review(folder) as store:
        change(folder / 'a.png', 9)
        with pytest.raises(ValueError, match='start the review again'):
            store.save(0, READER, 1, state(12), 'x')
        assert store.latest(0, READER).version == 1


def test_a_radiograph_that_nobody_marked_may_change(folder, home):
    overwrite(folder / 'b.png', 9)
    with open_review(folder) as store:
        assert listed(store) == [(0, 'a'), (1, 'b')]
        assert store.save(1, READER, 0, state(), 'x').version == 1


def test_a_radiograph_that_is_gone_can_be_marked_on(folder, home):
    with open_review(folder) as store:
        (folder / 'a.png').unlink()
        assert store.save(0, READER, 1, state(12), 'x').version == 2


def test_another_folder_with_the_same_names_has_other_cases(folder, home):
    other = write_folder(folder.parent / 'other', 'z.png', 'a.png', 'b.png')
    write_picture(other / 'z.png', 9)
    with open_review(other, home) as store:
        assert {name for _, name in listed(store)} == {'a_2', 'b_2', 'z'}


def test_a_copy_of_the_folder_has_the_same_cases(folder, home):
    other = write_folder(folder.parent / 'copy', 'a.png', 'b.png')
    with open_review(other, home) as store:
        assert listed(store) == [(0, 'a'), (1, 'b')]
