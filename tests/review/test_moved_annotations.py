"""Import into revisions, export as archives, and the way there and back."""

import io
import json
import zipfile

import numpy as np
import pytest
from made_reviews import open_review, state, write_folder

from aariz_mm.annotations.layout import list_split
from aariz_mm.interchange.formats import FORMATS as ALL_FORMATS
from aariz_mm.interchange.marks import Mark as FoundMark
from aariz_mm.interchange.marks import Misfit, Sheet
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.review.packing import export_name, export_zip, unpack
from aariz_mm.review.state import AnnotationState, Mark
from aariz_mm.review.transfer import FORMATS, import_files

READER = 'Dr Kim'
POINTS = {'S': (10.25, 20.5), 'N': (40.0, 15.0), 'A': (44.5, 40.0)}


@pytest.fixture
def store(tmp_path):
    with open_review(write_folder(tmp_path / 'xrays', 'a.png', 'b.png', 'P1/c.png')) as store:
        yield store


def files_of(format_name, *images, points=POINTS, size=(60, 80)):
    """The files of a format for images with these names."""
    marks = tuple(FoundMark(name, *point) for name, point in points.items())
    sheets = [Sheet((image,), marks, '', size=size) for image in images]
    return {name: text.encode() for name, text in ALL_FORMATS[format_name].render(sheets).items()}


def places(revision):
    return {symbol: (mark.x, mark.y) for symbol, mark in revision.state.landmarks.items()}


def n_of(store, case_id):
    return next(row.n for row in store.cases() if row.case_id == case_id)


@pytest.mark.parametrize('format_name', FORMATS)
def test_files_of_every_format_become_revisions(store, format_name):
    report = import_files(store, READER, format_name, files_of(format_name, 'a.png', 'b.png'))
    assert (report.imported, report.changed, report.landmarks, report.misfits) == (('a', 'b'), (), 6, ())
    revision = store.latest(n_of(store, 'a'), READER)
    assert places(revision) == POINTS and revision.action == f'import {format_name}' and revision.version == 1
    assert {mark.by for mark in revision.state.landmarks.values()} == {'import'}
    assert revision.state.status == 'draft'


@pytest.mark.parametrize('format_name', FORMATS)
def test_what_the_reader_had_is_kept_in_the_history(store, format_name):
    n = n_of(store, 'a')
    store.save(n, READER, 0, AnnotationState({'S': Mark(1, 9), 'B': Mark(5, 6)}, 'finished', 0.2), 'by hand')
    report = import_files(store, READER, format_name, files_of(format_name, 'a.png'))
    assert report.changed == ('a',)
    assert places(store.latest(n, READER)) == {**POINTS, 'B': (5, 6)}
    assert store.latest(n, READER).state.pixel_size_mm == 0.2 and store.latest(n, READER).version == 2
    assert places(store.revision(n, READER, 1)) == {'S': (1, 9), 'B': (5, 6)}


def test_the_same_files_again_change_nothing(store):
    files = files_of('coco', 'a.png')
    import_files(store, READER, 'coco', files)
    report = import_files(store, READER, 'coco', files)
    assert (report.imported, report.unchanged) == ((), ('a',)) and len(store.history(n_of(store, 'a'), READER)) == 1


@pytest.mark.parametrize('name', ['P1/c.png', 'C:\\films\\P1\\c.png', 'c.png', 'c', 'P1_c.png', 'C.PNG'])
def test_radiographs_are_found_by_any_of_their_names(store, name):
    assert import_files(store, READER, 'csv', files_of('csv', name)).imported == ('P1/c',)


def test_a_name_that_two_radiographs_may_have_is_refused(tmp_path):
    with open_review(write_folder(tmp_path / 'xrays', 'a.png', 'P1/a.png', 'P2/a.png')) as store:
        report = import_files(store, READER, 'csv', files_of('csv', 'a.png', 'P1/a.png'))
        assert report.imported == ('P1/a',)
        assert [(one.kind, one.what) for one in report.misfits] == [('image not unique', 'a.png')]


