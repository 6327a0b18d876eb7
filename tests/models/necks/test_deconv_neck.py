import torch
from mmpose.registry import MODELS


def build_neck():
    torch.manual_seed(0)
    return MODELS.build(dict(type='DeconvNeck', in_channels=3, out_channels=(4, 2)))


def test_deconv_neck_quarters_the_stride_of_the_last_level():
    (output,) = build_neck()((torch.zeros(2, 9, 1, 1), torch.rand(2, 3, 5, 4)))
    assert output.shape == (2, 2, 20, 16)


def test_deconv_neck_keeps_its_place():
    neck = MODELS.build(dict(type='DeconvNeck', in_channels=1, out_channels=(1,))).eval()
    torch.nn.init.ones_(neck.layers[0][0].weight)
    point = torch.zeros(1, 1, 4, 4)
    point[..., 1, 2] = 1
    (spread,) = neck((point,))
    # Cell (2, 1) covers (4, 2) to (5, 3) at half the stride: the kernel of 4 reaches one cell beyond.
    assert spread[0, 0].nonzero().amin(0).tolist() == [1, 3] and spread[0, 0].nonzero().amax(0).tolist() == [4, 6]


def test_deconv_neck_sends_a_gradient_to_every_parameter():
    neck = build_neck()
    neck((torch.rand(2, 3, 5, 4),))[0].square().sum().backward()
    assert all(value.grad.abs().sum() > 0 for value in neck.parameters())
