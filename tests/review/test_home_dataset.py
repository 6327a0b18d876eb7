"""The dataset that saves leave behind."""

import csv
import json
import os

import numpy as np
import pytest
from made_reviews import ALL, open_review, state, write_folder, write_picture

from aariz_mm.annotations.files import read_landmarks
from aariz_mm.annotations.layout import MACHINE_CSV, list_split
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.review.planning import landmark_entries
from aariz_mm.review.records import CaseFile
from aariz_mm.review.state import AnnotationState, Mark

READER = 'Dr Kim'


def rows_of(store):
    with (store.home / MACHINE_CSV).open(encoding='utf-8', newline='') as file:
        return {row['cephalogram_id']: row for row in csv.DictReader(file)}


def file_of(store, image_id, reader=READER, split='train'):
    return store.home / split / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{image_id}.json'


def symbols_in(entries):
    return [one['symbol'] for one in entries]


MIXED = AnnotationState(
    {
        'A': Mark(10, 20),
        'B': Mark(11, 21, 'model'),
        'N': Mark(12, 22, 'model', confirmed=True),
        'S': Mark(13, 23, 'import'),
        'Go': Mark(14, 24, visible=False),
        'Gn': Mark(None, None, visible=False),
        'Me': Mark(14, 90),
        'Or': Mark(0.5, 1),
    }
)


def test_a_draft_has_what_the_reader_touched():
    assert symbols_in(landmark_entries(MIXED, (60, 80))) == ['A', 'N', 'S']


def test_a_finished_case_has_all_that_is_visible_and_inside():
    finished = AnnotationState(MIXED.landmarks, 'finished')
    assert symbols_in(landmark_entries(finished, (60, 80))) == ['A', 'B', 'N', 'S']


@pytest.mark.parametrize(('x', 'there'), [(59, True), (59.004, True), (59.01, False), (-0.01, False), (-0.004, True)])
def test_the_border_is_that_of_the_last_pixel(x, there):
    marked = AnnotationState({'A': Mark(x, 20)})
    assert bool(landmark_entries(marked, (60, 80))) is there


def test_the_file_holds_the_landmarks_to_a_hundredth_of_a_pixel(store):
    store.save(0, READER, 0, AnnotationState({'A': Mark(10.123, 20.456)}), 'x')
    points = read_landmarks(file_of(store, 'a'), 'a', (60, 80))
    np.testing.assert_allclose(points[SYMBOLS.index('A')], (10.12, 20.46))
    assert np.isnan(points).any(axis=1).sum() == 28


def test_only_saved_radiographs_are_in_the_dataset(store):
    store.save(1, READER, 0, state(), 'x')
    assert list(rows_of(store)) == ['b']
    assert [path.name for path in (store.home / 'train' / 'Cephalograms').iterdir()] == ['b.png']


def test_a_draft_that_nobody_touched_is_in_no_file(store):
    store.save(0, READER, 0, AnnotationState({'A': Mark(10, 20, 'model')}), 'opened')
    assert not rows_of(store) and not list((store.home).rglob('a.*'))


def test_what_is_undone_goes_from_the_dataset_and_stays_in_the_history(store):
    store.save(0, READER, 0, state(stage=3, status='finished'), 'place A')
    store.save(0, READER, 1, AnnotationState(), 'undo')
    assert not rows_of(store) and not list(store.home.rglob('a.*'))
    assert store.revision(0, READER, 1).state == state(stage=3, status='finished')


def test_one_reader_may_undo_what_another_keeps(store):
    store.save(0, READER, 0, state(), 'x')
    store.save(0, 'Dr Lee', 0, state(), 'x')
    store.save(0, READER, 1, AnnotationState(), 'undo')
    assert file_of(store, 'a', 'Dr Lee').is_file() and not file_of(store, 'a').exists()
    assert list(rows_of(store)) == ['a']


def test_the_radiograph_is_linked_and_never_written_to(store, folder):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    store.save(0, READER, 0, state(status='finished'), 'x')
    assert os.path.samefile(store.home / 'train' / 'Cephalograms' / 'a.png', folder / 'a.png')
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_the_radiograph_is_copied_where_links_are_impossible(store, folder, monkeypatch):
    def refuse(*_):
        raise OSError('no links here')

    monkeypatch.setattr(os, 'link', refuse)
    store.save(0, READER, 0, state(), 'x')
    copy = store.home / 'train' / 'Cephalograms' / 'a.png'
    assert copy.read_bytes() == (folder / 'a.png').read_bytes() and not os.path.samefile(copy, folder / 'a.png')


def test_a_link_to_a_radiograph_is_followed(store, folder):
    (folder / 'd.png').symlink_to(folder / 'a.png')
    with_link = write_folder(folder.parent / 'others', 'x.png')
    (with_link / 'd.png').symlink_to(folder / 'a.png')
    with open_review(with_link) as other:
        other.save(next(row.n for row in other.cases() if row.case_id == 'd'), READER, 0, state(), 'x')
        copied = other.home / 'train' / 'Cephalograms' / 'd.png'
        assert not copied.is_symlink() and copied.read_bytes() == (folder / 'a.png').read_bytes()


def test_a_radiograph_that_is_gone_is_told_and_the_save_kept(store, folder):
    (folder / 'a.png').rename(folder.parent / 'a.png')
    store.set_facts(0, width=60, height=80)
    with pytest.raises(FileNotFoundError, match='put it back'):
        store.save(0, READER, 0, state(), 'x')
    (folder.parent / 'a.png').rename(folder / 'a.png')
    assert store.save(0, READER, 0, state(), 'x').version == 1
    assert file_of(store, 'a').is_file()


