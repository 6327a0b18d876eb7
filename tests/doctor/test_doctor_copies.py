"""Images that are one, planted into other places of the dataset."""

import json
import shutil

import cv2
import numpy as np
import pytest

from aariz_mm.doctor import WARNING

JUNIOR = 'Junior Orthodontists'


def copy_over(planted, source, target, reencode=None):
    """Put the image and the labels of one id under another's name: (split, index) each."""
    image = cv2.imread(str(planted.image(*source)), 0)
    if reencode is None:
        shutil.copy(planted.image(*source), planted.image(*target))
    else:
        cv2.imwrite(str(planted.image(*target)), reencode(image))
    for kind in (lambda *place: planted.marks(*place, JUNIOR), planted.marks, planted.stage):
        content = json.loads(kind(*source).read_text(encoding='utf-8'))
        content['ceph_id'] = planted.ids[target[0]][target[1]]
        kind(*target).write_text(json.dumps(content), encoding='utf-8')
    ids = [planted.ids[split][index] for split, index in (source, target)]
    rows = {}
    planted.edit_rows(lambda row: rows.update({row['cephalogram_id']: dict(row)}))
    same = {key: rows[ids[0]][key] for key in ('machine', 'pixel_size')}
    planted.edit_rows(lambda row: row.update(same) if row['cephalogram_id'] == ids[1] else None)
    return ids


def test_doctor_finds_identical_files_across_splits_and_excludes_the_training_copy(planted):
    ids = copy_over(planted, ('train', 1), ('test', 1))
    findings, report = planted.found('identical-images-across-splits')
    assert set(findings[0].ids) == set(ids) and 'labels agree' in findings[0].message
    assert report.copies[0].kind == 'identical files' and report.exclude == (ids[0],)
    assert planted.serious(report) == {'identical-images-across-splits'}


def test_doctor_finds_identical_pixels_in_another_file(planted):
    ids = copy_over(planted, ('valid', 0), ('test', 1), lambda image: image)
    path = planted.image('test', 1)
    cv2.imwrite(str(path), cv2.imread(str(path), 0), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    _, report = planted.found('identical-images-across-splits')
    assert report.copies[0].kind == 'identical pixels'
    assert report.exclude == (ids[0],), 'the test set stays whole'


def test_doctor_finds_identical_images_within_a_split(planted):
    copy_over(planted, ('train', 1), ('train', 2))
    findings, report = planted.found('identical-images-within-split')
    assert findings[0].severity == WARNING and report.exclude == ()


@pytest.mark.parametrize(
    'change',
    [
        lambda image: cv2.imdecode(cv2.imencode('.jpg', image, [cv2.IMWRITE_JPEG_QUALITY, 60])[1], 0),
        lambda image: (image * 0.7 + 40).astype(np.uint8),
        lambda image: (255 * (image / 255.0) ** 0.6).astype(np.uint8),
        lambda image: np.roll(image, 4, axis=1),
    ],
    ids=['jpeg', 'contrast', 'gamma', 'shift'],
)
def test_doctor_finds_near_identical_images(planted, change):
    ids = copy_over(planted, ('train', 1), ('test', 1), change)
    findings, report = planted.found('near-identical-images-across-splits')
    assert set(findings[0].ids) == set(ids) and report.exclude == (ids[0],)
    assert report.copies[0].correlation > 0.8


@pytest.mark.parametrize(
    ('change', 'said'),
    [
        (lambda image: image[:, ::-1], 'mirrored'),
        (lambda image: 255 - image, 'negative'),
        (lambda image: image[30:, :-40], 'cropped'),
        (lambda image: cv2.copyMakeBorder(image, 40, 0, 30, 0, cv2.BORDER_CONSTANT), 'padded'),
        (lambda image: np.rot90(image), 'turned by 90.0 degrees'),
        (lambda image: cv2.resize(image[:, ::-1], None, fx=1.5, fy=1.5), 'mirrored'),
    ],
    ids=['mirrored', 'negative', 'cropped', 'padded', 'quarter', 'mirrored-and-larger'],
)
def test_doctor_finds_changed_copies_and_says_what_was_done(planted, change, said):
    ids = copy_over(planted, ('train', 1), ('test', 1), lambda image: np.ascontiguousarray(change(image)))
    _, report = planted.found('near-identical-images-across-splits')
    assert report.exclude == (ids[0],) and report.copies[0].changes == said


def test_doctor_lays_labels_of_a_cropped_copy_on_those_of_the_original(planted):
    copy_over(planted, ('train', 1), ('test', 1), lambda image: np.ascontiguousarray(image[40:, 30:]))
    assert planted.found('copies-labelled-differently')[1].copies[0].labels_agree is False
    for reader in (JUNIOR, 'Senior Orthodontists'):
        path = planted.marks('test', 1, reader)
        content = json.loads(path.read_text(encoding='utf-8'))
        for point in content['landmarks']:
            point['value'] = dict(x=point['value']['x'] - 30, y=point['value']['y'] - 40)
        path.write_text(json.dumps(content), encoding='utf-8')
    _, report = planted.found('near-identical-images-across-splits')
    assert report.copies[0].labels_agree and report.copies[0].distance_mm < 0.5


def test_doctor_finds_copies_with_other_stages_and_points(planted):
    copy_over(planted, ('train', 1), ('valid', 1))
    content = json.loads(planted.stage('valid', 1).read_text(encoding='utf-8'))
    other = content['cvm_stage']['value'] % 6 + 1
    content['cvm_stage'].update(value=other, title=f'CVM-S{other}')
    planted.stage('valid', 1).write_text(json.dumps(content), encoding='utf-8')
    findings, report = planted.found('copies-labelled-differently')
    assert f'{other}' in findings[0].message and report.copies[0].labels_agree is False
    assert report.copies[0].distance_mm == 0


def test_doctor_does_not_exclude_an_id_that_itself_stands_in_two_splits(planted):
    name = planted.ids['test'][0]
    for path in (planted.image('test'), planted.marks('test'), planted.marks('test', 0, JUNIOR), planted.stage('test')):
        shutil.copy(path, planted.root / 'train' / path.relative_to(planted.root / 'test'))
    findings, report = planted.found('id-in-several-splits')
    assert findings[0].ids == (name,) and report.exclude == ()
    assert 'identical-images-across-splits' in {finding.code for finding in report.findings}
