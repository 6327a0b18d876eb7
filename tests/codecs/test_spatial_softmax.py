import numpy as np
import pytest
import torch
from made_maps import SIZE, build_codec, gaussian_logits

from aariz_mm.codecs import SpatialSoftmaxCodec
from aariz_mm.codecs.spatial_softmax import (
    constants_like,
    global_expectation,
    height_scores,
    local_expectation,
    spatial_softmax,
    width_beyond,
)


def random_points(low, high, number=200):
    return np.random.default_rng(0).uniform(low, high, size=(1, number, 2)).astype(np.float32)


def test_encode_by_hand():
    encoded = build_codec().encode(np.array([[[1.5, 9.5], [0.0, 0.0]]], dtype=np.float32))
    assert encoded['keypoint_labels'].tolist() == [[[0, 2], [-0.375, -0.375]]]
    assert encoded['keypoint_weights'].tolist() == [[1, 1]]
    assert encoded['keypoint_labels'].dtype == encoded['keypoint_weights'].dtype == np.float32


def test_encode_gives_no_weight_to_unlabelled_landmarks():
    keypoints = np.full((1, 3, 2), 10, dtype=np.float32)
    encoded = build_codec().encode(keypoints, np.array([[1, 0, 2]], dtype=np.float32))
    assert encoded['keypoint_weights'].tolist() == [[1, 0, 1]]


@pytest.mark.parametrize(
    ('point', 'weight'),
    [
        ((-0.5, 0), 1),  # left edge of the first pixel
        ((-0.51, 0), 0),
        ((0, -3), 0),
        ((95.4, 127.4), 1),
        ((95.5, 0), 0),  # right edge of the last pixel
        ((0, 127.5), 0),
        ((1e4, 1e4), 0),
    ],
)
def test_encode_gives_no_weight_outside_the_input(point, weight):
    encoded = build_codec().encode(np.array([[point]], dtype=np.float32))
    assert encoded['keypoint_weights'].tolist() == [[weight]]


def test_encode_leaves_its_inputs_alone():
    keypoints, visible = random_points(-20, 150), np.ones((1, 200), dtype=np.float32)
    before = keypoints.copy(), visible.copy()
    build_codec().encode(keypoints, visible)
    np.testing.assert_array_equal(keypoints, before[0])
    np.testing.assert_array_equal(visible, before[1])


def test_targets_are_what_encode_gives():
    codec, keypoints = build_codec(), random_points(-20, 150)
    encoded, (cells, weights) = codec.encode(keypoints), codec.targets(torch.as_tensor(keypoints))
    assert cells.dtype == weights.dtype == torch.float32 and 0 < weights.sum() < weights.numel()
    np.testing.assert_array_equal(weights, encoded['keypoint_weights'])
    inside = encoded['keypoint_weights'] > 0
    np.testing.assert_array_equal(cells[inside], encoded['keypoint_labels'][inside])


def test_targets_of_unlabelled_and_outer_points_are_0_by_hand():
    points = torch.tensor([[[1.5, 9.5], [torch.nan, 3], [-9, 3]]])
    cells, weights = build_codec().targets(points)
    assert cells.tolist() == [[[0, 2], [0, 0], [0, 0]]] and weights.tolist() == [[1, 0, 0]]
    assert points[0, 1, 0].isnan()  # the points that came in are not changed


def test_locate_is_decoding_in_tensors():
    codec = build_codec()
    maps = spatial_softmax(torch.randn(2, 5, 32, 24, generator=torch.Generator().manual_seed(0)) * 3)
    points, scores = codec.locate(maps)
    keypoints, keypoint_scores = codec.decode_probabilities(maps)
    np.testing.assert_array_equal(points, np.concatenate(keypoints))
    np.testing.assert_array_equal(scores, np.concatenate(keypoint_scores))


def test_constants_are_of_the_type_of_the_tensor():
    constants = constants_like(torch.ones(3, 4, dtype=torch.float64), np.array([0.25, 2], dtype=np.float32))
    assert constants.dtype == torch.float64 and constants.tolist() == [0.25, 2]


@pytest.mark.parametrize('stride', [4, 2])
def test_decode_inverts_encode_within_a_twentieth_of_a_cell(stride):
    codec = build_codec(stride)
    keypoints = random_points(7 * stride, SIZE - 1 - 7 * stride)  # the decoding window stays inside the map
    decoded, _ = codec.decode(gaussian_logits(codec, keypoints))
    assert np.abs(decoded - keypoints).max() / stride < 0.05


