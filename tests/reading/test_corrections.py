"""Which radiographs of a folder a site's reader annotated, and where a bundle has their landmarks."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from made_bundles import SYMBOLS_19, made_info, write_mean_face

from aariz_mm.cli import main
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.reading.corrections import find_corrections, read_corrections
from aariz_mm.reading.reader import Reader
from aariz_mm.visualization import save_png


@pytest.fixture(scope='module')
def made(tmp_path_factory):
    """Two phantoms in each of two splits, a bundle, and the results that it read of the first split."""
    folder = tmp_path_factory.mktemp('site')
    write_phantom_dataset(folder / 'data', 2, 2, 0, (180, 220), progress=False)
    write_mean_face(folder / 'm.onnx', made_info())
    images = folder / 'data' / 'train' / 'Cephalograms'
    command = ['read', str(images), '--model', str(folder / 'm.onnx'), '--cvm', 'none', '--formats', 'json']
    assert main([*command, '--out-dir', str(folder / 'results')]) == 0
    return folder


def reader(made):
    return Reader(made / 'm.onnx', threads=1)


def correct(path, symbol='Me', by=7):
    content = json.loads(path.read_text())
    entry = next(one for one in content['landmarks'] if one['symbol'] == symbol)
    entry['value']['y'] += by
    path.write_text(json.dumps(content))


@pytest.fixture
def results(made, tmp_path):
    return shutil.copytree(made / 'results', tmp_path / 'results')


def test_a_reader_of_a_dataset_is_taken(made):
    found = find_corrections(made / 'data', reader(made), 'senior', 'train')
    assert len(found.radiographs) == 2 and found.left_out == []
    assert found.radiographs[0].annotated.keypoints_px.shape == (19, 2)
    rest = find_corrections(made / 'data', reader(made), 'senior', 'train', [found.radiographs[0].annotated.image_id])
    assert [one.annotated.image_id for one in rest.radiographs] == [found.radiographs[1].annotated.image_id]


def test_radiographs_that_the_reader_did_not_mark_are_named(made, tmp_path):
    data = shutil.copytree(made / 'data', tmp_path / 'data')
    lost = sorted((data / 'train').rglob('Senior Orthodontists/*.json'))[0]
    lost.unlink()
    found = find_corrections(data, reader(made), 'senior', 'train')
    assert len(found.radiographs) == 1 and [name for name, _ in found.left_out] == [lost.stem]


def test_corrected_results_are_taken_and_others_named(made, results):
    paths = sorted(results.glob('*.json'))
    correct(paths[0])
    found = find_corrections(results, reader(made))
    assert [one.annotated.image_id for one in found.radiographs] == [paths[0].stem]
    assert found.left_out == [(paths[1].stem, 'not corrected')]
    readings, left_out = read_corrections(found, reader(made))
    off = readings.truth_px[0] - readings.points_px[0]
    assert off[SYMBOLS_19.index('Me')] == pytest.approx([0, 7], abs=0.02) and left_out == found.left_out
    assert np.abs(np.delete(off, SYMBOLS_19.index('Me'), 0)).max() < 0.02


def test_radiographs_that_moved_are_found_by_what_they_hold(made, results, tmp_path):
    path = sorted(results.glob('*.json'))[0]
    correct(path)
    content = json.loads(path.read_text())
    moved = tmp_path / 'moved' / 'deep'
    moved.mkdir(parents=True)
    shutil.copy(content['file'], moved)
    content['file'] = content['file'].replace('Cephalograms', 'gone')
    path.write_text(json.dumps(content))
    with pytest.raises(ValueError, match=r'is not there, or has changed since.*--images'):
        find_corrections(results, reader(made))
    assert len(find_corrections(results, reader(made), images=tmp_path / 'moved').radiographs) == 1


def test_a_radiograph_that_changed_teaches_nothing(made, results, tmp_path):
    path = sorted(results.glob('*.json'))[0]
    correct(path)
    content = json.loads(path.read_text())
    other = tmp_path / 'other.png'
    save_png(other, np.repeat(255 - read_radiograph(content['file'])[..., None], 3, axis=2))
    content['file'] = str(other)
    path.write_text(json.dumps(content))
    with pytest.raises(ValueError, match='nothing can be learnt from'):
        find_corrections(results, reader(made))


def test_broken_results_are_named_and_the_others_taken(made, results):
    paths = sorted(results.glob('*.json'))
    for path in paths:
        correct(path)
    content = json.loads(paths[1].read_text())
    content['landmarks'][0]['landmark_id'] = 'Xi'
    paths[1].write_text(json.dumps(content))
    found = find_corrections(results, reader(made))
    assert len(found.radiographs) == 1 and 'Xi' in found.left_out[0][1]


def test_radiographs_that_cannot_be_read_are_named(made, results, tmp_path):
    found = find_corrections(made / 'data', reader(made), 'senior', 'train')
    shown, lost = found.radiographs
    bad = tmp_path / 'bad.png'
    bad.write_bytes(b'no image')
    broken = [shown, replace(lost, annotated=replace(lost.annotated, path=bad))]
    readings, left_out = read_corrections(type(found)(broken, []), reader(made))
    assert len(readings.names) == 1 and left_out[0][0] == lost.annotated.image_id
    with pytest.raises(ValueError, match='no annotated radiograph could be read'):
        read_corrections(type(found)(broken[1:], []), reader(made))


@pytest.mark.parametrize(
    ('how', 'words'),
    [
        ({}, r"splits .*'valid'.* expected one; say which by --split"),
        (dict(split='train'), r'readers .*expected one; say which by --truth'),
        (dict(split='train', truth='best'), 'is unknown'),
        (dict(split='tset', truth='senior'), 'no image|no split|tset'),
    ],
)
def test_doubtful_datasets_are_refused(made, how, words):
    with pytest.raises((ValueError, FileNotFoundError), match=words):
        find_corrections(made / 'data', reader(made), **how)


@pytest.mark.parametrize(('how', 'words'), [({}, 'no result of aariz-mm read'), (dict(truth='senior'), 'no dataset')])
def test_folders_without_annotations_are_refused(made, tmp_path, how, words):
    with pytest.raises(ValueError, match=words):
        find_corrections(tmp_path, reader(made), **how)
    with pytest.raises(FileNotFoundError, match='no such folder'):
        find_corrections(tmp_path / 'no', reader(made))


@pytest.mark.parametrize('spoil', [lambda text: '\ufeff' + text, lambda text: text.replace('\n', '\r\n')])
def test_results_that_an_editor_saved_in_its_own_way_are_taken(made, results, spoil):
    path = sorted(results.glob('*.json'))[0]
    correct(path)
    path.write_text(spoil(path.read_text()), encoding='utf-8', newline='')
    assert len(find_corrections(results, reader(made)).radiographs) == 1


@pytest.mark.parametrize(
    'spoil',
    [lambda text: text.replace('"x": ', '"x": 1,', 1).encode(), lambda text: text.encode('utf-16'), lambda text: b'{}'],
)
def test_results_that_cannot_be_understood_are_named(made, results, spoil):
    paths = sorted(results.glob('*.json'))
    for path in paths:
        correct(path)
    paths[0].write_bytes(spoil(paths[0].read_text()))
    found = find_corrections(results, reader(made))
    assert len(found.radiographs) == 1 and [name for name, _ in found.left_out] == [paths[0].stem]


def test_only_landmarks_that_were_moved_are_the_readers_own(made, results):
    path = sorted(results.glob('*.json'))[0]
    correct(path)
    found = find_corrections(results, reader(made)).radiographs[0]
    assert [SYMBOLS_19[index] for index in np.flatnonzero(found.touched)] == ['Me']
    assert np.isfinite(found.annotated.keypoints_px).all()


def test_a_change_of_something_else_is_no_correction(made, results):
    for path in results.glob('*.json'):
        content = json.loads(path.read_text())
        path.write_text(json.dumps({**content, 'subject': dict(age_years=9, sex='f')}))
    with pytest.raises(ValueError, match='no landmark was changed'):
        find_corrections(results, reader(made))


@pytest.mark.parametrize('made_with', [{}, None, dict(bundles=[dict(name='other', sha256='cd')]), dict(bundles=['x'])])
def test_of_results_of_another_model_only_changes_count(made, results, made_with):
    path = sorted(results.glob('*.json'))[0]
    correct(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), 'made_with': made_with}))
    found = find_corrections(results, reader(made)).radiographs[0]
    assert np.isfinite(found.annotated.keypoints_px).all(axis=1).sum() == 1


def test_a_copy_of_a_radiograph_is_left_out(made, results):
    path = sorted(results.glob('*.json'))[0]
    correct(path)
    shutil.copy(path, path.with_name(f'{path.stem} copy.json'))
    readings, left_out = read_corrections(find_corrections(results, reader(made)), reader(made))
    assert len(readings.names) == 1 and sum('the same radiograph as' in reason for _, reason in left_out) == 1


def test_landmarks_of_another_size_are_left_out(made):
    found = find_corrections(made / 'data', reader(made), 'senior', 'train')
    shown, small = found.radiographs
    half = replace(small, annotated=replace(small.annotated, keypoints_px=small.annotated.keypoints_px / 3))
    _, left_out = read_corrections(type(found)([shown, half], []), reader(made))
    assert [name for name, _ in left_out] == [small.annotated.image_id] and 'of another size' in left_out[0][1]
