"""What a forward says: which part does not take what it is given, and how maps differ from the codec's."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
from mmpose.registry import KEYPOINT_CODECS
from torch import Tensor

from aariz_mm.models.heads.spatial_softmax_head import MapSizeError

from .config_data import name_of_type, show
from .forward import Trace
from .networks import find_setting

__all__ = ['Output', 'read_output', 'shape_mismatches']


@dataclass(frozen=True)
class Output:
    """Channels of a head's output, one for a landmark or more, and its cells; with those that the codec's targets have.

    Cells are [w, h] of a map or the bins along x and y; None where the output is coordinates.
    """

    channels: int
    wanted_channels: int
    cells: tuple[int, int] | None = None
    wanted_cells: tuple[int, int] | None = None


def shape_mismatches(trace: Trace) -> list[str]:
    """A line for the part that fails, or for maps of another size than the codec's."""
    if isinstance(trace.error, MapSizeError):
        key = trace.network.decoders[0].key
        return [_size_line(trace, f'{key}.heatmap_size', trace.error.cells, trace.error.heatmap_size)]
    if trace.failed is not None:
        return [_FAILURES[trace.failed](trace)]
    output = read_output(trace)
    if output is None or output.cells == output.wanted_cells:
        return []
    if trace.codec.config.get('heatmap_size') is None:
        return [_bins_line(trace, output)]
    return [_size_line(trace, f'{trace.codec.key}.heatmap_size', output.cells, output.wanted_cells)]


def _size_line(trace: Trace, setting: str, cells: tuple[int, int], stated: tuple[int, int]) -> str:
    return (
        f'{setting}={show(stated)}, but {trace.network.key}.head gives maps of {show(cells)} (w, h) for a picture of '
        f'{show(trace.size)}; set heatmap_size={show(cells)} in the encoder and in the decoder, or the layers of the '
        'head or neck by it'
    )


def _bins_line(trace: Trace, output: Output) -> str:
    return (
        f'{trace.codec.key} makes {show(output.wanted_cells)} bins (x, y), but {trace.network.key}.head gives '
        f'{show(output.cells)}; set input_size and simcc_split_ratio alike in the head, the encoder and the decoder'
    )


def read_output(trace: Trace, num_landmarks: int = 1) -> Output | None:
    """The output of a trace beside the targets of so many landmarks; None where they can't be compared."""
    if trace.failed is not None or trace.codec is None:
        return None
    targets = _targets(trace, num_landmarks)
    maps = [each for each in trace.outputs if each.ndim == 4]
    rows = [each for each in trace.outputs if each.ndim == 3]
    if 'keypoint_x_labels' in targets and len(rows) >= 2:
        x, y = targets['keypoint_x_labels'], targets['keypoint_y_labels']
        bins = rows[0].shape[2], rows[1].shape[2]
        return Output(rows[0].shape[1], x[1], bins, (x[2], y[2]))
    if 'heatmaps' in targets and maps:
        channels, *cells = targets['heatmaps']
        return Output(maps[-1].shape[1], channels, _size_of(maps[-1]), tuple(cells[::-1]))
    if 'keypoint_labels' in targets and (maps or rows):
        cells = trace.codec.config.get('heatmap_size') if maps else None
        output = (maps or rows)[-1]
        own = _size_of(output) if cells is not None else None
        return Output(output.shape[1], targets['keypoint_labels'][1], own, cells and tuple(cells))
    return None


def _targets(trace: Trace, num_landmarks: int) -> dict[str, tuple[int, ...]]:
    """Shapes of the targets that the codec makes of one image; none where it needs more than landmarks."""
    try:
        codec = KEYPOINT_CODECS.build(deepcopy(trace.codec.config))
        points = np.tile(np.asarray(trace.codec.config['input_size'], dtype=np.float32) / 2, (1, num_landmarks, 1))
        encoded = codec.encode(points, np.ones((1, num_landmarks), dtype=np.float32))
    except Exception:  # a codec of another kind of model
        return {}
    return {name: np.shape(value) for name, value in encoded.items()}


def _size_of(level: Tensor) -> tuple[int, int]:
    return level.shape[-1], level.shape[-2]


# Parts that fail -----------------------------------------------------------------------------------------------------


