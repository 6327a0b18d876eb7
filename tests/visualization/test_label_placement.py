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
