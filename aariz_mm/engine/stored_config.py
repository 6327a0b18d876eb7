"""What a checkpoint says of the config that it was trained by; its text is read as data, never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ['StoredConfig', 'model_differences', 'parse_setting', 'read_stored_config', 'same_settings']

_LONGEST_TEXT = 1_000_000
"""Characters of a stored config beyond which it is not read; ours have some 15,000."""

_TRAINING_ONLY = {
    'init_cfg', 'coarse_checkpoint', 'train_cfg', 'train_coarse', 'loss', 'heatmap_loss', 'coordinate_loss',
    'cvm_weight', 'offset_sd_px', 'crops_per_image', 'dropout', 'drop_path_rate',
}  # fmt: skip
_CHOSEN_BY_A_TEST = {'test_cfg', 'looks_px', 'neighbour_margin_px', 'coarse_share', 'decision'}
_NOT_COMPARED = _TRAINING_ONLY | _CHOSEN_BY_A_TEST
"""Settings of a model that may differ between the config that trained the weights and the one that uses them."""
_ALIKE = {'PoseDataPreprocessor': 'CephalogramPreprocessor'}
"""Types that make the same input of an image, by the name that stands for them."""


@dataclass(frozen=True)
class StoredConfig:
    """Base name of the config file that a checkpoint was trained by, and its ``model``; None where it says neither."""

    name: str | None = None
    model: dict | None = None


def read_stored_config(checkpoint: Mapping) -> StoredConfig:
    """The config that a checkpoint holds.

    MMEngine stores the text of the resolved config, and as the name of the experiment the base name of its file with a
    time stamp.

    Args:
        checkpoint: what :func:`~aariz_mm.engine.checkpoints.read_checkpoint` gave.
    """
    meta = checkpoint.get('meta')
    if not isinstance(meta, Mapping):
        return StoredConfig()
    name = re.fullmatch(r'(.+)_\d{8}_\d{6}', str(meta.get('experiment_name', '')))
    model = parse_setting(meta.get('cfg'), 'model')
    return StoredConfig(name and name[1], model if isinstance(model, dict) else None)


def parse_setting(text: Any, name: str) -> Any:
    """Value of a top-level setting in the text of a config, as MMEngine writes it: literals and ``dict(...)``.

    Returns:
        The value; None where the text is none, is too long, has no such setting or holds anything else in it.
    Example: ``parse_setting('a = dict(b=[1, -2.0])', 'a')`` -> ``{'b': [1, -2.0]}``
    """
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT:
        return None
    try:
        lines = [line for line in ast.parse(text).body if isinstance(line, ast.Assign)]
        found = [line.value for line in lines if [getattr(target, 'id', None) for target in line.targets] == [name]]
        return _literal(found[-1]) if found else None
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):  # no text of a config
        return None


def _literal(node: ast.expr) -> Any:
    """The value of a literal, in which ``dict`` with keywords is one.

    Errors:
        ValueError, TypeError: anything else.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == 'dict' and not node.args:
        return {_keyword(item): _literal(item.value) for item in node.keywords}
    if isinstance(node, ast.Dict):
        return {ast.literal_eval(key): _literal(value) for key, value in zip(node.keys, node.values, strict=True)}
    if isinstance(node, ast.List | ast.Tuple):
        return [_literal(item) for item in node.elts]
    if isinstance(node, ast.Name) and node.id in ('inf', 'nan'):
        return float(node.id)
    return ast.literal_eval(node)


def _keyword(item: ast.keyword) -> str:
    if item.arg is None:
        raise ValueError('** in the text of a config')
    return item.arg


def model_differences(stored: Mapping, expected: Mapping) -> list[str]:
    """Where two models differ in what they predict with the same weights; see ``_NOT_COMPARED`` for what may differ.

    A setting that is not there counts as None, for MMPretrain writes some of its defaults into the config that it gets.

    Returns:
        Lines such as 'head.decoder.input_size is [240, 240], expected [160, 160]'; empty where they agree.
    """
    return [f'{at} is {theirs}, expected {ours}' for at, theirs, ours in _differences(stored, expected, '')]


def same_settings(first: Any, second: Any) -> bool:
    """Whether two parts of a model predict the same with the same weights."""
    return _plain(first) == _plain(second)


def _differences(stored: Any, expected: Any, at: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(stored, Mapping) and isinstance(expected, Mapping):
        for key in sorted({*stored, *expected} - _NOT_COMPARED, key=str):
            path = f'{at}.{key}' if at else str(key)
            yield from _differences(stored.get(key), expected.get(key), path)
    elif _plain(stored) != _plain(expected):
        yield at, _plain(stored), _plain(expected)


def _plain(value: Any) -> Any:
    """Tuples as lists, dicts without what is not compared, and one name for types that predict alike."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if key not in _NOT_COMPARED}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _ALIKE.get(value, value) if isinstance(value, str) else value