def _backbone_line(trace: Trace) -> str:
    key, config = f'{trace.network.key}.backbone', trace.network.config['backbone']
    what = f'{key} ({name_of_type(config)}) cannot read images of {show(trace.size)} pixels (w, h)'
    if trace.first_channels not in (None, trace.channels):
        name = 'in_chans' if name_of_type(config).startswith('TIMM') else 'in_channels'
        return (
            f'{key} reads images of {trace.first_channels} channels, but those of the pipeline have {trace.channels}; '
            f'set {key}.{name}={trace.channels}'
        )
    size = find_setting(config, key, 'img_size')
    if size is not None:
        return f'{what} ({_reason(trace)}); set {size[0]}={show(trace.size[::-1])} (h, w), or the input_size by it'
    if any(side % 32 for side in trace.size):
        return f'{what} ({_reason(trace)}); make input_size a multiple of 32'
    return f'{what} ({_reason(trace)}); set its img_size to [h,w], or take the input_size that it is made for'


def _neck_line(trace: Trace) -> str:
    key = f'{trace.network.key}.neck'
    return _channels_line(trace, key, trace.network.config['neck'], trace.backbone, f'{trace.network.key}.backbone')


def _head_line(trace: Trace) -> str:
    key, giver = f'{trace.network.key}.head', 'backbone' if trace.neck is None else 'neck'
    config, giver = trace.network.config['head'], f'{trace.network.key}.{giver}'
    grid = find_setting(config, key, 'in_featuremap_size')
    fits = trace.levels and trace.levels[-1].ndim == 4
    if fits and grid is not None and tuple(grid[1]) != _size_of(trace.levels[-1]):
        size = show(_size_of(trace.levels[-1]))
        return f'{grid[0]}={show(grid[1])}, but {giver} gives maps of {size} (w, h); set {grid[0]}={size}'
    return _channels_line(trace, key, config, trace.levels, giver)


def _stage_convs_line(trace: Trace) -> str:
    key, config = f'{trace.network.key}.head', trace.network.config['head']
    level = trace.levels[config.get('cvm_feats', -1)]
    stated, wanted = config.get('cvm_channels'), level.shape[1]
    if stated != wanted:
        return f'{key}.cvm_channels={stated}, but the level that it reads has {wanted}; set {key}.cvm_channels={wanted}'
    return f'{key} ({name_of_type(config)}) cannot read the stage from {_describe([level])}: {_reason(trace)}'


def _stage_head_line(trace: Trace) -> str:
    key, config = f'{trace.network.key}.head.cvm_head', trace.network.config['head']['cvm_head']
    return _channels_line(trace, key, config, [trace.stage_features], f'{trace.network.key}.head')


def _batch_line(trace: Trace) -> str:
    return (
        'train_dataloader.batch_size=1: a batch norm of the model would have a single value for each channel; '
        'set train_dataloader.batch_size=2 or more'
    )


def _channels_line(trace: Trace, key: str, config, levels: Sequence[Tensor], giver: str) -> str:
    """A part that does not take some levels: by its ``in_channels``, or else by what it says itself."""
    found = find_setting(config, key, 'in_channels')
    given = [level.shape[1] for level in levels]
    if found is not None and levels:
        several = isinstance(found[1], list | tuple)
        wanted = given if several else given[-1]
        if (list(found[1]) if several else found[1]) != wanted:
            more = f', or {giver}.out_indices for other levels' if several and giver.endswith('backbone') else ''
            cure = f'set {found[0]}={show(wanted)}{more}'
            return f'{found[0]}={show(found[1])}, but {giver} gives {_describe(levels)}; {cure}'
    return f'{key} ({name_of_type(config)}) does not take what {giver} gives, {_describe(levels)}: {_reason(trace)}'


def _describe(levels: Sequence[Tensor]) -> str:
    """Example: '2 levels of [64,128] channels'"""
    count = '1 level' if len(levels) == 1 else f'{len(levels)} levels'
    return f'{count} of {show([level.shape[1] for level in levels])} channels'


def _reason(trace: Trace) -> str:
    """The first line of what the part says."""
    text = str(trace.error).strip().splitlines()
    return text[0][:200] if text else type(trace.error).__name__


_FAILURES = {
    'backbone': _backbone_line,
    'neck': _neck_line,
    'head': _head_line,
    'cvm_convs': _stage_convs_line,
    'cvm_head': _stage_head_line,
    'batch_size': _batch_line,
}