@pytest.mark.parametrize('stride', [4, 2])
def test_decode_near_the_border_is_off_by_the_part_that_is_cut_away(stride):
    # A Gaussian on the map's edge keeps its inner half alone, whose mean lies sd * sqrt(2 / pi) = 0.80 sd further in;
    # half a cell is added for a point that lies on the outer edge of the outermost cell.
    codec = build_codec(stride)
    across, along = random_points(-0.5, 2 * stride)[..., 0], random_points(30, 60)[..., 0]
    keypoints = np.stack([across, along], axis=-1)
    decoded, _ = codec.decode(gaussian_logits(codec, keypoints, sd_cells=1.0))
    off_cells = (decoded - keypoints) / stride
    assert 0.5 < off_cells[..., 0].max() < 0.8 + 0.5
    assert off_cells[..., 0].min() > -0.05
    assert np.abs(off_cells[..., 1]).max() < 0.05


def test_decode_of_one_hot_maps_by_hand():
    logits = np.full((2, 32, 24), -50.0)
    logits[0, 31, 23] = logits[1, 0, 2] = 50
    keypoints, scores = build_codec().decode(logits)
    np.testing.assert_allclose(keypoints, [[[93.5, 125.5], [9.5, 1.5]]], atol=1e-4)
    np.testing.assert_allclose(scores, [[1, 1]], atol=1e-6)


def test_decode_of_maps_that_are_made_already_is_that_of_their_logits():
    codec = build_codec()
    logits = torch.as_tensor(gaussian_logits(codec, random_points(20, 80, number=3)))[None]
    made, theirs = codec.decode_probabilities(spatial_softmax(logits)), codec.batch_decode(logits)
    assert all(np.array_equal(ours[0], its[0]) for ours, its in zip(made, theirs, strict=True))
    # Points of a map that lacks a part of its sum stay; its score is lower.
    points, scores = codec.decode_probabilities(0.5 * spatial_softmax(logits))
    np.testing.assert_allclose(points[0], made[0][0], rtol=1e-6)
    assert (scores[0] < made[1][0]).all()


def test_decode_is_not_pulled_by_a_far_second_peak():
    codec = build_codec()
    near, far = np.array([[[30.0, 40.0]]]), np.array([[[75.0, 100.0]]])
    one_peak = np.exp(gaussian_logits(codec, near))
    two_peaks = one_peak + 0.9 * np.exp(gaussian_logits(codec, far))
    alone, sure = codec.decode(np.log(one_peak + 1e-12))
    among_two, unsure = codec.decode(np.log(two_peaks + 1e-12))
    np.testing.assert_allclose(among_two, alone, atol=0.01)
    assert unsure[0, 0] < sure[0, 0]
    masses = [codec.read(torch.as_tensor(maps / maps.sum())[None]).masses.item() for maps in (one_peak, two_peaks)]
    assert masses[1] == pytest.approx(masses[0] / 1.9, abs=0.01)


def test_decode_scores_sharper_maps_higher():
    codec, point = build_codec(), np.array([[[50.0, 60.0]]])
    scores = [codec.decode(gaussian_logits(codec, point, sd))[1][0, 0] for sd in (1, 3, 6, 1e3)]
    assert scores == sorted(scores, reverse=True)
    maps = spatial_softmax(torch.as_tensor(gaussian_logits(codec, point, 1e3)))[None]
    assert codec.read(maps).masses.item() == pytest.approx(11 * 11 / (24 * 32), rel=1e-3)  # of a flat map


@pytest.mark.parametrize('sd', [1.5, 2.5, 4])
def test_width_is_that_of_a_gaussian(sd):
    codec = build_codec()
    maps = spatial_softmax(torch.as_tensor(gaussian_logits(codec, np.array([[[46.0, 62.0]]]), sd)))[None]
    assert width_beyond(maps, 0).item() == pytest.approx(sd, rel=0.05)


def test_width_less_the_target_by_hand():
    # 5^2 - 3^2 = 4^2, and the target's own width counts little.
    maps = spatial_softmax(torch.as_tensor(gaussian_logits(build_codec(2), np.array([[[46.0, 62.0]]]), 5)))[None]
    assert width_beyond(maps, 3).item() == pytest.approx(4, rel=0.03)
    assert width_beyond(maps, 5).item() < 1.5


