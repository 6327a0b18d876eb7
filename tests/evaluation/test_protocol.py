import numpy as np
import pytest
from made_cases import build_cases, build_landmarks

from aariz_mm.evaluation.cases import Cases
from aariz_mm.evaluation.protocol import match_images, protocol_differences

CASES = build_cases()


def fields(first, second):
    return [one.field for one in protocol_differences(first, second)]


def moved(points, image, landmark, by):
    points = points.copy()
    points[image, landmark, 0] += by
    return points


def test_same_tests_do_not_differ():
    assert protocol_differences(CASES, build_cases()) == []


def test_predictions_may_differ():
    other = build_cases(pred_px=CASES.landmarks.pred_px + 5, stages=dict(pred=np.array([2, 2, 2])))
    assert protocol_differences(CASES, other) == []


def test_order_of_images_does_not_matter():
    turned = build_landmarks([[5.0, 50.0], [30.0, np.nan], [10.0, 20.0]], img_ids=('c2', 'c1', 'c0'))
    other = Cases(CASES.protocol, build_landmarks(np.zeros((3, 2)), gt_px=turned.gt_px[::-1]), None)
    reversed_truth = Cases(CASES.protocol, turned, None)
    assert protocol_differences(other, reversed_truth) == []


@pytest.mark.parametrize(
    ('field', 'value'),
    [('truth', 'senior'), ('landmarks', 'delr26'), ('pixel_size', 0.3), ('split', 'test'), ('fold', 2),
     ('excluded', 4), ('images', 5)],
)  # fmt: skip
def test_stated_fields_differ_one_by_one(field, value):
    (found,) = protocol_differences(CASES, build_cases(protocol={field: value}))
    assert (found.field, found.second.strip('"')) == (field, str(value))
    assert found.first.strip('"') == str(CASES.protocol.get(field, 'not stated'))


def test_a_field_that_is_no_longer_stated_differs():
    (found,) = protocol_differences(build_cases(protocol=dict(fold=2)), CASES)
    assert (found.first, found.second) == ('2', 'not stated')


def test_lists_and_tuples_are_alike():
    assert (
        fields(build_cases(protocol=dict(landmarks=('S', 'N'))), build_cases(protocol=dict(landmarks=['S', 'N']))) == []
    )


def test_other_images_differ_and_are_named():
    (found,) = protocol_differences(CASES, Cases(CASES.protocol, build_cases(img_ids=('c0', 'c1', 'z')).landmarks))
    assert found.field == 'image ids'
    assert (found.first, found.second) == ('3 images, of which here alone 1: c2', '3 images, of which here alone 1: z')


def test_an_image_that_stands_there_twice_differs():
    (found,) = protocol_differences(CASES, Cases(CASES.protocol, build_cases(img_ids=('c0', 'c1', 'c1')).landmarks))
    assert found.second == '1 ids are there more than once'


def test_other_landmarks_differ():
    (found,) = protocol_differences(CASES, build_cases(symbols=('S', 'A')))
    assert (found.field, found.first, found.second) == ('symbols', 'S, N', 'S, A')


def test_another_truth_differs_with_both_coordinates():
    truth = CASES.landmarks.gt_px
    (found,) = protocol_differences(CASES, build_cases(gt_px=moved(truth, 2, 1, 1.0)))
    assert found.field == 'truth coordinates (1 landmarks, first N of c2)'
    assert (found.first, found.second) == (str(truth[2, 1].tolist()), str(moved(truth, 2, 1, 1.0)[2, 1].tolist()))


def test_truth_that_one_test_lacks_differs():
    truth = CASES.landmarks.gt_px
    assert len(protocol_differences(CASES, build_cases(gt_px=moved(truth, 0, 0, np.nan)))) == 1


def test_rounding_is_no_difference():
    assert protocol_differences(CASES, build_cases(gt_px=moved(CASES.landmarks.gt_px, 2, 1, 1e-4))) == []


def test_other_pixel_sizes_differ():
    (found,) = protocol_differences(CASES, build_cases(pixel_size_mm=np.array([0.1, 0.125, 0.1])))
    assert (found.field, found.first, found.second) == ('pixel size, mm (1 images, first c1)', '0.1', '0.125')


def test_other_stages_differ():
    (found,) = protocol_differences(CASES, build_cases(stages=dict(true=np.array([1, 2, 5]))))
    assert (found.field, found.first, found.second) == ('true stages (1 images, first c2)', 'S3', 'S5')
    assert fields(CASES, build_cases(stages=dict(img_ids=('c0', 'c1', 'z')))) == ['ids of images with a stage']


def test_match_images_finds_positions():
    assert match_images(['a', 'b'], ['b', 'x', 'a']).tolist() == [2, 0]
