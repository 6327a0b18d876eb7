"""A worker that goes through a thousand radiographs again and again takes no more memory for it."""

import sys

import numpy as np
import pytest
from measure_cache import memory_of_passes
from PIL import Image

from aariz_mm.radiographs.cache import ImageCache


@pytest.fixture(scope='module')
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp('data')
    picture = np.random.default_rng(0).integers(0, 256, (200, 150), dtype=np.uint8)
    for index in range(1000):
        Image.fromarray(picture).save(folder / f'{index}.bmp')
    return sorted(folder.iterdir())


@pytest.mark.skipif(not sys.platform.startswith('linux'), reason='the memory of a process is read from /proc')
@pytest.mark.parametrize(('limit_gb', 'count'), [(None, 1000), (2e-3, 200)])
@pytest.mark.filterwarnings('ignore:.*smaller than the images in use')
def test_memory_stays_the_same_over_a_thousand_radiographs(paths, tmp_path, limit_gb, count):
    cache = ImageCache(tmp_path / 'cache', (120, 160), limit_gb)
    first, *others = memory_of_passes(cache, paths[:count], passes=4)
    assert max(others) - first < 2.0  # MiB; what a pass of a thousand loads is 18
