"""A folder of 200 radiographs."""

import time

import pytest
from figures import note


@pytest.fixture
def page(open_page, many, reader):
    return open_page(many).enter(reader)


def rows(page):
    """Names of the cases that the list holds now, seen or scrolled away."""
    return page.page.locator('[data-testid^="case-row-"]')


def test_200_cases_are_listed_within_two_seconds(open_page, many, reader):
    page = open_page(many).visit()
    page.by('reader-name').fill(reader)
    begin = time.perf_counter()
    page.by('reader-ok').click()
    rows(page).first.wait_for()
    seconds = time.perf_counter() - begin
    page.wait_ready()
    note('200 cases: from the name to the first rows', seconds * 1000, 'ms')
    assert seconds < 2 and len(page.page.evaluate('window.__review.state().cases ?? []')) in (0, 200)


def test_the_last_case_is_reached_by_scrolling(page):
    box = page.by('cases').bounding_box()
    page.page.mouse.move(box['x'] + box['width'] / 2, box['y'] + box['height'] / 2)
    seen = set()
    for _ in range(60):
        seen |= set(rows(page).evaluate_all('all => all.map(one => one.dataset.testid)'))
        if len(seen) == 200:
            break
        page.page.mouse.wheel(0, 500)
        page.page.wait_for_timeout(40)
    assert len(seen) == 200
    page.shoot('many_end')


def test_the_filter_finds_names(page):
    page.by('case-filter').fill('case_19')
    page.until('document.querySelectorAll(\'[data-testid^="case-row-"]\').length === 10')
    texts = rows(page).all_inner_texts()
    assert all('case_19' in text for text in texts)
    page.shoot('many_filter')
    page.by('case-filter').fill('no such case')
    page.until('document.querySelectorAll(\'[data-testid^="case-row-"]\').length === 0')


def test_next_case_takes_less_than_a_second(page):
    times = []
    for _ in range(8):
        n, begin = page.state()['n'], time.perf_counter()
        page.by('case-next').click()
        page.until('n => window.__review.ready && window.__review.state().n !== n', arg=n)
        times.append(time.perf_counter() - begin)
    note('200 cases: next case, median', sorted(times)[4] * 1000, 'ms')
    assert sorted(times)[4] < 1


def test_finished_cases_can_be_filtered(page):
    n = page.state()['n']
    page.by('finish').click()
    page.until('n => window.__review.ready && window.__review.state().n !== n', arg=n)
    page.by('case-status-filter').select_option('finished')
    page.until('document.querySelectorAll(\'[data-testid^="case-row-"]\').length === 1')
    assert page.by(f'case-row-{n}').is_visible()


def test_the_most_doubtful_case_comes_first(page, many, reader):
    from review_page import ask

    listed = ask(many, 'cases', reader=reader)['cases']
    doubts = [one['doubt_mm'] if one['doubt_mm'] is not None else one['doubt_px'] for one in listed]
    assert len(listed) == 200 and all(doubts) and doubts == sorted(doubts, reverse=True)
    first = rows(page).first.get_attribute('data-testid')
    assert first == f'case-row-{listed[0]["n"]}'
