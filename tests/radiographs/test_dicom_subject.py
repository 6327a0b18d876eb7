import pytest
from dicom_files import SECRETS, make_dataset, write_dicom

from aariz_mm.radiographs.facts import dicom_facts
from aariz_mm.radiographs.radiograph import open_radiograph


def subject(**values):
    return dicom_facts(make_dataset(**values), 'a.dcm').subject


@pytest.mark.parametrize(('stated', 'years'), [('012Y', 12), ('144M', 12), ('052W', 1), ('12Y', 12), ('012y', 12)])
def test_the_stated_age_is_in_years(stated, years):
    assert subject(PatientAge=stated).age_years == pytest.approx(years, abs=0.01)


@pytest.mark.parametrize('stated', ['', '12', 'Y', '999Y', '000Y', 'abc', '-12Y'])
def test_an_age_that_is_none_is_unknown(stated):
    assert subject(PatientAge=stated).age_years is None


def test_the_dates_of_birth_and_study_give_the_exact_age():
    assert subject(PatientBirthDate='20100701', StudyDate='20230101', PatientAge='099Y').age_years == 12.5
    assert subject(PatientBirthDate='2010.07.01', StudyDate='20230101').age_years == 12.5


@pytest.mark.parametrize('birth', ['', '00000000', '20101301', '20240101', '18000101', 'unknown'])
def test_dates_that_are_none_leave_the_stated_age(birth):
    assert subject(PatientBirthDate=birth, StudyDate='20230101', PatientAge='012Y').age_years == 12


@pytest.mark.parametrize(('stated', 'sex'), [('M', 'm'), ('F', 'f'), ('f', 'f'), ('O', None), ('', None), ('X', None)])
def test_sex_is_f_or_m_or_unknown(stated, sex):
    assert subject(PatientSex=stated).sex == sex


def test_names_and_numbers_are_kept_apart():
    found = dicom_facts(make_dataset(**SECRETS, StudyDate='20230101', PatientBirthDate='20100701'), 'a.dcm')
    assert {keyword: found.identity[keyword] for keyword in SECRETS} == SECRETS
    assert found.identity['StudyDate'] == '20230101' and 'PatientSex' not in found.identity


@pytest.mark.parametrize('values', [
    dict(WindowCenter=40, WindowWidth=80, PixelSpacing=[1, 1]), dict(Modality='CT'), dict(NumberOfFrames=2),
    dict(PixelData=b'short'),
])  # fmt: skip
def test_nothing_that_identifies_is_in_notes_errors_or_output(tmp_path, capfd, recwarn, caplog, values):
    path = write_dicom(tmp_path / 'a', **SECRETS, **values)
    try:
        told = str(open_radiograph(path).notes)
    except ValueError as error:
        told = str(error)
    told += str(capfd.readouterr()) + str([str(one.message) for one in recwarn]) + caplog.text
    assert not any(secret in told for secret in SECRETS.values())


def test_a_birth_date_that_is_none_is_not_quoted(tmp_path, capfd, recwarn):
    dataset = make_dataset()
    dataset.add_new('PatientBirthDate', 'LO', 'Kim Minsu 1999')
    assert open_radiograph(write_dicom(tmp_path / 'a', dataset)).identity['PatientBirthDate'] == 'Kim Minsu 1999'
    assert 'Minsu' not in str(capfd.readouterr()) + str([str(one.message) for one in recwarn])


def test_another_modality_has_a_note():
    assert 'the modality of the file is CT' in dicom_facts(make_dataset(Modality='CT'), 'a.dcm').notes[0]
    assert dicom_facts(make_dataset(Modality='CR'), 'a.dcm').notes == ()
