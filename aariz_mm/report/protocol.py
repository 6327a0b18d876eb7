"""What a run was made with, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aariz_mm.tables import Table

from .document import Section

__all__ = ['as_text', 'collect_protocol', 'protocol_line', 'protocol_section']

_NOT_STATED = 'not stated'
_PROTOCOL = dict(
    truth='truth', landmarks='landmarks', pixel_size='pixel size', split='split', fold='fold', num_folds='folds',
    fold_part='part of the folds', fold_seed='seed of the folds', images='images', excluded='excluded',
    dropped='dropped',
)  # fmt: skip
_OF_ANY = ('split', 'images')
_ALWAYS = ('truth', 'landmarks', 'pixel_size', *_OF_ANY, 'excluded', 'dropped')
_RUN = dict(
    config='config', checkpoint='checkpoint', checkpoint_sha256='SHA-256 of the checkpoint (beginning)', seed='seed'
)
_NAMED = 6
"""So many items of a list are shown in a line."""


def collect_protocol(description: Mapping, stated: Mapping) -> dict[str, Any]:
    """What the dataset stated, from the ``protocol_*`` keys of a description and, where they are absent, the cases."""
    described = {key[len('protocol_') :]: value for key, value in description.items() if key.startswith('protocol_')}
    return {**stated, **described}


def protocol_line(description: Mapping, protocol: Mapping, of_landmarks: bool = True) -> str:
    """The protocol and the checkpoint's hash in one line; what matters most says 'not stated' where it is absent.

    Example: 'truth: mean · landmarks: isbi19 · split: valid … · checkpoint: 0123456789abcdef'
    """
    always = _ALWAYS if of_landmarks else _OF_ANY
    parts = [(name, protocol.get(key)) for key, name in _PROTOCOL.items() if key in always or _is_shown(protocol, key)]
    others = [(_spoken(key), value) for key, value in protocol.items() if key not in _PROTOCOL and value is not None]
    parts += [*others, ('checkpoint', description.get('checkpoint_sha256'))]
    return ' · '.join(f'{name}: {as_text(value)}' for name, value in parts)


def protocol_section(description: Mapping, protocol: Mapping, written: str) -> Section:
    """Every field of the protocol, the checkpoint, the config and the versions, in a table."""
    rows = [(name, as_text(protocol.get(key), whole=True)) for key, name in _PROTOCOL.items()]
    rows += [(_spoken(key), as_text(value, whole=True)) for key, value in protocol.items() if key not in _PROTOCOL]
    rows += [(name, as_text(description.get(key), whole=True)) for key, name in _RUN.items()]
    versions = [(key, value) for key, value in description.items() if key.startswith('version_')]
    rows += [(f'version of {key[len("version_") :]}', as_text(value)) for key, value in versions]
    rows += [] if versions else [('versions', _NOT_STATED)]
    rows.append(('report written', written))
    return Section('Protocol', (Table('What the scores were made with', ('field', 'value'), tuple(rows), (), (0, 1)),))


def as_text(value: Any, whole: bool = False) -> str:
    """A value in words: 'not stated' for None; of a long list its length and beginning, unless ``whole``."""
    if value is None:
        return _NOT_STATED
    if isinstance(value, str) or not isinstance(value, Sequence | Mapping):
        return str(value)
    items = [f'{key}: {item}' for key, item in value.items()] if isinstance(value, Mapping) else list(map(str, value))
    if whole or len(items) <= _NAMED:
        return ', '.join(items) or 'none'
    return f'{len(items)} ({", ".join(items[:_NAMED])} …)'


def _is_shown(protocol: Mapping, key: str) -> bool:
    """Whether the line shows it; settings of folds only where a fold was chosen."""
    if key in ('num_folds', 'fold_part', 'fold_seed') and protocol.get('fold') is None:
        return False
    return protocol.get(key) is not None


def _spoken(key: str) -> str:
    return key.replace('_', ' ')
