import numpy as np
import pydicom
import pytest
from dicom_files import CR, DX_RAW, IO, RF, SC, make_dataset, recode, steps, write_dicom
from pydicom.uid import JPEG2000Lossless

from aariz_mm.radiographs.images import image_size, read_radiograph, read_stored
from aariz_mm.radiographs.radiograph import open_radiograph

LOSSLESS = ('JPEGLosslessProcess14', 'JPEGLosslessProcess14_1', 'JPEGLSLossless', 'JPEG2000Lossless', 'RLELossless',
            'DeflatedExplicitVRLittleEndian', 'ExplicitVRBigEndian', 'ImplicitVRLittleEndian')  # fmt: skip


def stored(path):
    return read_stored(path).pixels


@pytest.mark.parametrize('syntax', LOSSLESS)
@pytest.mark.parametrize('bits', [8, 12, 16])
def test_every_lossless_syntax_gives_the_stored_values(tmp_path, syntax, bits):
    path = recode(write_dicom(tmp_path / 'a.dcm', bits=bits), syntax)
    np.testing.assert_array_equal(stored(path), steps(bits))
    assert image_size(path) == (60, 80)


@pytest.mark.parametrize(
    ('syntax', 'bits'), [('JPEGBaselineProcess1', 8), ('JPEGExtendedProcess2_4', 8), ('JPEGExtendedProcess2_4', 12)]
)
def test_lossy_jpeg_is_close_to_the_stored_values(tmp_path, syntax, bits):
    path = recode(write_dicom(tmp_path / 'a.dcm', bits=bits), syntax)
    assert np.abs(stored(path).astype(int) - steps(bits)).max() < 2**bits / 50


@pytest.mark.parametrize('kind', [CR, DX_RAW, IO, RF, SC])
def test_every_kind_of_radiograph_is_read(tmp_path, kind):
    assert read_radiograph(write_dicom(tmp_path / 'a', SOPClassUID=kind)).shape == (80, 60)


def test_a_file_without_preamble_is_read(tmp_path):
    whole = write_dicom(tmp_path / 'a.dcm').read_bytes()
    for name, content in (('no preamble', whole[132:]), ('mark first', whole[128:])):
        (tmp_path / name).write_bytes(content)
        np.testing.assert_array_equal(stored(tmp_path / name), steps(12))


@pytest.mark.parametrize('implicit', [True, False])
def test_a_bare_dataset_without_file_meta_is_read(tmp_path, implicit):
    dataset = make_dataset()
    del dataset.file_meta
    dataset.save_as(tmp_path / 'a', implicit_vr=implicit, little_endian=True, enforce_file_format=False)
    np.testing.assert_array_equal(stored(tmp_path / 'a'), steps(12))


def test_signed_values_keep_their_sign(tmp_path):
    pixels = (steps(12).astype(np.int16) - 2048).astype(np.int16)
    np.testing.assert_array_equal(stored(write_dicom(tmp_path / 'a', pixels=pixels)), pixels)


@pytest.mark.parametrize('syntax', [None, 'RLELossless', 'ExplicitVRBigEndian'])
def test_overlay_bits_above_those_that_count_are_taken_off(tmp_path, syntax):
    garbage = steps(12) | (np.random.default_rng(0).integers(0, 16, (80, 60)) << 12).astype(np.uint16)
    path = write_dicom(tmp_path / 'a', pixels=garbage)
    if syntax:
        recode(path, syntax)
    np.testing.assert_array_equal(stored(path), steps(12))


def test_bits_above_a_signed_value_are_taken_off(tmp_path):
    pixels = (steps(12).astype(np.int32) - 2048) & 0xFFF | 0x5000
    path = write_dicom(tmp_path / 'a', pixels=pixels.astype(np.int16))
    np.testing.assert_array_equal(stored(path), steps(12).astype(int) - 2048)


def test_high_bit_says_where_the_value_lies(tmp_path):
    path = write_dicom(tmp_path / 'a', pixels=steps(12) << 4 | 7, HighBit=15)
    np.testing.assert_array_equal(stored(path), steps(12))


@pytest.mark.parametrize('planar', [0, 1])
def test_rgb_becomes_grey_as_in_other_files(tmp_path, planar):
    rgb = np.dstack([steps(8), steps(8), steps(8)[::-1]])
    data = rgb if planar == 0 else np.moveaxis(rgb, 2, 0)
    path = write_dicom(tmp_path / 'a', pixels=rgb, bits=8, PlanarConfiguration=planar, PixelData=data.tobytes())
    expected = rgb @ np.array([0.299, 0.587, 0.114])
    assert np.abs(read_radiograph(path) - expected).max() <= 1


def test_luminance_and_chrominance_become_grey(tmp_path):
    neutral = np.dstack([steps(8), np.full((80, 60, 2), 128, np.uint8)])
    path = write_dicom(tmp_path / 'a', pixels=neutral, bits=8, PhotometricInterpretation='YBR_FULL')
    assert np.abs(read_radiograph(path).astype(int) - steps(8)).max() <= 1


def test_a_palette_is_looked_up(tmp_path):
    palette = np.arange(255, -1, -1, dtype=np.uint16) * 257
    values = {
        f'{colour}PaletteColorLookupTable{part}': value
        for colour in ('Red', 'Green', 'Blue')
        for part, value in (('Descriptor', [256, 0, 16]), ('Data', palette.tobytes()))
    }
    path = write_dicom(tmp_path / 'a', bits=8, PhotometricInterpretation='PALETTE COLOR', **values)
    assert np.abs(read_radiograph(path).astype(int) - (255 - steps(8))).max() <= 1


