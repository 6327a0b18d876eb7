"""Makes stock MMPose 1.3.2 importable where parts that this project never uses are not installed.

MMPose imports four things unconditionally that heads and metrics of no use here need. Each gets a stand-in only
where the real thing is missing, so that a full OpenMMLab installation works unchanged; a stand-in that is asked to
work raises an ``ImportError`` that names the package to install.
"""

from __future__ import annotations

import importlib
import sys
import types
from importlib.machinery import ModuleSpec


def install_stand_ins() -> tuple[str, ...]:
    """Supply what MMPose imports and this machine lacks; to be called before ``mmpose.models`` is imported.

    Returns:
        Names of the modules that were missing and now have a stand-in (empty on a full installation).
    """
    return tuple(name for name, build in STAND_INS.items() if _is_missing(name) and _install(name, build()))


def _is_missing(name: str) -> bool:
    """Whether importing ``name`` fails because it, or a compiled part of it, is not there."""
    if name in sys.modules:
        return False
    try:
        importlib.import_module(name)
    except (ImportError, ValueError, AttributeError):  # numpy 1 wheels under numpy 2 raise the latter two
        return True
    return False


def _install(name: str, members: dict[str, object]) -> bool:
    """Put a module with ``members`` under ``name``, and its parent packages where they are missing too."""
    parent, _, child = name.rpartition('.')
    if parent and _is_missing(parent):
        _install(parent, {})
    module = types.ModuleType(name, doc=f'Stand-in made by {__name__}.')
    module.__spec__ = ModuleSpec(name, loader=None, is_package=True)
    module.__path__ = []
    vars(module).update(members)
    sys.modules[name] = module
    if parent:
        setattr(sys.modules[parent], child, module)
    return True


def _unavailable(name: str, package: str) -> type:
    """A class whose construction tells which package to install."""

    def __init__(self, *args, **kwargs):
        raise ImportError(f'{name} is not available here: install {package} to use it.')

    return type(name.rpartition('.')[2], (), {'__init__': __init__, '__doc__': f'Stand-in for {name}.'})


def _unavailable_function(name: str, package: str):
    """A function that tells which package to install."""

    def stand_in(*args, **kwargs):
        raise ImportError(f'{name} is not available here: install {package} to use it.')

    return stand_in


def _xtcocotools() -> dict[str, object]:
    return {}


def _xtcocotools_coco() -> dict[str, object]:
    from pycocotools.coco import COCO

    return {'COCO': COCO}


def _xtcocotools_cocoeval() -> dict[str, object]:
    # xtcocotools' COCOeval takes keypoint sigmas and crowd indices, which pycocotools' does not know.
    return {'COCOeval': _unavailable('xtcocotools.cocoeval.COCOeval', 'xtcocotools (with numpy<2)')}


def _xtcocotools_mask() -> dict[str, object]:
    from pycocotools import mask

    return {name: value for name, value in vars(mask).items() if not name.startswith('__')}


def _mmcv_ops() -> dict[str, object]:
    package = 'mmcv or onedl-mmcv with compiled ops'
    return {'MultiScaleDeformableAttention': _unavailable('mmcv.ops.MultiScaleDeformableAttention', package)}


def _mmdet_utils() -> dict[str, object]:
    from mmengine.config import ConfigDict

    return {
        'ConfigType': ConfigDict | dict,
        'reduce_mean': _unavailable_function('mmdet.utils.reduce_mean', 'mmdet (or onedl-mmdetection)'),
    }


def _six_moves() -> dict[str, object]:
    return {'map': map, 'zip': zip}


STAND_INS = {
    # module                   what stands in                 who imports it in mmpose 1.3.2
    'xtcocotools': _xtcocotools,  # (the package itself)
    'xtcocotools.coco': _xtcocotools_coco,  # datasets.base, coco_metric
    'xtcocotools.cocoeval': _xtcocotools_cocoeval,  # coco_metric, coco_wholebody_metric
    'xtcocotools.mask': _xtcocotools_mask,  # transforms.bottomup_transforms
    'mmcv.ops': _mmcv_ops,  # heads.transformer_heads (EDPose)
    'mmcv.ops.multi_scale_deform_attn': _mmcv_ops,  # mmcv.cnn.bricks.transformer, which warns without it
    'mmdet.utils': _mmdet_utils,  # heads.hybrid_heads.rtmo_head
    'six.moves': _six_moves,  # models.utils.misc
}
"""What is missing -> what stands in for it."""
