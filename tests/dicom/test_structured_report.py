"""The report says what the result says, in coordinates of DICOM, and is read back by highdicom."""

from copy import deepcopy
from datetime import datetime
from io import BytesIO

import highdicom
import numpy as np
import pydicom
import pytest
from dicom_sources import PATIENT, made_result, make_source, small_result

from aariz_mm.dicom import structured_report

WHEN = datetime(2026, 2, 14, 12, 30)


@pytest.fixture(scope='module')
def content():
    return made_result()


@pytest.fixture
def small():
    return small_result()


@pytest.fixture(scope='module')
def report(content):
    return read_back(structured_report(content, make_source(), WHEN))


@pytest.fixture(scope='module')
def others(report):
    """The groups that are of no single landmark; to find them takes a second."""
    return report.content.get_image_measurement_groups()


@pytest.fixture(scope='module')
def measured(others):
    return by_key(others)


def read_back(made):
    file = BytesIO()
    made.save_as(file, enforce_file_format=True)
    file.seek(0)
    return highdicom.sr.srread(file)


def groups(report):
    return report.content.get_planar_roi_measurement_groups()


def by_key(others):
    (group,) = (one for one in others if one.finding_type.value == 'CEPHALOMETRY')
    return {one.name.value: one for one in group.get_measurements()}


def properties(measurement):
    return {
        item.name.meaning: item.MeasuredValueSequence[0].NumericValue
        for item in measurement[0].ContentSequence
        if item.ValueType == 'NUM'
    }


def test_landmarks_are_read_back_half_a_pixel_from_ours(report, content):
    found = {one.finding_type.value: one.roi.value[0] for one in groups(report)}
    told = {f'LM-{one["symbol"]}': (one['value']['x'] + 0.5, one['value']['y'] + 0.5) for one in content['landmarks']}
    assert found.keys() == told.keys() and len(found) == 29
    assert max(np.abs(found[key] - told[key]).max() for key in told) < 1e-4


def test_middle_of_a_pixel_is_half_a_pixel_from_its_corner():
    content = small_result(measurements=[])
    content['landmarks'][0]['value'] = dict(x=1.0, y=2.0)
    group = groups(read_back(structured_report(content, make_source(), WHEN)))[0]
    assert group.roi.value.tolist() == [[1.5, 2.5]]


def test_points_refer_to_the_instance(report):
    (item,) = groups(report)[0].roi.ContentSequence
    assert item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID == PATIENT['SOPInstanceUID']


def test_expected_error_stands_beside_a_landmark(report):
    found = {one.name.value: (one.value, one.unit.value) for one in groups(report)[0].get_measurements()}
    assert found == {'EXPECTED_ERROR': (1.0, 'mm'), 'RADIUS_90': (2.0, 'mm')}


def test_error_is_in_pixels_where_millimetres_are_unknown():
    content = small_result()
    for one in content['landmarks']:
        del one['expected_error_mm'], one['radius_mm']
    group = groups(read_back(structured_report(content, make_source(), WHEN)))[0]
    assert [(one.value, one.unit.value) for one in group.get_measurements()] == [(2.0, '{pixels}'), (4.0, '{pixels}')]


def test_every_measured_value_is_read_back(measured, content):
    told = {one['key']: one['value'] for one in content['measurements'] if one['value'] is not None}
    assert {key: one.value for key, one in measured.items()} == told and len(told) > 8


def test_units_are_of_ucum(measured):
    units = [(measured[key].unit.scheme_designator, measured[key].unit.value) for key in ('SNA', 'Co-Gn', 'Jarabak')]
    assert units == [('UCUM', 'deg'), ('UCUM', 'mm'), ('UCUM', '%')]


def test_interval_and_norm_stand_beside_a_value(measured):
    found = properties(measured['SNA'])
    assert found['+, range of upper measurement uncertainty'] == 2
    assert found['-, range of lower measurement uncertainty'] == 1.5
    assert found['Mean Value of population'] == 82.01 and found['Standard deviation of population'] == 3.89
    assert found['Normal Range Lower Limit'] == pytest.approx(78.12)


def test_source_of_the_norm_is_named(measured):
    texts = [item.TextValue for item in measured['SNA'][0].ContentSequence if item.ValueType == 'TEXT']
    assert 'Riedel 1952' in texts


def test_norm_that_the_result_does_not_name_is_left_out():
    content = small_result()
    sna = next(one for one in content['measurements'] if one['key'] == 'SNA')
    sna['norm'] = '80.0 ± 1.0 (Somebody 1900)'
    made = read_back(structured_report(content, make_source(), WHEN))
    item = by_key(made.content.get_image_measurement_groups())['SNA']
    assert 'Mean Value of population' not in properties(item)
    assert sna['norm'] in [one.TextValue for one in item[0].ContentSequence if one.ValueType == 'TEXT']


def test_measurement_is_taken_from_its_landmarks(measured, content):
    (points,) = measured['SNA'].referenced_coordinates
    at = {one['symbol']: one['value'] for one in content['landmarks']}
    told = [[at[symbol]['x'] + 0.5, at[symbol]['y'] + 0.5] for symbol in ('S', 'N', 'A')]
    assert np.abs(points.value - told).max() < 1e-4


