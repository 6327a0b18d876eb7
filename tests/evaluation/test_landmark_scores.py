import math
from dataclasses import replace

import numpy as np
import pytest
from made_cases import build_landmarks

from aariz_mm.evaluation.landmark_scores import landmark_scores, sdr_key
from aariz_mm.evaluation.options import LandmarkOptions
from aariz_mm.landmarks import SUBSETS, SYMBOLS

ERRORS_PX = np.array([[10.0, 30.0], [20.0, np.nan], [60.0, 25.0]])  # 1, 3, 2, -, 6, 2.5 mm


def test_scores_have_the_median_and_the_failures():
    scores = landmark_scores(build_landmarks(ERRORS_PX))
    assert scores['MRE_mm'] == pytest.approx(14.5 / 5) and scores['median_mm'] == pytest.approx(2.5)
    assert (scores['num_failures'], scores['num_landmarks']) == (1, 5)
    assert landmark_scores(build_landmarks(ERRORS_PX), LandmarkOptions(failure_mm=2.7))['num_failures'] == 2


def test_scores_have_rates_with_every_image_scaled_to_sn70():
    """Twice the released millimetres: 2, 6, 4, 12, 5; without S-N the second image does not count."""
    cases = build_landmarks(ERRORS_PX, sn_mm_per_px=np.array([0.2, np.nan, 0.2]))
    scores = landmark_scores(cases)
    assert scores['SDR_sn70_2.0mm'] == pytest.approx(25) and scores['MRE_sn70_mm'] == pytest.approx(25 / 4)


def test_intervals_hold_the_scores():
    cases = build_landmarks(np.random.default_rng(0).exponential(15, (60, 3)))
    scores = landmark_scores(cases)
    for key in ('MRE_mm', 'median_mm', 'SDR_2.0mm', 'SDR_4.0mm'):
        assert scores[f'{key}_low'] < scores[key] < scores[f'{key}_high']
    assert landmark_scores(cases) == scores
    assert not [key for key in landmark_scores(cases, LandmarkOptions(repeats=0)) if key.endswith(('_low', '_high'))]


def test_too_few_images_have_scores_without_an_interval():
    scores = landmark_scores(build_landmarks(ERRORS_PX))
    assert scores['MRE_mm'] > 0 and math.isnan(scores['MRE_mm_low']) and math.isnan(scores['SDR_2.0mm_high'])


def test_scores_have_each_device():
    scores = landmark_scores(build_landmarks(ERRORS_PX, devices=('ART Plus', '', 'Smart3D')))
    assert scores['MRE_mm@ART Plus'] == pytest.approx(2) and scores['MRE_mm@Smart3D'] == pytest.approx(4.25)
    assert scores['MRE_sn70_mm@Smart3D'] == pytest.approx(8.5)
    assert len([key for key in scores if '@' in key]) == 4


def test_scores_have_the_subsets_of_all_landmarks():
    errors_px = np.tile(np.arange(29.0) * 10, (2, 1))
    scores = landmark_scores(build_landmarks(errors_px, symbols=SYMBOLS))
    assert scores['isbi19/MRE_mm'] == pytest.approx(np.mean([SYMBOLS.index(symbol) for symbol in SUBSETS['isbi19']]))
    assert 'delr26/SDR_2.0mm' in scores and 'aariz29/MRE_mm' not in scores


def test_scores_without_leaks_leave_images_out():
    scores = landmark_scores(build_landmarks(ERRORS_PX), LandmarkOptions(leaks={'c2', 'elsewhere'}))
    assert scores['leak_free/MRE_mm'] == pytest.approx(2) and scores['leak_free/num_images'] == 2
    assert scores['leak_free/SDR_2.0mm'] == pytest.approx(200 / 3)
    assert scores['MRE_mm'] == pytest.approx(2.9)
    assert not [key for key in landmark_scores(build_landmarks(ERRORS_PX)) if key.startswith('leak_free')]


def test_scores_have_the_readers_beside_them():
    cases = build_landmarks(ERRORS_PX)
    first = np.nan_to_num(cases.gt_px)
    cases = replace(cases, readers_px=np.stack([first, first + np.array([[3, 4], [0, np.nan]])]))
    scores = landmark_scores(cases)  # the readers are 5 px apart at S, and one of them lacks N
    assert scores['readers/MRE_mm'] == pytest.approx(0.5) and scores['readers/SDR_2.0mm'] == 100
    assert scores['readers/MRE_mm/S'] == pytest.approx(0.5) and math.isnan(scores['readers/MRE_mm/N'])


def test_scores_know_no_readers_where_the_truth_is_of_one():
    cases = build_landmarks(ERRORS_PX)
    one = replace(cases, readers_px=cases.gt_px[None])
    assert not [key for key in [*landmark_scores(cases), *landmark_scores(one)] if key.startswith('readers')]


def test_sdr_key_names_threshold_and_scale():
    assert (sdr_key(2), sdr_key(2.25, 'sn70_')) == ('SDR_2.0mm', 'SDR_sn70_2.25mm')
