"""Every way that a user's folder can be broken: the message it gives, and that one image of it can be dropped."""

import json
import logging
import shutil

import pytest
from PIL import Image

from aariz_mm.annotations.problems import image_problem, summarize_problems
from aariz_mm.datasets import AarizDataset, aariz_dataset


def edit_cvm(tiny, **stage):
    path = tiny.cvm_path('b')
    path.write_text(json.dumps(dict(ceph_id='b', cvm_stage=stage)))


def set_value(tiny, x, y):
    tiny.move_point('b', 'S', x, y)


def rename_ceph_id(path):
    path.write_text(path.read_text().replace('"ceph_id": "b"', '"ceph_id": "other"'))


def cut_image(tiny):
    tiny.image_path('b').write_bytes(tiny.image_path('b').read_bytes()[:10])


def repeat_first(points):
    points.append(points[0])


def foreign_id(points):
    points[0]['landmark_id'] = 'cxx'


# name: (what breaks image b, words of the message, reason it is counted under)
ONE_IMAGE = {
    'broken json': (
        lambda tiny: tiny.landmark_path('b').write_text('{'),
        r'b\.json: not valid JSON',
        'broken annotation',
    ),
    'empty json': (lambda tiny: tiny.landmark_path('b').write_text(''), 'not valid JSON', 'broken annotation'),
    'list for object': (lambda tiny: tiny.landmark_path('b').write_text('[]'), 'holds a list', 'broken annotation'),
    'no list': (
        lambda tiny: tiny.landmark_path('b').write_text('{"ceph_id": "b"}'),
        r"'landmarks' is missing, expected a list",
        'broken annotation',
    ),
    'foreign ceph_id': (
        lambda tiny: rename_ceph_id(tiny.landmark_path('b')),
        r"ceph_id 'other' differs from the file name, expected 'b'",
        'foreign ceph_id',
    ),
    'foreign ceph_id in cvm': (
        lambda tiny: rename_ceph_id(tiny.cvm_path('b')),
        r"CVM Stages.*ceph_id 'other' differs from the file name",
        'foreign ceph_id',
    ),
    'unknown landmark': (
        lambda tiny: tiny.edit_landmarks('b', foreign_id),
        r"b\.json: landmark_id 'cxx' \(title 'A-point'\) is unknown",
        'unknown landmark',
    ),
    'duplicate landmark': (
        lambda tiny: tiny.edit_landmarks('b', repeat_first),
        r"landmark 'A' \(A-point\) is there twice, expected once",
        'duplicate landmark',
    ),
    'no landmark': (
        lambda tiny: tiny.edit_landmarks('b', lambda points: points.clear()),
        'none of the selected landmarks .* is there',
        'no landmark',
    ),
    'nan': (lambda tiny: set_value(tiny, float('nan'), 1), r"'S' \(Sella\) has value .*nan", 'bad coordinate'),
    'infinite': (lambda tiny: set_value(tiny, 1, float('inf')), 'expected finite numbers x and y', 'bad coordinate'),
    'text': (lambda tiny: set_value(tiny, '12', 1), 'expected finite numbers x and y', 'bad coordinate'),
    'null': (lambda tiny: set_value(tiny, None, 1), 'expected finite numbers x and y', 'bad coordinate'),
    'boolean': (lambda tiny: set_value(tiny, True, 1), 'expected finite numbers x and y', 'bad coordinate'),
    'left': (lambda tiny: set_value(tiny, -1, 5), r"'S' \(Sella\) at \(-1, 5\) lies outside", 'point outside image'),
    'above': (lambda tiny: set_value(tiny, 5, -0.5), 'lies outside the image', 'point outside image'),
    'right': (lambda tiny: set_value(tiny, 59.5, 5), 'expected 0 to 59 in x and 0 to 79 in y', 'point outside image'),
    'below': (lambda tiny: set_value(tiny, 5, 80), 'lies outside the image', 'point outside image'),
    'far': (lambda tiny: set_value(tiny, 10**400, 5), 'lies outside the image', 'point outside image'),
    'S on N': (
        lambda tiny: (set_value(tiny, 5, 5), tiny.move_point('b', 'N', 5, 5)),
        'S and N coincide',
        'bad coordinate',
    ),
    'stage 7': (
        lambda tiny: edit_cvm(tiny, value=7),
        'CVM stage 7, expected a whole number from 1 to 6',
        'bad CVM stage',
    ),
    'stage 0': (lambda tiny: edit_cvm(tiny, value=0), 'CVM stage 0, expected', 'bad CVM stage'),
    'stage text': (lambda tiny: edit_cvm(tiny, value='3'), "CVM stage '3', expected", 'bad CVM stage'),
    'stage title': (
        lambda tiny: edit_cvm(tiny, value=3, title='CVM-S4'),
        "title 'CVM-S4' contradicts value 3, expected 'CVM-S3'",
        'bad CVM stage',
    ),
    'no stage': (
        lambda tiny: tiny.cvm_path('b').write_text('{"ceph_id": "b"}'),
        "'cvm_stage' is missing",
        'broken annotation',
    ),
    'no image': (
        lambda tiny: tiny.image_path('b').unlink(),
        r"Cephalograms: annotation without image: no image \(.png, .jpg, .*, .dcm, .*\) 'b'",
        'annotation without image',
    ),
    'no annotation': (
        lambda tiny: tiny.landmark_path('b').unlink(),
        "Senior Orthodontists: image without annotation: no landmark file 'b'",
        'image without annotation',
    ),
    'unreadable image': (cut_image, r'b\.png: unreadable image', 'unreadable image'),
    'two images': (
        lambda tiny: shutil.copy(tiny.image_path('b'), tiny.image_path('b').with_suffix('.bmp')),
        r"\['b.bmp', 'b.png'\] share the id 'b', expected one",
        'several files of one id',
    ),
    'not in csv': (
        lambda tiny: tiny.edit_csv('\nb,', '\nother,'),
        r"mappings\.csv: id not in CSV: 0 rows for 'b', expected one",
        'id not in CSV',
    ),
    'twice in csv': (
        lambda tiny: tiny.write_csv([*tiny.csv_lines, 'b,ART Plus,0.1,png,Train']),
        r"CSV row repeated: 2 rows for 'b' \(lines \[3, 7\]\), expected one",
        'CSV row repeated',
    ),
    'pixel size': (
        lambda tiny: tiny.edit_csv('b,ART Plus,0.1', 'b,ART Plus,-0.1'),
        "line 3, b: pixel_size '-0.1', expected a positive number of mm per pixel",
        'bad pixel size',
    ),
    'no device': (lambda tiny: tiny.edit_csv('b,ART Plus', 'b,'), 'line 3, b: no machine, expected', 'no device'),
}

