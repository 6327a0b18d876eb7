"""No two statements about one face contradict each other, unless the product says that rules disagree."""

import os
from pathlib import Path

import numpy as np
import pytest

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS, classify, interpret, measure
from aariz_mm.analysis.classification import DISAGREE
from aariz_mm.analysis.tables import classification_table, measurement_table
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import sample_shape
from aariz_mm.reading.page import KEY_MEASUREMENTS

ROOT = Path(os.environ.get('ISBI2015_ROOT') or Path(__file__).parents[3] / 'shared' / 'data' / 'isbi2015')
FALLING = ('Jarabak', 'FMIA')
QUESTIONS = dict(
    skeletal_class=('ANB', 'Wits'), growth_pattern=('FMA', 'SN-GoGn', 'Jarabak'),
    upper_incisor=('U1-SN', 'U1-NA_deg'), lower_incisor=('IMPA', 'FMIA', 'L1-NB_deg'),
)  # fmt: skip
PLACES = ('below', 'within', 'above')


def check(points, symbols, pixel_size_mm, sex=None, age=None, magnification=None):
    """Contradictions of one face, in words."""
    measured = measure(points, symbols, pixel_size_mm, magnification=magnification)
    meanings = {row[0]: row[3] for row in measurement_table(measured, sex, age).rows}
    grades = {key: next((grade for grade, word in enumerate(PLACES) if meaning.startswith(word)), None)
              for key, meaning in meanings.items()}  # fmt: skip
    grades = {key: 2 - grade if grade is not None and key in FALLING else grade for key, grade in grades.items()}
    verdicts = classify(measured, sex, age)
    found = []
    for verdict in verdicts.values():
        classes, said = verdict.classification.classes, {key: label for key, label in verdict.votes.items() if label}
        found += [f'{key}: {meanings[key]}, but {label}' for key, label in said.items()
                  if grades[key] is None or classes[grades[key]] != label]  # fmt: skip
        if len(verdict.classification.keys) == 1 and verdict.label != verdict.votes[verdict.classification.keys[0]]:
            found.append(f'{verdict.classification.key}: {verdict.label}')
    for question, keys in QUESTIONS.items():
        known = [grades[key] for key in keys if grades.get(key) is not None]
        if len(known) > 1 and max(known) - min(known) == 2 and not verdicts[question].reason.startswith(DISAGREE):
            found.append(f'{question}: {[meanings[key] for key in keys]}')
    return found


@pytest.mark.parametrize(
    'subject', [{}, dict(sex='female'), dict(sex='male', age=30), dict(age=9), dict(sex='female', magnification=1.0)]
)
def test_statements_about_phantom_faces_do_not_contradict(subject):
    rng = np.random.default_rng(0)
    told = [check(sample_shape(rng), SYMBOLS, 1.0, **subject) for _ in range(60)]
    assert not [face for face in told if face]


def test_statements_about_faces_far_from_normal_do_not_contradict(face, face_px):
    rng = np.random.default_rng(1)
    told = [check(face_px + rng.normal(0, 12, face_px.shape), list(face), 0.5) for _ in range(150)]
    assert not [one for one in told if one]


@pytest.mark.skipif(not ROOT.is_dir(), reason=f'no ISBI 2015 data at {ROOT}; set ISBI2015_ROOT to its folder')
@pytest.mark.parametrize(
    ('truth', 'landmarks', 'count'), [('mean', 'isbi19', 131), ('reader:CL-Detection 2023', 'cldetection24', 70)]
)
def test_statements_about_real_faces_do_not_contradict(truth, landmarks, count):
    from aariz_mm.datasets import AarizDataset

    dataset = AarizDataset(data_root=str(ROOT), split='train', truth=truth, landmarks=landmarks, on_error='drop')
    names = dataset.metainfo['keypoint_id2name']
    symbols = tuple(names[index] for index in range(len(names)))
    records = [dataset.get_data_info(index) for index in range(len(dataset))]
    faces = [np.where(record['keypoints_visible'][0][:, None] > 0.5, record['keypoints'][0], np.nan)
             for record in records]  # fmt: skip
    assert len(faces) == count and not [told for told in (check(face, symbols, 0.25) for face in faces) if told]


def test_no_two_measurements_use_the_same_words_for_what_they_mean():
    words = [text for one in MEASUREMENTS.values() for text in (one.low, one.high)]
    assert '' not in words and len(set(words)) == len(words)


@pytest.mark.parametrize('key', [key for key, rule in CLASSIFICATIONS.items() if len(rule.keys) == 1])
def test_sentence_and_class_change_at_the_same_value(key):
    rule = CLASSIFICATIONS[key]
    measurement = MEASUREMENTS[rule.keys[0]]
    low, high = next(norm for norm in measurement.norms if norm.can_judge).interval
    classes = rule.classes[::-1] if measurement.key in FALLING else rule.classes
    for value, place in ((low - 0.01, 0), (low, 1), (high, 1), (high + 0.01, 2)):
        measured = {measurement.key: measure([[0, 0], [1, 1]], ['S', 'N'], 1.0)[measurement.key]}
        measured = {name: type(one)(one.measurement, value, '') for name, one in measured.items()}
        assert classify(measured)[key].label == classes[place]
        assert interpret(measurement, value).startswith(PLACES[place])


def test_sn_mp_and_the_sum_of_bjork_are_one_quantity_and_have_one_verdict():
    for value in np.arange(20, 55, 0.5):
        plane, total = (
            interpret(MEASUREMENTS[key], one) for key, one in (('SN-MP', value), ('Bjork_sum', 360 + value))
        )
        assert plane.split()[0] == total.split()[0]


def test_the_tables_of_a_face_whose_rules_disagree_say_so(face, face_px):
    face_px[list(face).index('Go')] += (0, -60)
    rows = {row[0]: row for row in classification_table(classify(measure(face_px, list(face), 0.5))).rows}
    votes = rows['Growth pattern'][4]
    assert all(key in votes for key in QUESTIONS['growth_pattern'])
    apart = 'hyperdivergent' in votes and 'hypodivergent' in votes
    assert (DISAGREE in rows['Growth pattern'][1]) is apart


def test_what_the_page_shows_is_judged_or_says_why_not():
    assert all(MEASUREMENTS[key].norms for key in KEY_MEASUREMENTS)
