"""One forward of a network for the shapes alone, on torch's meta device: no memory, no weights, no data."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from numbers import Integral
from pathlib import Path
from typing import Any

import numpy as np
import torch
from mmpose.models.pose_estimators import TopdownPoseEstimator
from mmpose.registry import MODELS
from torch import Tensor, nn

from aariz_mm.compat import following_shapes
from aariz_mm.models import LandmarkCVMHead, LandmarkRefiner

from .config_data import Data, Step
from .networks import Network
from .sizes_alone import NothingDrawn, ShapesKept, SizesAlone

__all__ = ['Trace', 'trace_networks']

_OURS = str(Path(__file__).resolve().parents[2])
_MISFITS = (RuntimeError, ValueError, AssertionError, IndexError)
"""What parts raise that are given the wrong shape."""


class _Unknown(Exception):
    """A model whose shapes can't be found out here."""


@dataclass
class Trace:
    """What came out of each part of a network.

    Args:
        size: [w, h] of the picture. channels: of it.
        codec: the one whose targets the output is compared with. kind: the loader that the picture comes from.
        backbone, neck: levels that those gave. features: what the head is given, as it is.
        outputs: the head's tensors. stage_features, stage_logits: of a CVM head beside it.
        first_channels: of the picture that the backbone's first convolution takes.
        failed: the part that did not take what it was given. error: what it raised.
    """

    network: Network
    size: tuple[int, int]
    channels: int
    codec: Step | None = None
    kind: str = 'test'
    features: Any = None
    backbone: list[Tensor] = field(default_factory=list)
    neck: list[Tensor] | None = None
    outputs: list[Tensor] = field(default_factory=list)
    stage_features: Tensor | None = None
    stage_logits: Tensor | None = None
    first_channels: int | None = None
    failed: str | None = None
    error: Exception | None = None

    @property
    def levels(self) -> list[Tensor]:
        """What the head is given."""
        return self.backbone if self.neck is None else self.neck


def trace_networks(networks: Sequence[Network], data: Sequence[Data]) -> list[Trace]:
    """A trace for every network, size of input and codec; none of what can't be known."""
    wanted = [one for network in networks for one in _wanted(network, data)]
    found, seen = [], []
    for network, one, codec in wanted:
        size = network.seen_size or one.input_size
        # Members of an ensemble are often the same network.
        same = (network.config, size, None if codec is None else codec.config, one.channels)
        if size is None or same in seen:
            continue
        seen.append(same)
        trace = Trace(network, size, one.channels or 3, codec, one.kind)
        try:
            with following_shapes(), ShapesKept():
                found.append(_run(trace, 'meta'))
        except _Unknown:
            continue
        found[-1] = _confirm(found[-1])
        if one.kind == 'train' and one.batch_size == 1 and found[-1].failed is None:
            _normalize_single(found[-1])
    return found


def _wanted(network: Network, data: Sequence[Data]) -> Iterator[tuple[Network, Data, Step | None]]:
    """The inputs that a network is given, with the codec whose targets its output is compared with."""
    decoder = next(iter(network.decoders), None)
    for one in data:
        # Targets of several levels belong to several outputs.
        encoder = one.encoders[0] if len(one.encoders) == 1 else None
        own = network.frame_size is not None or not one.encoders
        yield network, one, decoder if own else encoder


def _confirm(trace: Trace) -> Trace:
    """A failure that is not our own message is looked at again with real numbers, for some parts need them."""
    if trace.failed is None or _is_ours(trace.error):
        return trace
    try:
        return _run(Trace(trace.network, trace.size, trace.channels, trace.codec, trace.kind), 'cpu')
    except _Unknown:
        return Trace(trace.network, trace.size, trace.channels, None, trace.kind)


def _is_ours(error: Exception) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, ValueError) and frames[-1].filename.startswith(_OURS)


def _build(network: Network, device: str) -> nn.Module:
    """The model in evaluation mode.

    Errors:
        _Unknown: one of a kind that is not known here, or one that can't be built, of which the Runner tells more.
    """
    try:
        with SizesAlone() if device == 'meta' else NothingDrawn():
            model = MODELS.build(deepcopy(network.config))
        _watch_channels(model)
        return model.to(device).eval()
    except Exception as error:
        raise _Unknown from error


