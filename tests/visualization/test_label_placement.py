import numpy as np

from aariz_mm.visualization.label_placement import leader_ends, overlap_areas, place_labels, segments_cross

FILM = np.zeros((300, 400), np.uint8)


def boxes_around(points, reach):
    return np.concatenate([points - reach, points + reach], axis=1)


def test_overlap_areas_by_hand():
    areas = overlap_areas(np.array([[0, 0, 10, 10]]), np.array([[5, 8, 20, 20], [10, 0, 12, 5], [np.nan] * 4]))
    np.testing.assert_array_equal(areas, [[10, 0, 0]])


def test_segments_cross_by_hand():
    start, end = np.array([[0.0, 0.0]]), np.array([[10.0, 10.0]])
    starts, ends = np.array([[0.0, 10.0], [20.0, 0.0]]), np.array([[10.0, 0.0], [20.0, 9.0]])
    np.testing.assert_array_equal(segments_cross(start, end, starts, ends), [[True, False]])


def test_leader_ends_at_the_nearest_point_of_the_box():
    ends = leader_ends(np.array([[0.0, 5.0], [4.0, 40.0]]), np.array([[10.0, 0, 20, 10], [0.0, 0, 8, 30]]))
    np.testing.assert_array_equal(ends, [[10, 5], [4, 30]])


def test_crowded_labels_do_not_overlap_and_leave_marks_free():
    anchors = np.random.default_rng(0).uniform([180, 130], [230, 170], (8, 2))
    marks = boxes_around(anchors, 4)
    boxes = place_labels(anchors, np.tile([40.0, 12.0], (8, 1)), marks, FILM, gap=6)
    among = overlap_areas(boxes, boxes)
    assert among[~np.eye(8, dtype=bool)].max() == 0
    assert overlap_areas(boxes, marks).max() == 0


def test_labels_stay_inside_the_picture():
    anchors = np.array([[0.0, 0.0], [399.0, 299.0], [-50.0, 150.0]])
    boxes = place_labels(anchors, np.tile([60.0, 14.0], (3, 1)), boxes_around(anchors, 4), FILM, gap=6)
    assert boxes[:, :2].min() >= 0
    assert (boxes[:, 2:] <= [400, 300]).all()


def test_lone_label_on_empty_film_stands_beside_its_landmark():
    anchor = np.array([[200.0, 150.0]])
    boxes = place_labels(anchor, np.array([[40.0, 12.0]]), boxes_around(anchor, 4), FILM, gap=6)
    assert 4 <= np.linalg.norm(leader_ends(anchor, boxes) - anchor) <= 8


def test_label_prefers_empty_film():
    film = FILM.copy()
    film[:, :200] = np.random.default_rng(0).integers(0, 2, (300, 200)) * 255
    anchor = np.array([[200.0, 150.0]])
    box = place_labels(anchor, np.array([[40.0, 12.0]]), boxes_around(anchor, 4), film, gap=6)[0]
    assert box[0] >= 200


def test_no_landmarks_need_no_labels():
    assert place_labels(np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 4)), FILM, gap=6).shape == (0, 4)


def test_crowd_on_bone_is_placed_as_ever():
    """Boxes as an earlier, slower version placed them, so that whatever is made faster changes no picture."""
    film = FILM.copy()
    film[100:200, 150:300] = np.random.default_rng(3).integers(0, 256, (100, 150))
    anchors = np.array([[150.0, 100], [160, 110], [165, 95], [390, 290], [200, 180], [170, 105]])
    sizes = np.array([[20.0, 12], [40, 12], [30, 12], [25, 12], [50, 12], [20, 12]])
    expected = [
        [124.2, 90.3, 144.2, 102.3],
        [114.0, 104.0, 154.0, 116.0],
        [136.5, 77.8, 166.5, 89.8],
        [360.9, 288.0, 385.9, 300.0],
        [159.1, 205.5, 209.1, 217.5],
        [173.0, 82.6, 193.0, 94.6],
    ]
    boxes = place_labels(anchors, sizes, boxes_around(anchors, 4), film, gap=6)
    np.testing.assert_allclose(boxes, expected, atol=0.06)


def test_order_of_the_labels_does_not_move_them():
    anchors = np.random.default_rng(1).uniform([20, 20], [380, 280], (12, 2))
    order = np.random.default_rng(2).permutation(12)
    sizes, marks = np.tile([30.0, 12.0], (12, 1)), boxes_around(anchors, 4)
    boxes = place_labels(anchors, sizes, marks, FILM, gap=6)
    np.testing.assert_allclose(place_labels(anchors[order], sizes, marks, FILM, gap=6), boxes[order], atol=1e-6)
