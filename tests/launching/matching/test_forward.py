"""The network that is looked at for its shapes holds no numbers, and draws none."""

import pytest
import torch
from torch import nn

from aariz_mm.launching.matching.forward import _SizesAlone


@pytest.mark.parametrize('fill', [nn.init.normal_, nn.init.kaiming_uniform_, nn.init.zeros_, nn.init.trunc_normal_])
@pytest.mark.parametrize('named', [True, False])
def test_initializers_leave_large_tensors_alone(fill, named):
    with _SizesAlone():
        weight = torch.empty(4, 3, 3, 3)
        filled = fill(tensor=weight) if named else fill(weight)
    assert filled is weight and weight.is_meta and weight.shape == (4, 3, 3, 3)


def test_initializers_fill_small_tables_as_ever():
    with _SizesAlone():
        table = torch.tensor([1.0, 2.0])
        nn.init.constant_(table, 3.0)
        table[:1].zero_()
    assert table.tolist() == [0.0, 3.0]


def test_a_module_is_made_without_drawing_a_number():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    with _SizesAlone():
        module = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Linear(8, 2))
        module[2].weight.data.normal_(0, 0.01)
    assert torch.equal(torch.get_rng_state(), before)
    assert all(weight.is_meta for weight in module.parameters())
    picture = torch.zeros(2, 3, 10, 4, device='meta')
    assert module.to('meta').eval()(picture.mT).shape == (2, 8, 2, 2)
