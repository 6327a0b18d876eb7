"""The networks of a config's model: one, two where crops are refined, or those of an ensemble's members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mmpose.registry import KEYPOINT_CODECS

from .config_data import Step, name_of_type

__all__ = ['Network', 'find_parts', 'find_setting', 'list_networks']


@dataclass(frozen=True)
class Network:
    """A backbone with its neck and head.

    Args:
        key: where it stands in the config. config: of the model that has the backbone.
        seen_size: [w, h] of what the backbone is given; None where that is the pipeline's input.
        frame_size: [w, h] of the frame of its landmarks; None where that is the pipeline's input.
    """

    key: str
    config: Mapping
    seen_size: tuple[int, int] | None = None
    frame_size: tuple[int, int] | None = None

    @property
    def decoders(self) -> list[Step]:
        """The codecs of its head."""
        parts = find_parts(self.config.get('head'), f'{self.key}.head')
        found = [Step(f'{part.key}.decoder', part.config.get('decoder')) for part in parts]
        return [step for step in found if _is_codec(step.config)]

    @property
    def stage_head(self) -> Step | None:
        """Its head of CVM stages: that of a classifier, or the one beside the landmarks."""
        head, key = self.config.get('head'), f'{self.key}.head'
        if not isinstance(head, Mapping):
            return None
        if isinstance(head.get('cvm_head'), Mapping):
            return Step(f'{key}.cvm_head', head['cvm_head'])
        is_classifier = name_of_type(self.config) == 'ImageClassifier' or name_of_type(head) == 'CVMHead'
        return Step(key, head) if is_classifier else None

    @property
    def finds_landmarks(self) -> bool:
        """Whether its head has a codec."""
        return bool(self.decoders)


def list_networks(model: Mapping, key: str = 'model') -> list[Network]:
    """The networks of a model."""
    if 'checkpoints' in model:
        return _member_networks(model, key)
    refiner = model.get('refiner')
    if not isinstance(refiner, Mapping):
        return [Network(key, model)]
    size = _size(model.get('coarse_size'))
    crop = Network(f'{key}.refiner', refiner)
    side = next((_size(codec.config.get('input_size')) for codec in crop.decoders), None)
    coarse = {name: value for name, value in model.items() if name in ('backbone', 'neck', 'head')}
    return [
        Network(key, dict(coarse, type='TopdownPoseEstimator'), size),
        Network(f'{key}.refiner', refiner, side, side),
    ]


def _member_networks(model: Mapping, key: str) -> list[Network]:
    if isinstance(model.get('member'), Mapping):
        sizes = set(map(_size, model.get('input_sizes') or [None]))
        return [_resized(each, size) for size in sizes for each in list_networks(model['member'], f'{key}.member')]
    found = []
    for name, member in (model.get('members') or {}).items():
        if isinstance(member, Mapping) and isinstance(member.get('model'), Mapping):
            inner = list_networks(member['model'], f'{key}.members.{name}.model')
            found += [_resized(each, _size(member.get('input_size'))) for each in inner]
    return found


def _resized(network: Network, size: tuple[int, int] | None) -> Network:
    """A network of a member to which the input is resized."""
    seen, frame = network.seen_size or size, network.frame_size or size
    return Network(network.key, network.config, seen, frame)


def _size(size: Any) -> tuple[int, int] | None:
    return None if size is None else tuple(size)


def _is_codec(config: Any) -> bool:
    if not isinstance(config, Mapping) or 'input_size' not in config:
        return False
    kind = config.get('type')
    return not isinstance(kind, str) or KEYPOINT_CODECS.get(kind) is not None


def find_parts(config: Any, key: str) -> list[Step]:
    """All dicts of a part, the outer ones first, with their keys."""
    if isinstance(config, Mapping):
        inner = [part for name, value in config.items() for part in find_parts(value, f'{key}.{name}')]
        return [Step(key, config), *inner]
    if isinstance(config, list | tuple):
        return [part for index, value in enumerate(config) for part in find_parts(value, f'{key}.{index}')]
    return []


def find_setting(config: Any, key: str, *names: str) -> tuple[str, Any] | None:
    """Key and value of the outermost setting of one of these names; None where there is none."""
    for part in find_parts(config, key):
        for name in names:
            if part.config.get(name) is not None:
                return f'{part.key}.{name}', part.config[name]
    return None
