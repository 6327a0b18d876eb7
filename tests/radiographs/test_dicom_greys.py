import numpy as np
import pytest
from dicom_files import make_dataset, steps, write_dicom
from pydicom.dataset import Dataset

from aariz_mm.radiographs.greys import GreyRangeWarning
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.radiograph import open_radiograph

RAMP = steps(8).astype(int)  # what 12 bits are in 8


def opened(**values):
    return open_radiograph(make_dataset(**values))


def off_by(grey, expected):
    return np.abs(grey.astype(int) - expected).max()


def table(entries, first=0, bits=8, raw=False):
    item = Dataset()
    item.LUTDescriptor = [len(entries), first, bits]
    item.LUTData = np.asarray(entries, np.uint16).tobytes() if raw else list(map(int, entries))
    return [item]


def test_without_a_window_the_bit_depth_counts():
    assert off_by(opened().grey, RAMP) <= 1 and opened().notes == ()


@pytest.mark.parametrize('values', [
    dict(PhotometricInterpretation='MONOCHROME1'), dict(PresentationLUTShape='INVERSE'),
    dict(PhotometricInterpretation='MONOCHROME1', PresentationLUTShape='INVERSE'),
    dict(RescaleSlope=-1, RescaleIntercept=4095),
])  # fmt: skip
def test_negatives_are_turned_once(values):
    assert off_by(opened(**values).grey, 255 - RAMP) <= 1


def test_the_shape_identity_turns_nothing():
    assert off_by(opened(PresentationLUTShape='IDENTITY').grey, RAMP) <= 1


def test_a_linear_window_is_that_of_the_standard():
    grey = opened(WindowCenter=2048, WindowWidth=2001).grey  # black to 1047.5, white from 3047.5
    stored = steps(12).astype(float)
    expected = np.clip((stored - 2047.5) / 2000 + 0.5, 0, 1) * 255
    assert off_by(grey, expected) <= 1 and grey[stored <= 1047].max() == 0 and grey[stored >= 3048].min() == 255


def test_linear_exact_and_sigmoid_are_those_of_the_standard():
    stored = steps(12).astype(float)
    exact = opened(WindowCenter=2000, WindowWidth=2000, VOILUTFunction='LINEAR_EXACT').grey
    assert off_by(exact, np.clip((stored - 2000) / 2000 + 0.5, 0, 1) * 255) <= 1
    sigmoid = opened(WindowCenter=2000, WindowWidth=2000, VOILUTFunction='SIGMOID').grey
    assert off_by(sigmoid, 255 / (1 + np.exp(-4 * (stored - 2000) / 2000))) <= 1


def test_the_first_of_several_windows_counts():
    several = opened(WindowCenter=[2048, 100], WindowWidth=[2001, 300], WindowCenterWidthExplanation=['BONE', 'SOFT'])
    np.testing.assert_array_equal(several.grey, opened(WindowCenter=2048, WindowWidth=2001).grey)


def test_a_window_is_in_rescaled_values():
    rescaled = opened(RescaleSlope=2, RescaleIntercept=-1000, WindowCenter=3096, WindowWidth=4001)
    assert off_by(rescaled.grey, opened(WindowCenter=2048, WindowWidth=2001).grey) <= 1


def test_a_slope_without_a_window_changes_nothing():
    assert off_by(opened(RescaleSlope=0.5, RescaleIntercept=-1024).grey, RAMP) <= 1


@pytest.mark.parametrize('values', [
    dict(WindowCenter=40, WindowWidth=80), dict(WindowCenter=-5000, WindowWidth=100),
    dict(WindowCenter=50000, WindowWidth=90000), dict(WindowCenter=30000, WindowWidth=2000),
])  # fmt: skip
def test_a_window_that_leaves_little_of_the_picture_is_not_used(values):
    radiograph = opened(**values)
    assert off_by(radiograph.grey, RAMP) <= 1
    assert 'the window (centre' in radiograph.notes[0] and 'was not used' in radiograph.notes[0]


@pytest.mark.parametrize('values', [
    dict(WindowCenter=2048), dict(WindowWidth=2048), dict(WindowCenter=2048, WindowWidth=0),
    dict(WindowCenter=2048, WindowWidth=-5), dict(WindowCenter='', WindowWidth=''), dict(RescaleSlope=0),
])  # fmt: skip
def test_half_a_window_is_none(values):
    assert off_by(opened(**values).grey, RAMP) <= 1


@pytest.mark.parametrize('raw', [True, False])
def test_a_voi_lut_goes_before_a_window(raw):
    curve = np.round(255 * (np.arange(4096) / 4095) ** 2)
    look = dict(VOILUTSequence=table(curve, raw=raw), WindowCenter=2048, WindowWidth=100)
    assert off_by(opened(**look).grey, curve[steps(12)]) <= 1


def test_a_voi_lut_begins_at_its_first_value():
    curve = np.linspace(0, 4095, 2000).round()
    grey = opened(VOILUTSequence=table(curve, first=1000, bits=12)).grey
    assert grey[steps(12) <= 1000].max() == 0 and grey[steps(12) >= 2999].min() == 255


def test_a_modality_lut_is_applied():
    turned = np.arange(4095, -1, -1)
    assert off_by(opened(ModalityLUTSequence=table(turned, bits=12)).grey, 255 - RAMP) <= 1


@pytest.mark.parametrize('descriptor', [[4096, 0], [0, 0, 8], [4096, 0, 99]])
def test_a_damaged_lut_is_not_used(descriptor):
    item = table(np.arange(4096))[0]
    item.LUTDescriptor = descriptor
    assert off_by(opened(VOILUTSequence=[item]).grey, RAMP) <= 1


@pytest.mark.parametrize('photometric', ['MONOCHROME1', 'MONOCHROME2'])
@pytest.mark.parametrize('window', [{}, dict(WindowCenter=2048, WindowWidth=4096)])
def test_padding_is_black_and_no_part_of_the_range(photometric, window):
    pixels = steps(12)
    pixels[:30] = 65535
    radiograph = opened(
        pixels=pixels, bits=16, PixelPaddingValue=65535, PhotometricInterpretation=photometric, **window
    )
    assert radiograph.grey[:30].max() == 0 and radiograph.grey[30:].max() > 150


def test_a_range_of_padding_is_black():
    pixels = steps(12)
    pixels[:10] = 65000
    pixels[10:20] = 65500
    radiograph = opened(pixels=pixels, bits=16, PixelPaddingValue=65000, PixelPaddingRangeLimit=65535)
    assert radiograph.grey[:20].max() == 0 and radiograph.grey[40:].min() > 60


def test_signed_values_are_windowed():
    pixels = (steps(12).astype(int) - 2048).astype(np.int16)
    assert off_by(opened(pixels=pixels, WindowCenter=0, WindowWidth=4096).grey, RAMP) <= 1


def test_what_is_odd_about_the_greys_is_a_warning_of_read_radiograph(tmp_path):
    path = write_dicom(tmp_path / 'a', WindowCenter=40, WindowWidth=80)
    with pytest.warns(GreyRangeWarning, match=r'the window \(centre 40, width 80\) of the file'):
        read_radiograph(path)
