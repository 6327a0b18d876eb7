"""A picture that is replaced while the server runs: nobody sees or marks another patient's."""

import os
import shutil
import time

import pytest
from made_reviews import open_review, state, write_folder, write_picture
from served_reviews import open_client, save, settings_of, wait_until_read

from aariz_mm.files import file_sha256

PICTURES = ['image', 'tiles/0/0/0', 'thumbnail']


def replace(folder, name='p1.png'):
    os.replace(write_picture(folder / 'other.tmp.png', 9, (192, 240)), folder / name)


@pytest.mark.parametrize('part', PICTURES[1:])
def test_the_browser_keeps_no_picture(client, part):
    assert client.get(f'/api/cases/0/{part}').headers['cache-control'] == 'no-store'


def test_the_first_save_of_a_replaced_picture_that_was_open_is_refused(xrays, client):
    client.get('/api/cases/1/image')
    replace(xrays)
    answer = save(client, n=1)
    assert answer.status_code == 422 and 'start the review again' in answer.json()['error']
    assert save(client, n=0).status_code == 200


def test_the_first_save_of_a_replaced_picture_that_was_read_is_refused(xrays, reading_client):
    wait_until_read(reading_client)
    replace(xrays)
    assert save(reading_client, n=1).status_code == 422


@pytest.mark.parametrize('part', PICTURES[:2])
def test_a_replaced_picture_is_not_shown_beside_the_earlier_one(xrays, client, part):
    client.get('/api/cases/1/image')
    replace(xrays)
    assert client.get(f'/api/cases/1/{part}').status_code == 409


def test_a_thumbnail_is_of_the_file_that_is_there(xrays, client):
    before = client.get('/api/cases/1/thumbnail').content
    replace(xrays)
    assert client.get('/api/cases/1/thumbnail').content != before


def test_the_same_picture_copied_over_itself_is_shown_and_saved(xrays, client):
    client.get('/api/cases/1/image')
    os.utime(shutil.copy(xrays / 'p1.png', xrays / 'p1.tmp'), (1, 1))
    os.replace(xrays / 'p1.tmp', xrays / 'p1.png')
    assert client.get('/api/cases/1/tiles/0/0/0').status_code == 200 and save(client, n=1).status_code == 200


def test_a_picture_replaced_between_two_reviews_can_be_marked(xrays):
    with open_client(settings_of(xrays)) as client:
        client.get('/api/cases/1/image')
    replace(xrays)
    with open_client(settings_of(xrays)) as client:
        assert client.get('/api/cases/1/image').status_code == 200 and save(client, n=1).status_code == 200


@pytest.mark.parametrize('part', ['', 'train', 'train/Cephalograms'])
def test_a_folder_in_the_home_is_refused_and_left_alone(tmp_path, part):
    with open_review(write_folder(tmp_path / 'xrays'), tmp_path / 'home') as store:
        store.save(0, 'Dr Kim', 0, state(), 'x')
    with pytest.raises(ValueError, match='out-dir'):
        open_review(tmp_path / 'home' / part, tmp_path / 'home')
    assert (tmp_path / 'home/train/Cephalograms/a.png').is_file()


def test_a_picture_replaced_between_two_reviews_is_read_again(xrays, model):
    with open_client(settings_of(xrays, model)) as client:
        wait_until_read(client)
    shutil.copy(xrays / 'p2.png', xrays / 'p1.png')
    with open_client(settings_of(xrays, model)) as client:
        client.get('/api/cases/1/image')
        place, end = client.app.state.workplace, time.monotonic() + 20
        while place.reading(1) is None and time.monotonic() < end:
            time.sleep(0.02)
        assert place.reading(1)['image_sha256'] == file_sha256(xrays / 'p2.png')


def test_a_reading_of_a_picture_that_came_later_is_not_kept(xrays, model):
    with open_client(settings_of(xrays, model)) as client:
        place = client.app.state.workplace
        wait_until_read(client)
        client.get('/api/cases/1/image')
        place._keep(1, {**place.reading(1), 'image_sha256': 'f' * 64}, '')
        assert place.reading(1)['image_sha256'] == file_sha256(xrays / 'p1.png')
