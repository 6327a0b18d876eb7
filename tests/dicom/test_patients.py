"""A table of patients: what of it DICOM can write, which line is a radiograph's, and what two lines may not say."""

from pathlib import Path

import pytest

pytest.importorskip('highdicom', reason='the objects need the extra dicom')

from aariz_mm.dicom.identifiers import is_uid
from aariz_mm.dicom.patients import Patient, choose_patients, read_patients

HEADER = 'file,patient_id,patient_name,birth_date,sex,accession_number,study_uid,study_date\n'


@pytest.fixture
def table(tmp_path):
    def write(text, header=HEADER, encoding='utf-8'):
        path = tmp_path / 'patients.csv'
        path.write_bytes((header + text).encode(encoding))
        return path

    return write


def test_a_line_is_written_as_dicom_has_it(table):
    path = table('a.png,0047,Kim^Minsu=金^民秀=김^민수,2010-1-31,f,ACC9,1.2.3,2024.02.03\nb.png,8,,,,,,\n')
    first, second = read_patients(path)
    assert first == Patient(
        2, 'a.png', '0047', 'Kim^Minsu=金^民秀=김^민수', '20100131', 'F', 'ACC9', '1.2.3', '20240203'
    )
    assert second == Patient(3, 'b.png', '8') and second.study == ''


def test_korean_headers_and_encoding_are_read(table):
    path = table('a.png;12;김^민수;남;2010. 1. 31\n', '파일;환자번호;성명;성별;생년월일\n', 'cp949')
    assert read_patients(path) == (Patient(2, 'a.png', '12', '김^민수', '20100131', 'M'),)


@pytest.mark.parametrize(
    ('line', 'match'),
    [
        ('a.png,,Kim', 'line 2 has no patient_id'),
        (',12', 'line 2 has no file'),
        (f'a.png,{"9" * 65}', 'patient_id has 65 letters, expected at most 64'),
        (f'a.png,1,,,{"F" * 1001}', 'sex has 1001 letters, expected at most 1000'),
        ('a.png,1\\2', 'patient_id has a backslash or a control character'),
        ('a.png,"1\n2"', 'patient_id has a backslash or a control character'),
        ('a.png,1,Kim\0', 'patient_name has a backslash or a control character'),
        (f'a.png,1,{"K" * 65}', 'patient_name is no name of DICOM'),
        ('a.png,1,a^b^c^d^e^f', 'patient_name is no name of DICOM'),
        ('a.png,1,a=b=c=d', 'patient_name is no name of DICOM'),
        ('a.png,1,,2010-02-30', "birth_date '2010-02-30': expected a day that has been"),
        ('a.png,1,,2999-01-01', 'expected a day that has been'),
        ('a.png,1,,31.01.2010', 'expected a day that has been'),
        ('a.png,1,,,x', "sex 'x'; expected F, M, O or nothing"),
        (f'a.png,1,,,,{"A" * 17}', 'accession_number has 17 letters, expected at most 16'),
        ('a.png,1,,,,,1.02', "study_uid '1.02' is no UID"),
        ('a.png,1,,,,,,yesterday', "study_date 'yesterday'"),
        ('', 'no line below the header'),
        ('a.png,1\na.png,2', 'lines 2 and 3 name one file; keep one'),
        ('a.png,1,Kim\nb.png,1,Lee', 'lines 2 and 3 have one patient_id, but not one patient_name'),
        ('a.png,1,,,F\nb.png,1,,,M', 'have one patient_id, but not one sex'),
        ('a.png,1,,,,A1\nb.png,2,,,,A1', 'are of one study, but not of one patient_id'),
        ('a.png,1,,,,,1.2,2024-01-01\nb.png,1,,,,,1.2,2024-01-02', 'are of one study, but not of one study_date'),
    ],
)
def test_what_an_archive_could_not_file_is_refused(line, match, table):
    with pytest.raises(ValueError, match=match):
        read_patients(table(line))


@pytest.mark.parametrize(
    ('header', 'match'),
    [('name_of,patient_id\n', 'no column of files'), ('file,mrn\n', 'no column patient_id, by which an archive files')],
)
def test_columns_that_are_missing_are_told(header, match, table):
    with pytest.raises(ValueError, match=match):
        read_patients(table('a.png,1\n', header))


def test_a_message_has_no_name_of_a_patient(table):
    with pytest.raises(ValueError, match='line 2') as error:
        read_patients(table(f'a.png,1,{"Lee" * 30}'))
    assert 'Lee' not in str(error.value)


def test_the_longest_end_of_a_path_is_a_radiographs_line():
    lines = [Patient(2, 'ceph.png', '1'), Patient(3, 'p2/ceph', '2'), Patient(4, 'dotted.name', '3')]
    films = [Path('all/p2/ceph.png'), Path('all/p1/ceph.png'), Path('all/dotted.name.jpg')]
    assert [one.patient_id for one in choose_patients(lines, films, 'table')] == ['2', '1', '3']


@pytest.mark.parametrize(
    ('films', 'match'),
    [
        (['a/other.png'], 'no line names'),
        (['a/xceph.png'], 'no line names'),
        (['a/ceph.png', 'b/ceph.png'], 'line 2 names two radiographs'),
        (['a/two.png'], 'lines 3 and 4 both name'),
    ],
)
def test_whose_a_radiograph_is_is_never_guessed(films, match):
    lines = [Patient(2, 'ceph.png', '1'), Patient(3, 'two.png', '2'), Patient(4, 'two', '3')]
    with pytest.raises(ValueError, match=match):
        choose_patients(lines, [Path(one) for one in films], 'table')


@pytest.mark.parametrize('text', ['', '1', '1.', '1.02', '1.2 ', '1.٣', f'1.{"2" * 63}', 'a.b', '1..2'])
def test_what_is_no_uid_is_known(text):
    assert not is_uid(text) and is_uid('1.2.840.0') and is_uid(f'1.{"2" * 62}')
