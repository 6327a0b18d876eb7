"""The pixel size by a ruler: taken where none is known, checked where one is, and never guessed."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from aariz_mm.analysis import MEASUREMENTS, measure
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import DEVICES, draw_phantom
from aariz_mm.phantom.ruler import draw_ruler
from aariz_mm.radiographs.radiograph import Radiograph
from aariz_mm.reading.picture import map_points, picture_to_input
from aariz_mm.reading.reader import Reader
from aariz_mm.reading.scale import apply_ruler, give_pixel_size

SIZE = (192, 240)
PX_PER_MARK = 10.0
BARE = next(device for device in DEVICES if 'ruler' not in device.extras)


@pytest.fixture(scope='module')
def phantom():
    return draw_phantom(3, (720, 880), device=BARE)


@pytest.fixture(scope='module')
def with_ruler(phantom):
    return draw_ruler(phantom.image, (650, 60), PX_PER_MARK, 23)


@pytest.fixture
def read(phantom):
    """Reads as a reader whose model finds the true landmarks."""
    _, to_input = picture_to_input(phantom.image, None, SIZE)
    points = map_points(to_input, phantom.landmarks_px)
    info = SimpleNamespace(fit_size=None, input_size=SIZE, symbols=SYMBOLS, decision='median')
    made = object.__new__(Reader)
    run = SimpleNamespace(info=info, run=lambda _: dict(points=points[None], scores=np.ones((1, 29))))
    made.bundle, made.cvm = run, None

    def reading(image, ruler_mm, pixel_size_mm=None):
        made.ruler_mm = ruler_mm
        return made(image, pixel_size_mm)

    return reading


def test_ruler_gives_the_pixel_size(read, phantom, with_ruler):
    mark_mm = PX_PER_MARK * phantom.pixel_size_mm
    found = read(with_ruler, mark_mm)
    assert found.pixel_size_mm == pytest.approx(phantom.pixel_size_mm, rel=0.005)
    assert found.pixel_size_source.startswith(f'ruler, {mark_mm:g} mm a mark, 23 marks, ± 0.')
    assert found.warnings == ()


def test_no_ruler_gives_no_pixel_size_and_a_warning(read, phantom):
    found = read(phantom.image, 10.0)
    assert found.pixel_size_mm is None and found.pixel_size_source == ''
    assert any(text.startswith('no ruler found, so no pixel size: ') for text in found.warnings)


def test_a_ruler_is_not_looked_for_unasked(read, with_ruler):
    found = read(with_ruler, None)
    assert found.pixel_size_mm is None and found.warnings == ()


@pytest.mark.parametrize(('factor', 'contradicts'), [(1.0, False), (1.02, False), (0.96, True), (1.1, True), (2, True)])
def test_a_given_pixel_size_is_kept_and_checked(read, phantom, with_ruler, factor, contradicts):
    given = factor * phantom.pixel_size_mm
    found = read(with_ruler, PX_PER_MARK * phantom.pixel_size_mm, given)
    assert found.pixel_size_mm == given and found.pixel_size_source == 'given'
    assert any('differ by' in text for text in found.warnings) is contradicts


@pytest.mark.parametrize(('known_mm', 'contradicts'), [(0.1, False), (0.09, True), (0.11, True)])
def test_the_pixel_size_of_a_file_is_kept_and_checked(with_ruler, known_mm, contradicts):
    opened = apply_ruler(Radiograph(with_ruler, pixel_size_mm=known_mm, pixel_size_source='DICOM'), 1.0)
    assert (opened.pixel_size_mm, opened.pixel_size_source) == (known_mm, 'DICOM')
    assert any('(DICOM)' in note for note in opened.notes) is contradicts


def test_marks_that_are_taken_for_others_are_doubted_by_the_face(read, phantom, with_ruler):
    found = read(with_ruler, 5 * PX_PER_MARK * phantom.pixel_size_mm)
    assert any('S-N is' in text for text in found.warnings)


@pytest.mark.parametrize('size', [0, -1, float('nan'), float('inf')])
def test_reader_refuses_a_ruler_without_distance(size):
    with pytest.raises(ValueError, match=r'ruler_mm .* expected a positive number'):
        Reader('absent.onnx', ruler_mm=size)


def test_without_a_pixel_size_the_reason_tells_the_cure(phantom):
    reasons = {found.reason for found in measure(phantom.landmarks_px, SYMBOLS).values()}
    assert any('--pixel-size' in reason and '--ruler-mm' in reason for reason in reasons)
    angles = [key for key, measurement in MEASUREMENTS.items() if measurement.unit != 'mm']
    assert all(measure(phantom.landmarks_px, SYMBOLS, keys=angles)[key].reason == '' for key in angles)


def test_a_given_pixel_size_that_contradicts_the_file_is_told():
    opened = Radiograph(np.zeros((4, 4), np.uint8), pixel_size_mm=0.2273, pixel_size_source='Pixel Spacing')
    given = give_pixel_size(opened, 0.3)
    assert given.pixel_size_mm == 0.3 and given.pixel_size_source == 'given'
    assert re.search(r'0\.3 mm per pixel was given, but the file states 0\.2273 .* by 32 %', given.notes[0])
    assert give_pixel_size(opened, 0.228).notes == ()
