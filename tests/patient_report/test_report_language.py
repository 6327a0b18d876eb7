"""Languages of reports."""

import re
import string

import pytest
from made_reports import source

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS
from aariz_mm.analysis.korean_names import ANALYSIS_NAMES_KO, NAMES_KO
from aariz_mm.analysis.named import NAMED_ANALYSES
from aariz_mm.patient_report.assembly import build_report
from aariz_mm.patient_report.korean_rules import MISSING_KO, RULE_NAMES_KO
from aariz_mm.patient_report.language import LANGUAGES, meaning_text, measurement_name, rule_text


def test_languages_have_the_same_texts_with_the_same_fields():
    def fields(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    english, korean = LANGUAGES['en'], LANGUAGES['ko']
    assert english.keys() == korean.keys() and all(korean.values())
    assert {key: fields(text) for key, text in english.items()} == {key: fields(text) for key, text in korean.items()}


def test_every_measurement_and_analysis_has_a_korean_name():
    assert NAMES_KO.keys() == MEASUREMENTS.keys() and ANALYSIS_NAMES_KO.keys() == NAMED_ANALYSES.keys()
    assert len({measurement_name(key, 'en') for key in MEASUREMENTS}) == len(MEASUREMENTS)
    assert meaning_text('SNA', 2, 'ko') == '상악 전방위' and meaning_text('SNA', 1, 'ko') == ''


ENGLISH = re.compile(r'\b[a-z]{4,}\b')


@pytest.mark.parametrize('one', CLASSIFICATIONS.values(), ids=lambda one: one.key)
def test_every_rule_of_a_class_is_korean(one):
    told = rule_text(one.name, one.rule, one.source, 'ko')
    assert not ENGLISH.search(told) and one.name in RULE_NAMES_KO
    assert rule_text(one.name, one.rule, one.source, 'en') == f'{one.name}: {one.rule} ({one.source})'


def test_what_analyses_lack_is_korean():
    parts = {text for one in NAMED_ANALYSES.values() for part in one.missing for text in part}
    assert not [text for text in parts - MISSING_KO.keys() if ENGLISH.search(text)]
    assert MISSING_KO.keys() <= parts


def test_warnings_and_scale_of_a_korean_report_are_korean():
    told = ['S-N is 51.4 mm at this pixel size, expected 55 to 85: is it the size of this file?', 'a new one']
    report = build_report(source(warnings=told, pixel_size_source='given'), 'ko')
    assert report.warnings[0].startswith('이 픽셀 크기에서') and report.warnings[1] == 'a new one'
    assert '사용자 지정' in dict(report.facts.rows)['축척']