NAMES = ('a.png', 'A.jpg', 'sub/a.png', 'sub_a.png', 'b.c.png', 'b.png', '엑스 레이.png', 'P1/P2/ünï.bmp', 'con.png')


def test_names_that_clash_or_are_of_any_alphabet_keep_their_own_files(tmp_path):
    folder = write_folder(tmp_path / 'xrays', *NAMES)
    with open_review(folder) as store:
        for row in store.cases():
            store.save(row.n, READER, 0, state(10 + row.n), 'x')
        names = {row.image_id: row for row in store.cases()}
        assert len({name.casefold() for name in names}) == len(NAMES) == len(rows_of(store))
        images = list_split(store.home / 'train').images
        for image_id, row in names.items():
            assert [path.read_bytes() for path in images[image_id]] == [row.path.read_bytes()]
            assert read_landmarks(file_of(store, image_id), image_id, (60, 80))[0, 0] == 10 + row.n


def test_a_radiograph_without_ending_gets_that_of_its_content(tmp_path):
    folder = write_folder(tmp_path / 'xrays', 'a.png')
    (folder / 'a.png').rename(folder / 'IM0001')
    with open_review(write_folder(tmp_path / 'others', 'b.png')) as store:
        n = store.add_cases([CaseFile('IM0001', folder / 'IM0001')])[0]
        store.save(n, READER, 0, state(), 'x')
        assert (store.home / 'train' / 'Cephalograms' / 'IM0001.png').is_file()


def test_pixel_sizes_are_of_the_reader_else_of_the_file_else_empty(store):
    store.set_facts(1, pixel_size_mm=0.2)
    store.save(0, READER, 0, state(pixel_size_mm=0.125), 'calibrate')
    store.save(1, READER, 0, state(), 'x')
    store.save(2, READER, 0, state(), 'x')
    assert {name: row['pixel_size'] for name, row in rows_of(store).items()} == {'a': '0.125', 'b': '0.2', 'c': ''}
    assert {row['machine'] for row in rows_of(store).values()} == {'unknown'}


def test_the_pixel_size_that_was_said_last_counts(store):
    store.save(0, READER, 0, state(pixel_size_mm=0.125), 'calibrate')
    store.save(0, 'Dr Lee', 0, state(pixel_size_mm=0.25), 'calibrate')
    store.save(0, READER, 1, state(11, pixel_size_mm=0.5), 'calibrate')
    assert rows_of(store)['a']['pixel_size'] == '0.5'


def test_a_stage_is_that_of_the_reader_who_finished_last(store):
    path = store.home / 'train' / 'Annotations' / 'CVM Stages' / 'a.json'
    store.save(0, READER, 0, state(stage=2), 'draft')
    assert not path.exists()
    store.save(0, 'Dr Lee', 0, state(stage=3, status='finished'), 'finish')
    store.save(0, READER, 1, state(stage=4, status='finished'), 'finish')
    store.save(0, 'Dr Lee', 1, state(11, stage=3), 'open again')
    assert json.loads(path.read_text())['cvm_stage'] == dict(id='reviewed-4', title='CVM-S4', value=4)


def test_an_aariz_dataset_keeps_its_splits_and_machines(tiny_aariz):
    tiny_aariz.add('v2', 'valid', machine='SIRONA')
    tiny_aariz.add('t2', 'test', machine='')
    with open_review(tiny_aariz.root) as store:
        for row in store.cases():
            store.save(row.n, READER, 0, state(pixel_size_mm=0.3), 'x')
        rows = {name: (row['machine'], row['pixel_size'], row['mode']) for name, row in rows_of(store).items()}
        assert rows['a.1'] == ('ART Plus', '0.1', 'Train') and rows['v2'] == ('SIRONA', '0.1', 'Valid')
        assert rows['t2'] == ('unknown', '0.1', 'Test') and len(rows) == 7
        assert file_of(store, 'v2', split='valid').is_file()


def test_an_id_of_two_splits_is_two_cases(tiny_aariz):
    write_picture(tiny_aariz.image_path('b', 'valid'), 5)
    with open_review(tiny_aariz.root) as store:
        for row in store.cases():
            store.save(row.n, READER, 0, state(), 'x')
        assert {'train/b', 'valid/b'} < {row.case_id for row in store.cases()}
        assert {'train_b', 'valid_b'} < set(rows_of(store))


def test_files_are_mended_when_the_store_is_opened(folder):
    with open_review(folder) as store:
        store.save(0, READER, 0, state(), 'x')
        store.save(1, READER, 0, state(status='finished', stage=2), 'x')
        right = {path: path.read_bytes() for path in store.home.rglob('*') if path.suffix in ('.json', '.csv', '.png')}
    file_of(store, 'a').write_text('{"landmarks": [')
    (store.home / MACHINE_CSV).unlink()
    (store.home / 'train' / 'Cephalograms' / 'b.png').unlink()
    (store.home / 'train' / 'Cephalograms' / '.b.png.x.part').write_bytes(b'half')
    with open_review(folder) as store:
        assert {path: path.read_bytes() for path in right} == right
        assert not list(store.home.rglob('*.part')) and store.problems == []


def test_files_that_cannot_be_mended_are_told_when_the_store_is_opened(folder):
    with open_review(folder) as store:
        store.save(0, READER, 0, state(), 'x')
    (store.home / 'train' / 'Cephalograms' / 'a.png').unlink()
    (folder / 'a.png').unlink()
    with open_review(folder) as store:
        assert len(store.problems) == 1 and 'a: ' in store.problems[0] and 'put it back' in store.problems[0]


def test_all_29_landmarks_may_be_there(store):
    store.save(0, READER, 0, state(symbols=ALL, status='finished'), 'x')
    assert np.isfinite(read_landmarks(file_of(store, 'a'), 'a', (60, 80))).all()
