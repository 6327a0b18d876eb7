from dataclasses import replace

import cv2
import numpy as np
import pytest

from aariz_mm.evaluation.cvm import cvm_scores
from aariz_mm.evaluation.cvm_tables import cvm_table
from aariz_mm.evaluation.landmark_scores import landmark_scores
from aariz_mm.report.certainty import certainty_section
from aariz_mm.report.document import Figures
from aariz_mm.report.stages import calibration_note


def test_section_has_areas_curves_and_what_the_score_means(make_landmark_cases):
    made = make_landmark_cases([0.5, 1.0, 1.5, 2.5, 4.5, 5.5])
    cases = replace(made, expected_error_mm=made.errors_mm() * 0.8)
    section = certainty_section(cases, landmark_scores(cases))
    table, figures, note = section.blocks
    assert [row[1] for row in table.rows[:2]] == ['1.00', '1.00'] and isinstance(figures, Figures)
    assert '1 / (1 + e / 2 mm)' in note.text
    for figure in figures.figures:
        picture = cv2.imdecode(np.frombuffer(figure.data, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert picture.shape == (2 * figure.size[1], 2 * figure.size[0])
        assert picture.mean() > 225  # light, for print


@pytest.mark.parametrize('expected', [None, 'unknown'])
def test_a_model_that_says_nothing_has_no_section(make_landmark_cases, expected):
    made = make_landmark_cases([0.5, 1.0])
    cases = made if expected is None else replace(made, expected_error_mm=np.full(made.gt_px.shape[:2], np.nan))
    assert certainty_section(cases, {}) is None


@pytest.mark.parametrize(('error', 'words'), [(0.2, 'are off'), (0.1, 'lies within'), (0.01, 'smaller')])
def test_note_says_what_an_error_of_calibration_shows(error, words):
    scores = dict(CVM_ece=error, CVM_ece_expected=0.09, CVM_ece_expected_low=0.04, CVM_ece_expected_high=0.15)
    note = calibration_note(scores)
    assert words in note and '0.040 to 0.150' in note
    assert calibration_note(dict(CVM_ece=error)) == ''


def test_table_has_the_band_beside_the_error():
    pred = np.repeat([1, 2, 3, 4, 5, 6], 10)
    scores = cvm_scores(pred, pred, np.full((60, 6), 0.1) + 0.4 * np.eye(6)[pred - 1])
    rows = cvm_table(scores).rows
    titles = [row[0] for row in rows]
    place = titles.index('calibration error')
    assert rows[place][1] == '0.500' and titles[place + 1] == 'the same of a perfect head'
    assert rows[place + 1][1] == f'{scores["CVM_ece_expected"]:.3f}' and ' to ' in rows[place + 1][2]
    assert 'calibration error by stage' in titles and 'calibration error, debiased, RMS' in titles
