"""Blind: nothing of the model and nothing of other readers, neither on the screen nor over the wire."""

import re

from test_conflict import move

OF_A_MODEL = re.compile(r'"(score|expected_error_px|ellipse_px|doubt_mm|doubt_px)":\s*[\d.{]')


def bodies(page):
    """What the server told the page in JSON."""
    kinds = [one for one in page.watch.responses if 'json' in one.headers.get('content-type', '') and one.ok]
    return {one.url: one.text() for one in kinds if '/api/' in one.url}


def place_first(page, symbol, x, y):
    """Place a landmark by P and a click in the viewer."""
    page.by(f'landmark-row-{symbol}').click()
    page.page.keyboard.press('p')
    box = page.by('viewer').bounding_box()
    page.page.mouse.click(box['x'] + box['width'] * x, box['y'] + box['height'] * y)
    page.until('s => window.__review.state().landmarks[s]', arg=symbol)


def test_a_blind_reader_sees_nothing_of_the_model(open_page, blind, reader):
    page = open_page(blind).enter(reader, 0)
    page.page.wait_for_timeout(3000)  # time to read, and to tell of it
    page.open(1)
    assert page.state()['blind'] and page.state()['landmarks'] == {}
    told = {url: OF_A_MODEL.search(text) for url, text in bodies(page).items()}
    assert told and not any(told.values()), told
    page.shoot('blind')


def test_a_blind_reader_places_landmarks_of_his_own(open_page, blind, reader):
    page = open_page(blind).enter(reader, 0)
    page.tab('landmarks')
    for symbol, x, y in (('S', 0.4, 0.4), ('N', 0.6, 0.35), ('A', 0.62, 0.55)):
        place_first(page, symbol, x, y)
    move(page, 'A')
    page.wait_saved()
    page.tab('measurements')
    assert page.value('SNA') is not None


def test_a_blind_reader_hears_nothing_of_other_readers(open_page, blind, reader):
    first = open_page(blind).enter('Evangeline', 0)
    first.tab('landmarks')
    place_first(first, 'S', 0.4, 0.4)
    first.wait_saved()
    other = open_page(blind).enter(reader, 0)
    for tab in ('history', 'comments', 'landmarks'):
        other.tab(tab)
        other.page.wait_for_timeout(300)
    assert 'Evangeline' not in other.page.content()
    told = [url for url, text in bodies(other).items() if 'Evangeline' in text]
    assert bodies(other) and not told, told
