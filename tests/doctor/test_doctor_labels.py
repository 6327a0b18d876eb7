"""Faults of annotations, readers and pixel sizes, planted one at a time."""

import json
import shutil

import numpy as np
import pytest

from aariz_mm.doctor import ERROR, WARNING, examine
from aariz_mm.doctor.swaps import swapped

JUNIOR = 'Junior Orthodontists'


def test_doctor_finds_all_faults_of_one_landmark_file(planted):
    def spoil(points):
        points['A'].update(x=-1)
        points['B'].update(x=10_000)
        points['Me'].update(y='low')

    planted.edit_points(planted.marks('valid'), spoil)
    findings, report = planted.found('point-outside-image')
    assert sorted(symbol for symbol in ('A', 'B') for f in findings if f"'{symbol}'" in f.message) == ['A', 'B']
    assert 'bad-coordinate' in {finding.code for finding in report.findings}
    assert report.exclude == (planted.ids['valid'][0],)


@pytest.mark.parametrize(
    ('edit', 'code'),
    [
        (lambda content: content.update(ceph_id='other'), 'foreign-ceph_id'),
        (lambda content: content['landmarks'].append(content['landmarks'][0]), 'duplicate-landmark'),
        (lambda content: content['landmarks'][0].update(landmark_id='nobody'), 'unknown-landmark'),
        (lambda content: content.update(landmarks=None), 'broken-annotation'),
        (lambda content: content.update(landmarks=[]), 'no-landmark'),
    ],
)
def test_doctor_finds_schema_errors(planted, edit, code):
    path = planted.marks('train', 2)
    content = json.loads(path.read_text(encoding='utf-8'))
    edit(content)
    path.write_text(json.dumps(content), encoding='utf-8')
    findings, report = planted.found(code)
    assert findings[0].severity == ERROR and path.name in findings[0].message
    assert planted.ids['train'][2] in report.exclude


def test_doctor_finds_missing_landmark(planted):
    path = planted.marks('train', 4)
    content = json.loads(path.read_text(encoding='utf-8'))
    content['landmarks'] = [entry for entry in content['landmarks'] if entry['symbol'] != 'Go']
    path.write_text(json.dumps(content), encoding='utf-8')
    findings, report = planted.found('landmark-missing')
    assert findings[0].ids == (planted.ids['train'][4],) and 'Go' in findings[0].message
    assert report.exclude == ()


def test_doctor_finds_broken_stage_and_images_without(planted):
    planted.stage('test').write_text('{"cvm_stage": {"value": 9}}', encoding='utf-8')
    planted.stage('train', 5).unlink()
    findings, report = planted.found('image-without-stage')
    assert planted.ids['train'][5] in {ceph_id for finding in findings for ceph_id in finding.ids}
    assert 'bad-cvm-stage' in {f.code for f in report.findings} and report.exclude == (planted.ids['test'][0],)
    assert {one.split: one.without for one in report.stages} == {'train': 1, 'valid': 0, 'test': 1}


def test_doctor_finds_a_landmark_that_one_reader_took_from_the_other(planted):
    for split, ids in planted.ids.items():
        for index in range(len(ids)):
            junior = json.loads(planted.marks(split, index, JUNIOR).read_text(encoding='utf-8'))['landmarks']
            gonion = next(entry['value'] for entry in junior if entry['symbol'] == 'Go')
            planted.edit_points(planted.marks(split, index), lambda points, gonion=gonion: points['Go'].update(gonion))
    findings, report = planted.found('landmark-copied')
    warned = [finding.message for finding in findings if finding.severity == WARNING]
    assert len(warned) == 1 and 'Go is within 1 px on 100%' in warned[0]
    assert {one.symbol for one in report.reader_pairs[0].landmarks if one.alike} == {'Go', 'S', 'LPM', 'UPM', 'UMT'}


def test_doctor_finds_a_reader_that_is_another(planted):
    for split in planted.ids:
        shutil.rmtree(planted.marks(split).parent)
        shutil.copytree(planted.marks(split, 0, JUNIOR).parent, planted.marks(split).parent)
    findings, report = planted.found('reader-copied')
    assert findings[0].severity == WARNING and report.reader_pairs[0].mean_mm == 0


def test_doctor_notes_a_reader_of_part_of_the_images(planted):
    folder = planted.marks('train', 0, 'Third')
    folder.parent.mkdir()
    content = json.loads(planted.marks('train').read_text(encoding='utf-8'))
    content['landmarks'] = [entry for entry in content['landmarks'] if entry['symbol'] != 'Go']
    folder.write_text(json.dumps(content), encoding='utf-8')
    findings, report = planted.found('partial-reader')
    assert '1 of 20' in findings[0].message and report.exit_code == 0
    assert next(f.message for f in report.findings if f.code == 'landmarks-not-read').startswith('Third: 28 of 29')


def test_doctor_finds_device_with_implausible_pixel_size(planted):
    device = max(examine(planted.root).devices, key=lambda one: one.sn_images).device
    planted.edit_rows(
        lambda row: row.update(pixel_size=str(float(row['pixel_size']) / 2)) if row['machine'] == device else None
    )
    findings, report = planted.found('implausible-pixel-size')
    assert len(findings) == 1 and findings[0].message.startswith(device)
    assert {one.device: one.verdict for one in report.devices}[device] == 'implausible'


def test_doctor_finds_an_image_that_was_resized(planted):
    def quarter(row):
        if row['cephalogram_id'] == planted.ids['train'][0]:
            row.update(machine=most, pixel_size=str(float(row['pixel_size']) / 2))

    most = max(examine(planted.root).devices, key=lambda one: one.sn_images).device
    planted.edit_rows(quarter)
    findings, report = planted.found('implausible-scale')
    assert findings[0].ids == (planted.ids['train'][0],)
    assert 'several-pixel-sizes' in {finding.code for finding in report.findings}


def test_doctor_finds_landmarks_that_a_reader_exchanged(planted):
    def swap(points):
        menton = dict(points['Me'])
        points['Me'].update(points['Gn'])
        points['Gn'].update(menton)

    planted.edit_points(planted.marks('train', 3, JUNIOR), swap)
    (finding,), report = planted.found('landmarks-swapped')
    assert finding.ids == (planted.ids['train'][3],) and 'Me and Gn are swapped in 1 of 20' in finding.message
    assert "swapped=[dict(landmarks=('Me', 'Gn'), ids=[...])]" in finding.cure
    assert planted.serious(report) == {'landmarks-swapped'}


def test_readers_who_are_merely_apart_exchanged_nothing():
    first = np.array([[[0.0, 0.0], [10, 0]]])
    assert not swapped(first, first + 4).any()
    assert swapped(first, first[:, ::-1] + 1).tolist() == [[[False, True], [True, False]]]
