"""Faults of the images themselves and of how they lie, planted one at a time."""

import cv2
import numpy as np
import pytest

from aariz_mm.doctor import examine

JUNIOR, SENIOR = 'Junior Orthodontists', 'Senior Orthodontists'


def test_doctor_finds_uniform_and_faint_images(planted):
    planted.edit_pixels(planted.image('train', 0), np.zeros_like)
    planted.edit_pixels(planted.image('train', 1), lambda pixels: 100 + pixels // 32)
    findings, report = planted.found('uniform-image')
    assert findings[0].ids == (planted.ids['train'][0],)
    assert [f.ids for f in report.findings if f.code == 'low-contrast-image'] == [(planted.ids['train'][1],)]


def test_doctor_finds_content_that_is_not_what_the_name_says(planted):
    path = planted.image('train')
    path.write_bytes(cv2.imencode('.bmp', cv2.imread(str(path), 0))[1].tobytes())
    findings, _ = planted.found('format-differs')
    assert findings[0].files == (str(path),) and 'BMP' in findings[0].message


def test_doctor_counts_16_bits_and_colour(planted):
    planted.edit_pixels(planted.image('train', 0), lambda pixels: pixels.astype(np.uint16) * 16)
    planted.edit_pixels(planted.image('train', 1), lambda pixels: cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR))
    report = examine(planted.root)
    assert {(one.bits, one.channels): one.images for one in report.formats} == {(8, 1): 18, (16, 1): 1, (8, 3): 1}
    assert report.exit_code == 0


def test_doctor_finds_image_and_labels_that_face_left(planted):
    width = cv2.imread(str(planted.image('valid')), 0).shape[1]
    planted.edit_pixels(planted.image('valid'), lambda pixels: pixels[:, ::-1])
    for reader in (JUNIOR, SENIOR):
        planted.edit_points(
            planted.marks('valid', 0, reader),
            lambda points: [value.update(x=width - 1 - value['x']) for value in points.values()],
        )
    findings, report = planted.found('labels-facing-left')
    assert findings[0].ids == (planted.ids['valid'][0],)
    assert planted.serious(report) == {'labels-facing-left'}
    assert report.orientations == {'facing right': 19, 'facing left': 1}


def test_doctor_finds_image_and_labels_upside_down(planted):
    height = cv2.imread(str(planted.image('valid')), 0).shape[0]
    planted.edit_pixels(planted.image('valid'), lambda pixels: pixels[::-1])
    for reader in (JUNIOR, SENIOR):
        planted.edit_points(
            planted.marks('valid', 0, reader),
            lambda points: [value.update(y=height - 1 - value['y']) for value in points.values()],
        )
    findings, report = planted.found('labels-upside-down')
    assert findings[0].ids == (planted.ids['valid'][0],) and planted.serious(report) == {'labels-upside-down'}


@pytest.mark.parametrize(
    ('flip', 'said'),
    [
        (lambda pixels: pixels[:, ::-1], 'mirrored'),
        (lambda pixels: pixels[::-1], 'upside down'),
        (lambda pixels: pixels[::-1, ::-1], 'turned by 180'),
    ],
)
def test_doctor_finds_an_image_that_was_flipped_without_its_labels(planted, flip, said):
    planted.edit_pixels(planted.image('train', 6), flip)
    findings, report = planted.found('pixels-contradict-labels')
    assert [finding.ids for finding in findings] == [(planted.ids['train'][6],)]
    assert said in findings[0].message and planted.serious(report) == {'pixels-contradict-labels'}


def test_doctor_finds_inverted_greys_of_one_image(planted):
    planted.edit_pixels(planted.image('test', 2), lambda pixels: 255 - pixels)
    findings, report = planted.found('inverted-greys')
    assert [finding.ids for finding in findings] == [(planted.ids['test'][2],)]
    assert planted.serious(report) == {'inverted-greys'}


def test_doctor_finds_inverted_greys_of_all_images_but_one(planted):
    right = planted.image('test', 2)
    for path in (path for split in planted.ids for path in planted.images(split) if path != right):
        planted.edit_pixels(path, lambda pixels: 255 - pixels)
    findings, _ = planted.found('inverted-greys')
    assert len(findings) == 19 and all(finding.ids != (planted.ids['test'][2],) for finding in findings)


def test_doctor_finds_that_all_images_were_mirrored_without_their_labels(planted):
    for path in (path for split in planted.ids for path in planted.images(split)):
        planted.edit_pixels(path, lambda pixels: pixels[:, ::-1])
    assert len(planted.found('pixels-contradict-labels')[0]) == 20
