import math
from dataclasses import replace

import numpy as np
import pytest
from made_cases import build_landmarks

from aariz_mm.evaluation.intervals import mean_interval, median_interval, rate_interval
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


def test_scores_of_the_network_s_pixels_and_of_the_millimetres_have_their_names():
    scores = landmark_scores(build_landmarks(ERRORS_PX, input_px_per_px=np.array([0.5, 0.25, 0.1])))
    assert scores['MRE_px'] == pytest.approx(29) and scores['MRE_mm/S'] == pytest.approx(3)
    assert scores['MRE_input_px'] == pytest.approx((5 + 15 + 5 + 6 + 2.5) / 5)
    assert scores['SD_mm'] == pytest.approx(np.nanstd(ERRORS_PX / 10)) and scores['num_images'] == 3


def test_intervals_are_those_of_their_kind_in_per_cent():
    errors_mm = np.random.default_rng(1).exponential(2, (9, 2))
    cases = build_landmarks(10 * errors_mm)
    scores, errors_mm = landmark_scores(cases), cases.errors_mm()
    rates = [100 * end for end in rate_interval(errors_mm <= 2.5)]
    assert [scores['SDR_2.5mm_low'], scores['SDR_2.5mm_high']] == pytest.approx(rates)
    assert (scores['MRE_mm_low'], scores['MRE_mm_high']) == mean_interval(errors_mm)
    assert (scores['median_mm_low'], scores['median_mm_high']) == median_interval(errors_mm)
    assert (scores['MRE_mm/N_low'], scores['MRE_mm/N_high']) == mean_interval(errors_mm[:, 1])


def test_a_landmark_of_one_image_has_no_ends():
    one = landmark_scores(build_landmarks([[10.0, 20.0], [10.0, np.nan]]))
    assert 'MRE_mm/S_low' in one and 'MRE_mm/N_low' not in one and 'MRE_mm/N' in one


def test_thresholds_reach_every_group():
    cases = build_landmarks(ERRORS_PX, readers_px=np.stack([np.zeros((3, 2, 2)), np.full((3, 2, 2), 30.0)]))
    options = LandmarkOptions((1.25,), per_landmark=False, leaks=[], repeats=0)
    scores = landmark_scores(cases, options)
    groups = {'', 'leak_free/', 'readers/', 'reader_to_mean/'}
    assert {key.split('SDR')[0] for key in scores if 'SDR_' in key} == groups
    assert {key.split('SD_mm')[0] for key in scores if key.endswith('SD_mm')} == groups
    assert {key.split('median_mm')[0] for key in scores if key.endswith('median_mm')} == groups
    whole = landmark_scores(build_landmarks(np.ones((2, 29)), symbols=SYMBOLS), options)
    assert [key for key in whole if key.startswith('isbi19/SDR')] == ['isbi19/SDR_1.25mm']
    assert all(key.endswith('1.25mm') for key in scores if 'SDR_' in key)
    assert not [key for key in scores if 'MRE_mm/' in key] and scores['leak_free/num_images'] == 3


def test_both_lines_of_the_readers_have_their_ends():
    readers_px = np.stack([np.zeros((8, 2, 2)), np.random.default_rng(0).uniform(10, 20, (8, 2, 2))])
    cases = build_landmarks(np.ones((8, 2)), readers_px=readers_px)
    scores, line = landmark_scores(cases), cases.readers_mm()
    for name, values in (('readers', line.apart), ('reader_to_mean', line.to_mean)):
        assert (scores[f'{name}/MRE_mm_low'], scores[f'{name}/MRE_mm_high']) == mean_interval(values)
        assert scores[f'{name}/MRE_mm'] == pytest.approx(values.mean())
        assert scores[f'{name}/MRE_mm/S_low'] == mean_interval(values[:, 0])[0]
    assert 'readers/MRE_mm_low' not in landmark_scores(cases, LandmarkOptions(repeats=0))


def test_repeats_and_seed_reach_what_is_drawn():
    rng = np.random.default_rng(2)
    cases = build_landmarks(rng.exponential(20, (30, 2)), expected_error_mm=rng.exponential(2, (30, 2)))
    ends = [landmark_scores(cases, LandmarkOptions(repeats=repeats, seed=seed))['AUROC_2.0mm_low']
            for repeats, seed in ((60, 1), (60, 2), (61, 1))]  # fmt: skip
    assert len(set(ends)) == 3
    assert 'AUROC_2.0mm_low' not in landmark_scores(cases, LandmarkOptions(repeats=0))
