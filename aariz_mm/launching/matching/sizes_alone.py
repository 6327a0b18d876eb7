"""Surroundings in which a network is built and run for the sizes of its tensors, with as few numbers as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

__all__ = ['NothingDrawn', 'ShapesKept', 'SizesAlone']

_DRAWS = {getattr(Tensor, f'{name}_') for name in ('normal', 'uniform')}
_FILLINGS = {*_DRAWS, *(getattr(Tensor, f'{name}_') for name in ('fill', 'zero'))}
_NOT_DRAWN = ('constant_', 'dirac_', 'eye_', 'ones_', 'zeros_')
_ACTIVATIONS = {
    *(getattr(F, name) for name in ('gelu', 'hardsigmoid', 'hardswish', 'hardtanh', 'mish', 'relu', 'relu6', 'silu')),
    *(getattr(each, name) for each in (torch, Tensor) for name in ('relu', 'relu_', 'sigmoid', 'sigmoid_')),
}


class SizesAlone(TorchFunctionMode):
    """Large tensors, which modules make by ``torch.empty``, on the meta device; small tables stay numbers.

    Nothing is drawn for the large ones: they hold no numbers.
    """

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        filled = _filled_tensor(func, args, kwargs, _FILLINGS)
        if filled is not None and filled.is_meta:
            return filled
        if func is torch.empty and kwargs.get('device') is None:
            kwargs = dict(kwargs, device='meta')
        return func(*args, **kwargs)


class NothingDrawn(TorchFunctionMode):
    """Tensors in memory, of which those that modules would fill by chance hold what happens to be there."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        is_fixed = getattr(func, '__name__', '') in _NOT_DRAWN
        filled = None if is_fixed else _filled_tensor(func, args, kwargs or {}, _DRAWS)
        return func(*args, **(kwargs or {})) if filled is None else filled


class ShapesKept(TorchFunctionMode):
    """What keeps the shape of a tensor on the meta device gives it back: PyTorch follows its parts one by one.

    Those are activations, and a norm whose channels are those of the tensor; one of others fails as ever. Maps there
    are resized to their nearest values: of the same size, in a hundredth of the time.
    """

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        kept = None
        if func in _ACTIVATIONS:
            kept = args[0] if args else kwargs.get('input')
        elif func is F.batch_norm:
            kept = _batch_normed(*args, **kwargs)
        elif func is F.layer_norm:
            kept = _layer_normed(*args, **kwargs)
        elif func is F.interpolate and kwargs.get('mode') in ('bilinear', 'bicubic') and _is_map(args):
            kwargs = dict(kwargs, mode='nearest', align_corners=None, antialias=False)
        return kept if kept is not None and kept.is_meta else func(*args, **kwargs)


def _filled_tensor(func: Callable, args: tuple, kwargs: Mapping, fillings: set[Callable]) -> Tensor | None:
    """The tensor that a function fills in place; None of any other function."""
    is_initializer = getattr(func, '__module__', None) == 'torch.nn.init' and func.__name__.endswith('_')
    if not is_initializer and func not in fillings:
        return None
    first = args[0] if args else kwargs.get('tensor')
    return first if isinstance(first, Tensor) else None


def _is_map(args: tuple) -> bool:
    """Whether the first is a tensor of [N, C, H, W] without numbers."""
    return bool(args) and isinstance(args[0], Tensor) and args[0].is_meta and args[0].ndim == 4


def _batch_normed(input, running_mean=None, running_var=None, weight=None, bias=None, training=False, *_, **__):
    """The tensor, where its channels are those of the statistics, which are not to be learnt."""
    known = not training and running_mean is not None and input.ndim > 1
    return input if known and len(running_mean) == input.shape[1] else None


def _layer_normed(input, normalized_shape, *_, **__):
    """The tensor, where it ends with the shape that is normalized."""
    return input if tuple(input.shape[-len(normalized_shape) :]) == tuple(normalized_shape) else None
