"""The versions that MMEngine writes at the top of a log, known without importing what they are of."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .window import deferring

__all__ = ['describing_environment']


@contextmanager
def describing_environment() -> Iterator[None]:
    """Surrounding of MMEngine's ``collect_env``, which imports torchvision and distutils, 1 s with setuptools."""
    from mmengine.utils.dl_utils import collect_env

    version = _read_version('torchvision')
    imports = {'distutils': ('errors',), **({} if version is None else {'torchvision': ()})}
    with deferring(collect_env, imports, {'torchvision': {'__version__': version}}):
        yield


def _read_version(package: str) -> str | None:
    """``__version__`` as the package's ``version.py`` states it; None where it can't be told without importing."""
    spec = importlib.util.find_spec(package)
    file = None if spec is None or spec.origin is None else Path(spec.origin).with_name('version.py')
    if file is None or not file.is_file():
        return None
    for node in ast.parse(file.read_text(encoding='utf-8')).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == '__version__':
            return node.value.value if isinstance(node.value, ast.Constant) else None
    return None
