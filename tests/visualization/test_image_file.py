import cv2
import numpy as np
import pytest

from aariz_mm.visualization import save_jpeg, save_png


def test_save_png_round_trip_in_a_korean_folder(tmp_path):
    rgb = np.random.default_rng(0).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    path = save_png(tmp_path / '두부 규격' / '환자 1.png', rgb)
    read = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    np.testing.assert_array_equal(read[..., ::-1], rgb)


def test_save_png_says_where_it_cannot_write(tmp_path):
    (tmp_path / 'file').write_text('')
    with pytest.raises(OSError, match=r'cannot be written .*choose a folder'):
        save_png(tmp_path / 'file' / 'x.png', np.zeros((2, 2, 3), np.uint8))


def test_save_jpeg_is_about_the_same_picture(tmp_path):
    rgb = np.full((16, 16, 3), (200, 60, 90), np.uint8)
    read = cv2.imread(str(save_jpeg(tmp_path / 'a.jpg', rgb)))[..., ::-1].astype(int)
    assert np.abs(read - rgb).max() < 8


def test_save_png_refuses_another_ending(tmp_path):
    with pytest.raises(ValueError, match=r'ends in \.png'):
        save_png(tmp_path / 'x.jpg', np.zeros((2, 2, 3), np.uint8))


def test_save_png_leaves_no_half_a_file_where_encoding_fails(tmp_path):
    with pytest.raises(cv2.error):
        save_png(tmp_path / 'x.png', np.zeros((2, 2, 2), np.uint8))
    assert list(tmp_path.iterdir()) == []


def test_save_png_keeps_every_pixel_of_noise(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (40, 30, 3), dtype=np.uint8)
    np.testing.assert_array_equal(cv2.imread(str(save_png(tmp_path / 'x.png', noise)))[..., ::-1], noise)
