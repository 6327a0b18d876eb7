import pytest
import torch
from mmpose.registry import MODELS

from aariz_mm.models.backbones import CephNet


def images():
    return torch.randn(2, 3, 64, 48, generator=torch.Generator().manual_seed(0))


def test_ceph_net_gives_its_last_stage():
    (output,) = MODELS.build(dict(type='CephNet'))(images())
    assert output.shape == (2, 256, 4, 3)


def test_ceph_net_gives_the_stages_asked_for():
    levels = CephNet(channels=(4, 6, 8), out_indices=(0, 2))(images())
    assert [tuple(level.shape) for level in levels] == [(2, 4, 32, 24), (2, 8, 8, 6)]


def test_ceph_net_has_the_parameters_of_its_convolutions_and_norms():
    # 3 x 3 convolutions without bias, and a weight and a bias for each channel of a norm.
    expected = 9 * (3 * 4 + 4 * 6) + 2 * (4 + 6)
    assert sum(parameter.numel() for parameter in CephNet(channels=(4, 6)).parameters()) == expected


def test_ceph_net_stage_takes_the_maximum_of_four_pixels():
    norm = dict(type='BN', eps=1e-20)  # torch 2.11 refuses 0
    net = CephNet(channels=(1,), in_channels=1, norm_cfg=norm).eval()
    torch.nn.init.dirac_(net.stages[0][0].conv.weight)
    (output,) = net(torch.tensor([[[[1.0, 2.0], [4.0, 3.0]]]]))
    assert output.flatten().tolist() == [4.0]


def test_ceph_net_sends_a_gradient_to_every_parameter_and_leaves_the_images_alone():
    net, given = CephNet(channels=(4, 6)), images()
    net(given)[0].square().sum().backward()
    assert all(parameter.grad.abs().sum() > 0 for parameter in net.parameters())
    assert torch.equal(given, images())


@pytest.mark.parametrize('index', [4, -1])
def test_ceph_net_rejects_a_stage_that_is_not_there(index):
    with pytest.raises(ValueError, match=rf'out_indices \({index},\), expected stages 0 to 3'):
        CephNet(out_indices=(index,))
