"""The command that writes results as DICOM: which radiograph, under whose name, and that nothing is lost."""

import json

import numpy as np
import pydicom
import pytest
from dicom_files import recode
from dicom_sources import PATIENT, SIZE, make_source, small_result
from PIL import Image

from aariz_mm.cli.commands import main
from aariz_mm.files import file_sha256
from aariz_mm.reading.results import write_content


@pytest.fixture
def picture(tmp_path):
    """A result and its PNG."""
    grey = np.random.default_rng(0).integers(0, 256, SIZE[::-1], dtype=np.uint8)
    path = tmp_path / 'films' / 'a film.png'
    path.parent.mkdir()
    Image.fromarray(grey).save(path)
    return write_result(path, tmp_path)


@pytest.fixture
def dicom(tmp_path):
    """A result and its DICOM file."""
    path = tmp_path / 'films' / 'ceph.dcm'
    path.parent.mkdir(exist_ok=True)
    make_source().save_as(path, enforce_file_format=True)
    return write_result(path, tmp_path)


def write_result(path, folder, **values):
    content = small_result(file=str(path), image_sha256=file_sha256(path), ceph_id=path.stem, **values)
    return write_content(content, folder / 'results', path.stem), path


def read(folder, name):
    return pydicom.dcmread(folder / name)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_picture_gets_an_image_under_a_pseudonym(picture, tmp_path):
    assert main(['dicom', str(picture[0]), '--out-dir', str(tmp_path / 'out')]) == 0
    assert names(tmp_path / 'out') == [f'a film_{kind}.dcm' for kind in ('gsps', 'image', 'sc', 'sr')]
    image = read(tmp_path / 'out', 'a film_image.dcm')
    for kind in ('gsps', 'sc', 'sr'):
        made = read(tmp_path / 'out', f'a film_{kind}.dcm')
        assert (made.PatientID, made.StudyInstanceUID) == (image.PatientID, image.StudyInstanceUID)


def test_identity_stays_behind_unless_it_is_asked_for(dicom, tmp_path):
    assert main(['dicom', str(dicom[0]), '--out-dir', str(tmp_path / 'out'), '--kinds', 'gsps']) == 0
    assert names(tmp_path / 'out') == ['ceph_gsps.dcm', 'ceph_image.dcm']
    data = b''.join((tmp_path / 'out' / name).read_bytes() for name in names(tmp_path / 'out'))
    for text in ('Minsu', '4711-0815', 'ACC99', PATIENT['StudyInstanceUID'], PATIENT['SOPInstanceUID']):
        assert text.encode() not in data


def test_kept_identity_is_that_of_the_file(dicom, tmp_path):
    arguments = ['dicom', str(dicom[0]), '--out-dir', str(tmp_path / 'out'), '--kinds', 'sr', '--keep-identity']
    assert main(arguments) == 0
    assert names(tmp_path / 'out') == ['ceph_sr.dcm']
    made = read(tmp_path / 'out', 'ceph_sr.dcm')
    assert (made.PatientName, made.StudyInstanceUID) == (PATIENT['PatientName'], PATIENT['StudyInstanceUID'])


def of_patients(folder, *lines):
    (folder / 'patients.csv').write_text('\n'.join(['file,patient_id,patient_name', *lines]))
    return ['--out-dir', str(folder / 'out'), '--kinds', 'sr', '--patients', str(folder / 'patients.csv')]


def test_picture_is_filed_under_the_patient_of_a_table(picture, tmp_path, capsys):
    assert main(['dicom', str(picture[0]), *of_patients(tmp_path, 'a film.png,0047,Kim^Minsu')]) == 0
    image, report = (read(tmp_path / 'out', f'a film_{kind}.dcm') for kind in ('image', 'sr'))
    for keyword in ('PatientID', 'PatientName', 'StudyInstanceUID'):
        assert image[keyword] == report[keyword]
    assert report.PatientID == '0047' and report.PatientName == 'Kim^Minsu' and not capsys.readouterr().err
    source = report.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence[0].ReferencedSOPSequence[0]
    assert source.ReferencedSOPInstanceUID == image.SOPInstanceUID


def test_picture_that_a_table_lacks_stops_all_before_anything_is_written(picture, dicom, tmp_path, capsys):
    arguments = of_patients(tmp_path, 'another.png,1,')
    assert main(['dicom', str(dicom[0]), str(picture[0]), *arguments, '--keep-identity']) == 2
    assert 'no line names' in capsys.readouterr().err and not (tmp_path / 'out').exists()
    assert main(['dicom', str(dicom[0]), *arguments]) == 2
    assert 'says itself whose it is; add --keep-identity' in capsys.readouterr().err


def test_pictures_and_dicom_files_may_be_mixed(picture, dicom, tmp_path):
    arguments = of_patients(tmp_path, 'a film,1,')
    assert main(['dicom', str(dicom[0]), str(picture[0]), *arguments, '--keep-identity']) == 0
    assert names(tmp_path / 'out') == ['a film_image.dcm', 'a film_sr.dcm', 'ceph_sr.dcm']
    assert read(tmp_path / 'out', 'ceph_sr.dcm').PatientID == PATIENT['PatientID']


def test_compressed_source_is_read(dicom, tmp_path):
    result, _ = write_result(recode(dicom[1], 'RLELossless'), tmp_path)
    assert main(['dicom', str(result), '--out-dir', str(tmp_path / 'out'), '--kinds', 'sc', '--keep-identity']) == 0