def test_class_and_stage_are_evaluations(others, content):
    found = [(one.name.value, one.value.meaning) for group in others for one in group.get_qualitative_evaluations()]
    told = [(one['key'], one['label']) for one in content['classes'] if one['label']]
    assert found == [*told, ('CVM-STAGE', 'CVM-S4')] and told


def test_probabilities_of_stages_are_told(others):
    assert [one.value for one in others[-1].get_measurements()] == [0, 5, 15, 60, 15, 5]


def test_algorithm_is_named_with_its_hash(report):
    texts = [item.TextValue for item in groups(report)[0][0].ContentSequence if item.ValueType == 'TEXT']
    assert {'ceph24', 'aariz_mm 0.1.0', f'ceph24 SHA-256 {"ab" * 32}'} <= set(texts)


def test_report_is_unverified_and_not_for_diagnosis(report):
    assert (report.VerificationFlag, report.CompletionFlag, report.PreliminaryFlag) == (
        'UNVERIFIED', 'COMPLETE', 'PRELIMINARY',
    )  # fmt: skip
    assert any(text.startswith('Not for diagnosis') for text in comments(report))


def comments(report):
    last = report.ContentSequence[-1]
    assert last.ConceptNameCodeSequence[0].CodeMeaning == 'Qualitative Evaluations'
    return [item.TextValue for item in last.ContentSequence]


def test_warnings_of_the_result_are_comments(report):
    assert 'made for a test' in comments(report) and any('magnification is unknown' in one for one in comments(report))


def test_private_codes_are_declared(report):
    (scheme,) = report.CodingSchemeIdentificationSequence
    assert (
        scheme.CodingSchemeDesignator == '99AARIZ'
        and scheme.CodingSchemeResponsibleOrganization == 'aariz_mm contributors'
    )


@pytest.mark.parametrize('keyword', sorted(PATIENT.keys() - {'SOPInstanceUID', 'SeriesInstanceUID'}))
def test_patient_and_study_are_those_of_the_image(report, keyword):
    assert report[keyword].value == PATIENT[keyword]


def test_hangul_of_another_character_set_becomes_utf_8():
    source = make_source(SpecificCharacterSet=['', 'ISO 2022 IR 149'], PatientName='Kim^Minsu==김^민수')
    file = BytesIO()
    source.save_as(file, enforce_file_format=False, implicit_vr=False, little_endian=True)
    read = pydicom.dcmread(BytesIO(file.getvalue()), force=True)
    report = read_back(structured_report(small_result(), read, WHEN))
    assert report.SpecificCharacterSet == 'ISO_IR 192' and str(report.PatientName.phonetic) == '김^민수'


def test_same_result_gives_the_same_bytes(small):
    first, second = BytesIO(), BytesIO()
    structured_report(small, make_source(), WHEN).save_as(first, enforce_file_format=True)
    structured_report(dict(small, file='elsewhere'), make_source(), WHEN).save_as(second, enforce_file_format=True)
    assert first.getvalue() == second.getvalue()


def test_corrected_result_is_another_instance_of_the_same_series(small):
    moved = deepcopy(small)
    moved['landmarks'][0]['value']['x'] += 1
    made, other = (structured_report(one, make_source(), WHEN) for one in (small, dict(moved, corrected=True)))
    assert other.SOPInstanceUID != made.SOPInstanceUID and other.SeriesInstanceUID == made.SeriesInstanceUID


def test_person_who_corrected_is_an_observer(small):
    made = structured_report(dict(small, corrected=True, reader='김민수'), make_source(), WHEN)
    names = [item.PersonName for item in made.ContentSequence if item.ValueType == 'PNAME']
    assert names == ['김민수'] and made.VerificationFlag == 'UNVERIFIED'


def test_corrected_landmarks_name_no_algorithm(small):
    made = read_back(structured_report(dict(small, corrected=True), make_source(), WHEN))
    texts = [item.TextValue for item in groups(made)[0][0].ContentSequence if item.ValueType == 'TEXT']
    assert 'ceph24' not in texts and any('A person corrected' in one for one in comments(made))


def test_landmark_outside_the_image_is_left_out(small):
    moved = deepcopy(small)
    moved['landmarks'][0]['value'] = dict(x=-20.0, y=50.0)
    moved['landmarks'][1]['value'] = dict(x=None, y=None)
    assert len(groups(read_back(structured_report(moved, make_source(), WHEN)))) == 2


def test_image_is_the_evidence_and_is_not_changed(small):
    source = make_source()
    before = deepcopy(source)
    (study,) = structured_report(small, source, WHEN).CurrentRequestedProcedureEvidenceSequence
    assert study.StudyInstanceUID == PATIENT['StudyInstanceUID'] and source == before


def test_annotation_without_measurements_is_reported(small):
    plain = dict(landmarks=[{key: one[key] for key in ('landmark_id', 'symbol', 'title', 'value')}
                            for one in small['landmarks']])  # fmt: skip
    made = read_back(structured_report(plain, make_source(), WHEN))
    assert len(groups(made)) == 4 and not made.content.get_image_measurement_groups()
