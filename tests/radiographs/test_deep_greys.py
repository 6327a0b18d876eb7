"""Radiographs in their full depth, as a viewer windows them."""

import numpy as np
import pytest
from dicom_files import make_dataset, steps, write_dicom
from PIL import Image

from aariz_mm.radiographs.deep_greys import deep_grey
from aariz_mm.radiographs.radiograph import open_radiograph, open_with_pixels


def deep_of(path):
    radiograph, pixels = open_with_pixels(path)
    return radiograph, deep_grey(pixels, radiograph.grey)


def shown(deep):
    """As a viewer shows it by the default window."""
    grey = np.clip((deep.pixels.astype(float) - deep.low) / (deep.high - deep.low), 0, 1) * 255
    return 255 - grey if deep.invert else grey


def test_8_bits_stay_as_they_are(tmp_path):
    grey = np.random.default_rng(0).integers(0, 256, (80, 60), dtype=np.uint8)
    Image.fromarray(grey).save(tmp_path / 'a.png')
    radiograph, deep = deep_of(tmp_path / 'a.png')
    assert deep.bits == 8 and not deep.invert
    np.testing.assert_array_equal(deep.pixels, grey)
    np.testing.assert_array_equal(radiograph.grey, open_radiograph(tmp_path / 'a.png').grey)


def test_16_bits_keep_every_step(tmp_path):
    Image.fromarray(steps(12, 120, 160)).save(tmp_path / 'a.png')
    _, deep = deep_of(tmp_path / 'a.png')
    assert deep.bits == 16 and (deep.pixels == steps(12, 120, 160)).all()
    assert 0 <= deep.low < 60 and 4030 < deep.high <= 4095


@pytest.mark.parametrize('values', [
    dict(PhotometricInterpretation='MONOCHROME1'), dict(RescaleSlope='-1', RescaleIntercept='4095'),
    dict(PresentationLUTShape='INVERSE'),
])  # fmt: skip
def test_a_negative_is_turned_as_its_grey_is(tmp_path, values):
    radiograph, deep = deep_of(write_dicom(tmp_path / 'a.dcm', **values))
    assert deep.invert
    assert np.corrcoef(shown(deep).ravel(), radiograph.grey.ravel())[0, 1] > 0.99


def test_signed_values_begin_at_0(tmp_path):
    pixels = steps(12).astype(np.int16) - 1000
    radiograph, deep = deep_of(write_dicom(tmp_path / 'a.dcm', make_dataset(pixels, 12)))
    assert deep.pixels.dtype == np.uint16 and deep.pixels.min() == 0
    assert np.corrcoef(shown(deep).ravel(), radiograph.grey.ravel())[0, 1] > 0.99


@pytest.mark.parametrize('pixels', [
    np.linspace(-1, 1, 4800).reshape(80, 60), np.linspace(0, 1e9, 4800).reshape(80, 60).astype(np.uint32),
    np.where(np.arange(4800) % 97, np.linspace(0, 1, 4800), np.nan).reshape(80, 60),
    np.where(np.arange(4800) % 97, np.linspace(0, 1, 4800), np.inf).reshape(80, 60),
])  # fmt: skip
def test_other_numbers_are_stretched_into_16_bits(pixels):
    grey = np.linspace(0, 255, 4800).reshape(80, 60).astype(np.uint8)
    deep = deep_grey(pixels, grey)
    assert deep.pixels.dtype == np.uint16 and deep.pixels.max() == 65535 and not deep.invert


def test_colour_is_shown_as_its_grey():
    grey = np.random.default_rng(0).integers(0, 256, (80, 60), dtype=np.uint8)
    deep = deep_grey(np.dstack([grey] * 3), grey)
    assert deep.bits == 8 and (deep.pixels == grey).all()


def test_a_marker_far_above_all_bone_does_not_darken_the_window():
    pixels = np.random.default_rng(0).integers(0, 4096, (200, 160)).astype(np.uint16)
    grey = (pixels >> 4).astype(np.uint8)
    pixels[:40, :40], grey[:40, :40] = 65535, 255
    assert deep_grey(pixels, grey).high < 4200


@pytest.mark.parametrize('value', [0, 7, 255])
def test_a_flat_picture_has_a_window_too(value):
    flat = np.full((40, 30), value, np.uint8)
    deep = deep_grey(flat, flat)
    assert deep.high > deep.low and not deep.invert


def test_inputs_are_not_changed():
    pixels = np.random.default_rng(0).integers(0, 4096, (80, 60)).astype(np.uint16)
    grey, before = (pixels >> 4).astype(np.uint8), pixels.copy()
    deep_grey(pixels, grey)
    assert (pixels == before).all()
