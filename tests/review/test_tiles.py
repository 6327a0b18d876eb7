"""Tiles, pyramid, thumbnails, and the few radiographs that are kept decoded."""

import threading
import time

import cv2
import numpy as np
import pytest
from dicom_files import steps, write_dicom
from PIL import Image
from served_reviews import open_client, settings_of

from aariz_mm.review.pixels import TILE, PictureCache, open_picture, thumbnail_of


def wide_picture(path, width=1100, height=700, dtype=np.uint16):
    values = np.random.default_rng(0).integers(0, 4096 if dtype == np.uint16 else 256, (height, width)).astype(dtype)
    Image.fromarray(values).save(path)
    return values


def put_together(client, n, level, size, dtype):
    """A level out of its tiles."""
    found = np.zeros(size[::-1], dtype)
    for x in range(0, size[0], TILE):
        for y in range(0, size[1], TILE):
            answer = client.get(f'/api/cases/{n}/tiles/{level}/{x // TILE}/{y // TILE}')
            width, height = (int(answer.headers[name]) for name in ('x-tile-width', 'x-tile-height'))
            tile = np.frombuffer(answer.content, np.dtype(dtype).newbyteorder('<')).reshape(height, width)
            found[y : y + height, x : x + width] = tile
    return found


@pytest.mark.parametrize('dtype', [np.uint8, np.uint16])
def test_tiles_make_the_radiograph_pixel_by_pixel(tmp_path, dtype):
    (tmp_path / 'xrays').mkdir()
    values = wide_picture(tmp_path / 'xrays' / 'a.png', dtype=dtype)
    with open_client(settings_of(tmp_path / 'xrays')) as client:
        picture = client.get('/api/cases/0/image').json()
        assert (picture['width'], picture['height'], picture['bits']) == (1100, 700, 8 * np.dtype(dtype).itemsize)
        assert (put_together(client, 0, 0, (1100, 700), dtype) == values).all()
        assert client.get('/api/cases/0/tiles/0/3/0').status_code == 404
        assert client.get('/api/cases/0/tiles/9/0/0').status_code == 404


def test_each_level_is_the_mean_of_four_pixels(tmp_path):
    values = wide_picture(tmp_path / 'a.png')
    levels = open_picture(tmp_path / 'a.png').levels
    assert [level.shape for level in levels] == [(700, 1100), (350, 550), (175, 275)]
    means = values.reshape(350, 2, 550, 2).mean(axis=(1, 3))
    assert np.abs(levels[1] - means).max() <= 1


def test_odd_sides_are_rounded_up(tmp_path):
    wide_picture(tmp_path / 'a.png', 1025, 601)
    assert [level.shape for level in open_picture(tmp_path / 'a.png').levels] == [(601, 1025), (301, 513), (151, 257)]


def test_a_dicom_is_shown_in_its_own_frame_and_depth(tmp_path):
    (tmp_path / 'xrays').mkdir()
    write_dicom(tmp_path / 'xrays' / 'a.dcm', PhotometricInterpretation='MONOCHROME1', PixelSpacing=[0.2, 0.2])
    with open_client(settings_of(tmp_path / 'xrays')) as client:
        picture = client.get('/api/cases/0/image').json()
        assert (picture['bits'], picture['invert'], picture['width'], picture['height']) == (16, True, 60, 80)
        assert (put_together(client, 0, 0, (60, 80), np.uint16) == steps()).all()
        case = client.get('/api/cases/0').json()
        assert case['pixel_size_mm'] == 0.2 and 'Kim' not in str(case)


def test_the_pixel_size_of_the_command_comes_first(xrays):
    with open_client(settings_of(xrays, pixel_size_mm=0.25)) as client:
        case = client.get('/api/cases/0').json()
        assert (case['pixel_size_mm'], case['pixel_size_source']) == (0.25, 'given')


def test_a_thumbnail_is_small_and_kept(client, tmp_path):
    answer = client.get('/api/cases/0/thumbnail')
    picture = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_UNCHANGED)
    assert answer.headers['content-type'] == 'image/jpeg' and max(picture.shape[:2]) == 160
    kept = list((tmp_path / 'xrays_review' / 'thumbnails').iterdir())
    assert len(kept) == 1 and kept[0].read_bytes() == answer.content


def test_a_small_radiograph_has_a_thumbnail_of_its_own_size():
    made = cv2.imdecode(np.frombuffer(thumbnail_of(np.zeros((20, 30), np.uint8)), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert made.shape == (20, 30)


@pytest.fixture
def picture(tmp_path):
    wide_picture(tmp_path / 'one.png')
    return open_picture(tmp_path / 'one.png')


def test_two_that_ask_at_once_wait_for_one_decoding(picture):
    opened = []

    def open_slowly(n):
        opened.append(n)
        time.sleep(0.1)
        return picture

    cache, found = PictureCache(open_slowly), []
    threads = [threading.Thread(target=lambda: found.append(cache.get(7))) for _ in range(8)]
    [thread.start() for thread in threads], [thread.join() for thread in threads]
    assert opened == [7] and len(found) == 8


def test_the_oldest_goes_first_by_number_and_by_bytes(picture):
    cache = PictureCache(lambda n: picture, most=2)
    for n in (1, 2, 1, 3):
        cache.get(n)
    assert [cache.get_kept(n) is not None for n in (1, 2, 3)] == [True, False, True]
    small = PictureCache(lambda n: picture, most=9, most_bytes=picture.nbytes + 1)
    for n in (1, 2):
        small.get(n)
    assert [small.get_kept(n) is not None for n in (1, 2)] == [False, True]


def test_many_who_look_ahead_do_not_make_a_queue(picture):
    may_open, opened = threading.Event(), []
    cache = PictureCache(lambda n: (may_open.wait(10) and opened.append(n)) or picture)
    for n in range(200):
        cache.prefetch(n)
    assert cache._ahead._work_queue.qsize() <= 1
    may_open.set()
    cache._ahead.shutdown()
    assert opened[-1] == 199 and len(opened) <= 2  # the one that was under way, and the last one asked for


def test_what_failed_is_tried_again(picture):
    answers = [ValueError('not yet'), picture]

    def open_at_second(n):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    cache = PictureCache(open_at_second)
    with pytest.raises(ValueError, match='not yet'):
        cache.get(1)
    assert cache.get(1) is picture


def test_a_picture_that_is_opened_again_writes_nothing(client):
    place, written = client.app.state.workplace, []
    client.get('/api/cases/0/image')
    place.store.set_facts = lambda n, **facts: written.append(n)
    place.pictures._open(0)
    assert written == []


def test_the_next_one_of_the_list_is_decoded_ahead(client):
    order = [case['n'] for case in client.get('/api/cases').json()['cases']]
    client.get(f'/api/cases/{order[1]}/image')
    kept, end = client.app.state.workplace.pictures.get_kept, time.monotonic() + 10
    while kept(order[2]) is None and time.monotonic() < end:
        time.sleep(0.02)
    assert kept(order[2]) is not None
