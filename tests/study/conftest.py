"""Folders of readings of phantom radiographs, with planted biases and spreads."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.cli.commands import main
from aariz_mm.files import write_json
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import sample_shape
from aariz_mm.study.plots import draw_bland_altman_grid

PIXEL_MM = 0.1
FACES = 40


def faces(count: int = FACES) -> np.ndarray:
    """True landmarks (count, 29, 2) in pixels of 0.1 mm."""
    rng = np.random.default_rng(7)
    return np.stack([10 * sample_shape(rng) + 800 for _ in range(count)])


def write_reading(folder, points_px: np.ndarray, names=None, skip=(), without=None):
    """A file for each radiograph; ``skip`` are places of radiographs left out, ``without`` a (place, symbol)."""
    names = names or [f'c{index:02}' for index in range(len(points_px))]
    for index, (name, points) in enumerate(zip(names, points_px, strict=True)):
        if index not in skip:
            entries = [landmark_entry(symbol, *map(float, point)) for symbol, point in zip(SYMBOLS, points, strict=True)
                       if (index, symbol) != without]  # fmt: skip
            write_json(folder / f'{name}.json', dict(ceph_id=name, landmarks=entries))
    return folder


def make_reading(root, name, bias_mm=(0.0, 0.0), sd_mm=0.5, seed=0, folder=None, count=FACES, **options) -> str:
    """'NAME=FOLDER' of a reader with these errors, below ``root``."""
    rng = np.random.default_rng(seed)
    truth = faces(count)
    errors_px = (np.array(bias_mm) + rng.normal(0, sd_mm, truth.shape)) / PIXEL_MM
    return f'{name}={write_reading(root / (folder or name), truth + errors_px, **options)}'


@pytest.fixture
def read_as(tmp_path):
    """:func:`make_reading` in a folder of the test."""
    return partial(make_reading, tmp_path)


def draw_few(pairs, title):
    """The first panels of a grid: all 87 of each comparison take 20 s and are drawn alike."""
    return draw_bland_altman_grid(pairs[:7], title)


@pytest.fixture(scope='session')
def written_study(tmp_path_factory):
    """Folder of a study by the command: kim, who is 1 mm to the right and lacks c03, his repeat, lee and a model."""
    root = tmp_path_factory.mktemp('study')
    kim = make_reading(root, 'kim', (1.0, 0.0), 0.4, skip=(3,))
    again = make_reading(root, 'kim@2', (1.0, 0.0), 0.4, seed=2, folder='again', skip=range(3, 40))
    lee, model = make_reading(root, 'lee', sd_mm=0.3, seed=1), make_reading(root, 'model', seed=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr('aariz_mm.study.page.draw_bland_altman_grid', draw_few)
        status = main(['reader-study', kim, lee, again, model, '--pixel-size', '0.1', '--out-dir', str(root / 'out')])
    assert status == 0
    return root / 'out'
