"""What a result was computed with: versions, machine, and the state of the source. The standard library alone."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path

import aariz_mm
from aariz_mm.extras import installed_version

__all__ = ['PACKAGES', 'describe_environment', 'package_versions', 'source_state']

PACKAGES = (
    'numpy', 'opencv-python', 'pillow', 'pydicom', 'onnxruntime', 'torch', 'torchvision', 'timm', 'mmpose',
    'onedl-mmengine', 'mmengine', 'onedl-mmcv', 'mmcv-lite', 'mmcv', 'onedl-mmpretrain', 'mmpretrain', 'scipy',
)  # fmt: skip
"""On whose versions numbers may depend."""
_SETTINGS = ('OMP_NUM_THREADS', 'CUBLAS_WORKSPACE_CONFIG', 'AARIZ_MM_EAGER', 'OPENBLAS_CORETYPE')
_SECONDS = 10


def describe_environment() -> dict[str, str]:
    """Versions by package, Python, the system, the processor, and settings that change numbers; all texts.

    Names of users, machines and folders are left out.
    """
    settings = {name: os.environ[name] for name in _SETTINGS if name in os.environ}
    return {
        'aariz_mm': aariz_mm.__version__,
        'python': platform.python_version(),
        'system': f'{platform.system()} {platform.machine()}',
        **package_versions(),
        **settings,
    }


def package_versions() -> dict[str, str]:
    """Version of each of ``PACKAGES`` that is installed."""
    found = {name: installed_version(name) for name in PACKAGES}
    return {name: text for name, text in found.items() if text is not None}


def source_state(folder: Path | None = None) -> Mapping[str, str | bool]:
    """Commit of the repository that the package runs from, and whether files differ from it; empty where it is none.

    Args:
        folder: of the repository; default the one above the package.
    """
    folder = Path(aariz_mm.__file__).resolve().parents[1] if folder is None else folder
    if not (folder / '.git').exists():
        return {}
    commit, changed = _git(folder, 'rev-parse', 'HEAD'), _git(folder, 'status', '--porcelain', '--untracked-files=no')
    return {} if commit is None or changed is None else dict(git=commit, git_changed=bool(changed))


def _git(folder: Path, *arguments: str) -> str | None:
    command = ['git', '-C', str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)  # nosec B603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
