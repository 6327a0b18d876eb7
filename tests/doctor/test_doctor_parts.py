"""The doctor's arithmetic on hand-made input."""

import io
import struct
import threading
import zlib

import cv2
import numpy as np
import pytest
from dicom_files import write_dicom
from PIL import Image

from aariz_mm.doctor.examine import choose_exclude
from aariz_mm.doctor.findings import CopyGroup
from aariz_mm.doctor.headers import ImageHeader, has_end, read_header
from aariz_mm.doctor.orientation import DOWN, LEFT, RIGHT, TURNED, UNKNOWN, orientation_of
from aariz_mm.doctor.scan import PixelBudget, scan_image
from aariz_mm.intake.alignment import FLIPS, cut_patch, flipped
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM


@pytest.fixture
def header_of(tmp_path):
    """What reads the header of a file of these bytes."""

    def read(content, name='a.png'):
        (tmp_path / name).write_bytes(content)
        return read_header(tmp_path / name)

    return read


def encoded(extension, *shape, dtype=np.uint8):
    return cv2.imencode(extension, np.zeros(shape, dtype))[1].tobytes()


@pytest.mark.parametrize(
    ('content', 'expected'),
    [
        (encoded('.png', 4, 5), ('png', 8, 1)),
        (encoded('.png', 4, 5, dtype=np.uint16), ('png', 16, 1)),
        (encoded('.png', 4, 5, 3, dtype=np.uint16), ('png', 16, 3)),
        (encoded('.png', 4, 5, 4), ('png', 8, 4)),
        (encoded('.jpg', 4, 5), ('jpg', 8, 1)),
        (encoded('.jpg', 4, 5, 3), ('jpg', 8, 3)),
        (encoded('.bmp', 4, 5), ('bmp', 8, 1)),
        (encoded('.bmp', 4, 5, 3), ('bmp', 8, 3)),
        (encoded('.tiff', 4, 5, dtype=np.uint16), ('tiff', 16, 1)),
    ],
)
def test_header_is_that_of_the_content(header_of, content, expected):
    header = header_of(content)
    assert (header.format, header.bits, header.channels, header.size_px) == (*expected, (5, 4))


@pytest.mark.parametrize(('mode', 'bits'), [('1', 1), ('P', 4), ('LA', 8)])
def test_header_of_packed_samples_and_palettes(header_of, mode, bits):
    buffer = io.BytesIO()
    image = Image.new(mode, (5, 4))
    if mode == 'P':
        image.putpalette(range(30))
    image.save(buffer, 'PNG', bits=bits)
    header = header_of(buffer.getvalue())
    assert (header.bits, header.channels) == (bits, len(mode) if mode == 'LA' else 1)


@pytest.mark.parametrize('data', [b'', b'\x89PNG\r\n\x1a\n', b'\xff\xd8\xff\xe0\x00\x02', b'BM', b'\xff\xd8ab'])
def test_header_cut_short_is_refused(header_of, data):
    with pytest.raises(ValueError, match=r'a\.png: header of the image cannot be read'):
        header_of(data)


def test_header_skips_metadata_of_a_jpeg(header_of):
    jpeg = encoded('.jpg', 4, 5)
    metadata = b'\xff\xe1' + struct.pack('>H', 2 + 1000) + bytes(1000)
    assert header_of(jpeg[:2] + metadata + jpeg[2:]).channels == 1


def test_header_of_more_pixels_than_pillow_decodes_is_read(header_of, recwarn):
    png = bytearray(encoded('.png', 4, 5))
    png[16:24] = struct.pack('>II', 40_000, 40_000)
    png[29:33] = struct.pack('>I', zlib.crc32(png[12:29]))
    assert header_of(bytes(png)).size_px == (40_000, 40_000)
    assert not recwarn.list


def test_end_mark_is_asked_of_png_and_jpeg_alone():
    assert has_end('png', b'..IEND..') and not has_end('png', b'....')
    assert has_end('jpg', b'\xff\xd9') and has_end('bmp', b'')


