import zlib

import numpy as np
import pytest
from PIL import Image

from aariz_mm.radiographs.images import image_size, open_header, read_radiograph
from aariz_mm.radiographs.resolution import (
    NotSquareError,
    check_pixel_size_mm,
    check_square,
    unusual_pixel_size,
    unusual_scale,
)

PIXELS = Image.fromarray(np.arange(80 * 60, dtype=np.uint8).reshape(80, 60))


@pytest.mark.parametrize('name', ['a.png', 'a.jpg', 'a.bmp', 'a.tif'])
@pytest.mark.parametrize('read', [image_size, read_radiograph])
def test_pixels_that_are_not_square_are_refused(tmp_path, name, read):
    PIXELS.save(tmp_path / name, dpi=(100, 200))
    with pytest.raises(NotSquareError, match=rf'{name}: the pixels are not square by the header \(\d+.* by \d+'):
        read(tmp_path / name)


def test_a_ratio_without_a_unit_counts(tmp_path):
    PIXELS.save(tmp_path / 'a.png', dpi=(100, 200))
    content = bytearray((tmp_path / 'a.png').read_bytes())
    chunk = content.index(b'pHYs')
    content[chunk + 4 : chunk + 13] = (2).to_bytes(4, 'big') + (3).to_bytes(4, 'big') + b'\0'
    content[chunk + 13 : chunk + 17] = zlib.crc32(content[chunk : chunk + 13]).to_bytes(4, 'big')
    (tmp_path / 'a.png').write_bytes(content)
    with pytest.raises(NotSquareError, match='2 by 3'):
        image_size(tmp_path / 'a.png')


@pytest.mark.parametrize('dpi', [(254, 254), (254, 255), (0, 0)])
@pytest.mark.parametrize('name', ['a.png', 'a.jpg', 'a.tif'])
def test_square_pixels_are_read(tmp_path, name, dpi):
    PIXELS.save(tmp_path / name, dpi=dpi)
    assert image_size(tmp_path / name) == (60, 80)


@pytest.mark.parametrize('value', [0, -0.1, float('nan'), float('inf'), '0.1', True, None])
def test_a_pixel_size_is_a_positive_number(value):
    with pytest.raises(ValueError, match=r'--pixel-size .* expected a positive number of mm per pixel'):
        check_pixel_size_mm(value, '--pixel-size')


@pytest.mark.parametrize('value', [0.029, 0.51, 10, 1e-9])
def test_an_unusual_pixel_size_has_a_warning(value):
    assert 'is unusual, expected 0.03 to 0.5' in unusual_pixel_size(value)


@pytest.mark.parametrize('value', [0.03, 0.1, 0.5])
def test_usual_pixel_sizes_have_none(value):
    assert unusual_pixel_size(check_pixel_size_mm(value, 'size')) == ''


@pytest.mark.parametrize('name', ['a.jpg', 'a.png', 'a.webp'])
def test_the_resolution_of_exif_counts(tmp_path, name):
    exif = Image.Exif()
    exif[282], exif[283] = 72.0, 144.0
    PIXELS.save(tmp_path / name, exif=exif)
    with pytest.raises(NotSquareError, match='72 by 144'):
        image_size(tmp_path / name)


@pytest.mark.parametrize(
    ('sn_mm', 'doubted'), [(54, True), (55, False), (70, False), (85, False), (86, True), (23, True), (180, True)]
)
def test_a_scale_that_is_of_no_head_has_a_warning(sn_mm, doubted):
    assert bool(unusual_scale(sn_mm)) is doubted


def test_the_header_of_a_png_is_read_without_its_pixels(tmp_path):
    Image.fromarray(np.zeros((60, 80), np.uint8)).save(tmp_path / 'a.png')
    with open_header(tmp_path / 'a.png') as image:
        image.load = lambda: pytest.fail('pixels were decoded')
        check_square(image, 'a.png')


def test_a_scale_near_the_limit_is_not_said_to_lie_within():
    assert unusual_scale(54.9).startswith('S-N is 54.9 mm')
