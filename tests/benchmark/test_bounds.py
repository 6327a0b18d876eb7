"""What a layer asks for, by hand; and which bound counts."""

import pytest
import torch
from torch import nn

from aariz_mm.benchmark.bounds import Bound, Demand, measure_bound, measure_demand, seconds_at_best


def test_demand_of_a_convolution():
    demand = measure_demand(nn.Conv2d(3, 4, 1), torch.zeros(1, 3, 8, 8))
    # 8 x 8 places, 3 products and sums for each of 4 channels; float32: input 192, output 256, weights 12 and 4.
    assert demand == Demand(2 * 64 * 3 * 4, 4 * (192 + 256 + 16))


def test_demand_counts_every_layer_and_no_container():
    twice = nn.Sequential(nn.Sequential(nn.ReLU()), nn.ReLU())
    assert measure_demand(twice, torch.zeros(10)) == Demand(0, 2 * 4 * (10 + 10))


def test_demand_leaves_the_network_as_it_is():
    network = nn.Sequential(nn.ReLU())
    measure_demand(network, torch.zeros(1))
    assert not network[0]._forward_hooks


@pytest.mark.parametrize(('demand', 'seconds'), [(Demand(10, 4), 4), (Demand(30, 4), 6), (Demand(0, 0), 0)])
def test_the_slower_of_both_bounds_counts(demand, seconds):
    assert seconds_at_best(demand, Bound(flops=5, bytes=1)) == seconds


def test_this_machine_has_a_bound():
    bound = measure_bound(repeats=1)
    assert 1e8 < bound.flops < 1e15 and 1e8 < bound.bytes < 1e13
