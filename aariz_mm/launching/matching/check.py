"""All that does not fit in a config, in one error."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from logging import WARNING, disable, root

import torch
from mmengine.config import Config
from mmengine.registry import DefaultScope

from .config_data import KINDS, read_data
from .forward import trace_networks
from .landmarks import landmark_mismatches
from .networks import list_networks
from .shapes import shape_mismatches
from .sizes import channel_mismatches, codec_mismatches, size_mismatches
from .stages import stage_mismatches

__all__ = ['check_parts_match', 'list_mismatches']


def check_parts_match(config: Config, kinds: Sequence[str] = KINDS) -> None:
    """Check that dataset, codec, pipeline, backbone, neck and head of a config fit together.

    One forward of the model tells its channels and maps: on torch's meta device, which computes shapes alone, so that
    neither weights nor data are read. What can't be known, such as the landmarks of a dataset of another project, is
    not complained of.

    Args:
        kinds: the loaders that are used, of 'train', 'val' and 'test'; the first that the config has is the one that
            the others are compared with. Beside 'train', only the landmarks of 'test' count: a size or a metric can be
            set right when training is over, what the head has learnt can't.
    Errors:
        ValueError: parts that do not fit, each in a line with its key and what to set.
    """
    found = list_mismatches(config, kinds)
    if found:
        raise ValueError('\n  '.join(['the parts of the config do not fit together:', *found]))


def list_mismatches(config: Config, kinds: Sequence[str] = KINDS) -> list[str]:
    """The lines of :func:`check_parts_match`; none where all fits."""
    if not isinstance(config.get('model'), Mapping):
        return []
    with _without_traces(config):
        # An ensemble does not train.
        every = read_data(config, [kind for kind in kinds if kind != 'train' or 'checkpoints' not in config.model])
        is_training = any(one.kind == 'train' for one in every)
        data = [one for one in every if one.kind != 'test' or not is_training]
        networks = list_networks(config.model)
        found = [*codec_mismatches(data, networks), *size_mismatches(data, networks)]
        found += channel_mismatches(data, config.model)
        traces = [] if found else trace_networks(networks, data)
        found += [line for trace in traces for line in shape_mismatches(trace)]
        found = [*landmark_mismatches(every, networks, traces), *found, *stage_mismatches(config, data, networks)]
    return list(dict.fromkeys(found))


@contextmanager
def _without_traces(config: Config) -> Iterator[None]:
    """Build models without a line in the log, a warning or a random number drawn, in the config's scope."""
    level = root.manager.disable
    disable(max(level, WARNING))
    scope = config.get('default_scope') or 'mmpose'
    try:
        with warnings.catch_warnings(), torch.random.fork_rng(devices=[]), DefaultScope.overwrite_default_scope(scope):
            warnings.simplefilter('ignore')
            yield
    finally:
        disable(level)
