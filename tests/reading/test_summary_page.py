"""The page: escaped, self-contained, and what fails or is doubtful is seen."""

import re

import pytest
from test_content import STAGE, make_prediction

from aariz_mm.number_text import ABSENT
from aariz_mm.reading.content import prediction_content
from aariz_mm.reading.page import page_beginning, page_end, radiograph_card

EVIL = '<script>alert(1)</script>"\'&.png'


def test_names_warnings_and_errors_are_escaped():
    content = prediction_content(make_prediction(warnings=(EVIL,), turn=EVIL, pixel_size_source=EVIL))
    page = (
        radiograph_card(EVIL, content, '', EVIL, b'x')
        + radiograph_card(EVIL, None, EVIL)
        + page_beginning(1, 0, 0, 0, EVIL)
    )
    assert '<script' not in page and '"\'&' not in page and page.count('&lt;script&gt;') >= 5


def test_a_card_shows_stage_class_and_key_measurements_with_their_norms():
    card = radiograph_card('ceph.png', prediction_content(make_prediction(cvm=STAGE)), '', 'P 1/ceph_overlay.png', b'x')
    assert 'CVM stage 4 (50&nbsp;%)' in card and 'skeletal class' in card and '82.0 ± 3.9 (Riedel 1952)' in card
    assert 'href="P%201/ceph_overlay.png"' in card and 'src="data:image/jpeg;base64,eA=="' in card


def test_a_card_shows_all_six_probabilities(tmp_path):
    card = radiograph_card('ceph.png', prediction_content(make_prediction(cvm=STAGE)), '')
    assert re.findall(r'(\d+)&nbsp;%<b style="height: [\d.]+rem"></b>(\d)', card) == [
        ('0', '1'), ('0', '2'), ('20', '3'), ('50', '4'), ('30', '5'), ('0', '6')
    ]  # fmt: skip
    assert card.count('class="best"') == 1 and '<div class="best">50&nbsp;%' in card
    assert 'class="stages"' not in radiograph_card('ceph.png', prediction_content(make_prediction()), '')


def test_the_interval_has_a_column_that_says_its_share():
    content = prediction_content(make_prediction())
    assert 'interval' not in radiograph_card('a', content, '')
    content['measurements'][0] |= dict(low=80.04, high=84.0, level=0.9)
    card = radiograph_card('a', content, '')
    assert '>90&nbsp;% interval</th>' in card and '80.0 to 84.0</td>' in card and card.count(f'{ABSENT}</td>') > 5


def test_a_class_says_by_which_measurement_it_is():
    card = radiograph_card('a', prediction_content(make_prediction()), '')
    assert re.search(r'growth: \w+ \(by two of FMA, SN-GoGn, Jarabak\)', card)
    assert '(by ANB)' in card and '(by U1-SN)' in card and '(by IMPA)' in card


def test_a_card_says_once_where_rules_disagree():
    content = prediction_content(make_prediction())
    told = 'rules disagree: FMA hyperdivergent, SN-GoGn hypodivergent, Jarabak normodivergent'
    for one in content['classes']:
        if one['key'] == 'growth_pattern':
            one |= dict(label='', reason=told)
        if one['key'] in ('skeletal_class', 'skeletal_class_wits'):
            one |= dict(reason='rules disagree: ANB class II, Wits class III')
    card = radiograph_card('a', content, '')
    assert card.count(told) == 1 and card.count('ANB class II, Wits class III') == 1 and 'growth: ' not in card


@pytest.mark.parametrize('name', ['Mandibular length', 'Lower facial height', 'Anterior facial height'])
def test_lengths_are_shown_where_the_pixel_size_is_known(name):
    known, unknown = (prediction_content(make_prediction(pixel_size_mm=scale)) for scale in (0.2, None))
    assert f'>{name}</th>' in radiograph_card('a', known, '') and name not in radiograph_card('a', unknown, '')


@pytest.mark.parametrize(
    ('read', 'failed', 'words'), [(1, 0, '1 of 1 radiograph read'), (0, 1, '0 of 1 radiograph read')]
)
def test_one_radiograph_is_told_in_the_singular(read, failed, words):
    assert words in page_beginning(read, 0, failed, 0, '')


def test_what_failed_and_what_is_doubtful_looks_so():
    assert 'card failed' in radiograph_card('a', None, 'the file is empty')
    assert 'card doubtful' in radiograph_card('a', prediction_content(make_prediction(warnings=('w',))), '')
    assert 'card read' in radiograph_card('a', prediction_content(make_prediction()), '')


def test_without_pixel_size_the_card_says_so_and_has_no_mm():
    card = radiograph_card('a', prediction_content(make_prediction(pixel_size_mm=None)), '')
    assert 'pixel size unknown' in card and 'Wits' not in card


def test_the_page_needs_nothing_from_outside_and_counts():
    page = page_beginning(500, 3, 2, 20, 'ceph19') + page_end()
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page) and 'default-src &#x27;none&#x27;' in page
    assert '500 of 502 radiographs read, 3 of them doubtful; 2 failed.' in page
    assert 'The page ends after 482; summary.csv has the other 20.' in page
    assert page.count('<html') == page.count('</html>') == 1 and 'Not for diagnosis' in page


@pytest.mark.parametrize(
    ('magnification', 'told'), [(1.0, r'given; magnification(&nbsp;| )1\)'), (None, r'given; magnification unknown\)')]
)
def test_a_card_says_how_large_its_millimetres_are(magnification, told):
    content = prediction_content(make_prediction(pixel_size_source='given', magnification=magnification))
    assert re.search(told, radiograph_card('a', content, ''))
