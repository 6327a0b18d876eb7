"""The number of landmarks, and which: of every dataset, of the heads, of the cervical region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aariz_mm.landmarks import SUBSETS, select_symbols

from .config_data import Data, Step, show
from .forward import Trace
from .networks import Network, find_parts, find_setting
from .shapes import read_output

__all__ = ['count_key', 'landmark_mismatches']

_COUNTS = ('out_channels', 'num_joints', 'num_keypoints')


@dataclass(frozen=True)
class _Wrong:
    """A setting that does not fit: its key, what it is, and the text that sets it right."""

    key: str
    value: str
    cure: str


def landmark_mismatches(data: Sequence[Data], networks: Sequence[Network], traces: Sequence[Trace]) -> list[str]:
    """One line with all that does not have the landmarks of the first dataset, and one for each loss."""
    first = next((one for one in data if one.num_landmarks is not None), None)
    if first is None:
        return []
    symbols, count = first.symbols, first.num_landmarks
    wrong = [_Wrong(f'{one.key}.landmarks', _name(one), _as_first(first)) for one in data if _differs(one, first)]
    wrong += [each for network in networks for each in _wrong_heads(network, count, traces)]
    places = _places_of_regions(data, networks) if symbols else []
    wrong += [
        _Wrong(step.key, _describe(step.config), _as_first(first))
        for step in places
        if select_symbols(step.config.get('landmarks', 'aariz29')) != symbols
    ]
    found = [_line(first, wrong)] if wrong else []
    return found + [line for network in networks for line in _wrong_losses(network, count)]


def _line(first: Data, wrong: Sequence[_Wrong]) -> str:
    stated = ', '.join(f'{each.key}={each.value}' for each in wrong)
    cures = ' '.join(f'{each.key}={each.cure}' for each in wrong)
    return (
        f'{first.key}.landmarks={_name(first)}, but {stated}; expected the same landmarks everywhere: set {cures} '
        '(docs/cookbook.md, "Some of the landmarks")'
    )


def _differs(one: Data, first: Data) -> bool:
    if one.symbols is not None and first.symbols is not None:
        return one.symbols != first.symbols
    return one.num_landmarks is not None and one.num_landmarks != first.num_landmarks


def _name(one: Data) -> str:
    return f'{one.num_landmarks} landmarks' if one.symbols is None else _describe(one.config)


def _describe(config) -> str:
    """A subset with its number: 'isbi19 (19 landmarks)'."""
    landmarks = config.get('landmarks', 'aariz29')
    count = len(select_symbols(landmarks))
    return f'{landmarks} ({count} landmarks)' if isinstance(landmarks, str) else f'a list of {count} landmarks'


def _as_first(first: Data) -> str:
    """The value that gives another part the landmarks of the first dataset."""
    for name, symbols in SUBSETS.items():
        if symbols == first.symbols:
            return name
    landmarks = first.config.get('landmarks', ())
    return show(list(landmarks)) if first.symbols else f'those of {first.key}'


def count_key(network: Network) -> tuple[str, int | None]:
    """Key of the setting with the number of landmarks of a head, and its value where the config states it."""
    key = f'{network.key}.head'
    head = network.config.get('head')
    inner = next((part for part in find_parts(head, key) if 'decoder' in part.config), Step(key, head or {}))
    found = find_setting(inner.config, inner.key, *_COUNTS)
    return found if found and isinstance(found[1], int) else (f'{inner.key}.out_channels', None)


def _wrong_heads(network: Network, count: int, traces: Sequence[Trace]) -> list[_Wrong]:
    """The head, where it does not find ``count`` landmarks."""
    if not network.finds_landmarks:
        return []
    outputs = [read_output(trace, count) for trace in traces if trace.network == network]
    for output in filter(None, outputs):
        if output.channels != output.wanted_channels:
            key, stated = count_key(network)
            return [_Wrong(key, str(stated or output.channels), str(output.wanted_channels))]
        return []
    key, stated = count_key(network)
    # Without a forward: heatmaps of UDP's combined kind have three channels for a landmark.
    combined = any(codec.config.get('heatmap_type') == 'combined' for codec in network.decoders)
    wanted = count * 3 if combined else count
    return [] if stated in (None, wanted) else [_Wrong(key, str(stated), str(wanted))]


def _places_of_regions(data: Sequence[Data], networks: Sequence[Network]) -> list[Step]:
    """The settings with ``landmarks`` by which the cervical region is found."""
    places = [step for one in data if one.symbols for step in one.steps if step.type == 'CropCervicalROI']
    places = [step for step in places if step.config.get('source', 'keypoints') == 'keypoints']
    parts = [(network, network.config.get('head') or {}) for network in networks]
    regions = [(f'{network.key}.head.cvm_roi', head.get('cvm_roi')) for network, head in parts]
    places += [Step(key, region) for key, region in regions if region is not None]
    return [Step(f'{step.key}.landmarks', step.config) for step in places]


def _wrong_losses(network: Network, count: int) -> list[str]:
    """Losses that state more landmarks, or another number of them, than an image has."""
    found = []
    for part in find_parts(network.config.get('head'), f'{network.key}.head'):
        hardest, parents = part.config.get('topk', 0), part.config.get('joint_parents')
        if 'OHKM' in part.type and hardest > count:
            found.append(f'{part.key}.topk={hardest}, but an image has {count} landmarks; set it to {count} or fewer')
        if isinstance(parents, list | tuple) and len(parents) != count:
            found.append(f'{part.key}.joint_parents has {len(parents)} numbers, but an image has {count} landmarks')
    return found
