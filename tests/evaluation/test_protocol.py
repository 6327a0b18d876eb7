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


def test_one_kind_alone_is_compared_where_a_test_lacks_the_other():
    stages, landmarks = Cases(CASES.protocol, None, CASES.stages), Cases(CASES.protocol, CASES.landmarks)
    assert protocol_differences(CASES, stages) == protocol_differences(stages, CASES) == []
    assert protocol_differences(landmarks, CASES) == protocol_differences(stages, landmarks) == []


def test_unknown_pixel_sizes_are_alike_and_tiny_ones_are_told_apart():
    unknown = build_cases(pixel_size_mm=np.array([np.nan, 1e-9, 0.1]))
    assert protocol_differences(unknown, build_cases(pixel_size_mm=np.array([np.nan, 1e-9, 0.1 + 1e-9]))) == []
    assert len(protocol_differences(unknown, build_cases(pixel_size_mm=np.array([np.nan, 2e-9, 0.1])))) == 1


@pytest.mark.parametrize(('count', 'named'), [(1, 'a0'), (3, 'a0, a1, a2'), (4, 'a0, a1, a2 …')])
def test_three_images_are_named_and_the_rest_is_told(count, named):
    first = build_landmarks(np.zeros((count + 1, 1)), img_ids=('c', *(f'a{index}' for index in range(count))))
    (found,) = protocol_differences(Cases({}, first), Cases({}, build_landmarks(np.zeros((1, 1)), img_ids=('c',))))
    assert found.first == f'{count + 1} images, of which here alone {count}: {named}' and found.second == '1 images'


def test_positions_of_no_image_are_none():
    assert match_images([], ['a']).tolist() == [] and match_images([], ['a']).dtype == np.int64
