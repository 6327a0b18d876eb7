"""The network that is looked at for its shapes holds no numbers, and draws none."""

import pytest
import torch
from torch import nn

from aariz_mm.launching.matching.sizes_alone import NothingDrawn, ShapesKept, SizesAlone


@pytest.mark.parametrize('fill', [nn.init.normal_, nn.init.kaiming_uniform_, nn.init.zeros_, nn.init.trunc_normal_])
@pytest.mark.parametrize('named', [True, False])
def test_initializers_leave_large_tensors_alone(fill, named):
    with SizesAlone():
        weight = torch.empty(4, 3, 3, 3)
        filled = fill(tensor=weight) if named else fill(weight)
    assert filled is weight and weight.is_meta and weight.shape == (4, 3, 3, 3)


def test_initializers_fill_small_tables_as_ever():
    with SizesAlone():
        table = torch.tensor([1.0, 2.0])
        nn.init.constant_(table, 3.0)
        table[:1].zero_()
    assert table.tolist() == [0.0, 3.0]


def test_a_module_is_made_without_drawing_a_number():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    with SizesAlone():
        module = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Linear(8, 2))
        module[2].weight.data.normal_(0, 0.01)
    assert torch.equal(torch.get_rng_state(), before)
    assert all(weight.is_meta for weight in module.parameters())
    picture = torch.zeros(2, 3, 10, 4, device='meta')
    assert module.to('meta').eval()(picture.mT).shape == (2, 8, 2, 2)


def test_tensors_in_memory_are_not_drawn_but_tables_are_filled():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    with NothingDrawn():
        layer, table = nn.Linear(4, 2), nn.init.constant_(torch.empty(2), 3.0)
    assert torch.equal(torch.get_rng_state(), before) and not layer.weight.is_meta
    assert table.tolist() == [3.0, 3.0]


LAYERS = [nn.BatchNorm2d(4), nn.LayerNorm((6, 5)), nn.ReLU6(inplace=True), nn.GELU(), nn.Hardswish(), nn.Sigmoid()]


@pytest.mark.parametrize('layer', LAYERS, ids=lambda layer: type(layer).__name__)
def test_what_keeps_a_shape_gives_its_tensor_back_where_that_holds_no_numbers(layer):
    picture = torch.rand(2, 4, 6, 5)
    with ShapesKept():
        assert not torch.equal(layer.eval()(picture - 0.5), picture - 0.5)
        held = picture.to('meta')
        assert layer.to('meta')(held) is held


@pytest.mark.parametrize('mode', ['bilinear', 'bicubic', 'nearest'])
@pytest.mark.parametrize('wanted', [dict(size=(9, 11)), dict(scale_factor=2), dict(scale_factor=(1.7, 0.5))], ids=str)
def test_a_map_is_resized_to_the_size_that_it_has_with_numbers(mode, wanted):
    picture = torch.rand(2, 4, 6, 5)
    expected = nn.functional.interpolate(picture, mode=mode, **wanted)
    with ShapesKept():
        assert torch.equal(nn.functional.interpolate(picture, mode=mode, **wanted), expected)
        assert nn.functional.interpolate(picture.to('meta'), mode=mode, **wanted).shape == expected.shape
        with pytest.raises(ValueError, match='same number of spatial dimensions'):
            nn.functional.interpolate(torch.zeros(2, 4, 6, device='meta'), mode=mode, size=(9, 11))


@pytest.mark.parametrize('layer', [nn.BatchNorm2d(3), nn.LayerNorm((6, 4))], ids=lambda layer: type(layer).__name__)
def test_a_norm_of_other_channels_fails_as_ever(layer):
    with ShapesKept(), pytest.raises(RuntimeError):
        layer.eval().to('meta')(torch.zeros(2, 4, 6, 5, device='meta'))


def test_a_norm_that_learns_from_one_value_fails_as_ever():
    with ShapesKept(), pytest.raises(ValueError, match='more than 1 value per channel'):
        nn.BatchNorm2d(4).train().to('meta')(torch.zeros(1, 4, 1, 1, device='meta'))
