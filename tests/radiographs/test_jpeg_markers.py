"""Markers of a JPEG: stuffed bytes, filling and restarts are none of them."""

import cv2
import numpy as np
import pytest

from aariz_mm.radiographs.file_structure import read_jpeg_markers

START, FRAME = b'\xff\xd8', b'\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x11\0\x01'
SCAN, END = b'\xff\xda\0\x02', b'\xff\xd9'


@pytest.mark.parametrize(
    'filling', [b'', b'\xff\0', b'\xff\xd0', b'\xff\xd7' * 3, b'ab\xff\0\xff\0', b'\xff\xff\xd1', b'\xff' * 9]
)
def test_the_end_is_found_behind_whatever_a_scan_holds(filling):
    found = read_jpeg_markers(START + FRAME + SCAN + filling + END)
    assert (found.bits, found.components, found.is_complete) == (8, 1, True)
    assert not read_jpeg_markers(START + FRAME + SCAN + filling).is_complete


def test_filling_before_a_marker_is_passed_over():
    assert read_jpeg_markers(START + b'\xff\xff' + FRAME + b'\xff\xff\xff' + SCAN + b'\xff' + END).is_complete


def test_an_end_within_a_segment_is_none():
    assert not read_jpeg_markers(START + b'\xff\xe1\0\x06' + START + END + FRAME + SCAN).is_complete


@pytest.mark.parametrize('channels', [1, 3])
@pytest.mark.parametrize('kept', [1.0, 0.5])
def test_components_are_counted_though_the_file_is_cut(channels, kept):
    picture = np.random.default_rng(0).integers(0, 256, (90, 70, channels), dtype=np.uint8)
    data = cv2.imencode('.jpg', picture)[1].tobytes()
    found = read_jpeg_markers(data[: int(kept * len(data))])
    assert (found.bits, found.components, found.is_complete) == (8, channels, kept == 1)
    assert found.size_px == (70, 90)


def test_a_frame_that_is_cut_has_no_components():
    assert read_jpeg_markers(START + FRAME[:6]).components == 0