def test_width_hardly_sees_a_faint_floor_that_the_spread_is_made_of():
    codec = build_codec(2)
    peak = spatial_softmax(torch.as_tensor(gaussian_logits(codec, np.array([[[20.0, 20.0]]]), 1.5)))[None]
    maps = 0.97 * peak + 0.03 / peak[0, 0].numel()
    clean, floored = codec.read(peak), codec.read(maps)
    assert floored.spreads[..., :2].sum() > 5 * clean.spreads[..., :2].sum()
    assert floored.errors.item() < 1.5 * clean.errors.item()


def test_height_scores_by_hand():
    # 1 % of 800 px is 8 px.
    assert height_scores(torch.tensor([0.0, 8, 24]), 800).tolist() == [1, 0.5, 0.25]


def test_decode_scores_lie_between_0_and_1():
    logits = torch.randn(50, 32, 24, generator=torch.Generator().manual_seed(0)) * 20
    keypoints, scores = build_codec().decode(logits.numpy())
    assert keypoints.shape == (1, 50, 2) and scores.shape == (1, 50)
    assert (scores > 0).all() and (scores <= 1 + 1e-6).all()


def test_decode_equals_batch_decode():
    codec = build_codec()
    assert codec.support_batch_decoding
    logits = torch.randn(3, 5, 32, 24, generator=torch.Generator().manual_seed(0)) * 3
    for encoded, keypoints, scores in zip(logits, *codec.batch_decode(logits), strict=True):
        single = codec.decode(encoded.numpy())
        np.testing.assert_allclose(keypoints, single[0], rtol=1e-5)
        np.testing.assert_allclose(scores, single[1], rtol=1e-5)


def test_decode_leaves_the_logits_alone_and_does_not_care_for_an_offset():
    codec, logits = build_codec(), np.random.default_rng(0).normal(size=(4, 32, 24))
    before = logits.copy()
    np.testing.assert_allclose(codec.decode(logits)[0], codec.decode(logits + 100)[0], rtol=1e-4)
    np.testing.assert_array_equal(logits, before)


def test_batch_decode_takes_half_precision_and_a_gradient():
    codec, point = build_codec(), np.array([[[50.0, 60.0]]])
    logits = torch.tensor(gaussian_logits(codec, point), dtype=torch.float16)[None].requires_grad_()
    keypoints, scores = codec.batch_decode(logits)
    np.testing.assert_allclose(keypoints[0], point, atol=0.2)
    assert keypoints[0].dtype == scores[0].dtype == np.float32


@pytest.mark.parametrize(
    'sizes',
    [
        dict(input_size=(96, 128), heatmap_size=(25, 32)),
        dict(input_size=(96, 128), heatmap_size=(24, 30)),
        dict(input_size=(96, 128), heatmap_size=(24, 32), radius_cells=0),
    ],
)
def test_codec_rejects_wrong_sizes(sizes):
    with pytest.raises(ValueError, match='whole multiple of heatmap_size'):
        SpatialSoftmaxCodec(**sizes)


def test_codec_rejects_a_size_of_other_length():
    with pytest.raises(ValueError, match='shorter'):
        SpatialSoftmaxCodec(input_size=(96, 128), heatmap_size=(24,))


def test_global_expectation_by_hand():
    maps = torch.zeros(1, 1, 3, 4)
    maps[0, 0, 0, 0], maps[0, 0, 2, 3] = 0.25, 0.75
    assert global_expectation(maps).tolist() == [[[2.25, 1.5]]]


def test_local_expectation_by_hand():
    maps = torch.zeros(1, 1, 5, 5)
    maps[0, 0, 0, 0], maps[0, 0, 0, 1], maps[0, 0, 4, 4] = 0.6, 0.2, 0.2
    points, mass = local_expectation(maps, radius_cells=1)
    assert points[0, 0].tolist() == pytest.approx([0.25, 0])  # 0.2 of 0.8 lies one cell to the right
    assert mass.item() == pytest.approx(0.8)


def test_local_expectation_with_a_window_over_the_map_is_the_global_one():
    maps = torch.rand(2, 3, 8, 6, generator=torch.Generator().manual_seed(0))
    maps = maps / maps.sum(dim=(-2, -1), keepdim=True)
    points, mass = local_expectation(maps, radius_cells=8)
    np.testing.assert_allclose(points, global_expectation(maps), rtol=1e-5)
    np.testing.assert_allclose(mass, np.ones((2, 3)), rtol=1e-5)
