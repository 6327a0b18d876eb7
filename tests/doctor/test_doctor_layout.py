"""Faults of folders, files and the device table, planted one at a time; and the dataset without any."""

import shutil

import cv2
import pytest

from aariz_mm.doctor import ERROR, INFO, examine

SENIOR = 'Senior Orthodontists'


def test_doctor_clean_phantom_has_no_warning_and_the_released_copies_as_notes(clean_root):
    report = examine(clean_root)
    assert [finding.message for finding in report.findings if finding.severity != INFO] == []
    assert {finding.code for finding in report.findings} == {'landmark-copied'}
    assert (report.exit_code, report.exclude) == (0, ())


def test_doctor_clean_phantom_is_counted(clean_root):
    report = examine(clean_root)
    assert {split.split: (split.images, split.stages) for split in report.splits} == {
        'train': (12, 12), 'valid': (4, 4), 'test': (4, 4)
    }  # fmt: skip
    assert sum(sum(device.images.values()) for device in report.devices) == 20
    assert [(one.format, one.bits, one.channels, one.images) for one in report.formats] == [('png', 8, 1, 20)]
    assert report.orientations == {'facing right': 20}
    assert all(device.verdict != 'implausible' for device in report.devices)


def test_doctor_finds_image_without_annotation(planted):
    planted.marks('train').unlink()
    findings, report = planted.found('image-without-annotation')
    assert findings[0].ids == (planted.ids['train'][0],)
    assert (report.exit_code, report.exclude) == (2, findings[0].ids)


def test_doctor_finds_annotation_without_image(planted):
    planted.image('test').unlink()
    findings, report = planted.found('annotation-without-image')
    assert findings[0].severity == ERROR and report.exclude == (planted.ids['test'][0],)


def test_doctor_finds_several_files_of_one_id(planted):
    shutil.copy(planted.image('train'), planted.image('train').with_suffix('.bmp'))
    assert planted.found('several-files-of-one-id')[0][0].ids == (planted.ids['train'][0],)


def test_doctor_finds_files_that_are_not_read(planted):
    (planted.root / 'train' / 'Cephalograms' / 'scan.xcf').write_bytes(b'gimp')
    findings, report = planted.found('extra-file')
    assert 'scan.xcf' in findings[0].message and report.exit_code == 1


@pytest.mark.parametrize('content', [b'', b'no image at all'])
def test_doctor_finds_unreadable_image(planted, content):
    planted.image('train', 3).write_bytes(content)
    findings, report = planted.found('unreadable-image')
    assert findings[0].files == (str(planted.image('train', 3)),)
    assert str(planted.root) not in findings[0].message
    assert report.exclude == (planted.ids['train'][3],)


def test_doctor_finds_cut_off_png_and_jpeg(planted):
    path = planted.image('train')
    path.write_bytes(path.read_bytes()[:-2000])
    jpeg = cv2.imencode('.jpg', cv2.imread(str(planted.image('valid')), 0))[1].tobytes()
    planted.image('valid').unlink()
    planted.image('valid').with_suffix('.jpg').write_bytes(jpeg[:-1500])
    report = examine(planted.root)
    cut = {f.ids[0] for f in report.findings if f.code in ('truncated-image', 'unreadable-image')}
    assert cut == {planted.ids['train'][0], planted.ids['valid'][0]}


def test_doctor_tells_an_absent_split(planted):
    shutil.rmtree(planted.root / 'test')
    findings, report = planted.found('no-test-folder')
    assert findings[0].severity == INFO
    assert planted.serious(report) == {'csv-row-without-image'}


def test_doctor_finds_split_without_images(planted):
    shutil.rmtree(planted.root / 'valid' / 'Cephalograms')
    findings, _ = planted.found('no-image')
    assert findings[0].severity == ERROR and 'valid' in findings[0].message


def test_doctor_finds_folders_that_differ_in_case_only(planted):
    (planted.root / 'Train').mkdir()
    assert planted.found('ambiguous-folder')[0][0].severity == ERROR


def test_doctor_notes_other_spelling_and_unknown_folders(planted):
    (planted.root / 'valid').rename(planted.root / 'Valid')
    (planted.root / 'validation').mkdir()
    _, report = planted.found('folder-spelling')
    assert 'unknown-folder' in {finding.code for finding in report.findings} and report.exit_code == 0


def test_doctor_finds_missing_reader_folder(planted):
    shutil.rmtree(planted.marks('test').parent)
    findings, report = planted.found('reader-folder-missing')
    assert SENIOR in findings[0].message and report.exclude == ()


def test_doctor_finds_missing_table(planted):
    planted.table.unlink()
    assert planted.found('no-device-table')[0][0].severity == ERROR


def test_doctor_finds_broken_table(planted):
    planted.table.write_text('id;machine\n', encoding='utf-8')
    assert 'cephalogram_id' in planted.found('broken-device-table')[0][0].message


def test_doctor_finds_ids_without_and_with_two_rows(planted):
    lines = planted.table.read_text(encoding='utf-8').splitlines()
    missing, repeated = (line.split(',')[0] for line in (lines[1], lines[2]))
    planted.table.write_text('\n'.join([lines[0], *lines[2:], lines[2]]), encoding='utf-8')
    findings, report = planted.found('id-not-in-csv')
    assert findings[0].ids == (missing,)
    assert [f.ids for f in report.findings if f.code == 'csv-row-repeated'] == [(repeated,)]
    assert report.exclude == tuple(sorted((missing, repeated)))


def test_doctor_finds_row_without_image(planted):
    with planted.table.open('a', encoding='utf-8') as file:
        file.write('ghost,ART Plus,0.1,png,Test\n')
    findings, report = planted.found('csv-row-without-image')
    assert findings[0].ids == ('ghost',) and report.exit_code == 1


def test_doctor_finds_mode_that_names_another_split(planted):
    planted.edit_rows(lambda row: row.update(mode='Test') if row['cephalogram_id'] == planted.ids['train'][1] else None)
    findings, report = planted.found('mode-differs')
    assert [finding.ids for finding in findings] == [(planted.ids['train'][1],)]
    assert {split.split: split.csv_modes for split in report.splits}['train'] == {'Train': 11, 'Test': 1}


def test_doctor_finds_bad_pixel_size(planted):
    planted.edit_rows(lambda row: row.update(pixel_size='-1') if row['cephalogram_id'] == planted.ids['test'][0] else 0)
    findings, report = planted.found('bad-pixel-size')
    assert findings[0].ids == report.exclude == (planted.ids['test'][0],)


def test_doctor_notes_another_format_in_the_table(planted):
    planted.edit_rows(lambda row: row.update(image_format='bmp'))
    findings, report = planted.found('table-format-differs')
    assert len(findings) == 20 and report.exit_code == 0
