"""How much memory a radiograph takes while it is opened, for each pixel, in a process of its own."""

import sys

import cv2
import numpy as np
import pytest
from dicom_files import make_dataset, write_dicom
from forked_interpreters import CORE, interpreter
from pydicom.dataset import Dataset

_SIZE = (2400, 3000)
_MEASURE = """
import resource, sys
from aariz_mm.radiographs.radiograph import open_radiograph
small, large = sys.argv[1:]
open_radiograph(small)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pixels = open_radiograph(large).grey.size
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / pixels)
"""


def deep(size, dtype=np.uint16):
    """A picture of 12 bits with noise, so that a file of it is large."""
    slope = np.linspace(200, 3600, size[0] * size[1]).reshape(size)
    return (slope + np.random.default_rng(0).integers(0, 400, size)).astype(dtype)


def write_picture(path, size, dtype, flags=()):
    pixels = deep(size)
    cv2.imwrite(str(path), (pixels >> 4).astype(np.uint8) if dtype == np.uint8 else pixels, flags)
    return path


def write_signed(path, size):
    pixels = deep(size, np.int16) - 1024
    pixels[:, : size[1] // 20] = -2000
    return write_dicom(path, padded(make_dataset(pixels, 16)))


def padded(dataset):
    dataset.add_new(0x00280120, 'SS', -2000)
    return dataset


def write_with_table(path, size):
    table, dataset = Dataset(), make_dataset(deep(size), 12)
    table.add_new(0x00283002, 'US', [4096, 0, 16])
    table.add_new(0x00283006, 'US', [round(65535 * (index / 4095) ** 0.7) for index in range(4096)])
    dataset.ModalityLUTSequence = [table]
    return write_dicom(path, dataset)


def write_windowed(path, size):
    return write_dicom(path, make_dataset(deep(size), 12, WindowCenter=2048, WindowWidth=4096))


KINDS = {
    'png 8': ('a.png', lambda path, size: write_picture(path, size, np.uint8), 4),
    'png 16': ('a.png', lambda path, size: write_picture(path, size, np.uint16), 7),
    'jpeg': ('a.jpg', lambda path, size: write_picture(path, size, np.uint8), 4),
    'tiff 16': ('a.tif', lambda path, size: write_picture(path, size, np.uint16), 7),
    'dicom with a window': ('a.dcm', write_windowed, 7),
    'signed dicom with padding': ('a.dcm', write_signed, 9),
    'dicom with a modality LUT': ('a.dcm', write_with_table, 7),
}
"""Name of a file, what writes it, and the most bytes for each pixel: those of the file, as stored, and as grey."""


@pytest.mark.skipif(sys.platform != 'linux', reason='other systems count memory in other units')
@pytest.mark.parametrize('kind', KINDS)
def test_opening_takes_few_bytes_for_each_pixel(tmp_path, kind):
    name, write, most = KINDS[kind]
    small, large = (write(tmp_path / f'{part}{name}', size) for part, size in (('s', (300, 400)), ('l', _SIZE)))
    done = interpreter(CORE).run(_MEASURE, small, large)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) <= most
