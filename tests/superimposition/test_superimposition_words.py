"""What a superimposition says in Korean, sentence by sentence."""

import re

import pytest

from aariz_mm.number_text import MINUS
from aariz_mm.superimposition import page
from aariz_mm.superimposition.accepting import LIMITS
from aariz_mm.superimposition.korean import speaker

ENGLISH = re.compile(r'[a-z]{4,}')
KO = speaker('ko')


@pytest.mark.parametrize('name', LIMITS)
def test_every_refusal_of_a_registration_is_korean(name):
    limit, complaint = LIMITS[name]
    told = KO(f'structures of the mandible: the pictures of T1 and T2 were not accepted: {complaint.format(2, limit)}; '
              'Me-Go at Me is used instead')  # fmt: skip
    assert not ENGLISH.search(told) and 'T1' in told and '하악 구조물' in told


@pytest.mark.parametrize(('english', 'part'), [
    ('the magnification of T1 is unknown, that of T2 (1.1) is known: all are laid on each other in mm of their films, '
     'and so on', 'T2 (1.1)'),
    ('the files name different patients: look whether they are of one', '환자가 다릅니다'),
    ('T2: S-N is 51.4 mm at this pixel size, expected 55 to 85: is it the size of this file?',
     'T2: 이 픽셀 크기에서 S-N이 51.4'),
    ('0.1 mm per pixel (given), life-size, with a magnification of 1.1; as others have none, laid back to mm of the '
     'film (1.1 times)', '사용자 지정'),
    ('0.1 mm per pixel (ruler, 10 mm a mark, 23 marks, ± 0.4 %), mm of the film: its magnification is unknown',
     '사진 속 자'),
    ('S-N at S: left out: S, N are not on both radiographs; mark them, or give another reference', 'S, N이(가)'),
    ('S-N at S: left out: S, N lie within 5 mm on a radiograph; correct them, check the pixel size, or give another '
     'reference', '5 mm 안에'),
])  # fmt: skip
def test_warnings_are_korean(english, part):
    told = re.sub('--[a-z-]+', '', KO(english))
    assert part in told and not ENGLISH.search(told)


@pytest.mark.parametrize(('numbers', 'text'), [
    ((-0.04, -0.02, 0.5), '0.0 [0.0, 0.5]'), ((-1.26, -2.0, 0.04), f'{MINUS}1.3 [{MINUS}2.0, 0.0]'),
    ((3.0, None, None), '3.0'),
    ((None, None, None), ''),
])  # fmt: skip
def test_numbers_have_a_true_minus_and_no_negative_zero(numbers, text):
    assert page._span(*numbers) == text


def test_a_change_within_error_has_no_direction_on_the_page():
    numbers = (0.1, -4.0, 4.2, -0.1, -3.0, 2.8, 0.14, 0.0, 5.0, -45.0)
    row = ['sn', 'T1', 'T2', 'A', *numbers, 'forward and down']
    shown = [page._landmark_cells([*row, within, within, ''], str)[5] for within in ('yes', 'no')]
    assert shown == ['', 'forward and down']
