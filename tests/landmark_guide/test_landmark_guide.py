import re
from dataclasses import replace

import cv2
import numpy as np
import pytest

from aariz_mm.landmark_guide import LANDMARK_GUIDE, guide_entry, picture_path
from aariz_mm.landmark_guide.pictures import PICTURE_FOLDER, picture_name
from aariz_mm.landmarks import BY_SYMBOL, SYMBOLS

every_entry = pytest.mark.parametrize('entry', LANDMARK_GUIDE.values(), ids=list(LANDMARK_GUIDE))
_HANGUL = re.compile('[가-힣]')


def test_guide_has_the_landmarks_in_the_official_order():
    assert tuple(LANDMARK_GUIDE) == SYMBOLS
    assert all(entry.symbol == symbol for symbol, entry in LANDMARK_GUIDE.items())


@every_entry
def test_title_and_definition_are_those_of_the_landmarks(entry):
    landmark = BY_SYMBOL[entry.symbol]
    assert (entry.title, entry.definition) == (landmark.title, landmark.definition)


@every_entry
def test_texts_are_there_in_both_languages(entry):
    english, korean = (entry.title, entry.definition, entry.how), (entry.title_ko, entry.definition_ko, entry.how_ko)
    assert all(text.strip() == text and '  ' not in text for text in english + korean)
    assert not any(_HANGUL.search(text) for text in english)
    assert all(len(_HANGUL.findall(text)) > 0.4 * len(text) for text in korean[1:]) and _HANGUL.search(korean[0])


@every_entry
def test_texts_are_short_sentences(entry):
    assert len(entry.definition.split()) <= 40 and 25 <= len(entry.how.split()) <= 60
    assert len(entry.definition_ko) <= 80 and len(entry.how_ko) <= 160
    for text in (entry.definition, entry.definition_ko, entry.how, entry.how_ko):
        assert text.endswith('.')


def test_no_text_stands_twice():
    for field in ('title', 'title_ko', 'definition', 'definition_ko', 'how', 'how_ko'):
        assert len({getattr(entry, field) for entry in LANDMARK_GUIDE.values()}) == 29, field


@every_entry
def test_confused_with_names_other_landmarks(entry):
    assert set(entry.confused_with) <= set(SYMBOLS) - {entry.symbol}
    assert len(set(entry.confused_with)) == len(entry.confused_with)


def test_a_landmark_that_shows_on_both_sides_is_their_midpoint():
    paired = {symbol for symbol, entry in LANDMARK_GUIDE.items() if 'midpoint of both sides' in entry.definition}
    assert paired == {'Or', 'Po', 'R', 'Ar', 'Co', 'Go', 'UMT', 'UPM', 'LMT', 'LPM'}
    assert paired == {symbol for symbol, entry in LANDMARK_GUIDE.items() if '중점' in entry.definition_ko}


def test_guide_entry_by_hand():
    assert guide_entry('S').title_ko == '셀라(터키안 중심점)'
    assert guide_entry('Pog`').confused_with == ('Pog', 'Gn')
    assert replace(guide_entry('S'), symbol='N') != guide_entry('S')


@pytest.mark.parametrize('symbol', ['s', 'pog`', 'Po`', 'Xi', '', 'GO', None])
def test_unknown_landmark_is_refused_with_the_known_ones(symbol):
    for ask in (guide_entry, picture_path, picture_name):
        with pytest.raises(ValueError, match=r'expected one of A, ANS, .*case counts.*backtick'):
            ask(symbol)


@pytest.mark.parametrize('symbol', SYMBOLS)
def test_picture_is_there_small_and_decodes(symbol):
    data = picture_path(symbol).read_bytes()
    assert 5_000 < len(data) <= 25_000
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == (360, 480, 3) and picture.std() > 10


@pytest.mark.parametrize('symbol', SYMBOLS)
def test_picture_has_its_red_mark_inside(symbol):
    picture = cv2.imread(str(picture_path(symbol))).astype(int)
    red = (picture[..., 2] > 180) & (picture[..., 2] - picture[..., :2].max(2) > 80)
    assert red[60:300, 60:420].sum() > 40


def test_pictures_are_these_and_together_at_most_600_kb():
    files = sorted(PICTURE_FOLDER.iterdir())
    assert [path.name for path in files] == sorted(map(picture_name, SYMBOLS))
    assert sum(path.stat().st_size for path in files) <= 600_000


def test_names_of_pictures_are_safe_in_a_shell_and_in_a_url():
    names = [picture_name(symbol) for symbol in SYMBOLS]
    assert all(re.fullmatch(r'\d\d_[A-Za-z]+(_soft)?\.jpg', name) for name in names)
    assert len({name.lower() for name in names}) == 29
    assert picture_name('Pog`') == '28_Pog_soft.jpg' and picture_name('A') == '01_A.jpg'
