import io

import numpy as np
import pytest
from dicom_files import steps
from PIL import Image
from tiff_files import LONG, SHORT, tiff_bytes

from aariz_mm.radiographs.images import image_size, read_radiograph, read_stored
from aariz_mm.radiographs.radiograph import open_radiograph

GREY, DEEP = steps(8), steps(12)


def off_by(image, expected=GREY):
    return np.abs(image.astype(int) - expected).max()


def write(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize('order', ['<', '>'])
@pytest.mark.parametrize('is_big', [False, True])
@pytest.mark.parametrize('pixels', [GREY, DEEP])
def test_tiffs_of_both_byte_orders_and_sizes_are_read(tmp_path, order, is_big, pixels):
    path = write(tmp_path / 'a.tif', tiff_bytes([(pixels, {})], order, is_big))
    assert image_size(path) == (60, 80) and off_by(read_radiograph(path)) <= 1
    np.testing.assert_array_equal(read_stored(path).pixels, pixels)


@pytest.mark.parametrize('pixels', [GREY, DEEP, GREY.astype(np.float32), DEEP.astype(np.uint32)])
@pytest.mark.parametrize('order', ['<', '>'])
def test_a_tiff_whose_zero_is_white_is_turned(tmp_path, pixels, order):
    path = write(tmp_path / 'a.tif', tiff_bytes([(pixels, {262: (SHORT, 0)})], order))
    assert off_by(read_radiograph(path), 255 - GREY) <= 1


@pytest.mark.parametrize('compression', ['tiff_lzw', 'tiff_adobe_deflate', 'packbits'])
@pytest.mark.parametrize('pixels', [GREY, DEEP])
def test_compressed_tiffs_are_read(tmp_path, compression, pixels):
    Image.fromarray(pixels).save(tmp_path / 'a.tif', compression=compression)
    assert off_by(read_radiograph(tmp_path / 'a.tif')) <= 1


def test_a_tiled_tiff_is_read(tmp_path):
    tiles = np.zeros((96, 64), np.uint8)
    tiles[:80, :60] = GREY
    parts = [tiles[y : y + 32, x : x + 32].tobytes() for y in (0, 32, 64) for x in (0, 32)]
    content = io.BytesIO()
    info = {256: 60, 257: 80, 258: 8, 259: 1, 262: 1, 277: 1, 322: 32, 323: 32}
    write_tiles(content, info, parts)
    path = write(tmp_path / 'a.tif', content.getvalue())
    assert image_size(path) == (60, 80) and off_by(read_radiograph(path)) == 0


def write_tiles(file, tags, parts):
    import struct

    data, offsets = b'', []
    for part in parts:
        offsets.append(8 + len(data))
        data += part
    lists = struct.pack(f'<{len(parts)}I', *offsets), struct.pack(f'<{len(parts)}I', *map(len, parts))
    places = 8 + len(data), 8 + len(data) + len(lists[0])
    entries = [struct.pack('<HHII', tag, 4, 1, value) for tag, value in tags.items()]
    entries += [struct.pack('<HHII', 324 + index, 4, len(parts), place) for index, place in enumerate(places)]
    start = places[1] + len(lists[1])
    directory = struct.pack('<H', len(entries)) + b''.join(entries) + bytes(4)
    file.write(b'II*\0' + struct.pack('<I', start) + data + lists[0] + lists[1] + directory)


@pytest.mark.parametrize('reduced', [{254: (LONG, 1)}, {255: (SHORT, 2)}, {254: (LONG, 4)}])
@pytest.mark.parametrize('first', [True, False])
def test_the_page_that_is_no_thumbnail_is_read(tmp_path, reduced, first):
    full, small = (DEEP, {}), (DEEP[::4, ::4], reduced)
    path = write(tmp_path / 'a.tif', tiff_bytes([small, full] if first else [full, small, small]))
    assert image_size(path) == (60, 80)
    np.testing.assert_array_equal(read_stored(path).pixels, DEEP)


def test_two_full_pages_are_refused(tmp_path):
    path = write(tmp_path / 'a.tif', tiff_bytes([(GREY, {}), (GREY, {}), (GREY, {254: (LONG, 1)})]))
    with pytest.raises(ValueError, match='the file holds 2 pictures'):
        read_radiograph(path)


def test_directories_that_lead_in_a_circle_end(tmp_path):
    data = bytearray(tiff_bytes([(GREY, {})]))
    data[-4:] = data[4:8]
    assert off_by(read_radiograph(write(tmp_path / 'a.tif', bytes(data)))) == 0


@pytest.mark.parametrize('progressive', [True, False])
@pytest.mark.parametrize('mode', ['L', 'RGB', 'CMYK'])
def test_jpegs_of_every_kind_are_read_as_they_are_seen(tmp_path, progressive, mode):
    picture = Image.merge('RGB', [Image.fromarray(GREY)] * 3).convert(mode)
    picture.save(tmp_path / 'a.jpg', quality=100, progressive=progressive)
    assert off_by(read_radiograph(tmp_path / 'a.jpg')) <= 3


def test_a_cmyk_jpeg_with_luminance_is_read_as_it_is_seen(tmp_path):
    Image.merge('RGB', [Image.fromarray(GREY)] * 3).convert('CMYK').save(tmp_path / 'a.jpg', quality=100)
    data = (tmp_path / 'a.jpg').read_bytes()
    assert b'Adobe' in data
    # The first three of the four are taken as luminance and chrominance: grey stays, as all three are the same.
    place = data.index(b'Adobe') + 11
    shown = np.asarray(Image.open(io.BytesIO(data[:place] + b'\2' + data[place + 1 :])).convert('L'))
    read = read_radiograph(write(tmp_path / 'b.jpg', data[:place] + b'\2' + data[place + 1 :]))
    assert np.abs(read.astype(int) - shown).mean() < 3


def test_a_12_bit_jpeg_is_refused_by_its_depth(tmp_path):
    Image.fromarray(GREY).save(tmp_path / 'a.jpg')
    data = bytearray((tmp_path / 'a.jpg').read_bytes())
    data[data.index(b'\xff\xc0') + 4] = 12
    with pytest.raises(ValueError, match='a JPEG of 12 bits, which no common program reads; export'):
        read_radiograph(write(tmp_path / 'b.jpg', bytes(data)))


def test_a_jpeg_with_a_thumbnail_inside_is_not_taken_for_whole(tmp_path):
    small = io.BytesIO()
    Image.fromarray(GREY[::4, ::4]).save(small, 'JPEG')
    Image.fromarray(GREY).save(tmp_path / 'a.jpg', comment=small.getvalue())
    data = (tmp_path / 'a.jpg').read_bytes()
    assert off_by(read_radiograph(tmp_path / 'a.jpg')) < 20
    with pytest.raises(ValueError, match='the end of the file is missing'):
        read_radiograph(write(tmp_path / 'a.jpg', data[:-2]))


@pytest.mark.parametrize('kind', ['PNG', 'JPEG', 'BMP', 'TIFF', 'WEBP'])
@pytest.mark.parametrize('share', [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_short_is_refused(tmp_path, kind, share):
    noise = np.random.default_rng(0).integers(0, 256, (80, 60), dtype=np.uint8)
    content = io.BytesIO()
    Image.fromarray(noise).save(content, kind)
    data = content.getvalue()
    with pytest.raises(ValueError, match=r'cannot be|pixels by the header'):
        open_radiograph(write(tmp_path / 'a', data[: int(share * len(data))]))


def huge(kind):
    """A small file whose header says 65,535 x 65,535 pixels."""
    content = io.BytesIO()
    Image.fromarray(GREY).save(content, kind)
    data, side = bytearray(content.getvalue()), 65535
    if kind == 'PNG':
        import zlib

        data[16:24] = side.to_bytes(4, 'big') * 2
        data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, 'big')
    elif kind == 'JPEG':
        place = data.index(b'\xff\xc0')
        data[place + 5 : place + 9] = b'\xff\xff\xff\xff'
    elif kind == 'BMP':
        data[18:26] = side.to_bytes(4, 'little') * 2
    return bytes(data)


@pytest.mark.parametrize('kind', ['PNG', 'JPEG', 'BMP'])
@pytest.mark.parametrize('read', [image_size, read_radiograph, open_radiograph])
def test_headers_of_far_too_many_pixels_are_refused(tmp_path, kind, read):
    with pytest.raises(ValueError, match='65535 x 65535 pixels by the header, at most 200 million are read'):
        read(write(tmp_path / 'a', huge(kind)))


@pytest.mark.parametrize('order', ['<', '>'])
@pytest.mark.parametrize('side', [65535, 15000])
def test_tiff_headers_of_far_too_many_pixels_are_refused(tmp_path, order, side):
    path = write(tmp_path / 'a.tif', tiff_bytes([(GREY, {256: (LONG, side), 257: (LONG, side)})], order))
    with pytest.raises(ValueError, match=f'{side} x {side} pixels by the header, at most 200 million'):
        read_radiograph(path)


def test_95_megapixels_are_read(tmp_path):
    Image.fromarray(np.tile(GREY, (133, 150))).save(tmp_path / 'a.bmp')
    assert read_radiograph(tmp_path / 'a.bmp').size == 133 * 80 * 150 * 60


def test_a_chunk_that_is_longer_than_the_file_takes_no_memory(tmp_path):
    Image.fromarray(DEEP).save(tmp_path / 'a.png')
    data = bytearray((tmp_path / 'a.png').read_bytes())
    place = data.index(b'IDAT')
    data[place - 4 : place] = b'\x7f\xff\xff\xff'
    with pytest.raises(ValueError, match='the end of the file is missing, or it is damaged'):
        read_radiograph(write(tmp_path / 'a.png', bytes(data)))
