import json
from dataclasses import replace

import numpy as np
import pytest
from made_cases import build_landmarks

from aariz_mm.evaluation.case_files import write_cases
from aariz_mm.evaluation.cases import Cases
from aariz_mm.transforms import SelfDistillation

HELD_OUT = dict(fold_part='valid', num_folds=3, folds=[0, 1, 2])
LABELS_PX = np.array([[[10.0, 10.0], [50.0, 60.0]]])


@pytest.fixture
def cases():
    """One radiograph; its first landmark is answered (4, 0) px, its second (0, 30) px beside the label."""
    return Cases(HELD_OUT, build_landmarks([[0, 0]], gt_px=LABELS_PX, pred_px=LABELS_PX + np.array([[4, 0], [0, 30]])))


@pytest.fixture
def path(cases, tmp_path):
    return str(write_cases(tmp_path / 'folds_cases.json', cases))


@pytest.fixture
def record():
    return dict(
        img_id='c0',
        keypoints=LABELS_PX.astype(np.float32),
        keypoints_visible=np.ones((1, 2), dtype=np.float32),
        pixel_size_mm=0.25,
    )


def test_label_moves_by_its_share_and_stays_where_the_answer_is_far(path, record):
    given = record['keypoints']
    moved = SelfDistillation(path, weight=0.25)(record)['keypoints']  # 30 px are 7.5 mm
    np.testing.assert_allclose(moved, [[[11, 10], [50, 60]]])
    assert moved.dtype == np.float32
    np.testing.assert_array_equal(given, LABELS_PX)


def test_limit_is_in_mm(path, record):
    far = SelfDistillation(path, weight=1.0, max_mm=7.6)(dict(record))['keypoints']
    np.testing.assert_allclose(far, [[[14, 10], [50, 90]]])
    finer = SelfDistillation(path, weight=1.0)(dict(record, pixel_size_mm=0.13))['keypoints']
    np.testing.assert_allclose(finer, [[[14, 10], [50, 90]]])


def test_weight_of_nothing_changes_nothing(path, record):
    np.testing.assert_array_equal(SelfDistillation(path, weight=0, max_mm=9)(record)['keypoints'], LABELS_PX)


def test_unlabelled_landmark_stays_unlabelled(path, record):
    record['keypoints'][0, 0], record['keypoints_visible'][0, 0] = 0, 0
    moved = SelfDistillation(path, max_mm=8)(record)
    np.testing.assert_allclose(moved['keypoints'], [[[0, 0], [50, 75]]])
    np.testing.assert_array_equal(moved['keypoints_visible'], [[0, 1]])


def test_several_files_hold_different_folds(cases, path, record, tmp_path):
    other = replace(cases.landmarks, img_ids=('other',), pred_px=LABELS_PX + np.array([2, 0]))
    second = str(write_cases(tmp_path / 'second_cases.json', Cases(HELD_OUT, other)))
    moved = SelfDistillation([path, second], weight=0.5)(dict(record, img_id='other'))
    np.testing.assert_allclose(moved['keypoints'], LABELS_PX + np.array([1, 0]))


def test_answers_to_other_labels_are_refused(path, record):
    distill = SelfDistillation(path)
    record['keypoints'][0, 0, 0] += 0.5
    with pytest.raises(ValueError, match=r'the labels are not those of .*put SelfDistillation first'):
        distill(record)
    with pytest.raises(ValueError, match='the labels are not those of'):
        distill(dict(record, keypoints=LABELS_PX[:, :1], keypoints_visible=np.ones((1, 1))))


def test_radiograph_without_an_answer_is_named(path, record):
    with pytest.raises(ValueError, match=r'nobody: no answer in .*all folds of the split that is trained on'):
        SelfDistillation(path)(dict(record, img_id='nobody'))


@pytest.mark.parametrize('protocol', [dict(split='train'), dict(HELD_OUT, fold_part='train')])
def test_answers_of_models_that_saw_the_radiographs_are_refused(cases, protocol, tmp_path):
    path = write_cases(tmp_path / 'a.json', replace(cases, protocol=protocol))
    with pytest.raises(ValueError, match='may have seen the radiographs'):
        SelfDistillation(str(path))


def test_files_without_landmarks_are_refused(cases, tmp_path):
    path = write_cases(tmp_path / 'a.json', replace(cases, landmarks=None))
    with pytest.raises(ValueError, match=r'a.json: holds no landmarks; write it with tools/cross_validate.py'):
        SelfDistillation(str(path))
    path.write_text(json.dumps(dict(MRE_mm=1)))
    with pytest.raises(ValueError, match=r'holds no cases.*; write it with tools/cross_validate.py'):
        SelfDistillation(str(path))


@pytest.mark.parametrize('settings', [dict(weight=1.1), dict(weight=-0.1), dict(max_mm=0)])
def test_weights_and_limits_that_mean_nothing_are_refused(path, settings):
    with pytest.raises(ValueError, match='expected 0 to 1 and a positive number'):
        SelfDistillation(path, **settings)
