"""Objects of every kind of source are checked by programs of others: dicom-validator, and dciodvfy if it is there."""

import shutil
import subprocess
from datetime import datetime
from functools import cache

import numpy as np
import pytest
from dicom_sources import KINDS, SIZE, made_result, make_source, small_result

from aariz_mm.dicom import for_picture, presentation_state, secondary_capture, structured_report
from aariz_mm.radiographs.radiograph import Radiograph

WHEN = datetime(2026, 2, 14, 12, 30)
PICTURE = np.random.default_rng(1).integers(0, 256, (30, 20, 3), dtype=np.uint8)
GREY = np.random.default_rng(0).integers(0, 256, SIZE[::-1], dtype=np.uint8)
OBJECTS = ('sr', 'gsps', 'sc', 'image')
SOURCES = (*KINDS, 'picture')


@cache
def objects(kind):
    content = made_result() if kind == 'dx' else small_result()
    source = for_picture(content, Radiograph(GREY), WHEN) if kind == 'picture' else make_source(**KINDS[kind])
    made = dict(
        sr=structured_report(content, source, WHEN),
        gsps=presentation_state(content, source, WHEN),
        sc=secondary_capture(content, source, PICTURE, WHEN),
    )
    return made | dict(image=source) if kind == 'picture' else made


@pytest.mark.parametrize('kind', SOURCES)
def test_dicom_validator_finds_no_error(kind):
    pytest.importorskip('dicom_validator')
    from dicom_tables import standard_tables
    from dicom_validator.validator.iod_validator import IODValidator

    tables = standard_tables()
    for name, made in objects(kind).items():
        found = IODValidator(made, tables, log_level=50).validate()
        assert not found.errors, (name, found.module_errors)


def test_dicom_validator_would_find_an_error():
    pytest.importorskip('dicom_validator')
    from dicom_tables import standard_tables
    from dicom_validator.validator.iod_validator import IODValidator

    broken = secondary_capture(small_result(), make_source(), PICTURE, WHEN)
    del broken.ConversionType, broken.PatientID
    assert IODValidator(broken, standard_tables(), log_level=50).validate().errors == 2


@pytest.mark.skipif(shutil.which('dciodvfy') is None, reason='dciodvfy of dicom3tools is not installed')
@pytest.mark.parametrize('kind', SOURCES)
def test_dciodvfy_finds_no_error(kind, tmp_path):
    for name, made in objects(kind).items():
        made.save_as(tmp_path / f'{name}.dcm', enforce_file_format=True)
        said = subprocess.run(['dciodvfy', tmp_path / f'{name}.dcm'], capture_output=True, text=True)
        lines = [line for line in (said.stdout + said.stderr).splitlines() if line.startswith('Error')]
        assert said.returncode == 0 and not lines, (name, lines)


@pytest.mark.skipif(shutil.which('dcentvfy') is None, reason='dcentvfy of dicom3tools is not installed')
def test_dcentvfy_finds_one_patient_and_study(tmp_path):
    for name, made in objects('picture').items():
        made.save_as(tmp_path / f'{name}.dcm', enforce_file_format=True)
    said = subprocess.run(['dcentvfy', *tmp_path.iterdir()], capture_output=True, text=True)
    assert 'Error' not in said.stdout + said.stderr
