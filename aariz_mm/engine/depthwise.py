"""Depthwise convolution whose gradient is as fast as its forward on a CPU in bfloat16."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import conv2d, pad
from torch.overrides import TorchFunctionMode

__all__ = ['DepthwiseConv2d', 'FastDepthwise']

_BLOCK = 3
"""Side of the kernels whose weight gradient oneDNN vectorises; larger ones fall to a code many times as slow."""


class FastDepthwise(TorchFunctionMode):
    """Within this context depthwise ``conv2d`` under CPU autocast goes through :class:`DepthwiseConv2d`.

    oneDNN's own bfloat16 gradients of strided and of 5 x 5 depthwise layers take up to 100 times their forward, and
    were three quarters of a training step of EfficientNet-Lite0.
    """

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func is torch.conv2d and torch.is_autocast_enabled('cpu'):
            settings = _depthwise_settings(*args, **(kwargs or {}))
            if settings is not None:
                return _apply(*settings)
        if func is pad and args[0].requires_grad and args[0].ndim == 4:
            args[0].register_hook(_in_one_piece)
        return func(*args, **(kwargs or {}))


def _in_one_piece(grad: Tensor) -> Tensor:
    """The gradient of a padded map is a view with holes, on which batch normalisation is many times as slow."""
    return grad.contiguous(memory_format=torch.channels_last)


def _depthwise_settings(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """What :func:`_apply` takes, or None where the layer is not plainly depthwise."""
    square = weight.shape[-1] == weight.shape[-2] >= _BLOCK
    depthwise = input.ndim == 4 and groups == input.shape[1] == weight.shape[0] > 1 and weight.shape[1] == 1
    if isinstance(padding, str) or not (square and depthwise and _single(dilation) == 1):
        return None
    steps, border = _single(stride), _single(padding)
    if steps is None or border is None or border >= weight.shape[-1] or input.device.type != 'cpu':
        return None
    return input, weight, bias, steps, border


def _single(value) -> int | None:
    """The one number of a setting for both axes; None where they differ."""
    values = {value} if isinstance(value, int) else set(value)
    return values.pop() if len(values) == 1 else None


def _apply(inputs: Tensor, weight: Tensor, bias: Tensor | None, stride: int, padding: int) -> Tensor:
    dtype = torch.get_autocast_dtype('cpu')
    with torch.autocast('cpu', enabled=False):
        out = DepthwiseConv2d.apply(inputs.to(dtype), weight.to(dtype), stride, padding)
        return out if bias is None else out + bias.to(dtype)[:, None, None]


class DepthwiseConv2d(torch.autograd.Function):
    """``conv2d`` of (B, C, H, W) with (C, 1, k, k), k >= 3, one group per channel, padding < k.

    Both gradients are made of forward-like convolutions: that of the input is the convolution of the gradient, spread
    by the stride, with the turned kernel; that of a kernel larger than 3 x 3 is put together from 3 x 3 blocks.
    """

    @staticmethod
    def forward(ctx, inputs: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
        ctx.save_for_backward(inputs, weight)
        ctx.stride, ctx.padding = stride, padding
        return conv2d(inputs, weight, stride=stride, padding=padding, groups=len(weight))

    @staticmethod
    def backward(ctx, grad: Tensor):
        inputs, weight = ctx.saved_tensors
        grad = grad.contiguous(memory_format=torch.channels_last)
        steps = ctx.stride, ctx.padding
        wanted_input, wanted_weight, *_ = ctx.needs_input_grad
        of_input = _input_gradient(grad, weight, inputs.shape, *steps) if wanted_input else None
        of_weight = _weight_gradient(grad, inputs, weight, *steps) if wanted_weight else None
        return of_input, of_weight, None, None


def _input_gradient(grad: Tensor, weight: Tensor, shape: torch.Size, stride: int, padding: int) -> Tensor:
    side = weight.shape[-1]
    if stride > 1:
        steps = [size + 2 * padding - side + 1 for size in shape[-2:]]  # of stride 1 over the same input
        empty = torch.empty(*grad.shape[:2], *steps, dtype=grad.dtype, memory_format=torch.channels_last)
        spread = empty.zero_()
        spread[:, :, ::stride, ::stride] = grad
        grad = spread
    return conv2d(grad, weight.flip(2, 3), padding=side - 1 - padding, groups=len(weight))


def _weight_gradient(grad: Tensor, inputs: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
    side = weight.shape[-1]
    if side == _BLOCK:
        return _native_weight_gradient(grad, inputs, weight, stride, padding)
    if padding:
        inputs = pad(inputs, (padding,) * 4)
    height, width = (stride * (size - 1) + _BLOCK for size in grad.shape[-2:])
    starts = sorted({*range(0, side - _BLOCK + 1, _BLOCK), side - _BLOCK})
    gradient = torch.empty_like(weight)
    for top in starts:
        for left in starts:
            rows, columns = slice(top, top + _BLOCK), slice(left, left + _BLOCK)
            seen = inputs[:, :, top : top + height, left : left + width]
            block = weight[:, :, rows, columns].contiguous()
            gradient[:, :, rows, columns] = _native_weight_gradient(grad, seen, block, stride, 0)
    return gradient


def _native_weight_gradient(grad: Tensor, inputs: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
    inputs = inputs.contiguous(memory_format=torch.channels_last)
    pairs = [stride] * 2, [padding] * 2, [1] * 2, False, [0] * 2
    which = False, True, False
    return torch.ops.aten.convolution_backward(grad, inputs, weight, None, *pairs, len(weight), which)[1]