DATASET = {
    'no csv': (lambda tiny: tiny.csv_path.unlink(), FileNotFoundError, 'no cephalogram_machine_mappings.csv'),
    'csv without columns': (lambda tiny: tiny.write_csv(['id,size']), ValueError, 'no column'),
    'no split': (
        lambda tiny: [shutil.rmtree(tiny.root / split) for split in ('train', 'valid')],
        FileNotFoundError,
        r"no folder 'train' \(folders found: \['test'\]\)",
    ),
    'no images': (lambda tiny: shutil.rmtree(tiny.image_path('b').parent), FileNotFoundError, 'no image found'),
    'no readers': (
        lambda tiny: shutil.rmtree(tiny.landmark_path('b').parent.parent),
        ValueError,
        r"0 folders 'Junior Orthodontists'.*found \[\]",
    ),
    'nothing': (lambda tiny: shutil.rmtree(tiny.root), FileNotFoundError, 'set the environment variable AARIZ_ROOT'),
}


@pytest.mark.parametrize(('damage', 'message', 'reason'), ONE_IMAGE.values(), ids=ONE_IMAGE)
def test_broken_image_is_explained_with_its_cure(tiny_aariz, damage, message, reason):
    damage(tiny_aariz)
    with pytest.raises(ValueError, match=f'(?s){message}.*; run tools/doctor.py on .*exclude=.*on_error=.drop'):
        AarizDataset(data_root=str(tiny_aariz.root))


@pytest.mark.parametrize(('damage', 'message', 'reason'), ONE_IMAGE.values(), ids=ONE_IMAGE)
def test_broken_image_can_be_dropped_and_is_counted(tiny_aariz, monkeypatch, damage, message, reason):
    lines = []
    monkeypatch.setattr(aariz_dataset, 'print_log', lambda text, logger, level: lines.append((level, text)))
    damage(tiny_aariz)
    dataset = AarizDataset(data_root=str(tiny_aariz.root), on_error='drop')
    assert [dataset.get_data_info(index)['img_id'] for index in range(len(dataset))] == ['a.1', 'c']
    assert dataset.metainfo['protocol']['dropped'] == 1
    assert lines == [(logging.WARNING, f'{tiny_aariz.root / "train"}: dropped 1 images: 1 {reason} (b)')]


@pytest.mark.parametrize('on_error', ['raise', 'drop'])
@pytest.mark.parametrize(('damage', 'error', 'message'), DATASET.values(), ids=DATASET)
def test_broken_dataset_always_raises(tiny_aariz, damage, error, message, on_error):
    damage(tiny_aariz)
    with pytest.raises(error, match=message):
        AarizDataset(data_root=str(tiny_aariz.root), on_error=on_error)


def test_sn70_needs_both_points(tiny_aariz):
    tiny_aariz.edit_landmarks('b', lambda points: points.pop(4))  # N
    with pytest.raises(ValueError, match="S or N is missing, expected both for pixel_size='sn70'"):
        AarizDataset(data_root=str(tiny_aariz.root), pixel_size='sn70')


def test_nothing_left_is_an_error(tiny_aariz):
    Image.new('L', (2, 2)).save(tiny_aariz.image_path('t', 'test'))  # every landmark now lies outside
    with pytest.raises(ValueError, match=r'no image is left \(1 images: 1 point outside image \(t\)\)'):
        AarizDataset(data_root=str(tiny_aariz.root), split='test', on_error='drop')


def test_everything_excluded_is_an_error(tiny_aariz):
    with pytest.raises(ValueError, match=r'no image is left \(all are in exclude\)'):
        AarizDataset(data_root=str(tiny_aariz.root), split='test', exclude=['t'])


def test_all_problems_are_summed_up_behind_the_first(tiny_aariz):
    tiny_aariz.landmark_path('a.1').write_text('{')
    set_value(tiny_aariz, -1, 5)
    with pytest.raises(
        ValueError, match=r'(?s)a\.1\.json: not valid.*In all 2 images: 1 broken annotation \(a.1\), 1 point outside'
    ):
        AarizDataset(data_root=str(tiny_aariz.root))


def test_summarize_problems_counts_and_names_the_first():
    problems = {str(i): image_problem('bad', 'x', 'y') for i in range(7)}
    assert summarize_problems(problems) == '7 images: 7 bad (0, 1, 2, 3, 4, ...)'
