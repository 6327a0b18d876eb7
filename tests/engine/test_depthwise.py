import pytest
import torch
from torch import nn
from torch.nn.functional import conv2d, pad

from aariz_mm.engine.depthwise import DepthwiseConv2d, FastDepthwise


def gradients(convolve, inputs, weight):
    """Result and gradients of a convolution under a loss that weighs each cell differently."""
    inputs, weight = inputs.clone().requires_grad_(), weight.clone().requires_grad_()
    out = convolve(inputs, weight)
    ramp = torch.arange(out.numel(), dtype=out.dtype).reshape(out.shape).sin()
    return out, *torch.autograd.grad((out * ramp).sum(), (inputs, weight))


@pytest.mark.parametrize('side', [3, 5, 7])
@pytest.mark.parametrize('stride', [1, 2, 3])
@pytest.mark.parametrize('padding', [0, 1, 2])
def test_gradients_are_those_of_torch(side, stride, padding):
    torch.manual_seed(0)
    inputs, weight = torch.randn(2, 4, 14, 11), torch.randn(4, 1, side, side)
    found = gradients(lambda x, w: DepthwiseConv2d.apply(x, w, stride, padding), inputs, weight)
    expected = gradients(lambda x, w: conv2d(x, w, stride=stride, padding=padding, groups=4), inputs, weight)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)


def layer_names(loss):
    """Names of all nodes of a graph."""
    names, nodes = set(), [loss.grad_fn]
    while nodes:
        node = nodes.pop()
        names.add(node.name())
        nodes.extend(parent for parent, _ in node.next_functions if parent is not None)
    return names


DEPTHWISE = dict(in_channels=4, out_channels=4, kernel_size=3, padding=1, groups=4)


def test_depthwise_layers_of_a_model_are_taken_under_autocast_alone():
    layer, inputs = nn.Conv2d(**DEPTHWISE), torch.randn(1, 4, 8, 8)
    with FastDepthwise():
        plain = layer(inputs)
        with torch.autocast('cpu', dtype=torch.bfloat16):
            taken = layer(inputs)
    assert 'DepthwiseConv2dBackward' not in layer_names(plain)
    assert 'DepthwiseConv2dBackward' in layer_names(taken) and taken.dtype == torch.bfloat16
    torch.testing.assert_close(taken.float(), plain, atol=0.03, rtol=0.03)


@pytest.mark.parametrize(
    'change',
    [dict(groups=1), dict(groups=2), dict(dilation=2), dict(padding='same'), dict(kernel_size=1, padding=0),
     dict(padding=(1, 0)), dict(out_channels=8)],
    ids=str,
)  # fmt: skip
def test_other_layers_are_left_to_torch(change):
    layer = nn.Conv2d(**{**DEPTHWISE, **change})
    with FastDepthwise(), torch.autocast('cpu', dtype=torch.bfloat16):
        assert 'DepthwiseConv2dBackward' not in layer_names(layer(torch.randn(1, 4, 8, 8)))


def test_gradient_of_a_padded_map_comes_in_one_piece():
    maps = torch.ones(1, 4, 6, 6).contiguous(memory_format=torch.channels_last).requires_grad_()
    seen = []
    with FastDepthwise(), torch.autocast('cpu', dtype=torch.bfloat16):
        inner = maps * 2
        padded = pad(inner, (0, 1, 0, 1))
        inner.register_hook(seen.append)
    padded.sum().backward()
    assert seen[0].is_contiguous(memory_format=torch.channels_last) and (maps.grad == 2).all()
