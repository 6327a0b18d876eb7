"""What probability maps say: spread, width, reading in pixels, in every precision and on every device."""

import math

import numpy as np
import pytest
import torch
from made_maps import build_codec, gaussian_logits

from aariz_mm.codecs import SpatialSoftmaxCodec
from aariz_mm.codecs.spatial_softmax import (
    global_expectation,
    local_expectation,
    map_spread,
    spatial_softmax,
    width_beyond,
)


def test_spread_of_three_cells_by_hand():
    # About (1, 1): (3, 1) with 1/2, (1, 4) with 1/4 and (-1 + 1, 3) with 1/4.
    maps = torch.zeros(1, 1, 5, 4)
    maps[0, 0, 1, 3], maps[0, 0, 4, 1], maps[0, 0, 3, 0] = 0.5, 0.25, 0.25
    spread = map_spread(maps, torch.tensor([[[1.0, 1.0]]]))
    # xx 1/2 of 4 and 1/4 of 1, yy 1/4 of 9 and of 4, xy 1/4 of -2.
    assert spread.tolist() == [[[2.25, 3.25, -0.5]]]


def test_reading_is_in_pixels_of_the_input_along_either_side():
    codec = SpatialSoftmaxCodec(input_size=(96, 128), heatmap_size=(24, 64), radius_cells=3)
    assert codec.cells_per_pixel.dtype == np.float32 and codec.cells_per_pixel.tolist() == [0.25, 0.5]
    assert (codec.input_size, codec.heatmap_size) == ((96, 128), (24, 64))
    assert (codec.radius_cells, codec.target_sigma_cells) == (3, 0)
    maps = torch.zeros(1, 1, 64, 24)
    maps[0, 0, 10, 6] = maps[0, 0, 10, 8] = maps[0, 0, 12, 6] = maps[0, 0, 12, 8] = 0.25
    found = codec.read(maps)
    assert found.points.tolist() == [[[29.5, 22.5]]] and found.masses.tolist() == [[1]]
    assert found.spreads.tolist() == [[[16, 4, 0]]]  # a cell is 4 px wide and 2 px high
    assert found.errors.item() == pytest.approx(math.sqrt(3 / (2 * math.pi * math.e)) * math.sqrt(8))
    slanted = torch.zeros(1, 1, 64, 24)
    slanted[0, 0, 10, 6] = slanted[0, 0, 12, 8] = 0.5
    assert codec.read(slanted).spreads.tolist() == [[[16, 4, 8]]]
    assert codec.locate(maps)[1].item() == pytest.approx(1 / (1 + found.errors.item() / 1.28))


def test_reading_takes_the_codec_s_own_target_off():
    maps = spatial_softmax(torch.as_tensor(gaussian_logits(build_codec(), np.array([[[46.0, 62.0]]]), 3)))[None]
    plain, less = (build_codec(target_sigma_cells=sigma).read(maps).errors.item() for sigma in (0, 1.5))
    assert less == pytest.approx(4 * width_beyond(maps, 1.5).item()) and less < plain


def test_width_of_a_map_as_wide_as_its_target_by_hand():
    # Of 9 equal cells the entropy is log 9: variance 8 / (2 pi e). Softly taken off: variance / 8 x log 2 is left.
    maps = torch.zeros(1, 1, 5, 5)
    maps[..., 1:4, 1:4] = 1 / 9
    width = width_beyond(maps, 0).item()
    assert width == pytest.approx(math.sqrt(8 / (2 * math.pi * math.e)))
    assert width_beyond(maps, width).item() == pytest.approx(width * math.sqrt(math.log(2) / 8))


def test_width_grows_where_a_part_of_the_map_is_not_seen():
    maps = torch.zeros(1, 2, 5, 5)
    maps[..., 1:4, 1:4] = 1 / 9
    maps[0, 1] *= 0.25
    whole, quarter = width_beyond(maps, 0)[0].tolist()
    assert quarter == pytest.approx(2 * whole)
    assert width_beyond(torch.zeros(1, 1, 5, 5), 0).item() == 0
    single = torch.zeros(1, 1, 5, 5)
    single[0, 0, 2, 3] = 1
    assert width_beyond(single, 0).item() == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize('dtype', [torch.float32, torch.float64])
def test_maps_keep_their_precision(dtype):
    maps = torch.rand(2, 3, 5, 4, dtype=dtype, generator=torch.Generator().manual_seed(0))
    maps /= maps.sum(dim=(-2, -1), keepdim=True)
    points, masses = local_expectation(maps, 2)
    parts = points, masses, global_expectation(maps), map_spread(maps, points), width_beyond(maps, 1.0)
    assert {part.dtype for part in parts} == {dtype}
    assert spatial_softmax(maps).dtype == torch.float32


def test_places_of_cells_are_made_where_the_maps_are(monkeypatch):
    stock, devices = torch.arange, []

    def arange(*ends, device=None, **rest):
        devices.append(device)
        return stock(*ends, device=device, **rest)

    monkeypatch.setattr(torch, 'arange', arange)
    maps = torch.full((1, 1, 32, 24), 1 / 768)
    build_codec().read(maps)
    global_expectation(maps)
    assert devices == [maps.device] * 5


def test_window_at_the_border_takes_no_cell_twice():
    maps = torch.zeros(1, 2, 4, 4)
    maps[0, 0, 0, 3], maps[0, 0, 1, 2], maps[0, 0, 3, 0] = 0.5, 0.25, 0.25
    maps[0, 1, 3, 0], maps[0, 1, 3, 1], maps[0, 1, 1, 1] = 0.5, 0.25, 0.25
    points, masses = local_expectation(maps, radius_cells=1)
    assert points[0].tolist() == [[pytest.approx(8 / 3), pytest.approx(1 / 3)], [pytest.approx(1 / 3), 3]]
    assert masses[0].tolist() == [0.75, 0.75]


def test_labels_go_by_their_own_names():
    names = dict(keypoint_labels='keypoint_labels', keypoint_weights='keypoint_weights')
    assert SpatialSoftmaxCodec.label_mapping_table == names
    assert build_codec(radius_cells=1).radius_cells == 1 and build_codec().radius_cells == 5


def test_visibility_above_a_half_counts():
    keypoints = np.full((1, 4, 2), 10, dtype=np.float64)
    encoded = build_codec().encode(keypoints, np.array([[0.5, 0.51, 1, 0.49]]))
    assert encoded['keypoint_weights'].tolist() == [[0, 1, 1, 0]]
    assert encoded['keypoint_labels'].dtype == encoded['keypoint_weights'].dtype == np.float32


def test_decoded_batch_has_an_instance_for_each_image():
    keypoints, scores = build_codec().batch_decode(torch.zeros(2, 3, 32, 24))
    assert [one.shape for one in keypoints] == [(1, 3, 2)] * 2 and [one.shape for one in scores] == [(1, 3)] * 2
    assert isinstance(keypoints, list) and isinstance(scores[0], np.ndarray)
