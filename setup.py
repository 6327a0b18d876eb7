"""Puts configs and model index into the wheel, where mim and ``aariz_mm.zoo`` look; the rest is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


class BuildWithConfigs(build_py):
    """Adds ``aariz_mm/.mim`` with ``configs/`` and ``model-index.yml``, as OpenMMLab's packages do."""

    def run(self):
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / 'aariz_mm' / '.mim'
            shutil.copytree(ROOT / 'configs', target / 'configs', dirs_exist_ok=True, ignore=_CACHES)
            shutil.copy2(ROOT / 'model-index.yml', target)


_CACHES = shutil.ignore_patterns('__pycache__', '*.pyc')

setup(cmdclass={'build_py': BuildWithConfigs})
