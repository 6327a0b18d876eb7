import random

import numpy as np
import pytest

from aariz_mm.annotations.files import MachineRow, parse_pixel_size_mm, read_cvm_stage, read_landmarks, read_machines
from aariz_mm.landmarks import SYMBOLS

SIZE = (60, 80)


def test_read_landmarks_joins_by_id_in_shuffled_lists(tiny_aariz):
    expected = read_landmarks(tiny_aariz.landmark_path('b'), 'b', SIZE)
    tiny_aariz.edit_landmarks('b', random.Random(0).shuffle)
    np.testing.assert_array_equal(read_landmarks(tiny_aariz.landmark_path('b'), 'b', SIZE), expected)
    assert expected[SYMBOLS.index('B')].tolist() == [8, 14]  # the third landmark: (5 + 2 + 1, 10 + 2 * 2)


def test_read_landmarks_gives_nan_for_missing_ones(tiny_aariz):
    tiny_aariz.edit_landmarks('b', lambda points: points.pop(0))
    points = read_landmarks(tiny_aariz.landmark_path('b'), 'b', SIZE)
    assert np.isnan(points[0]).all()
    assert np.isfinite(points[1:]).all()


def test_read_landmarks_takes_the_corners_of_the_image(tiny_aariz):
    tiny_aariz.move_point('b', 'S', 0, 79)
    tiny_aariz.move_point('b', 'N', 59, 0)
    points = read_landmarks(tiny_aariz.landmark_path('b'), 'b', SIZE)
    assert points[[SYMBOLS.index('S'), SYMBOLS.index('N')]].tolist() == [[0, 79], [59, 0]]


def test_read_landmarks_accepts_a_byte_order_mark(tiny_aariz):
    path = tiny_aariz.landmark_path('b')
    path.write_bytes(b'\xef\xbb\xbf' + path.read_bytes())
    assert np.isfinite(read_landmarks(path, 'b', SIZE)).all()


def test_read_cvm_stage_by_hand(tiny_aariz):
    assert read_cvm_stage(tiny_aariz.cvm_path('b'), 'b') == 3


def test_read_machines_survives_mark_blanks_and_line_ends(tmp_path):
    path = tmp_path / 'table.csv'
    path.write_bytes('\ufeff cephalogram_id , machine,PIXEL_SIZE \r\n a.1 , ART Plus , 0.1 \r\n\r\n,,\r\n'.encode())
    assert read_machines(path) == {'a.1': (MachineRow('ART Plus', '0.1', 2),)}


def test_read_machines_keeps_repeated_rows(tmp_path):
    path = tmp_path / 'table.csv'
    path.write_text('cephalogram_id,machine,pixel_size\na,M,0.1\na,M,0.2\n')
    assert [row.line for row in read_machines(path)['a']] == [2, 3]


@pytest.mark.parametrize(
    ('content', 'message'),
    [
        (b'', r"no column \['cephalogram_id', 'machine', 'pixel_size'\], got \[\]"),
        (b'cephalogram_id;machine;pixel_size\n', r"got \['cephalogram_id;machine;pixel_size'\]"),
        (b'cephalogram_id,machine\na,M\n', r"no column \['pixel_size'\]"),
        (b'cephalogram_id,machine,pixel_size\n,M,0.1\n', 'line 2 .* has no cephalogram_id'),
        ('cephalogram_id,machine,pixel_size\na,방사선,0.1\n'.encode('cp949'), 'not UTF-8 text'),
    ],
)
def test_read_machines_explains_a_broken_table(tmp_path, content, message):
    path = tmp_path / 'table.csv'
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read_machines(path)


@pytest.mark.parametrize('text', ['', '0', '-0.1', 'nan', 'inf', '0,1', 'mm'])
def test_parse_pixel_size_wants_a_positive_finite_number(text, tmp_path):
    with pytest.raises(ValueError, match=r'line 7, a: pixel_size .*, expected a positive number of mm per pixel'):
        parse_pixel_size_mm(MachineRow('M', text, 7), 'a', tmp_path)


def test_parse_pixel_size_by_hand(tmp_path):
    assert parse_pixel_size_mm(MachineRow('M', '0.144', 2), 'a', tmp_path) == 0.144
