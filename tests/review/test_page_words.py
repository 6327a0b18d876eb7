"""What the analysis says in English has Korean words on the review page."""

import json
from importlib.resources import files

import pytest

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS, NAMED_ANALYSES, SECTIONS

KOREAN = json.loads((files('aariz_mm.review') / 'page/i18n/ko.json').read_text(encoding='utf-8'))
MEANINGS = sorted({text for one in MEASUREMENTS.values() for text in (one.low, one.high)})
CLASSES = sorted({label for rule in CLASSIFICATIONS.values() for label in rule.classes})
PARTS = sorted({part.title for one in NAMED_ANALYSES.values() for part in one.parts})
SYMBOLIC = {one.name for key, one in MEASUREMENTS.items() if one.name == key} | {'AO-BO'}
"""Names that are the same in every language."""
TITLES = [*SECTIONS, *(rule.name for rule in CLASSIFICATIONS.values()), *(one.title for one in NAMED_ANALYSES.values())]


@pytest.mark.parametrize('texts', [MEANINGS, CLASSES, TITLES], ids=['meanings', 'classes', 'titles'])
def test_every_text_of_the_analysis_has_korean_words(texts):
    assert texts
    assert [text for text in texts if f'said.{text}' not in KOREAN] == []


def test_every_row_of_a_named_analysis_has_korean_words():
    english = json.loads((files('aariz_mm.review') / 'page/i18n/en.json').read_text(encoding='utf-8'))
    known = {text for key, text in english.items() if key.startswith(('said.', 'measure.'))}
    assert [title for title in PARTS if title not in known and title not in SYMBOLIC] == []


def test_no_words_are_left_of_a_measurement_that_is_gone():
    named = [key.removeprefix('measure.') for key in KOREAN if key.startswith('measure.')]
    assert [key for key in named if key not in MEASUREMENTS] == []


def test_korean_names_keep_the_symbols_of_measurements():
    """Where the English name is an abbreviation, it is the name in Korean as well."""
    short = [key for key, one in MEASUREMENTS.items() if one.name == key]
    assert 'SNA' in short and 'IMPA' in short
    assert [key for key in short if key not in KOREAN.get(f'measure.{key}', key)] == []
