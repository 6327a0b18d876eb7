"""The markers of a JPEG: found by whole blocks, as if each byte were looked at."""

import cv2
import numpy as np
import pytest

from aariz_mm.radiographs import file_structure
from aariz_mm.radiographs.file_structure import read_jpeg_markers

NOISE = np.random.default_rng(0).integers(0, 256, (200, 300), dtype=np.uint8)
WAYS = dict(
    plain=[],
    progressive=[cv2.IMWRITE_JPEG_PROGRESSIVE, 1],
    restarted=[cv2.IMWRITE_JPEG_RST_INTERVAL, 4],
    fine=[cv2.IMWRITE_JPEG_QUALITY, 100],
)


def encoded(way):
    return cv2.imencode('.jpg', NOISE, WAYS[way])[1].tobytes()


@pytest.mark.parametrize('way', WAYS)
@pytest.mark.parametrize('block', [7, 1000, 1 << 20])
def test_the_end_is_found_whatever_the_blocks(way, block, monkeypatch):
    monkeypatch.setattr(file_structure, '_BLOCK', block)
    found = read_jpeg_markers(encoded(way))
    assert found.is_complete and found.bits == 8


@pytest.mark.parametrize('way', WAYS)
@pytest.mark.parametrize('left', [-1, -2, 0.9, 0.5])
def test_a_picture_that_is_cut_has_no_end(way, left):
    data = encoded(way)
    assert not read_jpeg_markers(data[: left if left < 0 else int(left * len(data))]).is_complete


@pytest.mark.parametrize('data', [b'', b'\xff', b'\xff\xd8', b'\xff\xd8\xff\xda', b'\xff\xd8\xff\xda\0\2\xff'])
def test_hardly_any_bytes_are_no_picture(data):
    assert not read_jpeg_markers(data).is_complete


def test_filling_bytes_and_escaped_ones_are_passed_over():
    scan = b'\xff\xd8\xff\xff\xda\0\2' + b'\xff\0a\xff\xd0b\xff\xff\xd9'
    assert read_jpeg_markers(scan).is_complete and not read_jpeg_markers(scan[:-1]).is_complete