@pytest.mark.parametrize(
    ('files', 'kind', 'what'),
    [
        (files_of('csv', 'unknown.png'), 'image missing', 'unknown.png'),
        (files_of('csv', 'a.png', points={'Basion': (3, 4)}), 'unknown name', 'Basion'),
        (files_of('csv', 'a.png', points={'S': (70, 4), 'N': (4, 4)}), 'size unknown', 'a'),
        (files_of('csv', 'a.png', 'b.png', points={'S': (5, 4), 'Sella': (7, 4)}), 'landmark twice', 'S'),
        (files_of('csv', 'a.png', points={'S': (5, 5), 'N': (5, 5), 'A': (5, 5)}), 'not saved', 'a'),
        (files_of('csv', 'a.png', points={'S': (0, 0)}), 'not marked', 'S'),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_saved(store, files, kind, what):
    report = import_files(store, READER, 'csv', files)
    assert (kind, what) in [(one.kind, one.what) for one in report.misfits]
    assert report.imported == () and store.annotations() == []


def test_marks_of_another_size_are_refused(store):
    report = import_files(store, READER, 'coco', files_of('coco', 'a.png', size=(120, 160)))
    assert [one.kind for one in report.misfits] == ['size differs'] and not report.imported


def test_two_annotations_of_one_radiograph_are_refused(store):
    files = {'1.json': files_of('labelme', 'a.png')['a.json'], '2.json': files_of('labelme', 'a.png')['a.json']}
    report = import_files(store, READER, 'labelme', files)
    assert [one.kind for one in report.misfits] == ['several annotations'] * 2


def test_one_that_does_not_fit_stops_no_other(store):
    report = import_files(store, READER, 'coco', files_of('coco', 'unknown.png', 'b.png'))
    assert report.imported == ('b',) and len(report.misfits) == 1


@pytest.mark.parametrize(
    ('format_name', 'files', 'told'),
    [
        ('word', {'a.doc': b'x'}, 'format .word. is unknown'),
        ('coco', {'a.json': b'{'}, 'a.json: not valid JSON'),
        ('coco', {'a.json': b'[]'}, 'a.json: not COCO'),
        ('cvat', {'a.xml': b'<!DOCTYPE x [<!ENTITY e "e">]><annotations/>'}, 'a.xml: declares a document type'),
        ('csv', {'a.csv': b'\xff\xfe'}, 'a.csv: not UTF-8'),
        ('csv', {'a.txt': b'id,symbol,x,y'}, 'no table of points'),
        ('coco', {}, 'no COCO file'),
        ('coco', {'a.zip': b'PK\x03\x04 damaged'}, 'a.zip: an archive that cannot be unpacked'),
    ],
)
def test_files_that_cannot_be_read_are_named_without_our_folders(store, format_name, files, told):
    with pytest.raises(ValueError, match=told) as refusal:
        import_files(store, READER, format_name, files)
    assert 'aariz_mm_import' not in str(refusal.value) and store.annotations() == []


@pytest.mark.parametrize('name', ['../../evil.json', '/etc/evil.json', 'C:\\evil.json', 'a' * 400 + '.json', '.json'])
def test_names_of_files_lead_nowhere(store, name):
    content = files_of('labelme', 'a.png')['a.json']
    assert import_files(store, READER, 'labelme', [(name, content)]).imported


def make_zip(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr('aariz_mm.review.packing._MOST_BYTES', 1000)
    with pytest.raises(ValueError, match='unpacks to more than'):
        list(unpack([('bomb.zip', make_zip({'a.json': b' ' * 10_000}))]))


def test_members_that_leave_the_archive_are_refused():
    with pytest.raises(ValueError, match='leaves the folder'):
        list(unpack([('a.zip', make_zip({'../a.json': b'{}'}))]))


# --- export


def save_all(store, rng=None):
    rng = rng or np.random.default_rng(0)
    for row in store.cases():
        xs, ys = rng.uniform(2, 58, len(SYMBOLS)), rng.uniform(2, 78, len(SYMBOLS))
        marks = {symbol: Mark(x, y) for symbol, x, y in zip(SYMBOLS, xs.tolist(), ys.tolist(), strict=True)}
        store.save(row.n, READER, 0, AnnotationState(marks, 'finished', None if row.n else 0.1, stage=3), 'x')


def export(store, format_name, reader=READER):
    file = io.BytesIO()
    misfits = export_zip(store.home, reader, format_name, file)
    return file.getvalue(), misfits


@pytest.mark.parametrize('format_name', FORMATS)
def test_there_and_back_every_coordinate_is_the_same(store, format_name):
    save_all(store)
    data, misfits = export(store, format_name)
    report = import_files(store, 'Dr Lee', format_name, {'export.zip': data})
    assert misfits == () and report.misfits == () and len(report.imported) == 3
    for row in store.cases():
        before, after = (places(store.latest(row.n, reader)) for reader in (READER, 'Dr Lee'))
        assert before.keys() == after.keys()
        np.testing.assert_allclose(list(before.values()), list(after.values()), atol=0.0051)


def test_the_dataset_is_exported_with_its_radiographs(store, tmp_path):
    save_all(store)
    store.save(0, 'Dr Lee', 0, state(), 'x')
    data, _ = export(store, 'aariz')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / 'out')
        assert archive.testzip() is None
    files = list_split(tmp_path / 'out' / 'train')
    assert sorted(files.images) == ['P1_c', 'a', 'b'] and list(files.readers) == [READER] and len(files.stages) == 3
    rows = (tmp_path / 'out' / 'cephalogram_machine_mappings.csv').read_text().splitlines()
    assert len(rows) == 4


def test_a_dataset_of_one_reader_has_only_his_radiographs(store):
    save_all(store)
    store.save(1, 'Dr Lee', 0, state(), 'x')
    with zipfile.ZipFile(io.BytesIO(export(store, 'aariz', 'dr lee')[0])) as archive:
        assert len([name for name in archive.namelist() if name.endswith('.png')]) == 1


def test_splits_of_a_dataset_are_folders(tiny_aariz):
    with open_review(tiny_aariz.root) as store:
        for row in store.cases():
            store.save(row.n, READER, 0, state(), 'x')
        with zipfile.ZipFile(io.BytesIO(export(store, 'coco')[0])) as archive:
            assert {name for name in archive.namelist() if 'coco' in name} == {
                f'{split}/coco.json' for split in ('train', 'valid', 'test')
            }


@pytest.mark.parametrize('format_name', [*FORMATS, 'aariz'])
def test_who_marked_nothing_has_nothing_to_export(store, format_name):
    save_all(store)
    with pytest.raises(ValueError, match='nothing to export'):
        export(store, format_name, 'Dr Lee')


def test_an_unknown_format_is_refused(store):
    save_all(store)
    with pytest.raises(ValueError, match='unknown'):
        export(store, 'word')


def test_the_name_of_an_export_is_one_of_a_file():
    assert export_name('Dr Kim', 'coco') == 'Dr Kim_coco.zip'


def test_a_report_can_be_sent_as_json(store):
    report = import_files(store, READER, 'csv', files_of('csv', 'unknown.png'))
    assert json.dumps([vars(one) for one in report.misfits]) and isinstance(report.misfits[0], Misfit)
