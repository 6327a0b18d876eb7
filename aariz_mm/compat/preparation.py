"""What has to be done before MMPose is imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from types import ModuleType

from aariz_mm.extras import require

from .config_variables import install_config_variables
from .dynamo import NAME as DYNAMO
from .dynamo import defer_dynamo, running_dynamo
from .finder import ContextFinder
from .stand_ins import install_stand_ins, leave_out_broken_multimodal, stay_offline
from .table import DEFERRALS
from .window import deferring, is_allowed, without_collection

__all__ = ['prepare']

_MULTIMODAL = 'mmpretrain.utils.dependency'
_LARGE = (
    'torch', 'mmengine.runner', 'mmpose.datasets', 'mmpose.models', 'mmpretrain.models', 'scipy.stats', 'torchvision',
)  # fmt: skip


@cache
def prepare() -> None:
    """Make MMPose importable, and light; every package of the plug-in calls it before it imports MMPose.

    Modules that have been imported before stay as they are. With ``AARIZ_MM_EAGER=1`` in the environment nothing is
    deferred.

    Errors:
        ImportError: the extra 'train' is not installed.
    """
    require('torch', 'mmengine', 'mmcv', 'mmpose', 'mmpretrain')
    stay_offline()
    is_deferring = is_allowed()
    if is_deferring:
        sys.meta_path.insert(0, ContextFinder(_contexts()))
        defer_dynamo()
    install_stand_ins()
    install_config_variables()
    if not is_deferring or _MULTIMODAL in sys.modules:
        leave_out_broken_multimodal()


def _contexts() -> dict[str, Callable[[ModuleType], AbstractContextManager]]:
    """In what context to run which module."""
    large = dict.fromkeys(_LARGE, lambda module: without_collection())
    deferrals = {name: partial(deferring, imports=deferral.imports) for name, deferral in DEFERRALS.items()}
    return {**large, **deferrals, DYNAMO: running_dynamo, _MULTIMODAL: _leaving_out_afterwards}


@contextmanager
def _leaving_out_afterwards(module: ModuleType) -> Iterator[None]:
    yield
    leave_out_broken_multimodal()