def test_a_dataset_in_memory_is_read_and_left_as_it_is():
    dataset = make_dataset(PixelSpacing=[0.1, 0.1])
    before = dataset.to_json()
    opened = open_radiograph(dataset)
    assert opened.grey.shape == (80, 60) and opened.pixel_size_mm == 0.1 and opened.path.name == ''
    assert dataset.to_json() == before


def test_a_dataset_that_was_read_by_pydicom_is_as_its_file(tmp_path):
    path = recode(write_dicom(tmp_path / 'a.dcm'), 'JPEG2000Lossless')
    dataset = pydicom.dcmread(path)
    assert dataset.file_meta.TransferSyntaxUID == JPEG2000Lossless
    np.testing.assert_array_equal(open_radiograph(dataset).grey, open_radiograph(path).grey)


def test_another_source_is_refused():
    with pytest.raises(TypeError, match=r'expected a path, an array or a pydicom\.Dataset'):
        open_radiograph(7)


def test_gdcm_prints_nothing(tmp_path, capfd):
    path = recode(write_dicom(tmp_path / 'a.dcm'), 'JPEGLSLossless')
    data = bytearray(path.read_bytes())
    data[-200:-100] = bytes(100)
    path.write_bytes(data)
    try:
        read_radiograph(path)
    except ValueError as error:
        assert 'cannot be decoded' in str(error)
    assert capfd.readouterr() == ('', '')


@pytest.mark.parametrize(
    ('values', 'match'),
    [
        (dict(NumberOfFrames=3), 'the file holds 3 pictures'),
        (dict(PixelData=b''), r'no whole-numbered pixels \(Pixel Data is empty\)'),
        (dict(PixelData=None), r'no whole-numbered pixels \(Pixel Data is missing\)'),
        (dict(Rows=65535, Columns=65535), '65535 x 65535 pixels by the header, at most 200 million'),
        (dict(Rows=9000, Columns=9000), r'the file has only 9600 bytes|cannot be decoded'),
        (dict(Rows=81), 'cannot be decoded'),
        (dict(Rows=0), '60 x 0 pixels by the header, expected at least one'),
        (dict(BitsAllocated=1), '1 bits allocated to a sample, expected 8, 16 or 32'),
        (dict(PhotometricInterpretation='HSV'), "1 samples to a pixel of kind 'HSV'"),
        (dict(SamplesPerPixel=4), '4 samples to a pixel'),
    ],
)
def test_what_holds_no_single_picture_is_refused(tmp_path, values, match):
    path = write_dicom(tmp_path / 'a.dcm', **values)
    with pytest.raises(ValueError, match=match):
        read_radiograph(path)


@pytest.mark.parametrize(
    ('kind', 'match'),
    [
        ('1.2.840.10008.5.1.4.1.1.88.11', r'without a picture \(Basic Text SR Storage\)'),
        ('1.2.840.10008.5.1.4.1.1.88.59', r'without a picture \(Key Object Selection Document Storage\)'),
        ('1.2.840.10008.5.1.4.1.1.104.1', r'a document inside a DICOM file \(Encapsulated PDF Storage\)'),
        ('1.2.840.10008.1.3.10', 'a DICOMDIR, an index of other files'),
        ('1.2.3.4.5', r'without a picture \(an object of unknown kind\)'),
    ],
)
@pytest.mark.parametrize('read', [image_size, read_radiograph])
def test_objects_without_a_picture_are_refused_by_their_kind(tmp_path, kind, match, read):
    path = write_dicom(tmp_path / 'a', SOPClassUID=kind, Rows=None, Columns=None, PixelData=None)
    with pytest.raises(ValueError, match=match):
        read(path)


@pytest.mark.parametrize('tags', [
    dict(SamplesPerPixel=None), dict(PixelRepresentation=None), dict(BitsStored=None), dict(HighBit=None),
    dict(PhotometricInterpretation=None), dict(NumberOfFrames=''), dict(Modality=''), dict(SOPInstanceUID=''),
])  # fmt: skip
def test_absent_and_empty_elements_are_as_usual(tmp_path, tags):
    assert read_radiograph(write_dicom(tmp_path / 'a', **tags)).shape == (80, 60)


def test_a_deflated_file_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    path = recode(write_dicom(tmp_path / 'a.dcm'), 'DeflatedExplicitVRLittleEndian')
    monkeypatch.setattr('aariz_mm.radiographs.dicom._MOST_INFLATED', 1000)
    with pytest.raises(ValueError, match='inflates to more than'):
        read_radiograph(path)


@pytest.mark.parametrize('syntax', ['JPEGLosslessProcess14_1', 'JPEGBaselineProcess1', 'JPEGExtendedProcess2_4'])
@pytest.mark.parametrize('change', [dict(Rows=8000), dict(Columns=59)])
def test_compressed_pixels_of_another_size_are_refused_before_they_are_decoded(tmp_path, syntax, change):
    path = recode(write_dicom(tmp_path / 'a.dcm', bits=8), syntax)
    dataset = pydicom.dcmread(path)
    for key, value in change.items():
        setattr(dataset, key, value)
    dataset.save_as(path)
    with pytest.raises(ValueError, match='the compressed pixels are 60 x 80 of 8 bits, the DICOM file says'):
        stored(path)


def test_pixels_of_a_representation_that_is_none_are_refused(tmp_path):
    path = write_dicom(tmp_path / 'a.dcm')
    data = bytearray(path.read_bytes())
    at = data.rfind(b'\xe0\x7f\x10\x00')
    data[at + 4 : at + 6] = b'\x4f\xc2'
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r'cannot be decoded \(Unknown Value Representation.*copy the file'):
        open_radiograph(path)
