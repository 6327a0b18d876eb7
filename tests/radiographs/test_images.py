import warnings

import cv2
import numpy as np
import pytest
from PIL import Image

from aariz_mm.radiographs.images import grey_radiograph, image_size, read_radiograph

GREY = np.arange(80 * 60, dtype=np.int64).reshape(80, 60).astype(np.uint8)


@pytest.mark.parametrize('name', ['a.png', 'a.bmp', '방사선 사진.png', 'a.b.png'])
def test_read_radiograph_returns_the_pixels(tmp_path, name):
    Image.fromarray(GREY).save(tmp_path / name)
    np.testing.assert_array_equal(read_radiograph(tmp_path / name), GREY)
    assert image_size(tmp_path / name) == (60, 80)


@pytest.mark.parametrize('channels', [3, 4])
def test_read_radiograph_turns_colour_and_alpha_to_grey(tmp_path, channels):
    image = np.dstack([GREY, GREY, GREY, GREY // 2])[..., :channels]
    Image.fromarray(image).save(tmp_path / 'a.png')
    np.testing.assert_array_equal(read_radiograph(tmp_path / 'a.png'), GREY)


def test_read_radiograph_ignores_the_exif_orientation(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn by 90 degrees"
    Image.fromarray(GREY).save(tmp_path / 'a.jpg', exif=exif, quality=100)
    assert read_radiograph(tmp_path / 'a.jpg').shape == (80, 60)
    assert image_size(tmp_path / 'a.jpg') == (60, 80)


def test_read_radiograph_scales_16_bit_files(tmp_path):
    cv2.imwrite(str(tmp_path / 'a.png'), np.array([[0, 4095]], dtype=np.uint16))
    assert read_radiograph(tmp_path / 'a.png').tolist() == [[0, 255]]


@pytest.mark.parametrize('content', [b'', b'no image'])
def test_read_radiograph_explains_an_undecodable_file(tmp_path, content):
    (tmp_path / 'a.png').write_bytes(content)
    with pytest.raises(ValueError, match=rf'a\.png: the image cannot be decoded \({len(content)} bytes\)'):
        read_radiograph(tmp_path / 'a.png')


def test_read_radiograph_refuses_a_file_cut_short(tmp_path):
    Image.fromarray(GREY).save(tmp_path / 'a.png')
    content = (tmp_path / 'a.png').read_bytes()
    (tmp_path / 'a.png').write_bytes(content[: len(content) // 2])
    with pytest.raises(ValueError, match='cannot be decoded'):
        read_radiograph(tmp_path / 'a.png')


def test_image_size_explains_an_unreadable_header(tmp_path):
    (tmp_path / 'a.png').write_bytes(b'no image')
    with pytest.raises(ValueError, match=r'a\.png: header of the image cannot be read'):
        image_size(tmp_path / 'a.png')


@pytest.mark.parametrize('read', [image_size, read_radiograph])
def test_a_missing_file_is_called_missing(tmp_path, read):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / 'a.png')


def test_image_size_takes_95_megapixels_without_a_warning(tmp_path):
    limit = Image.MAX_IMAGE_PIXELS
    Image.new('1', (9000, 10600)).save(tmp_path / 'a.png')
    with warnings.catch_warnings():
        warnings.simplefilter('error', Image.DecompressionBombWarning)
        assert image_size(tmp_path / 'a.png') == (9000, 10600)
    assert limit == Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize('channels', [1, 3, 4])
def test_grey_radiograph_takes_arrays_as_opencv_reads_files(channels):
    image = np.dstack([GREY] * 3 + [GREY // 2])[..., :channels]
    np.testing.assert_array_equal(grey_radiograph(image), GREY)
    np.testing.assert_array_equal(grey_radiograph(GREY), GREY)


def test_grey_radiograph_weighs_blue_green_and_red_and_scales_16_bits():
    assert grey_radiograph(np.array([[[200, 0, 0], [0, 0, 200]]], dtype=np.uint8)).tolist() == [[23, 60]]
    assert grey_radiograph(np.array([[0, 4095]], dtype=np.uint16)).tolist() == [[0, 255]]
    assert grey_radiograph(np.full((1, 1, 3), 4095, dtype=np.uint16)).tolist() == [[255]]


@pytest.mark.parametrize('shape', [(4,), (4, 4, 2), (0, 4), (2, 4, 4, 3)])
def test_grey_radiograph_rejects_an_array_that_is_no_image(shape):
    with pytest.raises(ValueError, match=r'image array: shape .*, expected \(H, W\) grey or \(H, W, 3\) BGR'):
        grey_radiograph(np.zeros(shape, dtype=np.uint8))


@pytest.mark.parametrize('shape', [(2, 2), (2, 2, 3)])
def test_grey_radiograph_takes_real_numbers(shape):
    assert np.all(grey_radiograph(np.ones(shape, dtype=np.float32)) == 255)


def test_grey_radiograph_rejects_what_are_no_numbers():
    with pytest.raises(ValueError, match='image array: pixels are complex128, expected whole or real numbers'):
        grey_radiograph(np.zeros((4, 4), dtype=complex))


@pytest.mark.parametrize('name', ['a.tif', 'a.webp', 'a.png'])
@pytest.mark.parametrize('read', [image_size, read_radiograph])
def test_a_file_of_several_pictures_is_refused(tmp_path, name, read):
    pages = [Image.fromarray(GREY), Image.fromarray(255 - GREY)]
    pages[0].save(tmp_path / name, save_all=True, append_images=pages[1:])
    with pytest.raises(ValueError, match=rf'{name}: the file holds 2 pictures'):
        read(tmp_path / name)
