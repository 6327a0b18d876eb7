"""Makes stock MMPose 1.3.2 importable where parts that this project never uses are not installed.

MMPose imports a few modules unconditionally for heads and metrics of no use here. Each gets a stand-in only where the
real thing can't be imported, so that a full OpenMMLab installation works unchanged. A stand-in that is used
raises an ``ImportError`` that names the package to install. MMPretrain's models of pictures and language are left out
where they can't be imported.
"""

from __future__ import annotations

import importlib
import os
import sys
import types
from importlib.machinery import ModuleSpec

_MADE = f'Stand-in made by {__name__}.'


def stay_offline() -> None:
    """Keep Albumentations, which MMPose imports where it is, from asking PyPI for a newer version at every start.

    ``NO_ALBUMENTATIONS_UPDATE`` is left as it is where the user has set it.
    """
    os.environ.setdefault('NO_ALBUMENTATIONS_UPDATE', '1')


def leave_out_broken_multimodal() -> bool:
    """Keep MMPretrain from importing models of pictures and language that the installed transformers can't run.

    MMPretrain 1.3.6 imports them wherever transformers is newer than 4.28, and with them fails whole beside
    transformers 5, which has no ``find_pruneable_heads_and_indices``. To be called before ``mmpretrain.models`` is
    imported.

    Returns:
        Whether they were left out.
    """
    dependency = importlib.import_module('mmpretrain.utils.dependency')
    if not dependency.WITH_MULTIMODAL:
        return False
    needed = 'transformers.pytorch_utils'
    usable = _import_error(needed) is None and hasattr(sys.modules[needed], 'find_pruneable_heads_and_indices')
    dependency.WITH_MULTIMODAL = usable
    return not usable


def install_stand_ins() -> tuple[str, ...]:
    """Supply what MMPose imports and this machine lacks; to be called before ``mmpose.models`` is imported.

    Returns:
        Names of the modules that could not be imported and now have a stand-in; empty on a full installation and on
        every call but the first.
    """
    supplied = []
    for name, (package, build_members) in STAND_INS.items():
        error = _import_error(name)
        if error is not None:
            cure = f'install {package} to use it (import {name}: {type(error).__name__}: {error})'
            _install(name, build_members(cure), cure)
            supplied.append(name)
    return tuple(supplied)


def is_stand_in(name: str) -> bool:
    """Whether a module that has been imported is a stand-in."""
    return getattr(sys.modules.get(name), '__doc__', None) == _MADE


def _import_error(name: str) -> Exception | None:
    """Why ``name`` can't be imported, or None if it can; nothing half loaded is left behind."""
    before = set(sys.modules)
    try:
        importlib.import_module(name)
    # A package that is there may fail with anything: xtcocotools under numpy 2 raises ValueError, and mmdet beside an
    # mmcv newer than it knows AssertionError.
    except Exception as error:
        package = name.partition('.')[0]
        _forget_orphans(package, set(sys.modules) - before)
        if not isinstance(error, ImportError) and package not in sys.modules:
            sys.modules[package] = None  # imports of it fail with the ImportError that MMPose's optional ones expect
        return error
    return None


def _forget_orphans(package: str, loaded: set[str]) -> None:
    """Of the modules just loaded, remove those of ``package`` whose parent failed and is gone."""
    for name in sorted(loaded):  # a parent sorts before its children
        if name.startswith(f'{package}.') and name.rpartition('.')[0] not in sys.modules:
            del sys.modules[name]


def _install(name: str, members: dict[str, object], cure: str) -> None:
    """Put a module with ``members`` under ``name``; any other attribute raises AttributeError with the cure.

    A parent package that is missing stays missing: asking for it goes on to fail as it did.
    """
    module = types.ModuleType(name, doc=_MADE)
    module.__spec__ = ModuleSpec(name, loader=None, is_package=True)
    module.__path__ = []
    vars(module).update(members, __getattr__=_refuse_attributes(name, cure))
    sys.modules[name] = module
    parent, _, child = name.rpartition('.')
    if sys.modules.get(parent) is not None:
        setattr(sys.modules[parent], child, module)


def _refuse_attributes(name: str, cure: str):
    """A module's ``__getattr__`` that names the cure."""

    def __getattr__(attribute):
        # Not an ImportError: pickle asks every module for names and lives with AttributeError only.
        raise AttributeError(f'{name}.{attribute} is not available here: {cure}')

    return __getattr__


def _unavailable(name: str, cure: str) -> type:
    """A class whose call raises ImportError with the cure; stands in for a function, too."""

    def __init__(self, *args, **kwargs):
        raise ImportError(f'{name} is not available here: {cure}', name=name)

    return type(name.rpartition('.')[2], (), {'__init__': __init__, '__doc__': f'Stand-in for {name}.'})


def _nothing(cure: str) -> dict[str, object]:
    return {}


def _coco(cure: str) -> dict[str, object]:
    from pycocotools.coco import COCO

    return {'COCO': COCO}


def _coco_eval(cure: str) -> dict[str, object]:
    # xtcocotools' COCOeval takes keypoint sigmas and crowd indices, which pycocotools' does not know.
    return {'COCOeval': _unavailable('xtcocotools.cocoeval.COCOeval', cure)}


def _coco_mask(cure: str) -> dict[str, object]:
    from pycocotools import mask

    return {name: value for name, value in vars(mask).items() if not name.startswith('__')}


def _deformable_attention(cure: str) -> dict[str, object]:
    return {'MultiScaleDeformableAttention': _unavailable('mmcv.ops.MultiScaleDeformableAttention', cure)}


def _mmcv_ops(cure: str) -> dict[str, object]:
    # mmcv.utils.collect_env asks for the compilers and expects a ModuleNotFoundError where there were none.
    compilers = {name: lambda: 'n/a' for name in ('get_compiler_version', 'get_compiling_cuda_version')}
    return {**_deformable_attention(cure), **compilers}


def _mmdet_utils(cure: str) -> dict[str, object]:
    from mmengine.config import ConfigDict

    return {'ConfigType': ConfigDict | dict, 'reduce_mean': _unavailable('mmdet.utils.reduce_mean', cure)}


def _six_moves(cure: str) -> dict[str, object]:
    return {'map': map, 'zip': zip}


_XTCOCOTOOLS, _MMCV_OPS = 'xtcocotools (with numpy<2)', 'mmcv (or onedl-mmcv) with compiled ops'
STAND_INS = {
    # module: (what to install instead, what stands in)              # who imports it in mmpose 1.3.2
    'xtcocotools': (_XTCOCOTOOLS, _nothing),
    'xtcocotools.coco': (_XTCOCOTOOLS, _coco),  # datasets.base, coco_metric
    'xtcocotools.cocoeval': (_XTCOCOTOOLS, _coco_eval),  # coco_metric, coco_wholebody_metric
    'xtcocotools.mask': (_XTCOCOTOOLS, _coco_mask),  # transforms.bottomup_transforms
    'mmcv.ops': (_MMCV_OPS, _mmcv_ops),  # heads.transformer_heads (EDPose)
    'mmcv.ops.multi_scale_deform_attn': (_MMCV_OPS, _deformable_attention),  # mmcv's own transformer; warns without it
    'mmdet.utils': ('mmdet (or onedl-mmdetection)', _mmdet_utils),  # heads.hybrid_heads.rtmo_head
    'six.moves': ('six', _six_moves),  # models.utils.misc
}
"""Table of what MMPose imports without need; the order is that of trying, packages before their parts."""