def test_scan_hashes_pixels_apart_from_their_file(tmp_path):
    image = np.arange(200, dtype=np.uint8).reshape(10, 20)
    for name, level in (('a', 0), ('b', 9)):
        cv2.imwrite(str(tmp_path / f'{name}.png'), image, [cv2.IMWRITE_PNG_COMPRESSION, level])
    a, b = scan_image(tmp_path / 'a.png'), scan_image(tmp_path / 'b.png')
    assert a.file_hash != b.file_hash and a.pixel_hash == b.pixel_hash
    assert (a.size_px, a.lowest, a.highest, a.is_cut_short) == ((20, 10), 0, 199, False)


def test_pixel_budget_makes_the_second_large_image_wait():
    budget, inside = PixelBudget(100), threading.Event()

    def second():
        with budget.reserve(60):
            inside.set()

    with budget.reserve(60):
        thread = threading.Thread(target=second)
        thread.start()
        assert not inside.wait(0.1)
        with budget.reserve(40):
            pass
    assert inside.wait(5)
    thread.join()


def test_pixel_budget_lets_an_image_above_it_through_alone():
    with PixelBudget(10).reserve(1000):
        pass


@pytest.mark.parametrize(('factors', 'expected'), [((1, 1), RIGHT), ((-1, 1), LEFT), ((1, -1), DOWN), ((-1, -1), DOWN)])
def test_orientation_of_a_head_and_of_its_flips(factors, expected):
    assert orientation_of(MEAN_MM * factors) == expected


def test_orientation_of_a_head_on_its_back_and_of_too_few_landmarks():
    assert orientation_of(MEAN_MM[:, ::-1] * [-1, 1]) == TURNED
    assert orientation_of(np.where(np.isin(SYMBOLS, ['N', 'Me'])[:, None], MEAN_MM, np.nan)) == UNKNOWN


def test_orientation_of_a_head_tilted_by_20_degrees_is_upright():
    turn = np.radians(20)
    assert orientation_of(MEAN_MM @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) == RIGHT


def test_a_patch_is_the_same_of_a_face_and_of_its_mirror_image():
    image = np.random.default_rng(0).uniform(0, 255, (64, 64)).astype(np.float32)
    points = MEAN_MM / 4 + [20, 20]
    points[3] = np.nan
    mirrored = np.array([63, 0]) + [-1, 1] * points
    patch, of_mirror = cut_patch(image, points, (64, 64), False), cut_patch(image[:, ::-1], mirrored, (64, 64), True)
    assert patch.inside.any() and not patch.inside.all()
    np.testing.assert_array_equal(of_mirror.inside, patch.inside)
    np.testing.assert_allclose(of_mirror.greys, patch.greys, atol=0.02 * 255)


def test_flips_are_named_in_their_order():
    images = flipped(np.array([[1, 2], [3, 4]]))
    assert dict(zip(FLIPS, [image.ravel().tolist() for image in images], strict=True)) == {
        'as it is': [1, 2, 3, 4], 'mirrored': [2, 1, 4, 3], 'upside down': [3, 4, 1, 2], 'turned by 180°': [4, 3, 2, 1]
    }  # fmt: skip


@pytest.mark.parametrize(
    ('splits', 'excluded'),
    [
        (('train', 'test'), {0}),
        (('train', 'valid'), {0}),
        (('valid', 'test'), {0}),
        (('train', 'valid', 'test'), {0, 1}),
    ],
)
def test_exclude_keeps_the_copy_of_the_last_split(splits, excluded):
    members = tuple((split, f'{index}') for index, split in enumerate(splits))
    group = CopyGroup('identical files', members, True, 1.0, 0.0, (None,) * len(splits), True)
    splits_of = {name: [split] for split, name in members}
    assert choose_exclude(set(), [group], splits_of) == tuple(map(str, sorted(excluded)))


@pytest.mark.parametrize('bits', [8, 12])
def test_a_dicom_file_is_scanned_as_a_picture(tmp_path, bits):
    path = write_dicom(tmp_path / 'a.dcm', bits=bits)
    scan = scan_image(path)
    assert scan.header == ImageHeader('dcm', bits, 1, (60, 80)) and scan.problem == ''
    assert (scan.size_px, scan.lowest, scan.highest) == ((60, 80), 0, 2**bits - 1)


def test_what_is_wrong_with_a_dicom_file_is_its_problem(tmp_path):
    path = write_dicom(tmp_path / 'a.dcm', PixelData=b'short!')
    assert 'cannot be decoded' in scan_image(path).problem
    assert scan_image(write_dicom(path, PixelAspectRatio=[2, 1])).reason == 'pixels not square'