def test_written_again_it_is_the_same_file(picture, tmp_path):
    arguments = ['dicom', str(picture[0]), '--out-dir', str(tmp_path / 'out'), '--kinds', 'gsps']
    assert main(arguments) == 0
    before = {name: (tmp_path / 'out' / name).read_bytes() for name in names(tmp_path / 'out')}
    assert main(arguments) == 0
    assert {name: (tmp_path / 'out' / name).read_bytes() for name in names(tmp_path / 'out')} == before


def test_file_of_the_user_is_not_replaced(picture, tmp_path, capsys):
    (tmp_path / 'out').mkdir()
    make_source().save_as(tmp_path / 'out' / 'a film_sr.dcm', enforce_file_format=True)
    assert main(['dicom', str(picture[0]), '--out-dir', str(tmp_path / 'out')]) == 2
    assert 'no DICOM object of aariz_mm' in capsys.readouterr().err
    assert names(tmp_path / 'out') == ['a film_sr.dcm']


def test_changed_radiograph_is_refused(picture, tmp_path, capsys):
    Image.fromarray(np.zeros(SIZE[::-1], np.uint8)).save(picture[1])
    assert main(['dicom', str(picture[0]), '--out-dir', str(tmp_path / 'out')]) == 2
    assert 'was changed since' in capsys.readouterr().err
    assert main(['dicom', str(picture[0]), '--source', str(picture[1]), '--out-dir', str(tmp_path / 'out')]) == 2
    assert 'another SHA-256' in capsys.readouterr().err and not (tmp_path / 'out').exists()


def test_missing_radiograph_is_asked_for(picture, tmp_path, capsys):
    picture[1].unlink()
    assert main(['dicom', str(picture[0]), '--out-dir', str(tmp_path / 'out')]) == 2
    assert 'name the radiograph with --source' in capsys.readouterr().err


def test_instance_is_known_again_after_its_header_was_changed(dicom, tmp_path):
    result, path = write_result(dicom[1], tmp_path, identity=dict(SOPInstanceUID=PATIENT['SOPInstanceUID']))
    make_source(StudyID='8').save_as(path, enforce_file_format=True)
    assert main(['dicom', str(result), '--source', str(path), '--out-dir', str(tmp_path / 'out'), '--kinds', 'gsps',
                 '--keep-identity']) == 0  # fmt: skip


def test_annotation_is_measured_by_the_pixel_size_that_is_given(picture, tmp_path, capsys):
    content = json.loads(picture[0].read_text())
    plain = {key: content[key] for key in ('ceph_id', 'landmarks')}
    (tmp_path / 'plain.json').write_text(json.dumps(plain))
    arguments = ['dicom', str(tmp_path / 'plain.json'), '--source', str(picture[1]), '--pixel-size', '0.5',
                 '--out-dir', str(tmp_path / 'out'), '--kinds', 'sr']  # fmt: skip
    assert main(arguments) == 0
    assert 'tells no hash' in capsys.readouterr().err
    assert b'A person corrected' in (tmp_path / 'out' / 'a film_sr.dcm').read_bytes()


def test_scale_of_a_reading_is_not_changed(picture, tmp_path, capsys):
    assert main(['dicom', str(picture[0]), '--pixel-size', '0.2', '--out-dir', str(tmp_path / 'out')]) == 2
    assert 'read the radiograph again' in capsys.readouterr().err


def test_correction_is_measured_again(picture, tmp_path):
    content = json.loads(picture[0].read_text())
    content['landmarks'][0]['value']['x'] += 10
    picture[0].write_text(json.dumps(content))
    assert main(['dicom', str(picture[0]), '--out-dir', str(tmp_path / 'out'), '--kinds', 'sr']) == 0
    data = (tmp_path / 'out' / 'a film_sr.dcm').read_bytes()
    assert b'A person corrected' in data and b'range of upper' not in data


def test_one_of_several_that_is_damaged_does_not_stop_the_others(picture, dicom, tmp_path, capsys):
    content = json.loads(dicom[0].read_text())
    dicom[0].write_text(json.dumps({**content, 'prediction_sha256': None, 'cvm_stage': dict(value=9)}))
    arguments = [str(dicom[0]), str(picture[0]), '--kinds', 'sr', '--out-dir', str(tmp_path / 'out')]
    assert main(['dicom', *arguments]) == 1
    assert "failed: CVM stage '9'" in capsys.readouterr().err
    assert names(tmp_path / 'out') == ['a film_image.dcm', 'a film_sr.dcm']


@pytest.mark.parametrize('kinds', ['', 'pdf', 'sr,pdf'])
def test_unknown_kind_is_refused(kinds, picture, tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(['dicom', str(picture[0]), '--out-dir', str(tmp_path), '--kinds', kinds])
    assert stop.value.code == 2 and 'expected some of sr, gsps, sc' in capsys.readouterr().err


def test_source_is_for_one_result(picture, dicom, tmp_path, capsys):
    assert main(['dicom', str(picture[0]), str(dicom[0]), '--source', 'x', '--out-dir', str(tmp_path / 'out')]) == 2
    assert '--source is for one' in capsys.readouterr().err


def test_radiograph_is_not_written_over(dicom, tmp_path, capsys):
    path = dicom[1].rename(dicom[1].with_name('ceph_sr.dcm'))
    result, _ = write_result(path, tmp_path)
    renamed = result.rename(result.with_name('ceph.json'))
    content = json.loads(renamed.read_text())
    renamed.write_text(json.dumps({**content, 'ceph_id': 'ceph'}))
    assert main(['dicom', str(renamed), '--out-dir', str(path.parent)]) == 2
    assert 'would be lost' in capsys.readouterr().err
