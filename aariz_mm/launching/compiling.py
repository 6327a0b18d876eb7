"""``compile`` of a config: which parts of a model torch compiles."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Any

from torch import nn

__all__ = ['compile_networks', 'networks_of']

_NETWORKS = ('backbone', 'neck')
_INDUCTOR = 'inductor'


def compile_networks(model: nn.Module, settings: bool | Mapping[str, Any] | None) -> list[str]:
    """Let torch compile the backbones and necks of a model, in place.

    MMEngine would compile the whole training step, with its data samples and the optimiser, of which torch can make no
    single graph. Names in checkpoints stay as they are. The first steps take minutes.

    Args:
        settings: ``compile`` of a config: settings of ``torch.compile``, or True; None and False compile nothing.
    Returns:
        The names of what is compiled.
    Errors:
        ValueError: settings of another kind, a model without backbone, or a CPU without a C++ compiler.
    """
    if settings is None or settings is False:
        return []
    if settings is not True and not isinstance(settings, Mapping):
        raise ValueError(
            f"compile={settings!r}: expected True, or settings of torch.compile such as dict(mode='default')"
        )
    settings = {} if settings is True else dict(settings)
    found = networks_of(model)
    if not found:
        raise ValueError(f'compile: {type(model).__name__} has no backbone that could be compiled; leave compile out')
    _check_compiler(found, settings)
    for network in found.values():
        network.compile(**settings)
    return list(found)


def networks_of(model: nn.Module) -> dict[str, nn.Module]:
    """The backbones and necks of a model, those of a second stage and of the members of an ensemble, too."""
    return {name: part for name, part in model.named_modules() if name.rpartition('.')[2] in _NETWORKS}


def _check_compiler(networks: Mapping[str, nn.Module], settings: Mapping[str, Any]) -> None:
    """A CPU needs a C++ compiler, which torch would miss in the middle of the first step."""
    on_cpu = any(value.device.type == 'cpu' for part in networks.values() for value in part.parameters())
    compilers = (os.environ.get('CXX'), 'g++', 'clang++', 'cl')
    if (
        on_cpu
        and settings.get('backend', _INDUCTOR) == _INDUCTOR
        and not any(map(shutil.which, filter(None, compilers)))
    ):
        raise ValueError(
            'compile: on a CPU, torch.compile needs a C++ compiler, and there is neither g++ nor clang++; install one, '
            'or leave compile out'
        )
