"""Sizes that a config states more than once: by the pipeline, the codec that encodes and the one that decodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mmpose.registry import MODELS

from aariz_mm.models import CephalogramPreprocessor

from .config_data import Data, Step, name_of_type, show
from .networks import Network, find_parts

__all__ = ['channel_mismatches', 'codec_mismatches', 'size_mismatches']

_SHARED = ('heatmap_size', 'sigma', 'simcc_split_ratio', 'heatmap_type')
"""Settings of a codec by which targets are made and read off alike; others, such as a window, only decode."""


def size_mismatches(data: Sequence[Data], networks: Sequence[Network]) -> list[str]:
    """Where a codec's ``input_size`` is not that of its pipeline: a line for each codec."""
    found = []
    for one in data:
        codecs = one.encoders if one.kind == 'train' else []
        wanted = [(codec, one.input_size) for codec in codecs]
        if one.kind != 'train':
            wanted += [(codec, net.frame_size or one.input_size) for net in networks for codec in net.decoders]
        for codec, size in wanted:
            found += _different_sizes(codec, size, one.warp)
    return found + [line for network in networks for line in _inside_network(network)]


def _different_sizes(codec: Step, size: tuple[int, int] | None, warp: Step | None) -> list[str]:
    stated = codec.config.get('input_size')
    if size is None or warp is None or stated is None or tuple(stated) == size:
        return []
    return [
        f'{codec.key}.input_size={show(stated)}, but {warp.key} ({warp.type}) makes an input of {show(size)} (w, h); '
        'set both to one size, and heatmap_size to it over the stride'
    ]


def _inside_network(network: Network) -> list[str]:
    """Sizes that a head states beside those of its codec."""
    found = []
    for part in find_parts(network.config.get('head'), f'{network.key}.head'):
        codec = part.config.get('decoder')
        if not isinstance(codec, Mapping):
            continue
        for name in ('input_size', 'simcc_split_ratio'):
            own, other = part.config.get(name), codec.get(name)
            if own is not None and other is not None and _plain(own) != _plain(other):
                found.append(
                    f'{part.key}.{name}={show(own)}, but {part.key}.decoder.{name}={show(other)}; set both alike'
                )
    return found


def codec_mismatches(data: Sequence[Data], networks: Sequence[Network]) -> list[str]:
    """Where the head reads off other targets than the training pipeline makes."""
    encoders = [codec for one in data if one.kind == 'train' for codec in one.encoders]
    decoders = [codec for net in networks if net.frame_size is None for codec in net.decoders]
    return [line for decoder in decoders for line in _against(decoder, encoders)] if encoders else []


def _against(decoder: Step, encoders: Sequence[Step]) -> list[str]:
    same = [each for each in encoders if name_of_type(each.config) == name_of_type(decoder.config)]
    if not same:
        made = ', '.join(sorted({name_of_type(each.config) for each in encoders}))
        return [
            f'{decoder.key} is a {name_of_type(decoder.config)}, but {encoders[0].key} makes the targets of a {made}; '
            'give both the same codec'
        ]
    # Targets of several levels: the decoder is the codec of one of them.
    return min((_differences(decoder, each) for each in same), key=len)


def _differences(decoder: Step, encoder: Step) -> list[str]:
    if _plain(decoder.config.get('input_size')) != _plain(encoder.config.get('input_size')):
        return []  # each is compared with its own pipeline
    pairs = [(name, decoder.config.get(name), encoder.config.get(name)) for name in _SHARED]
    return [
        f'{decoder.key}.{name}={show(read)}, but {encoder.key}.{name}={show(made)}: the head reads off other targets '
        f'than it learns; set both alike'
        for name, read, made in pairs
        if _plain(read) != _plain(made)
    ]


def channel_mismatches(data: Sequence[Data], model: Mapping) -> list[str]:
    """Where the data preprocessor does not take the channels that are packed, ``mean`` or ``std`` has another number of
    values, or noise that is left to the batch does not get there.
    """
    prepare = model.get('data_preprocessor')
    packed = next((step for one in data for step in one.steps if step.config.get('one_channel')), None)
    # Members of an ensemble have preprocessors of their own.
    if packed is not None and 'checkpoints' not in model and not _takes_one_channel(prepare):
        return [
            f'{packed.key} (PackCephalogram) packs one channel, but model.data_preprocessor makes no three of it; set '
            f'model.data_preprocessor.type=CephalogramPreprocessor, or {packed.key}.one_channel=False'
        ]
    lost = next((step for one in data for step in _lost_noise(one.steps)), None)
    if lost is not None:
        return [
            f'{lost.key} ({lost.type}) leaves the noise to the batch, but no PackCephalogram with one_channel=True '
            f'comes after it, so there would be none; set {lost.key}.on_batch=False, or pack so'
        ]
    channels = next((one.channels for one in data if one.channels is not None), None)
    if not isinstance(prepare, Mapping) or channels is None:
        return []
    stated = {name: prepare.get(name) for name in ('mean', 'std')}
    return [
        f'model.data_preprocessor.{name} has {len(values)} values, but an image has {channels} channels; give one for '
        'each channel, or one for all'
        for name, values in stated.items()
        if isinstance(values, list | tuple) and len(values) not in (1, channels)
    ]


def _lost_noise(steps: Sequence[Step]) -> list[Step]:
    """The steps that leave noise to the batch, where nothing after them packs it."""
    packed = max((index for index, step in enumerate(steps) if step.config.get('one_channel')), default=-1)
    return [step for step in steps[packed + 1 :] if step.config.get('on_batch')]


def _takes_one_channel(preprocessor: Any) -> bool:
    kind = preprocessor.get('type') if isinstance(preprocessor, Mapping) else None
    kind = MODELS.get(kind) if isinstance(kind, str) else kind
    return isinstance(kind, type) and issubclass(kind, CephalogramPreprocessor)


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