def _watch_channels(model: nn.Module) -> None:
    """The meta device does not look at the channels that transposed convolutions are given."""

    def check(module: nn.ConvTranspose2d, inputs: tuple[Tensor, ...]) -> None:
        if inputs[0].shape[1] != module.in_channels:
            raise RuntimeError(f'expected {module.in_channels} channels, but got {inputs[0].shape[1]}')

    for module in model.modules():
        if isinstance(module, nn.ConvTranspose2d):
            module.register_forward_pre_hook(check)


@torch.no_grad()
def _run(trace: Trace, device: str) -> Trace:
    """Run the parts one by one, up to the one that fails."""
    model = _build(trace.network, device)
    if not _is_known(model):
        raise _Unknown
    steps = [('backbone', _backbone), ('neck', _neck), ('head', _head)]
    if not all(isinstance(side, Integral) for side in trace.size):
        raise ValueError(f'input_size {trace.size!r:.60}: expected (width, height) in whole pixels; correct the config')
    images = torch.zeros(1, trace.channels, *trace.size[::-1], device=device)
    for name, step in [*steps, ('cvm_convs', _stage_features), ('cvm_head', _stage_logits)]:
        if not _take(trace, name, lambda step=step: step(trace, model, images)):
            break
    return trace


def _take(trace: Trace, name: str, step: Callable[[], None]) -> bool:
    """Whether a step succeeds; its failure is kept in the trace.

    Errors:
        _Unknown: it fails by what has nothing to do with shapes.
    """
    try:
        step()
    except NotImplementedError as error:  # no such operation on the meta device
        raise _Unknown from error
    except _MISFITS as error:
        trace.failed, trace.error = name, error
        return False
    except Exception as error:
        raise _Unknown from error
    return True


def _is_known(model: nn.Module) -> bool:
    """Whether the parts of a model are called one after the other."""
    # By its name: MMPretrain takes seconds to import, and only its own models need it.
    is_classifier = any(kind.__name__ == 'ImageClassifier' for kind in type(model).__mro__)
    known = is_classifier or isinstance(model, TopdownPoseEstimator | LandmarkRefiner)
    return known and getattr(model, 'head', None) is not None


def _backbone(trace: Trace, model: nn.Module, images: Tensor) -> None:
    convolutions = [module for module in model.backbone.modules() if isinstance(module, nn.Conv2d)]
    trace.first_channels = convolutions[0].in_channels if convolutions else None
    trace.features = model.backbone(images)
    trace.backbone = _tensors(trace.features)


def _neck(trace: Trace, model: nn.Module, images: Tensor) -> None:
    if getattr(model, 'neck', None) is not None:
        trace.features = model.neck(trace.features)
        trace.neck = _tensors(trace.features)


def _head(trace: Trace, model: nn.Module, images: Tensor) -> None:
    trace.outputs = _tensors(model.head(trace.features))


def _stage_features(trace: Trace, model: nn.Module, images: Tensor) -> None:
    if isinstance(model.head, LandmarkCVMHead):
        pooling = model.head.cvm_pooling
        points = [np.zeros((len(pooling.symbols), 2))] * len(images) if pooling else None
        trace.stage_features = model.head.cvm_features(trace.features, trace.size, points)


def _stage_logits(trace: Trace, model: nn.Module, images: Tensor) -> None:
    if trace.stage_features is not None:
        trace.stage_logits = model.head.cvm_head(trace.stage_features)


def _normalize_single(trace: Trace) -> None:
    """Note where a batch of one image leaves a batch norm with a single value."""
    model = _build(trace.network, 'meta').train()
    images = torch.zeros(1, trace.channels, *trace.size[::-1], device='meta')
    try:
        with following_shapes(), ShapesKept():
            for step in (_backbone, _neck, _head, _stage_features, _stage_logits):
                step(trace, model, images)
    except ValueError as error:
        if 'more than 1 value per channel' in str(error):
            trace.failed, trace.error = 'batch_size', error
    except Exception:  # what a training does beyond shapes is not looked at here
        return


def _tensors(value) -> list[Tensor]:
    """All tensors of a nested output, in order."""
    if isinstance(value, Tensor):
        return [value]
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else []
    return [tensor for each in values for tensor in _tensors(each)]
