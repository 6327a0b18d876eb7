"""A folder to import from, and a phantom dataset whose points lie between pixels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from small_sources import Work

from aariz_mm.phantom import write_phantom_dataset


@pytest.fixture
def work(tmp_path) -> Work:
    return Work(tmp_path)


@pytest.fixture(scope='session')
def phantom(tmp_path_factory) -> Path:
    """Three phantoms whose points lie between pixels."""
    root = write_phantom_dataset(tmp_path_factory.mktemp('phantom') / 'aariz', 3, 0, 0, size=(160, 195), progress=False)
    rng = np.random.default_rng(0)
    for path in root.rglob('Cephalometric Landmarks/*/*.json'):
        content = json.loads(path.read_text(encoding='utf-8'))
        for entry in content['landmarks']:
            entry['value'] = {axis: abs(value - rng.random()) + 0.001 for axis, value in entry['value'].items()}
        path.write_text(json.dumps(content), encoding='utf-8')
    return root
