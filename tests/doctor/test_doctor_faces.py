"""Records and images that contradict one another or anatomy, planted one at a time."""

import csv
import json

import cv2
import numpy as np
import pytest

from aariz_mm.doctor import ERROR, WARNING
from aariz_mm.doctor.faces import far_landmarks
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM

READERS = ('Junior Orthodontists', 'Senior Orthodontists')


def edit_entries(planted, edit, index=0):
    """Edit the list of landmarks of both readers."""
    for reader in READERS:
        path = planted.marks('valid', index, reader)
        content = json.loads(path.read_text(encoding='utf-8'))
        edit(content['landmarks'])
        path.write_text(json.dumps(content), encoding='utf-8')


def entry(entries, symbol):
    return next(one for one in entries if one['symbol'] == symbol)


def exchange(entries, *keys):
    a, b = entry(entries, 'A'), entry(entries, 'B')
    for key in keys:
        a[key], b[key] = b[key], a[key]


@pytest.mark.parametrize('keys', [['landmark_id'], ['symbol'], ['title'], ['symbol', 'title']])
def test_doctor_finds_ids_symbols_and_titles_that_contradict(planted, keys):
    edit_entries(planted, lambda entries: exchange(entries, *keys))
    findings, report = planted.found('contradicting-landmark')
    assert findings[0].severity == ERROR and report.exclude == (planted.ids['valid'][0],)


def test_doctor_finds_values_that_were_exchanged(planted):
    edit_entries(planted, lambda entries: exchange(entries, 'value'))
    findings, _ = planted.found('landmark-far-off')
    assert findings[0].ids == (planted.ids['valid'][0],)
    assert 'A ' in findings[0].message and 'B ' in findings[0].message


@pytest.mark.parametrize('value', [dict(x=0, y=0), dict(x=-1, y=-1), None, dict(x='NaN', y='NaN')])
def test_doctor_finds_landmarks_that_were_not_marked(planted, value):
    edit_entries(planted, lambda entries: entry(entries, 'Go').update(value=value))
    findings, report = planted.found('unmarked-landmark')
    assert findings[0].severity == ERROR and "'Go'" in findings[0].message and "unmarked='missing'" in findings[0].cure
    assert report.exclude == (planted.ids['valid'][0],)


def test_doctor_finds_landmarks_in_one_place(planted):
    edit_entries(planted, lambda entries: [one.update(value=dict(x=50, y=50)) for one in entries])
    findings, _ = planted.found('landmarks-in-one-place')
    assert '29 landmarks' in findings[0].message


@pytest.mark.parametrize('field', ['x', 'y'])
def test_doctor_finds_landmarks_that_form_no_face(planted, field):
    def shuffle(entries):
        values = [one['value'][field] for one in entries]
        for one, value in zip(entries, np.random.default_rng(0).permutation(values), strict=True):
            one['value'][field] = value.item()

    edit_entries(planted, shuffle)
    findings, _ = planted.found('no-face')
    assert {finding.ids for finding in findings} == {(planted.ids['valid'][0],)}


def test_doctor_finds_landmarks_of_another_image(planted):
    for reader in READERS:
        content = json.loads(planted.marks('valid', 0, reader).read_text(encoding='utf-8'))
        content['ceph_id'] = planted.ids['valid'][1]
        planted.marks('valid', 1, reader).write_text(json.dumps(content), encoding='utf-8')
    findings, _ = planted.found('landmarks-repeated')
    assert findings[0].ids == tuple(planted.ids['valid'][:2]) and findings[0].severity == WARNING


@pytest.mark.parametrize(
    'edit',
    [
        lambda pixels: cv2.resize(pixels, None, fx=1.6, fy=1.6),
        lambda pixels: np.roll(pixels, pixels.shape[1] // 3, axis=1),
        lambda pixels: cv2.copyMakeBorder(pixels, 120, 0, 120, 0, cv2.BORDER_CONSTANT),
    ],
)
def test_doctor_finds_images_that_were_changed_after_they_were_marked(planted, edit):
    planted.edit_pixels(planted.image('valid'), edit)
    findings, _ = planted.found('pixels-elsewhere')
    assert [finding.ids for finding in findings] == [(planted.ids['valid'][0],)]


def test_doctor_finds_a_device_whose_images_were_squeezed(planted):
    for split, ids in planted.ids.items():
        for index in range(len(ids)):
            path = planted.image(split, index)
            planted.edit_pixels(path, lambda pixels: cv2.resize(pixels, None, fx=0.75, fy=1))
            for reader in READERS:
                planted.edit_points(
                    planted.marks(split, index, reader),
                    lambda points: [value.update(x=value['x'] * 0.75) for value in points.values()],
                )
    findings, _ = planted.found('squeezed-images')
    assert any('times as wide as usual' in finding.message for finding in findings)


@pytest.mark.parametrize(
    'spoil', [lambda pixels: pixels.astype(np.uint16) * 16 + 30000, lambda pixels: 100 + pixels // 6]
)
def test_doctor_says_what_it_made_of_the_greys(planted, spoil):
    planted.edit_pixels(planted.image('train'), spoil)
    findings, _ = planted.found('grey-range')
    assert findings[0].ids == (planted.ids['train'][0],) and 'taken as black and white' in findings[0].message


def test_doctor_finds_a_faulty_pixel_and_still_sees_the_face(planted):
    def burn(pixels):
        pixels = pixels.astype(np.uint16) * 16
        pixels[3, 3] = 65535
        return pixels

    planted.edit_pixels(planted.image('train'), burn)
    findings, report = planted.found('grey-range')
    assert 'pixels are 65535' in findings[0].message and planted.serious(report) == {'grey-range'}


def test_doctor_refuses_pixels_that_are_not_square(planted):
    from PIL import Image

    path = planted.image('train')
    Image.open(path).save(path, dpi=(100, 150))
    findings, report = planted.found('pixels-not-square')
    assert findings[0].severity == ERROR and report.exclude == (planted.ids['train'][0],)


@pytest.mark.parametrize('size', ['10', '0.001', '100'])
def test_doctor_finds_pixel_sizes_that_are_no_mm(planted, size):
    with planted.table.open(encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    with planted.table.open('w', encoding='utf-8', newline='') as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | dict(pixel_size=size) for row in rows)
    findings, _ = planted.found('unusual-pixel-size')
    assert f'{float(size):g} mm per pixel is unusual' in findings[0].message


def test_far_landmarks_of_the_mean_face_are_none():
    assert far_landmarks(MEAN_MM) == {} and far_landmarks(MEAN_MM * [-1, 1]) == {}


def test_far_landmarks_are_in_mm_of_the_face():
    points = MEAN_MM * 5.0
    points[SYMBOLS.index('Or')] += [0, 200]
    assert list(far_landmarks(points)) == ['Or']
    assert far_landmarks(points)['Or'] == pytest.approx(40, abs=4)
