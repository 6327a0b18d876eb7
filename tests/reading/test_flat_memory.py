"""Reading many radiographs keeps nothing of each, and a large one takes little more than its pixels."""

import gc
import sys
import tracemalloc

import cv2
import numpy as np
import pytest
from dicom_files import make_dataset, write_dicom
from forked_interpreters import CORE, interpreter
from tiny_bundles import write_landmark_bundle

from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.reading.batch import predict_files
from aariz_mm.reading.outputs import Outputs
from aariz_mm.reading.reader import Reader
from aariz_mm.reading.single import ReadingOptions

_MEASURE = """
import resource, sys
from aariz_mm.cli import main
assert main(sys.argv[1:]) == 0
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture(scope='module')
def bundle(tmp_path_factory):
    return write_landmark_bundle(tmp_path_factory.mktemp('bundle') / 'tiny.onnx')


@pytest.fixture
def films(tmp_path):
    image = draw_indexed_phantom(0, 'test', 0, (160, 195)).image
    for number in range(15):
        path = tmp_path / 'films' / f'film_{number:03}.png'
        path.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(path), image)
    return path.parent


@pytest.mark.parametrize('formats', [('json', 'csv', 'html'), ('json', 'aariz', 'xlsx')])
def test_nothing_of_a_radiograph_stays_in_memory(films, bundle, tmp_path, formats):
    options = ReadingOptions(tmp_path / 'out', overlay='none')
    outputs, held = Outputs(tmp_path / 'out', formats, every=7), []
    files = list_radiographs([films]).radiographs
    reader = Reader(bundle, force=True)
    tracemalloc.start()
    try:
        for number, outcome in enumerate(predict_files(reader, files, options), 1):
            outputs.add(outcome)
            if number in (7, 14):  # before the last, with which much is let go
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
        outputs.finish()
    assert not outcome.failure and held[1] - held[0] < 7 * 2048


def write_film(path, size):
    values = np.linspace(0, 255, size[0] * size[1]).reshape(size)
    if path.suffix == '.dcm':
        return write_dicom(path, make_dataset((values * 16).astype(np.uint16), 12))
    cv2.imwrite(str(path), (values * 257).astype(np.uint16) if path.stem == 'deep' else values.astype(np.uint8))
    return path


def peak_mib(film, bundle, out_dir):
    command = ['read', film, '--model', bundle, '--cvm', 'none', '--force', '--out-dir', out_dir]
    done = interpreter(CORE).run(_MEASURE, *command)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1]) / 1024


@pytest.mark.skipif(sys.platform != 'linux', reason='other systems count memory in other units')
@pytest.mark.parametrize(('name', 'most'), [('a.png', 4.5), ('deep.png', 7.5), ('a.jpg', 4.5), ('a.dcm', 7.5)])
def test_a_large_radiograph_is_read_within_a_few_bytes_for_each_pixel(tmp_path, bundle, name, most):
    size = (3000, 3000)
    large = peak_mib(write_film(tmp_path / name, size), bundle, tmp_path / 'large')
    (tmp_path / 'small').mkdir()
    small = peak_mib(write_film(tmp_path / 'small' / name, (300, 400)), bundle, tmp_path / 'small_out')
    assert (large - small) * 2**20 / (size[0] * size[1]) < most
