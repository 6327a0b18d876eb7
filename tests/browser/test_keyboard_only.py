"""From the reader's name to the finished case without a mouse."""

import pytest
from review_page import annotation_files, distance, saved_points

_COUNT_POINTERS = """
window.__pointers = 0;
for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])
  addEventListener(kind, () => { window.__pointers += 1; }, true);
"""


@pytest.fixture
def keyed(open_page, small, reader):
    """A page that counts pointers, whose reader came in by keys."""
    page = open_page(small)
    page.page.add_init_script(_COUNT_POINTERS)
    page.visit()
    page.reader = reader
    page.page.keyboard.type(reader)
    page.page.keyboard.press('Enter')
    page.wait_ready()
    yield page
    assert page.page.evaluate('window.__pointers') == 0


def keys(page, *names):
    for name in names:
        page.page.keyboard.press(name)


def go_to(page, region):
    """Move by F6 to a region."""
    inside = f'document.activeElement.closest(\'[data-testid="{region}"]\') !== null'
    for _ in range(4):
        if page.page.evaluate(inside):
            return
        keys(page, 'F6')
    raise AssertionError(f'F6 does not lead to {region}')


def select(page, symbol):
    """Move by Tab to a landmark."""
    go_to(page, 'viewer')
    for _ in range(31):
        if page.state()['selected'] == symbol:
            return
        keys(page, 'Tab')
    raise AssertionError(f'Tab does not lead to {symbol}')


def test_f6_goes_round_the_regions_and_back(keyed):
    for region in ('cases', 'viewer', 'panels', 'cases'):
        go_to(keyed, region)
    keys(keyed, 'Shift+F6')
    assert keyed.page.evaluate('document.activeElement.closest(\'[data-testid="panels"]\') !== null')


def test_arrows_move_a_landmark_by_whole_tenth_and_ten_pixels(keyed):
    select(keyed, 'A')
    x, y = keyed.point('A')
    keys(keyed, 'ArrowRight', 'ArrowRight', 'Shift+ArrowUp', 'Control+ArrowDown')
    assert distance(keyed.point('A'), (x + 2, y - 0.1 + 10)) < 1e-6
    keyed.wait_saved()
    keys(keyed, 'Control+z')
    keyed.until('y => window.__review.state().landmarks.A.y !== y', arg=y + 9.9)


def test_tab_goes_forth_and_back(keyed):
    select(keyed, 'A')
    keys(keyed, 'Tab')
    other = keyed.state()['selected']
    keys(keyed, 'Shift+Tab')
    assert other not in (None, 'A') and keyed.state()['selected'] == 'A'


def test_a_case_is_read_to_the_end(keyed, small, reader):
    first = keyed.state()['n']
    for symbol in ('S', 'N', 'A'):
        select(keyed, symbol)
        keys(keyed, 'ArrowRight', 'ArrowDown')
    select(keyed, 'B')
    keys(keyed, 'Enter')
    assert keyed.state()['landmarks']['B']['confirmed']
    select(keyed, 'Po')
    keys(keyed, 'v')
    keyed.wait_saved()
    moved = {symbol: keyed.point(symbol) for symbol in ('S', 'N', 'A')}
    keys(keyed, 'f')
    keyed.until('n => window.__review.ready && window.__review.state().n !== n', arg=first)
    points = saved_points(annotation_files(small, reader)[0])
    assert 'Po' not in points and len(points) >= 23
    assert all(distance(points[symbol], moved[symbol]) < 0.01 for symbol in moved)


def test_n_goes_to_what_the_model_doubts(keyed):
    go_to(keyed, 'viewer')
    keys(keyed, 'n')
    assert keyed.state()['selected'] is not None or 'doubt' in keyed.page.inner_text('body').lower()


def test_calibrating_by_keys(keyed):
    go_to(keyed, 'viewer')
    keys(keyed, 'r', *['Control+ArrowLeft'] * 5, 'Enter', *['Control+ArrowRight'] * 10, 'Enter')
    keyed.expect_visible('ruler-box')
    keyed.page.keyboard.type('20')
    keys(keyed, 'Enter')
    keyed.until('window.__review.state().pixelSizeMm > 0')
    assert keyed.state()['pixelSizeMm'] == pytest.approx(20 / 100, rel=0.01)


def test_zoom_invert_and_fit_by_keys(keyed):
    go_to(keyed, 'viewer')
    scale, inverse = keyed.state()['scale'], keyed.state()['invert']
    keys(keyed, '+', '+', 'i')
    keyed.page.wait_for_timeout(500)
    assert keyed.state()['scale'] > 1.2 * scale and keyed.state()['invert'] is not inverse
    keys(keyed, '0', 'i')
    keyed.page.wait_for_timeout(500)
    assert keyed.state()['scale'] == pytest.approx(scale, rel=0.02) and keyed.state()['invert'] is inverse


def test_brackets_step_through_the_cases(keyed):
    first = keyed.state()['n']
    go_to(keyed, 'viewer')
    keys(keyed, ']')
    keyed.until('n => window.__review.ready && window.__review.state().n !== n', arg=first)
    keys(keyed, '[')
    keyed.until('n => window.__review.ready && window.__review.state().n === n', arg=first)


def test_help_opens_closes_and_gives_the_focus_back(keyed):
    go_to(keyed, 'viewer')
    keys(keyed, '?')
    keyed.page.get_by_role('dialog').wait_for()
    keys(keyed, 'Escape')
    assert keyed.page.get_by_role('dialog').count() == 0
    assert keyed.page.evaluate('document.activeElement.closest(\'[data-testid="viewer"]\') !== null')


def test_letters_in_a_text_field_are_text(keyed):
    point = keyed.state()['landmarks']
    go_to(keyed, 'cases')
    keyed.by('case-filter').focus()
    keyed.page.keyboard.type('v f i n')
    assert keyed.by('case-filter').input_value() == 'v f i n' and keyed.state()['landmarks'] == point
